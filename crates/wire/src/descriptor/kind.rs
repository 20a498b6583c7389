//! Kinds of field values, for tools that work on any model: flags, help, JSON Schema, the sandbox.

use crate::descriptor::{EnumDescriptor, RecordDescriptor};
use crate::record::Record;

/// The kind of a value, as returned by `kind`.
#[derive(Clone)]
#[non_exhaustive]
pub enum Kind {
    /// Free text.
    String,
    /// True or false.
    Bool,
    /// A whole number between two inclusive bounds.
    Int(i64, u64),
    /// A number with a fraction.
    Float,
    /// A point in time, as text.
    Time,
    /// Text that is redacted in output.
    Secret,
    /// A presigned URL. It works without a token, so it is as secret as one.
    PresignedUrl,
    /// An ID of the named type.
    StringId(&'static str),
    /// A numeric ID of the named type.
    IntId(&'static str),
    /// One of an extensible list of codes.
    Enum(&'static EnumDescriptor),
    /// A list of the inner kind.
    List(Box<Kind>),
    /// A map from text to the inner kind.
    Map(Box<Kind>),
    /// A map from text to the inner kind, or a text.
    MapOrText(Box<Kind>),
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
    pub descriptor: &'static RecordDescriptor,
    /// A function that makes an empty record.
    pub make: fn() -> Box<dyn Record>,
}

impl Kind {
    /// Describes the kind in words, as in `expected a number`.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Kind::String | Kind::Secret | Kind::PresignedUrl | Kind::StringId(_) => "text",
            Kind::Bool => "true or false",
            Kind::Int(..) | Kind::IntId(_) => "a whole number",
            Kind::Float => "a number",
            Kind::Time => "a time",
            Kind::Enum(info) if info.numeric => "a code (a number)",
            Kind::Enum(_) => "a code (text)",
            Kind::List(_) => "a list",
            Kind::Map(_) | Kind::Record(_) => "an object",
            Kind::MapOrText(_) => "an object or text",
            Kind::Bytes => "the content of a file",
            Kind::Any => "any JSON",
        }
    }

    /// Returns true if values of this kind are text in JSON.
    #[must_use]
    pub fn is_text(&self) -> bool {
        match self {
            Kind::String | Kind::Time | Kind::Secret | Kind::PresignedUrl | Kind::StringId(_) => true,
            Kind::Enum(info) => !info.numeric,
            _ => false,
        }
    }

    /// Returns true if values of this kind are redacted in output.
    #[must_use]
    pub fn is_sensitive(&self) -> bool {
        match self {
            Kind::Secret | Kind::PresignedUrl => true,
            Kind::List(inner) | Kind::Map(inner) | Kind::MapOrText(inner) => inner.is_sensitive(),
            _ => false,
        }
    }
}
