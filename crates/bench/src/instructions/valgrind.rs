//! Counting with valgrind, which simulates one thread after the other and counts each instruction of the process.

use std::path::Path;
use std::process::Command;

use crate::Outcome;

/// The arguments that count instructions and simulate no caches.
const ARGUMENTS: [&str; 3] = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"];

/// Returns the instructions of one repetition of a case: the difference between two runs of different lengths, so that the
/// start of the process does not count.
pub(super) fn count(program: &Path, endpoint: &str, case: &str, iterations: u64) -> Outcome<u64> {
    let [short, long] = [iterations, iterations * 3].map(|repetitions| total(program, endpoint, case, repetitions));
    Ok(long?.saturating_sub(short?) / (iterations * 2))
}

/// Returns the instructions of a whole run.
fn total(program: &Path, endpoint: &str, case: &str, repetitions: u64) -> Outcome<u64> {
    let mut command = Command::new("valgrind");
    command.args(ARGUMENTS).arg(program).args(["run", endpoint, case, &repetitions.to_string()]);
    let done = command.output().map_err(|error| format!("valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&done.stderr);
    match read(&said).filter(|_| done.status.success()) {
        Some(total) => Ok(total),
        None => Err(format!("{case}: {said}").into()),
    }
}

/// Reads the total from a line like `==12==  I   refs:  1,234`.
fn read(said: &str) -> Option<u64> {
    let line = said.lines().find(|line| line.split_whitespace().nth(1) == Some("I"))?;
    line.rsplit_once("refs:")?.1.trim().replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read_from_the_summary() {
        let said = "==7== Cachegrind, a cache profiler\n==7== \n==7== I   refs:      21,230,045\n";
        assert_eq!(read(said), Some(21_230_045));
        assert_eq!(read("==7== I refs:        45"), Some(45));
        assert_eq!(read("valgrind: hwc: command not found"), None);
    }
}
