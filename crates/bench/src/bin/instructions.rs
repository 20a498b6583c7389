//! Counts instructions. See `hwc_bench::instructions`.

use std::process::ExitCode;

#[expect(clippy::print_stderr, reason = "the errors of a tool go to the terminal")]
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match hwc_bench::instructions::main(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
