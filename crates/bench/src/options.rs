//! What a run is asked for on the command line.

use std::path::PathBuf;

use crate::Outcome;
use crate::benchmarks::ALL;

/// The other programs of this crate, which cargo builds along with the benchmarks.
#[derive(Clone, Debug)]
pub struct Programs {
    /// Servers, and work whose memory is looked at as a whole.
    pub helper: PathBuf,
    /// Counts allocations.
    pub counter: PathBuf,
}

/// What to run and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The benchmarks to run; all if empty.
    pub names: Vec<String>,
    /// A run of a few seconds that shows that all works; its figures mean nothing.
    pub quick: bool,
    /// Nothing is measured; the page of figures is written from what was.
    pub write_docs: bool,
    /// Where the figures go: `target/bench`.
    pub folder: PathBuf,
    /// The other programs.
    pub programs: Programs,
}

impl Options {
    /// Reads the arguments of the command line, without the name of the program.
    ///
    /// # Errors
    /// A word that is neither a benchmark nor an option.
    pub fn read(words: impl Iterator<Item = String>, programs: Programs, folder: PathBuf) -> Outcome<Self> {
        let mut options = Self { names: Vec::new(), quick: false, write_docs: false, folder, programs };
        for word in words {
            match word.as_str() {
                "--quick" => options.quick = true,
                "--write-docs" => options.write_docs = true,
                // `cargo bench` says this to all benchmarks.
                "--bench" => {}
                name if ALL.iter().any(|benchmark| benchmark.name == name) => options.names.push(word),
                _ => return Err(unknown(&word).into()),
            }
        }
        Ok(options)
    }

    /// Whether a benchmark is to run.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }

    /// `full`, or `quick` in a quick run.
    #[must_use]
    pub fn pick<T>(&self, full: T, quick: T) -> T {
        if self.quick { quick } else { full }
    }

    /// Where the reports go. Those of quick runs do not replace others.
    #[must_use]
    pub fn reports(&self) -> PathBuf {
        if self.quick { self.folder.join("quick") } else { self.folder.clone() }
    }

    /// How often each contender is measured.
    #[must_use]
    pub fn turns(&self) -> usize {
        self.pick(crate::harness::TURNS, 1)
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
        assert_eq!(options.turns(), crate::harness::TURNS);
    }

    #[test]
    fn the_named_run_alone() {
        let options = read(&["call", "--quick", "--bench"]).unwrap();
        assert!(options.wants("call") && !options.wants("lists") && options.quick);
    }

    #[test]
    fn other_words_are_refused() {
        let error = read(&["cal"]).unwrap_err().to_string();
        assert_eq!(error, "`cal` is none of call, pieces, lists, sandbox, cli, transfer, `--quick` and `--write-docs`");
    }
}
