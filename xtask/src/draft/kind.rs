//! JSON kinds of types: a common measure for the facts and the spec, which has more types.

use crate::model::{FieldType, Type, TypeKind, Types};

use super::facts::{FactType, Facts};
use super::json::Json;

/// The JSON type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Number,
    Bool,
    List(Box<Kind>),
    Map(Box<Kind>),
    /// An object with known members.
    Record,
    /// Any value, or an object with unknown members.
    Any,
    File,
}

impl Kind {
    /// Returns the kind of a type of the facts.
    pub(crate) fn of_fact(ty: &FactType, facts: &Facts) -> Self {
        match ty {
            FactType::Text => Self::Text,
            FactType::Integer | FactType::Long => Self::Integer,
            FactType::Number => Self::Number,
            FactType::Bool => Self::Bool,
            FactType::Object => Self::Any,
            FactType::Binary => Self::File,
            FactType::List(inner) => Self::List(Box::new(Self::of_fact(inner, facts))),
            FactType::Map(inner) => Self::Map(Box::new(Self::of_fact(inner, facts))),
            FactType::Model(name) if facts.fields(name).is_empty() => Self::Any,
            FactType::Model(_) => Self::Record,
        }
    }

    /// Returns the kind of a type of the spec.
    pub(crate) fn of_spec(ty: &FieldType, types: &Types) -> Self {
        match ty {
            FieldType::String | FieldType::Timestamp | FieldType::Secret | FieldType::PresignedUrl => Self::Text,
            FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64 => Self::Integer,
            FieldType::F64 => Self::Number,
            FieldType::Bool => Self::Bool,
            FieldType::List(inner) => Self::List(Box::new(Self::of_spec(inner, types))),
            FieldType::Map(inner) => Self::Map(Box::new(Self::of_spec(inner, types))),
            FieldType::Bytes | FieldType::FilePart => Self::File,
            FieldType::Named(name) => types.get(name).map_or(Self::Any, Self::of_type),
            FieldType::MapOrText(_) | FieldType::Any => Self::Any,
        }
    }

    fn of_type(declared: &Type) -> Self {
        match &declared.kind {
            TypeKind::Enum { numeric: true, .. } | TypeKind::Id { numeric: true } => Self::Integer,
            TypeKind::Record(_) => Self::Record,
            _ => Self::Text,
        }
    }

    /// Returns true if a value of an example has this kind. Null fits everything but a list.
    pub(crate) fn fits(&self, value: &Json) -> bool {
        match (self, value) {
            (Self::List(_), Json::Null) => false,
            (_, Json::Null) | (Self::Any | Self::File, _) => true,
            (Self::Integer, Json::Number(number)) => number.is_i64() || number.is_u64(),
            (Self::Text, Json::Text(_)) | (Self::Number, Json::Number(_)) | (Self::Bool, Json::Bool(_)) => true,
            (Self::List(inner), Json::List(items)) => items.iter().all(|item| inner.fits(item)),
            (Self::Map(_) | Self::Record, Json::Object(_)) => true,
            _ => false,
        }
    }

    /// Returns the word for the kind, as in a sentence about a table.
    pub(crate) fn word(&self) -> String {
        match self {
            Self::Text => "a text".to_owned(),
            Self::Integer => "an integer".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Bool => "a boolean".to_owned(),
            Self::List(inner) => format!("a list of {}", inner.plural()),
            Self::Map(inner) => format!("a map of {}", inner.plural()),
            Self::Record => "a record".to_owned(),
            Self::Any => "an object".to_owned(),
            Self::File => "a file".to_owned(),
        }
    }

    fn plural(&self) -> String {
        let word = self.word();
        let word = word.strip_prefix("an ").or_else(|| word.strip_prefix("a ")).unwrap_or(&word);
        match word.split_once(' ') {
            Some((first, rest)) => format!("{first}s {rest}"),
            None => format!("{word}s"),
        }
    }
}

/// Returns the type in the words of the YAML format.
pub(crate) fn type_text(ty: &FieldType) -> String {
    match ty {
        FieldType::String => "string".to_owned(),
        FieldType::Bool => "bool".to_owned(),
        FieldType::I32 => "i32".to_owned(),
        FieldType::I64 => "i64".to_owned(),
        FieldType::U32 => "u32".to_owned(),
        FieldType::U64 => "u64".to_owned(),
        FieldType::F64 => "f64".to_owned(),
        FieldType::Timestamp => "time".to_owned(),
        FieldType::Secret => "secret".to_owned(),
        FieldType::PresignedUrl => "presigned_url".to_owned(),
        FieldType::Any => "any".to_owned(),
        FieldType::Bytes => "bytes".to_owned(),
        FieldType::FilePart => "file".to_owned(),
        FieldType::List(inner) => format!("[{}]", type_text(inner)),
        FieldType::Map(inner) => format!("{{{}}}", type_text(inner)),
        FieldType::MapOrText(inner) => format!("{{{}}} | string", type_text(inner)),
        FieldType::Named(name) => name.clone(),
    }
}
