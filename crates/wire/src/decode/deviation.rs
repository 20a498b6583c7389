//! Deviations of a body from its description: their kinds, and the list of them.

use std::fmt;

/// A difference between a response and its description.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deviation {
    /// The kind of difference.
    pub kind: DeviationKind,
    /// The path of the value, as in `incident_auth_list[2].status`.
    pub path: String,
    /// The received form and its conversion. Contains no value, because values may be secret.
    pub note: String,
}

impl fmt::Display for Deviation {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.note) } else { write!(f, "{}: {}", self.path, self.note) }
    }
}

/// The kinds of [`Deviation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeviationKind {
    /// A value in another form, such as a quoted number. It was converted.
    Coerced,
    /// An absent required field.
    MissingRequired,
    /// A code that is not in the description.
    UnknownEnumValue,
    /// A field that is not in the description. It was skipped.
    UnknownField,
    /// A duplicate field. The last one counts.
    DuplicateField,
    /// Text that JSON does not allow: a byte order mark, control characters, bytes that are not UTF-8, half of a surrogate
    /// pair. The rest was read unchanged.
    Damaged,
}

/// The maximum number of deviations in the list of one response. Further ones are only counted.
const MAX_LISTED: usize = 100;

/// The deviations of one response.
///
/// The list is for people. It is capped, so programs should not base decisions on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deviations {
    list: Vec<Deviation>,
    more: usize,
}

impl Deviations {
    /// Returns the first hundred deviations, in the order of their detection.
    #[must_use]
    pub fn as_slice(&self) -> &[Deviation] {
        &self.list
    }

    /// Returns the number of all deviations, including those that are not in the list.
    #[must_use]
    #[inline]
    pub fn count(&self) -> usize {
        self.list.len() + self.more
    }

    /// Returns true if the response was as described.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds a deviation. If the list is full, only counts it.
    pub(crate) fn push(&mut self, kind: DeviationKind, path: &str, note: &str) {
        if self.list.len() < MAX_LISTED {
            self.list.push(Deviation { kind, path: path.to_owned(), note: note.to_owned() });
        } else {
            self.more += 1;
        }
    }

    /// Returns the present state of the list.
    pub(crate) fn mark(&self) -> Mark {
        Mark { listed: self.list.len(), more: self.more }
    }

    /// Removes the deviations since `mark`.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.list.truncate(mark.listed);
        self.more = mark.more;
    }

    /// Returns the deviations in the list since it had this length.
    pub(crate) fn since(&mut self, listed: usize) -> &mut [Deviation] {
        self.list.get_mut(listed..).unwrap_or_default()
    }
}

/// A state of the list.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) listed: usize,
    more: usize,
}

impl<'a> IntoIterator for &'a Deviations {
    type Item = &'a Deviation;
    type IntoIter = std::slice::Iter<'a, Deviation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
