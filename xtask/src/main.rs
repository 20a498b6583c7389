//! The repository tasks: `cargo xtask <task>`. `cargo xtask` alone lists them.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::main()
}
