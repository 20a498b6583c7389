//! The state of a decoding: the kinds of deviations that end it, what was noticed so far, and the path to an error.

use crate::budget::Budget;
use crate::deviation::Mark;
pub use crate::deviation::{Deviation, DeviationKind, Deviations};
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

/// The state of one decoding. Passed down to every value; holds the way back up only once something went wrong.
#[derive(Debug, Default)]
pub struct Context {
    refused: Refused,
    /// The spec expects other forms of the value that is being read.
    pub(crate) loose: bool,
    /// How many records are open.
    pub(crate) depth: usize,
    /// Names at the top that belong to the service's envelope and are not fields of any answer.
    pub(crate) envelope: &'static [&'static str],
    /// Which fields are members of the object at the top.
    pub(crate) scope: Scope,
    /// An empty body is as described.
    pub(crate) may_be_empty: bool,
    /// Damaged text is an error, as it is for a server. A byte order mark is skipped all the same.
    pub(crate) refuses_damage: bool,
    /// The object at the top is a part of the record, not the record.
    pub(crate) is_part: bool,
    pub(crate) budget: Budget,
    missing: Vec<&'static str>,
    deviations: Deviations,
    trail: String,
}

/// The kinds of deviations that end a decoding, a bit each.
#[derive(Clone, Copy, Debug, Default)]
struct Refused(u8);

impl Refused {
    fn add(&mut self, kind: DeviationKind) {
        self.0 |= 1 << kind as u8;
    }

    fn has(self, kind: DeviationKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

/// What strict mode refuses.
const STRICT: [DeviationKind; 5] = [
    DeviationKind::Coerced,
    DeviationKind::MissingRequired,
    DeviationKind::UnknownCode,
    DeviationKind::Duplicate,
    DeviationKind::Damaged,
];

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

    /// Whether a required field has to be in the object. A query may have come in the request line.
    pub(crate) fn needs(self, field: &Field) -> bool {
        field.required && (field.in_body() || self == Scope::All)
    }
}

impl Context {
    /// A fresh state.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        let refused: &[DeviationKind] = if mode == Mode::Strict { &STRICT } else { &[] };
        Self::default().refusing(refused)
    }

    /// Ends the decoding at deviations of these kinds, also in tolerant mode.
    #[must_use]
    pub fn refusing(mut self, kinds: &[DeviationKind]) -> Self {
        kinds.iter().for_each(|kind| self.refused.add(*kind));
        self
    }

    /// Returns true if a deviation of this kind ends the decoding.
    pub(crate) fn refuses(&self, kind: DeviationKind) -> bool {
        self.refused.has(kind)
    }

    /// Takes these top-level names for known ones.
    #[must_use]
    pub fn with_envelope(mut self, names: &'static [&'static str]) -> Self {
        self.envelope = names;
        self
    }

    /// Takes an empty body for an empty answer without a deviation, where the reference shows none.
    #[must_use]
    pub fn may_be_empty(mut self, may: bool) -> Self {
        self.may_be_empty = may;
        self
    }

    /// For places that know only text, such as a query: numbers in text are as described there.
    #[must_use]
    pub fn from_text(mut self) -> Self {
        self.loose = true;
        self
    }

    /// Ends the decoding once `is_over` returns true. It is called now and then, at the latest after some thousand elements.
    #[must_use]
    pub fn until(mut self, is_over: impl Fn() -> bool + Send + 'static) -> Self {
        self.budget.until(Box::new(is_over));
        self
    }

    /// Returns true if the decoding ended because its [time](Self::until) was over.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.budget.is_late()
    }

    /// Notes that a value was converted, unless the spec expects that.
    ///
    /// # Errors
    /// [`Stop`] in strict mode.
    pub fn coerced(&mut self, expected: &str, found: &str) -> Result<(), Stop> {
        if self.loose {
            return Ok(());
        }
        self.deviate(DeviationKind::Coerced, "", &format!("expected {expected}, found {found}"))
    }

    /// Notes a deviation of the value that is being read (`name` empty) or of its member `name`.
    ///
    /// # Errors
    /// [`Stop`] in strict mode, except for added fields, and when time is over.
    pub fn deviate(&mut self, kind: DeviationKind, name: &str, note: &str) -> Result<(), Stop> {
        if self.refuses(kind) {
            self.trail.insert_str(0, name);
            return Err(Stop::Mismatch(note.to_owned()));
        }
        self.deviations.push(kind, name, note);
        self.budget.tick()
    }

    /// Notes that a required field is absent, as a deviation too.
    ///
    /// # Errors
    /// As [`deviate`](Self::deviate).
    pub(crate) fn lacks(&mut self, name: &'static str, note: &str) -> Result<(), Stop> {
        self.is_missing(name);
        self.deviate(DeviationKind::MissingRequired, name, note)
    }

    /// Notes that a required field of the record that is being read did not come.
    pub(crate) fn is_missing(&mut self, name: &'static str) {
        if self.depth <= 1 && !self.is_part && !self.missing.contains(&name) {
            self.missing.push(name);
        }
    }

    /// Notes that it came after all.
    pub(crate) fn is_there(&mut self, name: &'static str) {
        if self.depth <= 1 && !self.is_part {
            self.missing.retain(|missing| *missing != name);
        }
    }

    /// The required fields of the record at the top that did not come, by their names on the wire. A number or a text that did
    /// not come reads as 0 or empty, which its limits may allow. Unlike the list of deviations, this one is complete.
    #[must_use]
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    /// Where the deviations stand before a step down; see [`Context::leave`].
    #[inline]
    pub(crate) fn enter(&self) -> usize {
        self.deviations.as_slice().len()
    }

    /// Comes back up from a member or an element: puts `step` before the path of whatever was noticed there.
    #[inline]
    pub(crate) fn leave(&mut self, mark: usize, failed: bool, step: Step<'_>) {
        if failed || self.enter() > mark {
            self.prefix(mark, failed, step);
        }
    }

    #[cold]
    fn prefix(&mut self, mark: usize, failed: bool, step: Step<'_>) {
        for deviation in self.deviations.since(mark) {
            step.before(&mut deviation.path);
        }
        if failed {
            step.before(&mut self.trail);
        }
    }

    /// What was noticed so far; see [`Context::rewind`].
    pub(crate) fn mark(&self) -> Mark {
        self.deviations.mark()
    }

    /// Forgets what was noticed since, and the path to an error.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.deviations.rewind(mark);
        self.trail.clear();
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
