//! One difference between a source and the spec, and the quirks that explain it.

use crate::model::{Operation, Service};

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Difference {
    /// The location and the path of the field, as in `response list[].id`.
    pub(super) place: String,
    /// The difference.
    pub(super) text: String,
    /// The quirk that explains it.
    pub(super) quirk: Option<String>,
    /// The type and its field or value, if the source does not show it and another operation may show it.
    pub(super) unseen: Option<(String, String)>,
}

/// The quirks that can explain a difference.
pub(super) struct Quirks<'a> {
    own: &'a [String],
    others: Vec<&'a String>,
}

impl<'a> Quirks<'a> {
    /// Returns the quirks of an operation, and those of the service and of its other operations.
    pub(super) fn new(service: &'a Service, operation: &'a Operation) -> Self {
        let all = service.operations.iter().flat_map(|operation| &operation.yaml.quirks);
        Self { own: &operation.yaml.quirks, others: all.chain(&service.yaml.quirks).collect() }
    }

    /// Finds a quirk that names one of the words. Records are shared, so quirks of other operations explain their fields.
    pub(super) fn find(&self, words: &[&str], shared: bool) -> Option<String> {
        let own = self.own.iter().find(|quirk| mentions(quirk, words));
        let others = || self.others.iter().copied().filter(|_| shared).find(|quirk| mentions(quirk, words));
        own.or_else(others).cloned()
    }
}

/// Returns true if a text contains one of the words, where a word can be the name of a field.
fn mentions(text: &str, words: &[&str]) -> bool {
    let mut found = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    found.any(|word| words.contains(&word))
}
