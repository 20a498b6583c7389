//! What is noticed while something is read: the mode, the deviations, and the way to an error.

use std::fmt;

use crate::field::Field;
use crate::value::Stop;

/// How strictly answers are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Makes the best of what came and reports each deviation. The default.
    #[default]
    Tolerant,
    /// Turns every deviation but an added field into an error. For tests.
    Strict,
}

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
        write!(f, "{}: {}", self.path, self.note)
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
}

/// At most this many deviations are kept for one answer; more are only counted.
const KEPT: usize = 100;

/// What was noticed while one answer was read.
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
}

impl<'a> IntoIterator for &'a Deviations {
    type Item = &'a Deviation;
    type IntoIter = std::slice::Iter<'a, Deviation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

/// The state of one decoding. Passed down to every value; holds the way back up only once something went wrong.
#[derive(Debug, Default)]
pub struct Context {
    mode: Mode,
    /// The spec expects other forms of the value that is being read.
    pub(crate) loose: bool,
    /// How many records are open.
    pub(crate) depth: usize,
    /// Names at the top that belong to the service's envelope and are not fields of any answer.
    pub(crate) envelope: &'static [&'static str],
    /// Which fields are members of the object at the top.
    pub(crate) scope: Scope,
    deviations: Deviations,
    trail: String,
}

/// Which fields of a record are read from an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Those that travel in the body.
    #[default]
    Body,
    /// Those and the query.
    BodyAndQuery,
    /// All, as a record's own `Serialize` writes them.
    All,
}

impl Scope {
    pub(crate) fn has(self, field: &Field) -> bool {
        match self {
            Scope::Body => field.in_body(),
            Scope::BodyAndQuery => field.in_body() || field.in_query(),
            Scope::All => true,
        }
    }
}

impl Context {
    /// A fresh state.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self { mode, ..Self::default() }
    }

    /// Takes these top-level names for known ones.
    #[must_use]
    pub fn with_envelope(mut self, names: &'static [&'static str]) -> Self {
        self.envelope = names;
        self
    }

    /// For places that know only text, such as a query: numbers in text are as described there.
    #[must_use]
    pub fn from_text(mut self) -> Self {
        self.loose = true;
        self
    }

    /// Notes that a value was converted, unless the spec expects that.
    ///
    /// # Errors
    /// [`Stop`] in strict mode.
    pub fn coerced(&mut self, expected: &str, found: &str) -> Result<(), Stop> {
        if self.loose {
            return Ok(());
        }
        self.deviate(DeviationKind::Coerced, "", format!("expected {expected}, found {found}"))
    }

    /// Notes a deviation of the value that is being read (`name` empty) or of its member `name`.
    ///
    /// # Errors
    /// [`Stop`] in strict mode, except for added fields.
    pub fn deviate(&mut self, kind: DeviationKind, name: &str, note: String) -> Result<(), Stop> {
        if self.mode == Mode::Strict && kind != DeviationKind::AddedField {
            self.trail.insert_str(0, name);
            return Err(Stop::Mismatch(note));
        }
        if self.deviations.list.len() < KEPT {
            self.deviations.list.push(Deviation { kind, path: name.to_owned(), note });
        } else {
            self.deviations.more += 1;
        }
        Ok(())
    }

    /// Where the deviations stand before a step down; see [`Context::leave`].
    #[inline]
    pub(crate) fn enter(&self) -> usize {
        self.deviations.list.len()
    }

    /// Comes back up from a member or an element: puts `step` before the path of whatever was noticed there.
    #[inline]
    pub(crate) fn leave(&mut self, mark: usize, failed: bool, step: Step<'_>) {
        if failed || self.deviations.list.len() > mark {
            self.prefix(mark, failed, step);
        }
    }

    #[cold]
    fn prefix(&mut self, mark: usize, failed: bool, step: Step<'_>) {
        for deviation in &mut self.deviations.list[mark..] {
            step.before(&mut deviation.path);
        }
        if failed {
            step.before(&mut self.trail);
        }
    }

    /// What was noticed, at the end.
    #[must_use]
    pub fn into_deviations(self) -> Deviations {
        self.deviations
    }

    /// The path to the value at which reading stopped; empty at the top.
    #[must_use]
    pub fn trail(&self) -> &str {
        &self.trail
    }
}

/// One step of a path.
#[derive(Clone, Copy)]
pub(crate) enum Step<'a> {
    /// Into a member of an object.
    Name(&'a str),
    /// Into an element of a list.
    Index(usize),
}

impl Step<'_> {
    fn before(self, path: &mut String) {
        let joint = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        *path = match self {
            Step::Name(name) => format!("{name}{joint}{path}"),
            Step::Index(index) => format!("[{index}]{joint}{path}"),
        };
    }
}
