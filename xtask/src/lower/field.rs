//! Lowering of one field: its type, its limits, its names.

use std::collections::BTreeMap;

use hwc_wire::{Constraints, Location, Written};

use super::names;
use crate::model::{Field, Ty};
use crate::spec::at::At;
use crate::spec::problem::{File, Problem};
use crate::spec::yaml;

/// Resolves the fields of one section of a file.
pub(crate) fn section(
    file: &File,
    fields: &indexmap::IndexMap<String, At<yaml::Field>>,
    place: Location,
    problems: &mut Vec<Problem>,
) -> Vec<Field> {
    fields.iter().filter_map(|(name, yaml)| field(file, name, yaml, place, problems)).collect()
}

fn field(
    file: &File,
    key: &str,
    yaml: &At<yaml::Field>,
    place: Location,
    problems: &mut Vec<Problem>,
) -> Option<Field> {
    let mut say = |at, message: String| problems.push(file.problem(at, message));
    let wire = yaml.wire_names.as_ref().map_or_else(|| vec![key.to_owned()], |names| names.value.clone());
    if wire.first().is_none_or(|first| first != key) {
        say(
            yaml.place,
            format!("the first name of `wire_names` is the one that is sent: write `wire_names: [{key}, ...]`"),
        );
    }
    let given = yaml.rust_name.as_ref();
    let rust = names::field(key, given.map(|name| name.value.as_str()))
        .map_err(|message| say(given.map_or(yaml.place, |name| name.place), message));
    let ty = parse(&yaml.kind, NESTED).map_err(|message| say(yaml.kind.place, message));
    let (rust, ty) = (rust.ok()?, ty.ok()?);
    check_doc(&yaml.doc, &mut say);
    let limits = limits(yaml, &ty, &mut say);
    Some(Field {
        wire,
        rust,
        doc: yaml.doc.value.trim().to_owned(),
        place: placed(yaml, place, &ty, &mut say),
        required: yaml.required || place == Location::Path,
        loose: yaml.lenient,
        written: written(yaml, &ty, &mut say),
        limits,
        default: yaml.default.clone(),
        at: yaml.place,
        ty,
    })
}

/// Reports fields of one struct that have the same name in Rust.
pub(crate) fn check_rust_names(file: &File, fields: &[Field], problems: &mut Vec<Problem>) {
    let mut names = BTreeMap::new();
    for field in fields {
        if let Some(other) = names.insert(&field.rust, field.name()) {
            let name = field.name();
            let message = format!("`{name}` and `{other}` have the same name in Rust: rename one with `rust_name`");
            problems.push(file.problem(field.at, message));
        }
    }
}

type Say<'a> = dyn FnMut(crate::spec::at::Place, String) + 'a;

fn check_doc(doc: &At<String>, say: &mut Say<'_>) {
    if doc.trim().is_empty() {
        say(doc.place, "`doc` is empty: describe the field".to_owned());
    }
}

fn placed(yaml: &At<yaml::Field>, place: Location, ty: &Ty, say: &mut Say<'_>) -> Location {
    let travels = match (place, ty) {
        (_, Ty::File) => place == Location::Form,
        (_, Ty::Bytes) => place == Location::BodyField && yaml.payload,
        (Location::Path | Location::Header, Ty::List(_) | Ty::Map(_) | Ty::Any) => false,
        (Location::Query, Ty::Map(_) | Ty::Any) => false,
        (Location::Query, Ty::List(inner)) => !matches!(**inner, Ty::List(_) | Ty::Map(_) | Ty::Any),
        (Location::Path, Ty::Secret | Ty::Link) => false,
        _ => true,
    };
    if !travels {
        say(yaml.kind.place, format!("type `{}` is not supported here: {}", yaml.kind.value, where_to(ty)));
    }
    match (place, yaml.payload, yaml.comma_separated) {
        (Location::BodyField, true, false) => Location::Payload,
        (Location::Query, false, true) if matches!(ty, Ty::List(_)) => Location::QueryCommaSeparated,
        (_, false, false) => place,
        (_, true, _) => {
            say(yaml.place, "`payload` is only for fields of the body and of the response".to_owned());
            place
        }
        (_, false, true) => {
            say(yaml.place, "`comma_separated` is only for lists in the query".to_owned());
            place
        }
    }
}

/// Returns the JSON type in which the service writes a field, if it differs from that of the Rust type.
fn written(yaml: &At<yaml::Field>, ty: &Ty, say: &mut Say<'_>) -> Written {
    let Some(word) = &yaml.wire_type else { return Written::Same };
    let number = matches!(ty, Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64);
    let (written, fits) = match word.as_str() {
        "string" => (Written::Text, number || ty.named().is_some()),
        "number" => (Written::Number, matches!(ty, Ty::Text | Ty::Named(_))),
        "single_item" => (Written::Single, matches!(ty, Ty::List(_))),
        _ => (Written::Same, false),
    };
    if !fits {
        let message = "`wire_type` must be `string` for a number, an enum or a record, `number` for a string or an ID, or `single_item` for a list";
        say(word.place, message.to_owned());
    }
    if !yaml.lenient {
        say(word.place, "`wire_type` needs `lenient: true`, because the sources disagree".to_owned());
    }
    written
}

/// Returns the locations in which a type can travel, for the message about a wrong location.
fn where_to(ty: &Ty) -> &'static str {
    match ty {
        Ty::File => "`file` is only for parts of a `form:`",
        Ty::Bytes => "`bytes` is the whole response: set `payload: true`",
        _ => "use a string, a number or an enum, or a list of them in the query",
    }
}

/// The maximum number of lists and maps around a type.
const NESTED: usize = 4;

/// Parses the type language: `string`, `[T]`, `{T}`, `CaseId`. At most `left` more lists and maps may begin.
fn parse(text: &str, left: usize) -> Result<Ty, String> {
    let inner = |open, close| text.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    if left == 0 && text.starts_with(['[', '{']) {
        return Err(format!("more than {NESTED} nested lists and maps: declare a record for the inner ones"));
    }
    if let Some(element) = inner('[', ']') {
        return parse(element, left - 1).map(|element| Ty::List(Box::new(element)));
    }
    if let Some(value) = inner('{', '}') {
        return parse(value, left - 1).map(|value| Ty::Map(Box::new(value)));
    }
    Ok(match text {
        "string" => Ty::Text,
        "bool" => Ty::Bool,
        "i32" => Ty::I32,
        "i64" => Ty::I64,
        "u32" => Ty::U32,
        "u64" => Ty::U64,
        "f64" => Ty::F64,
        "time" => Ty::Time,
        "secret" => Ty::Secret,
        "presigned_url" => Ty::Link,
        "any" => Ty::Any,
        "bytes" => Ty::Bytes,
        "file" => Ty::File,
        name if names::is_camel(name) => Ty::Named(name.to_owned()),
        other => {
            return Err(format!(
                "unknown type `{other}`: use string, bool, i32, i64, u32, u64, f64, time, secret, presigned_url, any, file, bytes, [T], {{T}} or the name of a type"
            ));
        }
    })
}

fn limits(yaml: &At<yaml::Field>, ty: &Ty, say: &mut Say<'_>) -> Constraints {
    let number = matches!(ty, Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64);
    let text = matches!(ty, Ty::Text | Ty::Secret | Ty::Link | Ty::Time | Ty::Named(_));
    let list = matches!(ty, Ty::List(_));
    let numbers = matches!(ty, Ty::List(inner) if matches!(**inner, Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64));
    let texts =
        matches!(ty, Ty::List(inner) if matches!(**inner, Ty::Text | Ty::Secret | Ty::Link | Ty::Time | Ty::Named(_)));
    let mut one = |limit: &Option<At<String>>, name: &str, fits: bool, what: &str| {
        let limit = limit.as_ref()?;
        if !fits {
            say(limit.place, format!("`{name}` is only for {what}, and the type is `{}`", yaml.kind.value));
        }
        let (min, max) = ends(limit).map_err(|message| say(limit.place, message)).ok()?;
        if min < 0 && name != "range" {
            say(limit.place, format!("`{name}` must not begin below 0"));
        }
        Some((min, max))
    };
    let size = |(min, max): (i64, i64)| (min.unsigned_abs(), max.unsigned_abs());
    Constraints {
        length: one(&yaml.length, "length", text, "strings").map(size),
        range: one(&yaml.range, "range", number || numbers, "numbers"),
        item_count: one(&yaml.item_count, "item_count", list, "lists").map(size),
        item_length: one(&yaml.item_length, "item_length", texts, "lists of strings").map(size),
    }
}

/// Parses `1..=64` or `0..`.
fn ends(limit: &At<String>) -> Result<(i64, i64), String> {
    let wrong = || format!("`{}` is not a range: write it as `1..=64` or `1..`", limit.value);
    let (min, max) = limit.split_once("..").ok_or_else(wrong)?;
    let min = min.trim().parse().map_err(|_| wrong())?;
    let max = match max.trim() {
        "" => i64::MAX,
        max => max.strip_prefix('=').ok_or_else(wrong)?.trim().parse().map_err(|_| wrong())?,
    };
    if min > max {
        return Err(format!("`{}` is empty: the minimum is greater than the maximum", limit.value));
    }
    Ok((min, max))
}
