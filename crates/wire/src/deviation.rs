//! Differences between a body and its description: their kinds, and the list of them.

use std::fmt;

/// A place where an answer differs from its description.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deviation {
    /// The sort of difference.
    pub kind: DeviationKind,
    /// Where, as in `incident_auth_list[2].status`.
    pub path: String,
    /// What came and what was made of it. Holds no value, since values may be secret.
    pub note: String,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.note) } else { write!(f, "{}: {}", self.path, self.note) }
    }
}

/// The sorts of [`Deviation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeviationKind {
    /// A value came in another form, such as a quoted number, and was converted.
    Coerced,
    /// A field that is always there was not.
    MissingRequired,
    /// A code that the description does not list.
    UnknownCode,
    /// A field that the description does not know; it was passed over.
    AddedField,
    /// A field that came twice; the last one counts.
    Duplicate,
    /// Text that JSON does not allow: a byte order mark, control characters, bytes that are not UTF-8, half of a surrogate
    /// pair. The rest was read as it is.
    Damaged,
}

/// At most this many deviations are kept for one answer; more are only counted.
const KEPT: usize = 100;

/// What was noticed while one answer was read.
///
/// The list is for people: it is capped, so no decision may rest on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deviations {
    list: Vec<Deviation>,
    more: usize,
}

impl Deviations {
    /// The first hundred deviations, in the order in which they were met.
    #[must_use]
    pub fn as_slice(&self) -> &[Deviation] {
        &self.list
    }

    /// How many there were in all.
    #[must_use]
    pub fn count(&self) -> usize {
        self.list.len() + self.more
    }

    /// Whether the answer was as described.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds a deviation, or counts it where the list is full.
    pub(crate) fn push(&mut self, kind: DeviationKind, path: &str, note: &str) {
        if self.list.len() < KEPT {
            self.list.push(Deviation { kind, path: path.to_owned(), note: note.to_owned() });
        } else {
            self.more += 1;
        }
    }

    /// Where the list stands.
    pub(crate) fn mark(&self) -> Mark {
        Mark { kept: self.list.len(), more: self.more }
    }

    /// Forgets what was noticed since.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.list.truncate(mark.kept);
        self.more = mark.more;
    }

    /// The deviations that were kept since the list had this length.
    pub(crate) fn since(&mut self, kept: usize) -> &mut [Deviation] {
        self.list.get_mut(kept..).unwrap_or_default()
    }
}

/// A length of the list.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) kept: usize,
    more: usize,
}

impl<'a> IntoIterator for &'a Deviations {
    type Item = &'a Deviation;
    type IntoIter = std::slice::Iter<'a, Deviation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
