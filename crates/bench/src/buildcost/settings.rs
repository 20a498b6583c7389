//! The command-line arguments.

use std::time::Duration;

/// A part that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// `cargo check` of the models.
    Models,
    /// The rebuild after a change.
    Change,
    /// Programs that print one page.
    Programs,
    /// The command `hwc`.
    Cli,
    /// The same figures of other SDKs, which must be downloaded.
    Peers,
    /// Debug and release builds of the models.
    Profiles,
}

/// The names of the parts, and true for those that are measured by default.
const PARTS: &[(&str, Part, bool)] = &[
    ("models", Part::Models, true),
    ("change", Part::Change, true),
    ("programs", Part::Programs, true),
    ("cli", Part::Cli, true),
    ("peers", Part::Peers, false),
    ("profiles", Part::Profiles, false),
];

/// The number of runs for a figure with a budget in a full run.
const RUNS: usize = 3;

/// The time limit in seconds, slightly less than ten minutes.
const LIMIT: f64 = 590.0;

/// The parts to measure, and the number of runs.
#[derive(Debug, PartialEq)]
pub(super) struct Settings {
    /// The selected parts without duplicates, in the order of `PARTS`.
    parts: Vec<Part>,
    /// The number of runs for each figure with a budget.
    pub(super) runs: usize,
    /// True if the command line sets the number of runs.
    runs_were_given: bool,
}

impl Settings {
    /// Parses the arguments after the task name.
    ///
    /// # Errors
    /// Returns an error for unknown arguments.
    pub(super) fn read(words: &[&str]) -> Result<Self, String> {
        let mut settings = Self { parts: Vec::new(), runs: RUNS, runs_were_given: false };
        let (mut named, mut peers) = (Vec::new(), false);
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            match *word {
                "--runs" => {
                    settings.runs = number(word, rest.next())?;
                    settings.runs_were_given = true;
                }
                "--peers" => peers = true,
                name => named.push(part(name)?),
            }
        }
        let wanted = |part: Part, usual: bool| {
            named.contains(&part) || (named.is_empty() && usual) || (peers && part == Part::Peers)
        };
        settings.parts =
            PARTS.iter().filter(|(_, part, usual)| wanted(*part, *usual)).map(|(_, part, _)| *part).collect();
        Ok(settings)
    }

    /// Returns true if the part is selected.
    pub(super) fn wants(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// Returns true if `more` seconds fit into the time limit. The limit does not apply if more than the default parts or runs
    /// are requested.
    pub(super) fn has_time(&self, took: Duration, more: f64) -> bool {
        let is_usual = !self.runs_were_given && !self.wants(Part::Peers) && !self.wants(Part::Profiles);
        !is_usual || took.as_secs_f64() + more <= LIMIT
    }

    /// Returns true if the run is too short for published figures.
    pub(super) fn is_quick(&self) -> bool {
        let lacks_a_part = PARTS.iter().any(|(_, part, usual)| *usual && !self.wants(*part));
        lacks_a_part || self.runs < RUNS
    }
}

fn part(name: &str) -> Result<Part, String> {
    let found = PARTS.iter().find(|(known, ..)| *known == name);
    found.map(|(_, part, _)| *part).ok_or_else(|| {
        let names: Vec<&str> = PARTS.iter().map(|(name, ..)| *name).collect();
        format!("unknown part `{name}`; the parts are {}", names.join(", "))
    })
}

fn number(option: &str, word: Option<&&str>) -> Result<usize, String> {
    let found = word.and_then(|text| text.parse().ok()).filter(|number| *number > 0);
    found.ok_or_else(|| format!("`{option}` wants a number above 0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Settings {
        Settings::read(words).unwrap()
    }

    #[test]
    fn all_but_the_slow_parts_is_a_full_run() {
        let settings = read(&[]);
        assert_eq!(settings.parts, [Part::Models, Part::Change, Part::Programs, Part::Cli]);
        assert_eq!((settings.runs, settings.is_quick()), (3, false));
    }

    #[test]
    fn peers_come_on_top_or_alone() {
        let with_peers = read(&["--peers"]);
        assert!(with_peers.wants(Part::Peers) && with_peers.wants(Part::Programs) && !with_peers.is_quick());
        assert_eq!(read(&["peers"]).parts, [Part::Peers]);
        assert_eq!(read(&["cli", "--peers"]).parts, [Part::Cli, Part::Peers]);
    }

    #[test]
    fn less_than_all_is_quick() {
        for words in [&["models"][..], &["--runs", "1"], &["peers"]] {
            assert!(read(words).is_quick(), "{words:?}");
        }
        assert!(!read(&["--runs", "5"]).is_quick());
        assert!(!read(&["cli", "models", "profiles", "programs", "change"]).is_quick());
    }

    #[test]
    fn who_asks_for_more_has_the_time() {
        let took = Duration::from_secs(500);
        assert!(read(&[]).has_time(took, 90.0) && !read(&[]).has_time(took, 90.5));
        for words in [&["--peers"][..], &["--runs", "3"], &["programs", "profiles"]] {
            assert!(read(words).has_time(took, 1e6), "{words:?}");
        }
    }

    #[test]
    fn other_words_are_refused() {
        let error = |words: &[&str]| Settings::read(words).unwrap_err().lines().next().unwrap().to_owned();
        assert_eq!(
            error(&["model"]),
            "unknown part `model`; the parts are models, change, programs, cli, peers, profiles"
        );
        assert_eq!(error(&["--runs", "0"]), "`--runs` wants a number above 0");
        assert_eq!(error(&["--runs"]), "`--runs` wants a number above 0");
    }
}
