//! The helper program: servers and work in their own process. See `hwc_bench::helper`.

use std::process::ExitCode;

#[expect(clippy::print_stderr, reason = "the benchmark shows what is said here")]
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match hwc_bench::helper::main(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
