//! Command-line options.

use std::path::PathBuf;

use crate::Outcome;
use crate::benchmarks::ALL;

/// The other programs of this crate, which cargo builds with the benchmarks.
#[derive(Clone, Debug)]
pub struct Programs {
    /// Servers, and work whose memory is measured per process.
    pub helper: PathBuf,
    /// The program that counts allocations.
    pub counter: PathBuf,
}

/// The options of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The benchmarks to run. All if empty.
    pub names: Vec<String>,
    /// True for a run of a few seconds that only checks that everything works. Its figures are meaningless.
    pub quick: bool,
    /// True to write the page from existing figures without measuring.
    pub write_docs: bool,
    /// The folder of the figures: `target/bench`.
    pub folder: PathBuf,
    /// The other programs.
    pub programs: Programs,
}

impl Options {
    /// Parses the command-line arguments, without the name of the program.
    ///
    /// # Errors
    /// Returns an error if an argument is neither a benchmark nor an option.
    pub fn read(words: impl Iterator<Item = String>, programs: Programs, folder: PathBuf) -> Outcome<Self> {
        let mut options = Self { names: Vec::new(), quick: false, write_docs: false, folder, programs };
        for word in words {
            match word.as_str() {
                "--quick" => options.quick = true,
                "--write-docs" => options.write_docs = true,
                // `cargo bench` passes this to all benchmarks.
                "--bench" => {}
                name if ALL.iter().any(|benchmark| benchmark.name == name) => options.names.push(word),
                _ => return Err(unknown(&word).into()),
            }
        }
        Ok(options)
    }

    /// Returns true if the benchmark is selected.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }

    /// Returns `full`, or `quick` in a quick run.
    #[must_use]
    pub fn pick<T>(&self, full: T, quick: T) -> T {
        if self.quick { quick } else { full }
    }

    /// Returns the folder of the reports. Quick runs have their own, so that they do not replace others.
    #[must_use]
    pub fn reports(&self) -> PathBuf {
        if self.quick { self.folder.join("quick") } else { self.folder.clone() }
    }

    /// Returns the number of rounds of each candidate.
    #[must_use]
    pub fn rounds(&self) -> usize {
        self.pick(crate::harness::ROUNDS, 1)
    }
}

fn unknown(word: &str) -> String {
    let names: Vec<&str> = ALL.iter().map(|benchmark| benchmark.name).collect();
    format!("`{word}` is none of {}, `--quick` and `--write-docs`", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Outcome<Options> {
        let programs = Programs { helper: PathBuf::new(), counter: PathBuf::new() };
        Options::read(words.iter().map(|word| (*word).to_owned()), programs, PathBuf::new())
    }

    #[test]
    fn all_run_when_none_is_named() {
        let options = read(&["--bench"]).unwrap();
        assert!(ALL.iter().all(|benchmark| options.wants(benchmark.name)));
        assert_eq!(options.rounds(), crate::harness::ROUNDS);
    }

    #[test]
    fn the_named_run_alone() {
        let options = read(&["call", "--quick", "--bench"]).unwrap();
        assert!(options.wants("call") && !options.wants("lists") && options.quick);
    }

    #[test]
    fn other_words_are_refused() {
        let error = read(&["cal"]).unwrap_err().to_string();
        assert_eq!(
            error,
            "`cal` is none of call, pieces, lists, sandbox, cli, transfer, drive, `--quick` and `--write-docs`"
        );
    }
}
