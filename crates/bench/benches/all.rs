//! `cargo bench -p hwc-bench`: all benchmarks, or the named ones.

use std::path::Path;

use hwc_bench::{Options, Outcome, Programs, run};

fn main() -> Outcome<()> {
    let programs = Programs {
        helper: env!("CARGO_BIN_EXE_hwc-bench-helper").into(),
        counter: env!("CARGO_BIN_EXE_hwc-bench-counter").into(),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."));
    let folder = root.join("target/bench");
    run(&Options::read(std::env::args().skip(1), programs, folder)?).map(drop)
}
