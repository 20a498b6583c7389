//! The state of decoding: the kinds of deviations that end it, the deviations so far, and the path to an error.

use crate::decode::budget::Budget;
use crate::decode::deviation::Mark;
use crate::decode::{DeviationKind, Deviations};
use crate::descriptor::{FieldDescriptor, MemberPresence};
use crate::value::ValueError;

/// The strictness of decoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecodeMode {
    /// Decodes leniently and reports each deviation. The default.
    #[default]
    Lenient,
    /// Turns every deviation except an added field into an error. For tests.
    Strict,
}

/// The state of one decoding. It is passed down to every value. It holds a path only after a deviation or an error.
#[derive(Debug, Default)]
pub struct DecodeContext {
    fatal: DeviationSet,
    /// True if the spec expects other forms of the current value.
    pub(crate) lenient: bool,
    /// The number of open records.
    pub(crate) depth: usize,
    /// Top-level names that belong to the envelope of the service and are not fields of the response.
    pub(crate) envelope: &'static [&'static str],
    /// The fields that are members of the top-level object.
    pub(crate) scope: FieldScope,
    /// True if an empty body is as described.
    pub(crate) may_be_empty: bool,
    /// True for a server. Damaged text and wrong constants are then errors. A byte order mark is still skipped.
    pub(crate) is_server: bool,
    /// The presence of the members of the next record, as stated by the field that contains it.
    pub(crate) members: MemberPresence,
    /// True if the top-level object is a part of the record rather than the record.
    pub(crate) is_part: bool,
    /// True after a value that was null or skipped, until the list or object around it has noticed.
    pub(crate) is_skipped: bool,
    pub(crate) budget: Budget,
    missing: Vec<&'static str>,
    deviations: Deviations,
    error_path: String,
}

/// The kinds of deviations that end decoding, one bit each.
#[derive(Clone, Copy, Debug, Default)]
struct DeviationSet(u8);

impl DeviationSet {
    fn add(&mut self, kind: DeviationKind) {
        self.0 |= 1 << kind as u8;
    }

    fn has(self, kind: DeviationKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

/// The kinds of deviations that are errors in strict mode.
const STRICT: [DeviationKind; 5] = [
    DeviationKind::Coerced,
    DeviationKind::MissingRequired,
    DeviationKind::UnknownEnumValue,
    DeviationKind::DuplicateField,
    DeviationKind::Damaged,
];

/// The fields of a record that are read from an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FieldScope {
    /// Fields in the body.
    #[default]
    Body,
    /// Fields in the body and the query.
    BodyAndQuery,
    /// All fields, as the `Serialize` implementation of the record writes them.
    All,
}

impl FieldScope {
    pub(crate) fn has(self, field: &FieldDescriptor) -> bool {
        match self {
            FieldScope::Body => field.in_body(),
            FieldScope::BodyAndQuery => field.in_body() || field.in_query(),
            FieldScope::All => true,
        }
    }

    /// Returns true if a required field must be in the object. A query field may be in the request line instead.
    pub(crate) fn needs(self, field: &FieldDescriptor, members: MemberPresence) -> bool {
        members.requires(field) && (field.in_body() || self == FieldScope::All)
    }

    /// Returns true if `name` stands for the field in the object.
    #[inline]
    pub(crate) fn matches(self, field: &FieldDescriptor, name: &str) -> bool {
        self.has(field) && if self == FieldScope::All { field.is_called(name) } else { field.is_sent_as(name) }
    }
}

impl DecodeContext {
    /// Creates the state for one decoding.
    #[must_use]
    pub fn new(mode: DecodeMode) -> Self {
        let fatal: &[DeviationKind] = if mode == DecodeMode::Strict { &STRICT } else { &[] };
        Self::default().rejecting(fatal)
    }

    /// Ends decoding at deviations of these kinds, also in lenient mode.
    #[must_use]
    pub fn rejecting(mut self, kinds: &[DeviationKind]) -> Self {
        kinds.iter().for_each(|kind| self.fatal.add(*kind));
        self
    }

    /// Returns true if a deviation of this kind ends the decoding.
    pub(crate) fn rejects(&self, kind: DeviationKind) -> bool {
        self.fatal.has(kind)
    }

    /// Returns true if a request or a record in it is read by its `Deserialize` implementation.
    pub(crate) fn is_request_json(&self) -> bool {
        self.scope == FieldScope::All && self.rejects(DeviationKind::UnknownField)
    }

    /// Accepts these top-level names as known ones.
    #[must_use]
    pub fn with_envelope(mut self, names: &'static [&'static str]) -> Self {
        self.envelope = names;
        self
    }

    /// Accepts an empty body as an empty response without a deviation, if the reference shows one.
    #[must_use]
    pub fn may_be_empty(mut self, may: bool) -> Self {
        self.may_be_empty = may;
        self
    }

    /// Accepts numbers in text without a deviation. For locations that hold only text, such as a query.
    #[must_use]
    #[inline]
    pub fn with_text_values(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Ends decoding once `is_over` returns true. It is called at intervals of at most some thousand elements.
    #[must_use]
    pub fn stop_when(mut self, is_over: impl Fn() -> bool + Send + 'static) -> Self {
        self.budget.stop_when(Box::new(is_over));
        self
    }

    /// Returns true if decoding ended because its [time](Self::stop_when) was over.
    #[must_use]
    pub fn is_timed_out(&self) -> bool {
        self.budget.is_timed_out()
    }

    /// Reports that a value was converted, unless the spec expects that.
    ///
    /// # Errors
    /// Returns [`ValueError`] in strict mode.
    pub fn note_coercion(&mut self, expected: &str, found: &str) -> Result<(), ValueError> {
        if self.lenient {
            return Ok(());
        }
        self.note(DeviationKind::Coerced, "", &format!("expected {expected}, found {found}"))
    }

    /// Reports a deviation of the current value (`name` empty) or of its member `name`.
    ///
    /// # Errors
    /// Returns [`ValueError`] in strict mode, except for added fields. Returns [`ValueError`] in any mode once the time is over.
    pub fn note(&mut self, kind: DeviationKind, name: &str, note: &str) -> Result<(), ValueError> {
        if self.rejects(kind) {
            self.error_path.insert_str(0, name);
            return Err(ValueError::Mismatch(note.to_owned()));
        }
        self.deviations.push(kind, name, note);
        self.budget.count_step()
    }

    /// Records an absent required field, and reports it as a deviation.
    ///
    /// # Errors
    /// Returns the errors of [`note`](Self::note).
    pub(crate) fn note_missing(&mut self, name: &'static str, note: &str) -> Result<(), ValueError> {
        self.add_missing(name);
        self.note(DeviationKind::MissingRequired, name, note)
    }

    /// Records that a required field of the current record is absent.
    pub(crate) fn add_missing(&mut self, name: &'static str) {
        if self.depth <= 1 && !self.is_part && !self.missing.contains(&name) {
            self.missing.push(name);
        }
    }

    /// Records that the field is present after all.
    pub(crate) fn remove_missing(&mut self, name: &'static str) {
        if self.depth <= 1 && !self.is_part {
            self.missing.retain(|missing| *missing != name);
        }
    }

    /// Returns the absent required fields of the top-level record, by their names on the wire. An absent number or text
    /// decodes to 0 or empty, which its limits may allow. Unlike the list of deviations, this list is complete.
    #[must_use]
    #[inline]
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    /// Returns the length of the list of deviations before a member or an element; see [`DecodeContext::add_path_segment`].
    #[inline]
    pub(crate) fn deviation_count(&self) -> usize {
        self.deviations.as_slice().len()
    }

    /// Puts `segment` before the path of each deviation since `mark`, and of the error if decoding failed.
    #[inline]
    pub(crate) fn add_path_segment(&mut self, mark: usize, failed: bool, segment: PathSegment<'_>) {
        if failed || self.deviation_count() > mark {
            self.prefix(mark, failed, segment);
        }
    }

    #[cold]
    fn prefix(&mut self, mark: usize, failed: bool, segment: PathSegment<'_>) {
        for deviation in self.deviations.since(mark) {
            segment.prepend_to(&mut deviation.path);
        }
        if failed {
            segment.prepend_to(&mut self.error_path);
        }
    }

    /// Returns the present state of the lists; see [`DecodeContext::rewind`].
    pub(crate) fn mark(&self) -> Mark {
        self.deviations.mark()
    }

    /// Removes everything recorded since `mark`, and the path to an error.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.deviations.rewind(mark);
        self.error_path.clear();
        self.is_skipped = false;
    }

    /// Returns the deviations.
    #[must_use]
    pub fn into_deviations(self) -> Deviations {
        self.deviations
    }

    /// Returns the path to the value at which decoding stopped. Empty for the top level.
    #[must_use]
    pub fn error_path(&self) -> &str {
        &self.error_path
    }
}

/// One segment of a path.
#[derive(Clone, Copy)]
pub(crate) enum PathSegment<'a> {
    /// A member of an object.
    Name(&'a str),
    /// An element of a list.
    Index(usize),
}

impl PathSegment<'_> {
    fn prepend_to(self, path: &mut String) {
        let joint = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        *path = match self {
            PathSegment::Name(name) => format!("{name}{joint}{path}"),
            PathSegment::Index(index) => format!("[{index}]{joint}{path}"),
        };
    }
}
