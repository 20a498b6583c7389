//! The workshop: `cargo xtask <task>`. `cargo xtask` alone lists the tasks.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::main()
}
