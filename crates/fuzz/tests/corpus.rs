//! Replays the committed corpora as a regression test, without a fuzzer.

use std::fs;

use hwc_fuzz::{TARGETS, seeds};

#[test]
fn the_committed_inputs_hold() {
    for target in TARGETS {
        let folder = seeds::committed().join(target.name);
        let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut count = 0;
        for file in files {
            let path = file.unwrap().path();
            let input = fs::read(&path).unwrap();
            let done = std::panic::catch_unwind(|| (target.run)(&input));
            assert!(done.is_ok(), "{} does not hold; what failed stands above", path.display());
            count += 1;
        }
        assert!(count >= 20, "{} has {count} inputs left", target.name);
    }
}

#[test]
fn every_target_can_be_fuzzed() {
    let manifest = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/Cargo.toml")).unwrap();
    for target in TARGETS {
        assert!(manifest.contains(&format!("name = \"{}\"", target.name)), "fuzz/Cargo.toml lacks {}", target.name);
    }
}
