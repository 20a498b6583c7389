//! What sort of value a field holds, for tools that work on any model: flags, help, JSON Schema, the sandbox.

use crate::open_enum::EnumInfo;
use crate::record::{Record, Shape};

/// The sort of a value, asked of the value itself with `own_kind`.
#[derive(Clone)]
#[non_exhaustive]
pub enum Kind {
    /// Free text.
    Text,
    /// True or false.
    Bool,
    /// A whole number between the two ends, both included.
    Int(i64, u64),
    /// A number with a fraction.
    Float,
    /// A point in time, as text.
    Time,
    /// Text that must not be printed.
    Secret,
    /// A presigned link: it opens without a token, so it is as secret as one.
    Link,
    /// An id of the named type.
    Id(&'static str),
    /// One of a list of codes, which may grow.
    Enum(&'static EnumInfo),
    /// A list of the inner kind.
    List(Box<Kind>),
    /// A map from text to the inner kind.
    Map(Box<Kind>),
    /// An object with known fields.
    Record(RecordKind),
    /// The content of a file.
    Bytes,
    /// Any JSON.
    Any,
}

/// A record type, as a [`Kind`].
#[derive(Clone, Copy)]
pub struct RecordKind {
    /// Its name and fields.
    pub shape: &'static Shape,
    /// Makes an empty one.
    pub make: fn() -> Box<dyn Record>,
}

impl Kind {
    /// The kind in words, as in `expected a number`.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Kind::Text | Kind::Secret | Kind::Link | Kind::Id(_) => "text",
            Kind::Bool => "true or false",
            Kind::Int(..) => "a whole number",
            Kind::Float => "a number",
            Kind::Time => "a time",
            Kind::Enum(info) if info.numeric => "a code (a number)",
            Kind::Enum(_) => "a code (text)",
            Kind::List(_) => "a list",
            Kind::Map(_) | Kind::Record(_) => "an object",
            Kind::Bytes => "the content of a file",
            Kind::Any => "any JSON",
        }
    }

    /// Whether values of this kind are written as text in JSON.
    #[must_use]
    pub fn is_text(&self) -> bool {
        match self {
            Kind::Text | Kind::Time | Kind::Secret | Kind::Link | Kind::Id(_) => true,
            Kind::Enum(info) => !info.numeric,
            _ => false,
        }
    }

    /// Whether values of this kind must not be printed.
    #[must_use]
    pub fn is_sensitive(&self) -> bool {
        match self {
            Kind::Secret | Kind::Link => true,
            Kind::List(inner) | Kind::Map(inner) => inner.is_sensitive(),
            _ => false,
        }
    }
}
