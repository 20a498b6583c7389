//! Runs libFuzzer's inputs on the target of this name.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hwc_fuzz::run("json", data));
