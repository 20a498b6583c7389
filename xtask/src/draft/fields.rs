//! The fields of a draft: type, constraints, default and description of each, with the contradictions that they show.

use hwc_wire::Constraints;

use super::drafter::Drafter;
use super::facts::{FactField, FactType};
use super::json::Json;
use super::kind::{Kind, type_text};
use super::plan::FieldPlan;
use super::{enums, limits, records, target, text};
use crate::model::FieldType;

/// The owner of a field: its name for new types, and its key among the observed values.
pub(crate) struct Owner<'a> {
    pub(crate) name: &'a str,
    pub(crate) key: &'a str,
    /// True for a field of a request.
    pub(crate) sent: bool,
    /// True for the operation itself, false for a record.
    pub(crate) top: bool,
}

/// Drafts the fields of one section or record.
pub(crate) fn draft_fields<'f>(
    drafter: &mut Drafter<'_>,
    owner: &Owner<'_>,
    fields: impl Iterator<Item = &'f FactField>,
) -> Vec<FieldPlan> {
    fields.map(|field| draft_field(drafter, owner, field)).collect()
}

fn draft_field(drafter: &mut Drafter<'_>, owner: &Owner<'_>, fact: &FactField) -> FieldPlan {
    let mut field = FieldPlan {
        name: fact.name.clone(),
        ty: FieldType::String,
        rust_name: None,
        required: fact.required == Some(true),
        constraints: Constraints::NONE,
        pattern: fact.pattern.clone(),
        lenient: false,
        payload: false,
        default: None,
        doc: text::describe_field(fact),
        example: fact.example.clone(),
        todos: Vec::new(),
    };
    if fact.kind.is_empty() {
        field.todos.push("the source gives no type".to_owned());
    }
    field.ty = field_type(drafter, owner, fact, &mut field);
    compare_examples(drafter, owner, fact, &mut field);
    limits::apply(drafter, owner, fact, &mut field);
    set_default(drafter, fact, &mut field);
    set_rust_name(&mut field);
    if looks_secret(&field) {
        field.ty = FieldType::Secret;
        field.todos.push("the name says that it is a secret: confirm it".to_owned());
    }
    field
}

/// Returns the type of a field: an enum for listed codes, the type that the service uses for the name, or the plain one.
fn field_type(drafter: &mut Drafter<'_>, owner: &Owner<'_>, fact: &FactField, field: &mut FieldPlan) -> FieldType {
    let fact_type = if fact.kind.is_empty() { FactType::Text } else { FactType::parse(&fact.kind) };
    if !fact.codes.is_empty()
        && let Some(ty) = enums::resolve(drafter, owner, fact, &fact_type, field)
    {
        return ty;
    }
    if let Some(usual) = target::usual_type(drafter.service, &fact.name) {
        let kind = Kind::of_spec(usual, &drafter.service.types);
        if kind == Kind::of_fact(&fact_type, drafter.facts) && drafter.may_use(usual) {
            return usual.clone();
        }
    }
    if matches!(fact.format.as_deref(), Some(format) if format.contains("date") || format.to_lowercase().contains("yyyy"))
        && fact_type == FactType::Text
    {
        return FieldType::Timestamp;
    }
    plain_type(drafter, owner, fact, &fact_type)
}

/// Returns the type of the facts in the words of the spec.
fn plain_type(drafter: &mut Drafter<'_>, owner: &Owner<'_>, fact: &FactField, ty: &FactType) -> FieldType {
    let from_zero = fact.minimum.is_some_and(|minimum| minimum >= 0);
    match ty {
        FactType::Text => FieldType::String,
        FactType::Integer => match (from_zero, fact.maximum.unwrap_or(0)) {
            (true, max) if max > i64::from(u32::MAX) => FieldType::U64,
            (true, _) => FieldType::U32,
            (false, max) if max > i64::from(i32::MAX) => FieldType::I64,
            (false, _) => FieldType::I32,
        },
        FactType::Long if from_zero => FieldType::U64,
        FactType::Long => FieldType::I64,
        FactType::Number => FieldType::F64,
        FactType::Bool => FieldType::Bool,
        FactType::Object => FieldType::Any,
        FactType::Binary => FieldType::FilePart,
        FactType::List(inner) => FieldType::List(Box::new(plain_type(drafter, owner, fact, inner))),
        FactType::Map(inner) => FieldType::Map(Box::new(plain_type(drafter, owner, fact, inner))),
        FactType::Model(name) => records::resolve(drafter, name, owner.sent),
    }
}

/// Compares the type with the values of the examples. A difference is a quirk, and the field accepts both.
fn compare_examples(drafter: &mut Drafter<'_>, owner: &Owner<'_>, fact: &FactField, field: &mut FieldPlan) {
    let values = drafter.observed.values(owner.key, &fact.name).to_vec();
    let name = &fact.name;
    if field.required && !(owner.sent && owner.top) && drafter.observed.is_missing(owner.key, name) {
        field.required = false;
        drafter
            .plan
            .add_quirk(format!("{name} is mandatory in the table and missing in the example; we leave it optional."));
    }
    if values.iter().any(|value| exceeds(&field.ty, value)) {
        let wider = if field.ty == FieldType::U32 { FieldType::U64 } else { FieldType::I64 };
        let (narrow, wide) = (type_text(&field.ty), type_text(&wider));
        drafter.plan.add_quirk(format!("{name} is a {narrow} by its table and larger in the example; we read {wide}."));
        field.ty = wider;
    }
    let kind = Kind::of_spec(&field.ty, &drafter.types);
    let Some(other) = values.iter().find(|value| !kind.fits(value)) else { return };
    field.lenient = true;
    let word = match (&kind, other) {
        (Kind::List(inner), Json::List(items)) => {
            let item = items.iter().find(|item| !inner.fits(item));
            format!("{} with {} in it", other.type_word(), item.map_or("others", Json::type_word))
        }
        _ => other.type_word().to_owned(),
    };
    drafter.plan.add_quirk(format!("{name} is {} in the table and {word} in the example; we read both.", kind.word()));
}

/// Returns true if a number of an example does not fit into the type.
fn exceeds(ty: &FieldType, value: &Json) -> bool {
    let Json::Number(number) = value else { return false };
    match ty {
        FieldType::I32 => number.as_i64().is_some_and(|number| i32::try_from(number).is_err()),
        FieldType::U32 => number.as_i64().is_some_and(|number| u32::try_from(number).is_err()),
        _ => false,
    }
}

/// Sets the default, in the JSON type of the field.
fn set_default(drafter: &Drafter<'_>, fact: &FactField, field: &mut FieldPlan) {
    let Some(default) = fact.default.clone() else { return };
    let plain = default.to_plain();
    let fitting = match Kind::of_spec(&field.ty, &drafter.types) {
        Kind::Integer => plain.parse().ok().map(Json::from_i64),
        Kind::Number => plain.parse::<f64>().ok().and_then(|number| Json::from_item(&number)),
        Kind::Bool => plain.parse().ok().map(Json::Bool),
        Kind::Text => Some(Json::Text(plain.clone())),
        _ => Some(default),
    };
    if fitting.is_none() {
        field.todos.push(format!("the default `{}` does not fit the type", text::one_line(&plain)));
    }
    field.default = fitting;
}

/// Sets a name for Rust if the automatic one is reserved or invalid.
fn set_rust_name(field: &mut FieldPlan) {
    if crate::lower::rust_field_name(&field.name, None).is_ok() {
        return;
    }
    let name = match &*field.name {
        "type" => "kind".to_owned(),
        "ref" => "reference".to_owned(),
        other => format!("{}_value", heck::ToSnakeCase::to_snake_case(other)),
    };
    if crate::lower::rust_field_name(&field.name, Some(&name)).is_ok() {
        field.rust_name = Some(name);
    } else {
        field.todos.push("set `rust_name`: the name has no form in Rust".to_owned());
    }
}

/// Returns true if the name of a text is that of a password, a key or a token.
fn looks_secret(field: &FieldPlan) -> bool {
    let name = field.name.to_ascii_lowercase().replace(['_', '-'], "");
    if field.ty == FieldType::String && (field.name == "sk" || field.name.ends_with("_sk")) {
        return true;
    }
    let ends = ["password", "pwd", "passwd", "token", "secret", "secretkey", "accesscode", "extractcode", "verifycode"];
    field.ty == FieldType::String && ends.iter().any(|end| name.ends_with(end))
}
