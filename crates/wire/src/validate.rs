//! Validation of the documented constraints before a request is sent. All violations are reported together.

use std::fmt;

use crate::descriptor::{FieldDescriptor, Location, MemberPresence};
use crate::pattern::Pattern;
use crate::record::Record;
use crate::value::{MapRef, ValueRef};

/// One violated constraint, as in `limit is 101, not 1 to 100`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The field, as in `auth_detail_list[0].port`.
    pub path: String,
    /// The description of the problem. Never contains text of the value.
    pub problem: String,
}

impl Violation {
    /// Creates a violation at `path`, for rules that span several fields or several requests.
    #[inline]
    pub fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.problem)
    }
}

/// The maximum number of reported violations, because a list may have millions of elements.
const MAX_VIOLATIONS: usize = 100;

/// Validates a record and all records in it. Returns at most the first hundred violations.
#[must_use]
pub fn validate(record: &dyn Record) -> Vec<Violation> {
    let mut violations = Vec::new();
    validate_record(record, "", MemberPresence::AsDeclared, &mut violations);
    violations
}

/// Validates a request that was filled by name, like [`validate`]. A required field that was not `given` is also a violation.
/// An absent text or number is blank, which limits alone may allow.
#[must_use]
#[inline]
pub fn validate_with_presence(record: &dyn Record, given: &dyn Fn(&FieldDescriptor) -> bool) -> Vec<Violation> {
    let missing = missing_fields(record, given);
    let mut violations = validate(record);
    violations.retain(|violation| missing.iter().all(|missing| missing.path != violation.path));
    violations.extend(missing);
    violations
}

/// Returns the required fields that were not `given`.
#[must_use]
#[inline]
pub fn missing_fields(record: &dyn Record, given: &dyn Fn(&FieldDescriptor) -> bool) -> Vec<Violation> {
    let missing = record.descriptor().fields.iter().filter(|field| field.required && !given(field));
    missing.map(|field| Violation::new(field.name, "is required")).collect()
}

fn validate_record(record: &dyn Record, prefix: &str, members: MemberPresence, violations: &mut Vec<Violation>) {
    let is_request = record.descriptor().is_sent();
    for (field, value) in record.fields() {
        if violations.len() >= MAX_VIOLATIONS {
            return;
        }
        let (required, value) = (members.requires(field), value.view());
        if !required && matches!(value, ValueRef::Absent) {
            continue;
        }
        let sent = if field.omits(value, is_request) && !required { ValueRef::Absent } else { value };
        if let Some(problem) = problem(field, required, sent) {
            violations.push(Violation { path: format!("{prefix}{}", field.name), problem });
        }
        validate_nested(value, &|| format!("{prefix}{}", field.name), field, violations);
    }
}

/// Validates nested records and lists. The path is built only for nested values.
fn validate_nested(
    output: ValueRef<'_>,
    path: &dyn Fn() -> String,
    field: &FieldDescriptor,
    violations: &mut Vec<Violation>,
) {
    match output {
        ValueRef::Record(record) => validate_record(record, &format!("{}.", path()), field.members, violations),
        ValueRef::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if violations.len() >= MAX_VIOLATIONS {
                    return;
                }
                let item = item.view();
                let path = || format!("{}[{index}]", path());
                if let Some(problem) = element_problem(field, item) {
                    violations.push(Violation { path: path(), problem });
                }
                validate_nested(item, &path, field, violations);
            }
        }
        ValueRef::Map(entries) => {
            for (name, value) in entries.iter() {
                if violations.len() >= MAX_VIOLATIONS {
                    return;
                }
                let path = || format!("{}.{name}", path());
                if let Some(problem) = element_problem(field, value.view()) {
                    violations.push(Violation { path: path(), problem });
                }
                validate_nested(value.view(), &path, field, violations);
            }
        }
        _ => {}
    }
}

fn problem(field: &FieldDescriptor, required: bool, output: ValueRef<'_>) -> Option<String> {
    let limits = &field.constraints;
    match output {
        ValueRef::Absent => required.then(|| "is required".to_owned()),
        ValueRef::Text("") | ValueRef::StringEnum("", _) | ValueRef::Secret("")
            if required && !may_be_empty(field, limits.length) =>
        {
            Some("is empty".to_owned())
        }
        ValueRef::List(items) if items.count() == 0 && required && !may_be_empty(field, limits.item_count) => {
            Some("is empty".to_owned())
        }
        ValueRef::Text(text) | ValueRef::StringEnum(text, _) | ValueRef::Secret(text) => {
            text_problem(text, limits.length).or_else(|| pattern_problem(text, limits.pattern))
        }
        ValueRef::Int(number) | ValueRef::IntEnum(number, _) => number_problem(number.into(), field),
        ValueRef::Uint(number) => number_problem(number.into(), field),
        ValueRef::Float(number) => float_problem(number),
        ValueRef::List(items) => count_problem(items.count(), "item", field),
        ValueRef::Map(entries) => map_problem(entries, field),
        _ => None,
    }
}

/// Returns true if a required text or list may be empty. An empty value counts as absent, so a required field rejects it
/// unless its limits state the length.
fn may_be_empty(field: &FieldDescriptor, limits: Option<(u64, u64)>) -> bool {
    field.location != Location::Path && limits.is_some()
}

fn element_problem(field: &FieldDescriptor, item: ValueRef<'_>) -> Option<String> {
    match item {
        ValueRef::Text(text) | ValueRef::StringEnum(text, _) | ValueRef::Secret(text) => {
            text_problem(text, field.constraints.item_length)
        }
        ValueRef::Int(number) | ValueRef::IntEnum(number, _) => number_problem(number.into(), field),
        ValueRef::Uint(number) => number_problem(number.into(), field),
        ValueRef::Float(number) => float_problem(number),
        _ => None,
    }
}

/// Rejects infinite numbers and NaN, which JSON cannot hold.
fn float_problem(number: f64) -> Option<String> {
    (!number.is_finite()).then(|| "is not a finite number".to_owned())
}

fn text_problem(text: &str, chars: Option<(u64, u64)>) -> Option<String> {
    let (min, max) = chars?;
    let count = text.chars().count() as u64;
    bound_problem(count, min, max).map(|allowed| format!("has {count} characters, {allowed}"))
}

fn number_problem(number: i128, field: &FieldDescriptor) -> Option<String> {
    let (min, max) = field.constraints.range?;
    let inside = (i128::from(min)..=i128::from(max)).contains(&number);
    (!inside).then(|| match (min, max) {
        (min, i64::MAX) => format!("is {number}, not {min} or more"),
        (min, max) => format!("is {number}, not {min} to {max}"),
    })
}

fn pattern_problem(text: &str, pattern: Option<&'static str>) -> Option<String> {
    let pattern = pattern.filter(|_| !text.is_empty())?;
    let matches = Pattern::parse(pattern).is_ok_and(|parsed| parsed.matches(text));
    (!matches).then(|| format!("does not match the pattern `{pattern}`"))
}

fn count_problem(count: usize, noun: &str, field: &FieldDescriptor) -> Option<String> {
    let (min, max) = field.constraints.item_count?;
    let plural = match (count, noun) {
        (1, noun) => noun.to_owned(),
        (_, "entry") => "entries".to_owned(),
        (_, noun) => format!("{noun}s"),
    };
    bound_problem(count as u64, min, max).map(|allowed| format!("has {count} {plural}, {allowed}"))
}

/// Checks the number of entries and the length of the keys. The message contains no key.
fn map_problem(entries: &dyn MapRef, field: &FieldDescriptor) -> Option<String> {
    let key_problem = |(key, _): (&str, _)| text_problem(key, field.constraints.key_length);
    count_problem(entries.count(), "entry", field)
        .or_else(|| entries.iter().find_map(key_problem).map(|problem| format!("has a key that {problem}")))
}

/// Describes the allowed range. Returns `None` if `count` is inside it.
fn bound_problem(count: u64, min: u64, max: u64) -> Option<String> {
    if count < min {
        Some(format!("at least {min}"))
    } else if count > max {
        Some(format!("at most {max}"))
    } else {
        None
    }
}
