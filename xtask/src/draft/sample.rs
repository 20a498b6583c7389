//! Made-up values for examples that follow from the types alone.

use indexmap::IndexMap;

use super::json::Json;
use super::plan::FieldPlan;
use crate::model::{Field, FieldType, TypeKind, Types};

/// The maximum depth of a made-up value.
const MAX_DEPTH: usize = 5;

/// Returns a value for a field of a draft: the one that the source shows, else a made-up one.
pub(crate) fn sample_field(field: &FieldPlan, types: &Types) -> Json {
    if let Some(example) = field.example.clone().filter(|_| !matches!(field.ty, FieldType::Bytes | FieldType::FilePart))
    {
        return example;
    }
    let length = field.constraints.length.or(field.constraints.item_length);
    sample(&field.name, &field.ty, length, field.constraints.range, types, MAX_DEPTH)
}

fn sample(
    name: &str,
    ty: &FieldType,
    length: Option<(u64, u64)>,
    range: Option<(i64, i64)>,
    types: &Types,
    depth: usize,
) -> Json {
    match ty {
        FieldType::Bool => Json::Bool(true),
        FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64 => Json::from_i64(number(range)),
        FieldType::F64 => Json::from_i64(1),
        FieldType::Timestamp => Json::Text("2025-11-28T09:33:43.000Z".to_owned()),
        FieldType::Any => Json::Object(IndexMap::new()),
        FieldType::FilePart | FieldType::Bytes => file(),
        FieldType::List(inner) if depth > 0 => Json::List(vec![sample(name, inner, length, range, types, depth - 1)]),
        FieldType::List(_) => Json::List(Vec::new()),
        FieldType::Map(inner) | FieldType::MapOrText(inner) if depth > 0 => {
            Json::Object(IndexMap::from([("key".to_owned(), sample(name, inner, None, None, types, depth - 1))]))
        }
        FieldType::Map(_) | FieldType::MapOrText(_) => Json::Object(IndexMap::new()),
        FieldType::Named(declared) => named(name, declared, length, types, depth),
        FieldType::String | FieldType::Secret | FieldType::PresignedUrl => Json::Text(word(name, length)),
    }
}

fn named(name: &str, declared: &str, length: Option<(u64, u64)>, types: &Types, depth: usize) -> Json {
    match types.get(declared).map(|declared| &declared.kind) {
        Some(TypeKind::Enum { numeric, variants }) => {
            let code = variants.first().map_or(String::new(), |variant| variant.code.clone());
            let number = code.parse().ok().filter(|_| *numeric);
            number.map_or(Json::Text(code), Json::from_i64)
        }
        Some(TypeKind::Record(fields)) if depth > 0 => {
            let member = |field: &Field| {
                let length = field.constraints.length.or(field.constraints.item_length);
                (
                    field.name().to_owned(),
                    sample(field.name(), &field.ty, length, field.constraints.range, types, depth - 1),
                )
            };
            Json::Object(fields.iter().map(member).collect())
        }
        Some(TypeKind::Record(_)) => Json::Object(IndexMap::new()),
        _ => Json::Text(word(name, length)),
    }
}

fn number(range: Option<(i64, i64)>) -> i64 {
    range.map_or(1, |(min, max)| 1.clamp(min, max.max(min)))
}

fn file() -> Json {
    let text = |text: &str| Json::Text(text.to_owned());
    Json::Object(IndexMap::from([
        ("file_name".to_owned(), text("test.txt")),
        ("content".to_owned(), text("The content of the file.")),
    ]))
}

/// Returns a text of an allowed length that shows the name of its field.
fn word(name: &str, length: Option<(u64, u64)>) -> String {
    let stem = name.trim_end_matches("_id").trim_end_matches("Id").trim_end_matches("_ids").trim_end_matches("Ids");
    let stem: String = stem.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    let text = format!("{}-1", if stem.is_empty() { "value" } else { &stem });
    let (min, max) = length.unwrap_or((0, u64::MAX));
    let (min, max) = (usize::try_from(min.min(10_000)).unwrap_or(0), usize::try_from(max).unwrap_or(usize::MAX));
    let cut: String = text.chars().take(max).collect();
    format!("{cut}{}", "x".repeat(min.saturating_sub(cut.len())))
}
