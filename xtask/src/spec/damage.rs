//! Names in those parts of the spec that could not be read. A later problem that mentions one of them follows from the
//! problem that is reported already.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{Problem, SpecFile};

/// The parts of one service that could not be read.
#[derive(Debug, Default)]
pub(crate) struct Damage {
    /// The names in the damaged parts of each file.
    files: BTreeMap<String, BTreeSet<String>>,
    /// The names that other files of the service can refer to.
    shared: BTreeSet<String>,
}

impl Damage {
    /// Returns true if all files were read completely.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds the names on the path to a removed part of a file.
    pub(super) fn add_part(&mut self, file: &SpecFile, path: &[String]) {
        if file.folder() == "types" || path.first().is_some_and(|key| key == "types") {
            self.shared.extend(path.iter().cloned());
        }
        self.files.entry(file.name.clone()).or_default().extend(path.iter().cloned());
    }

    /// Adds a file that cannot be used: everything in it that looks like a key, and the name of the operation.
    pub(super) fn add_text(&mut self, file: &SpecFile) {
        for line in file.text.lines() {
            let Some((key, value)) = line.split_once(':') else { continue };
            let name = if key == "operation" { value } else { key };
            self.shared.insert(name.trim().to_owned());
        }
        self.files.entry(file.name.clone()).or_default();
    }

    /// Returns true if a problem can follow from the damage.
    pub(crate) fn explains(&self, problem: &Problem) -> bool {
        let own = self.files.get(&problem.file);
        let known = |word: &str| self.shared.contains(word) || own.is_some_and(|names| names.contains(word));
        problem.message.split('`').skip(1).step_by(2).any(|quoted| split_words(quoted).any(known))
    }
}

fn split_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
}
