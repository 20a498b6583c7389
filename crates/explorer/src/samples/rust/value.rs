//! Values of a request: JSON as arguments of constructors and setters.

use std::collections::BTreeSet;

use hwc_api::Service;
use hwc_api::serde_json::Value as Json;
use hwc_dynamic::{Field, fields_of_record, is_file};
use hwc_wire::{EnumDescriptor, Kind, RecordKind};

use super::super::call::SECRET;
use super::expression::Expression;
use super::rust_name;

/// The writer of the values of one request. It collects the names that they use.
pub(super) struct ValueWriter {
    /// The types of the service.
    pub(super) own: BTreeSet<String>,
    /// The types of `hwc_api::wire`.
    pub(super) wire: BTreeSet<String>,
    pub(super) has_map: bool,
    pub(super) has_json: bool,
    service: &'static Service,
}

impl ValueWriter {
    /// Creates a writer for a request of a service.
    pub(super) fn new(service: &'static Service) -> Self {
        let (own, wire) = (BTreeSet::new(), BTreeSet::new());
        Self { own, wire, has_map: false, has_json: false, service }
    }

    /// Returns `.limit(10)`.
    pub(super) fn setter(&mut self, field: &Field, value: &Json) -> Expression {
        Expression::call(format!(".{}", rust_name(field)), vec![self.argument(&field.kind, value)])
    }

    /// Returns an argument that the setter or the constructor converts.
    pub(super) fn argument(&mut self, kind: &Kind, value: &Json) -> Expression {
        if let Some(secret) = secret(value) {
            return secret;
        }
        match (kind, value) {
            (kind, _) if is_file(kind) => self.file(value),
            (Kind::List(inner), Json::Array(items)) if items.is_empty() => {
                Expression::atom(format!("Vec::<{}>::new()", self.type_name(inner)))
            }
            (Kind::List(inner), Json::Array(items)) => {
                Expression::list("", items.iter().map(|item| self.argument(inner, item)).collect())
            }
            // A single value stands for a list of it.
            (Kind::List(inner), single) => Expression::list("", vec![self.argument(inner, single)]),
            (Kind::Map(inner), Json::Object(members)) if members.is_empty() => {
                self.has_map = true;
                Expression::atom(format!("BTreeMap::<String, {}>::new()", self.type_name(inner)))
            }
            (Kind::Map(inner), Json::Object(_)) => Expression::list("", self.entries(inner, value)),
            (Kind::MapOrText(inner), Json::Object(_)) => self.map(inner, value),
            (Kind::Record(record), value) => self.record(*record, value),
            (Kind::Enum(descriptor), value) => self.open_enum(descriptor, value),
            (Kind::Any, value) => self.json(value),
            (kind, value) => scalar(kind, value),
        }
    }

    /// Returns an expression that has exactly the type of the kind.
    fn exact(&mut self, kind: &Kind, value: &Json) -> Expression {
        if let Some(secret) = secret(value) {
            return Expression::call(format!("{}::from", self.type_name(kind)), vec![secret]);
        }
        match (kind, value) {
            (kind, _) if is_file(kind) => self.file(value),
            (Kind::List(inner), Json::Array(items)) => {
                Expression::list("vec!", items.iter().map(|item| self.exact(inner, item)).collect())
            }
            (Kind::Map(inner), Json::Object(_)) => self.map(inner, value),
            (Kind::MapOrText(inner), Json::Object(_)) => {
                let map = self.map(inner, value);
                self.wire.insert("MapOrText".to_owned());
                Expression::call("MapOrText::from", vec![map])
            }
            (Kind::Record(record), value) => self.record(*record, value),
            (Kind::Enum(descriptor), value) => self.open_enum(descriptor, value),
            (Kind::Any, value) => self.json(value),
            (Kind::Int(min, max), value) => Expression::atom(format!("{}_{}", number(value), integer(*min, *max))),
            (Kind::Bool | Kind::Float, value) => scalar(kind, value),
            (kind, value) => {
                let name = self.type_name(kind).replace('<', "::<");
                Expression::call(format!("{name}::from"), vec![scalar(kind, value)])
            }
        }
    }

    fn file(&mut self, value: &Json) -> Expression {
        self.wire.insert("FilePart".to_owned());
        let name = value["file_name"].as_str().unwrap_or("file.txt");
        let file = Expression::call("FilePart::path", vec![Expression::atom(format!("{name:?}"))]);
        let media_type = value["content_type"].as_str();
        let media_type =
            media_type.map(|kind| Expression::call(".content_type", vec![Expression::atom(format!("{kind:?}"))]));
        Expression::chain(file, media_type.into_iter().collect())
    }

    /// Returns a map, with entries of exactly its type.
    fn map(&mut self, inner: &Kind, value: &Json) -> Expression {
        self.has_map = true;
        Expression::call("BTreeMap::from", vec![Expression::list("", self.entries(inner, value))])
    }

    fn entries(&mut self, inner: &Kind, value: &Json) -> Vec<Expression> {
        let entry = |(name, value): (&String, &Json)| {
            let key = Expression::call(format!("{name:?}.to_owned"), Vec::new());
            Expression::call("", vec![key, self.exact(inner, value)])
        };
        value.as_object().into_iter().flatten().map(entry).collect()
    }

    fn record(&mut self, record: RecordKind, value: &Json) -> Expression {
        let name = record.descriptor.name;
        self.own.insert(name.to_owned());
        let fields = fields_of_record(&*(record.make)(), self.service);
        let names = |field: &Field| [&[field.name()], field.descriptor.aliases].concat();
        let value =
            |field: &Field| names(field).into_iter().find_map(|name| value.get(name)).filter(|one| !one.is_null());
        let present = fields.iter().filter_map(|field| Some((field, value(field)?)));
        let setters = present.map(|(field, value)| self.setter(field, value)).collect();
        Expression::chain(Expression::call(format!("{name}::default"), Vec::new()), setters)
    }

    fn open_enum(&mut self, descriptor: &EnumDescriptor, value: &Json) -> Expression {
        let name = descriptor.name;
        self.own.insert(name.to_owned());
        let code = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match descriptor.variant(&code) {
            Some(variant) => Expression::atom(format!("{name}::{variant}")),
            None if descriptor.numeric => Expression::call(format!("{name}::from"), vec![Expression::atom(code)]),
            None => Expression::call(format!("{name}::from"), vec![Expression::atom(format!("{code:?}"))]),
        }
    }

    fn json(&mut self, value: &Json) -> Expression {
        self.has_json = true;
        Expression::call("json!", vec![json_expression(value)])
    }

    /// Returns the name of the type of a kind, and imports it.
    fn type_name(&mut self, kind: &Kind) -> String {
        let (set, name) = match kind {
            Kind::Bool => return "bool".to_owned(),
            Kind::Int(min, max) => return integer(*min, *max).to_owned(),
            Kind::Float => return "f64".to_owned(),
            Kind::List(inner) => return format!("Vec<{}>", self.type_name(inner)),
            Kind::Map(inner) => {
                self.has_map = true;
                return format!("BTreeMap<String, {}>", self.type_name(inner));
            }
            Kind::MapOrText(inner) => {
                self.wire.insert("MapOrText".to_owned());
                return format!("MapOrText<{}>", self.type_name(inner));
            }
            Kind::Time => (&mut self.wire, "Timestamp"),
            Kind::Secret => (&mut self.wire, "Secret"),
            Kind::PresignedUrl => (&mut self.wire, "PresignedUrl"),
            Kind::Bytes => (&mut self.wire, "Binary"),
            Kind::Any => (&mut self.wire, "Json"),
            Kind::StringId(name) | Kind::IntId(name) => (&mut self.own, *name),
            Kind::Enum(descriptor) => (&mut self.own, descriptor.name),
            Kind::Record(record) if is_file(kind) => (&mut self.wire, record.descriptor.name),
            Kind::Record(record) => (&mut self.own, record.descriptor.name),
            _ => return "String".to_owned(),
        };
        set.insert(name.to_owned());
        name.to_owned()
    }
}

/// Returns the expression of an environment variable, if the value stands for a secret.
fn secret(value: &Json) -> Option<Expression> {
    let variable = value.as_str()?.strip_prefix(SECRET)?;
    Some(Expression::atom(format!("std::env::var({variable:?})?")))
}

/// Returns the literal of a text, a number or a Boolean.
fn scalar(kind: &Kind, value: &Json) -> Expression {
    match (kind, value) {
        (Kind::Float, value) => Expression::atom(format!("{:?}", number(value).parse::<f64>().unwrap_or_default())),
        (Kind::Bool | Kind::Int(..) | Kind::IntId(_), value) => Expression::atom(number(value)),
        (_, Json::String(text)) => Expression::atom(format!("{text:?}")),
        (_, value) => Expression::atom(format!("{:?}", value.to_string())),
    }
}

/// Returns a number or a Boolean, which JSON may have as text.
fn number(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn integer(min: i64, max: u64) -> &'static str {
    match (min, max) {
        (0, max) if max <= u64::from(u32::MAX) => "u32",
        (0, _) => "u64",
        (min, _) if min >= i64::from(i32::MIN) => "i32",
        _ => "i64",
    }
}

/// Returns a value in the syntax of `json!`.
fn json_expression(value: &Json) -> Expression {
    match value {
        Json::Array(items) => Expression::list("", items.iter().map(json_expression).collect()),
        Json::Object(members) => {
            let member = |(name, value)| Expression::Member(format!("{name:?}"), Box::new(json_expression(value)));
            let arguments = members.iter().map(member).collect();
            Expression::Call { name: String::new(), brackets: ["{", "}"], arguments }
        }
        Json::String(text) => Expression::atom(format!("{text:?}")),
        other => Expression::atom(other.to_string()),
    }
}
