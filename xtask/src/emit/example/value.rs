//! Values of an example: the JSON of the spec as arguments of constructors and setters.

use serde_json::Value as Json;

use super::element;
use super::expression::{Expression, MAX_ELEMENTS};
use crate::emit::field::rust_type;
use crate::model::{Field, FieldType, Type, TypeKind, Types, Variant};

/// The text that stands for a secret.
const HIDDEN: &str = "...";

/// The maximum length of a text in an example.
const MAX_TEXT: usize = 60;

/// The emitter of the values of one example.
pub(super) struct ValueEmitter<'a> {
    declared: &'a Types,
    /// The types that the example names.
    pub(super) types: Vec<FieldType>,
}

impl<'a> ValueEmitter<'a> {
    pub(super) fn new(declared: &'a Types) -> Self {
        Self { declared, types: Vec::new() }
    }

    /// Returns an argument that the setter converts.
    pub(super) fn argument(&mut self, ty: &FieldType, value: &Json) -> Expression {
        match (ty, value) {
            (FieldType::List(inner), Json::Array(elements)) if elements.is_empty() => {
                self.add(inner);
                Expression::atom(format!("Vec::<{}>::new()", rust_type(inner)))
            }
            (FieldType::List(inner), Json::Array(elements)) => {
                let elements = elements.iter().take(MAX_ELEMENTS);
                Expression::list("", elements.map(|element| self.argument(inner, element)).collect())
            }
            (FieldType::Map(inner), Json::Object(members)) if members.is_empty() => {
                self.add(ty);
                Expression::atom(format!("BTreeMap::<String, {}>::new()", rust_type(inner)))
            }
            (FieldType::Map(_), Json::Object(_)) => Expression::list("", self.entries(ty, value)),
            (FieldType::MapOrText(_), Json::Object(_)) => self.map(ty, value),
            (FieldType::Named(name), value) => self.named(name, value),
            (ty, value) => scalar(ty, value).unwrap_or_else(|| self.exact(ty, value)),
        }
    }

    /// Returns an expression that has exactly this type.
    fn exact(&mut self, ty: &FieldType, value: &Json) -> Expression {
        match ty {
            FieldType::List(inner) => {
                let elements = value.as_array().map(Vec::as_slice).unwrap_or_default().iter().take(MAX_ELEMENTS);
                Expression::list("vec!", elements.map(|element| self.exact(inner, element)).collect())
            }
            FieldType::Map(_) => self.map(ty, value),
            FieldType::Any => Expression::call("serde_json::json!", vec![Expression::json(value)]),
            FieldType::FilePart => {
                self.add(ty);
                let name = value["file_name"].as_str().unwrap_or("file.txt");
                Expression::call("FilePart::path", vec![text(name)])
            }
            FieldType::MapOrText(_) if value.is_object() => {
                self.add(ty);
                Expression::call("MapOrText::from", vec![self.map(ty, value)])
            }
            FieldType::Named(name) if self.is_id(name) => {
                self.add(ty);
                Expression::call(format!("{name}::from"), vec![self.named(name, value)])
            }
            FieldType::Named(name) => self.named(name, value),
            FieldType::I64 | FieldType::U32 | FieldType::U64 => {
                let number = scalar(ty, value).map_or_else(|| "0".to_owned(), |number| atom_text(&number));
                Expression::atom(format!("{number}_{}", rust_type(ty)))
            }
            FieldType::Bool | FieldType::I32 | FieldType::F64 => scalar(ty, value).unwrap_or(Expression::atom("0")),
            _ => {
                self.add(ty);
                let value = scalar(ty, value).unwrap_or_else(|| text(HIDDEN));
                Expression::call(format!("{}::from", rust_type(ty).replace('<', "::<")), vec![value])
            }
        }
    }

    /// Returns a map, with entries of exactly its type.
    fn map(&mut self, ty: &FieldType, value: &Json) -> Expression {
        self.types.push(FieldType::Map(Box::new(FieldType::String)));
        Expression::call("BTreeMap::from", vec![Expression::list("", self.entries(ty, value))])
    }

    fn entries(&mut self, ty: &FieldType, value: &Json) -> Vec<Expression> {
        let (inner, members) = (element(ty).unwrap_or(ty), value.as_object().into_iter().flatten().take(MAX_ELEMENTS));
        let entry = |(name, value): (&String, &Json)| {
            let key = Expression::call(format!("{name:?}.to_owned"), Vec::new());
            Expression::call("", vec![key, self.exact(inner, value)])
        };
        members.map(entry).collect()
    }

    /// Returns the variant of an enum, the record, or the text or number of an ID.
    fn named(&mut self, name: &str, value: &Json) -> Expression {
        let declared = self.declared.get(name);
        match declared.map(|declared| &declared.kind) {
            Some(TypeKind::Enum { numeric, variants }) => {
                self.types.push(FieldType::Named(name.to_owned()));
                enum_value(name, *numeric, variants, value)
            }
            Some(TypeKind::Record(fields)) => {
                self.types.push(FieldType::Named(name.to_owned()));
                self.record(name, fields, value)
            }
            Some(TypeKind::Id { numeric: true }) => scalar(&FieldType::I64, value).unwrap_or(Expression::atom("0")),
            _ => self.string_id(name, declared, value),
        }
    }

    /// Returns a constant of the ID, or its text.
    fn string_id(&mut self, name: &str, declared: Option<&Type>, value: &Json) -> Expression {
        let known = declared.into_iter().flat_map(|declared| &declared.named_values);
        match known.into_iter().find(|known| value.as_str() == Some(&known.code)) {
            Some(known) => {
                self.types.push(FieldType::Named(name.to_owned()));
                Expression::atom(format!("{name}::{}", known.name))
            }
            None => text(value.as_str().unwrap_or_default()),
        }
    }

    fn record(&mut self, name: &str, fields: &[Field], value: &Json) -> Expression {
        let mut setters = Vec::new();
        for field in fields {
            let value = field.wire_names.iter().find_map(|name| value.get(name)).filter(|value| !value.is_null());
            if let Some(value) = value {
                setters.push(super::setter(field, value, self));
            }
        }
        Expression::chain(Expression::call(format!("{name}::default"), Vec::new()), setters)
    }

    fn is_id(&self, name: &str) -> bool {
        self.declared.get(name).is_some_and(|declared| matches!(declared.kind, TypeKind::Id { .. }))
    }

    fn add(&mut self, ty: &FieldType) {
        self.types.push(ty.clone());
    }
}

fn enum_value(name: &str, numeric: bool, variants: &[Variant], value: &Json) -> Expression {
    let code = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let known = variants.iter().find(|one| one.code == code || one.aliases.iter().any(|(_, alias)| *alias == code));
    match known {
        Some(variant) => Expression::atom(format!("{name}::{}", variant.name)),
        None if numeric => Expression::call(format!("{name}::from"), vec![Expression::atom(code)]),
        None => Expression::call(format!("{name}::from"), vec![text(&code)]),
    }
}

/// Returns the literal of a text, a number or a Boolean. Other types have none.
fn scalar(ty: &FieldType, value: &Json) -> Option<Expression> {
    match (ty, value) {
        (FieldType::Secret | FieldType::PresignedUrl, _) => Some(text(HIDDEN)),
        (FieldType::Bool | FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64, value) => {
            Some(Expression::atom(value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        }
        (FieldType::F64, value) => value.as_f64().map(|number| Expression::atom(format!("{number:?}"))),
        (
            FieldType::String | FieldType::Timestamp | FieldType::Bytes | FieldType::MapOrText(_),
            Json::String(value),
        ) => Some(text(value)),
        _ => None,
    }
}

/// Returns the literal of a text, shortened if it is long.
fn text(text: &str) -> Expression {
    if text.chars().count() <= MAX_TEXT {
        return Expression::atom(format!("{text:?}"));
    }
    let start: String = text.chars().take(MAX_TEXT - HIDDEN.len()).collect();
    Expression::atom(format!("{:?}", start.trim_end().to_owned() + HIDDEN))
}

fn atom_text(expression: &Expression) -> String {
    match expression {
        Expression::Atom(text) => text.clone(),
        _ => String::new(),
    }
}
