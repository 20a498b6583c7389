//! Lowering of one field: its type, its limits, its names.

use std::collections::BTreeMap;

use hwc_wire::{JsonForm, Location, MemberPresence};

use super::{constraints, names};
use crate::model::{Field, FieldType};
use crate::spec::closed;
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::Spanned;
use crate::spec::yaml;
use crate::suggest;

/// Resolves the fields of one section of a file.
pub(crate) fn lower_section(
    file: &SpecFile,
    fields: &indexmap::IndexMap<String, Spanned<yaml::Field>>,
    location: Location,
    problems: &mut Vec<Problem>,
) -> Vec<Field> {
    let settable = fields.iter().filter(|(_, yaml)| yaml.constant.is_none());
    settable.filter_map(|(name, yaml)| lower_field(file, name, yaml, location, problems)).collect()
}

fn lower_field(
    file: &SpecFile,
    key: &str,
    yaml: &Spanned<yaml::Field>,
    location: Location,
    problems: &mut Vec<Problem>,
) -> Option<Field> {
    let mut report = |at, message: String| problems.push(file.problem(at, message));
    let mut wire_names = yaml.wire_names.as_ref().map_or_else(|| vec![key.to_owned()], |names| names.value.clone());
    if wire_names.first().is_none_or(|first| first != key) {
        wire_names.insert(0, key.to_owned());
        report(
            yaml.location,
            format!("the first name of `wire_names` is the one that is sent: write `wire_names: [{key}, ...]`"),
        );
    }
    let given = yaml.rust_name.as_ref();
    let rust_name = names::rust_field_name(key, given.map(|name| name.value.as_str()))
        .map_err(|message| report(given.map_or(yaml.location, |name| name.location), message));
    let ty = parse_type(&yaml.kind, MAX_NESTING).map_err(|message| report(yaml.kind.location, message));
    let (rust_name, ty) = (rust_name.ok()?, ty.ok()?);
    check_doc(&yaml.doc, &mut report);
    let constraints = constraints::lower(yaml, &ty, &mut report);
    Some(Field {
        key: wire_names.first().map_or(key, String::as_str).to_owned(),
        wire_names,
        rust_name,
        doc: yaml.doc.value.trim().to_owned(),
        location: resolve_location(yaml, location, &ty, &mut report),
        required: yaml.required || location == Location::Path,
        lenient: yaml.lenient,
        wire_type: wire_type(yaml, &ty, &mut report),
        members: member_presence(yaml, &ty, &mut report),
        keep_empty: keeps_empty(yaml, &ty, &mut report),
        constraints,
        default: yaml.default.clone(),
        source: yaml.location,
        ty,
    })
}

/// Reports fields of one struct that have the same name in Rust.
pub(crate) fn check_rust_names(file: &SpecFile, fields: &[Field], problems: &mut Vec<Problem>) {
    let mut names = BTreeMap::new();
    for field in fields {
        if let Some(other) = names.insert(&field.rust_name, field.name()) {
            let name = field.name();
            let message = format!("`{name}` and `{other}` have the same name in Rust: rename one with `rust_name`");
            problems.push(file.problem(field.source, message));
        }
    }
}

/// Gives a field another name for callers if an earlier one with another location has the same name on the wire. That is the
/// name in Rust.
pub(crate) fn make_keys_unique(fields: &mut [Field]) {
    for index in 0..fields.len() {
        let (earlier, rest) = fields.split_at_mut(index);
        if let Some(field) = rest.first_mut()
            && earlier.iter().any(|other| other.wire_name() == field.wire_name())
        {
            field.key.clone_from(&field.rust_name);
        }
    }
}

pub(super) type Report<'a> = dyn FnMut(crate::spec::spanned::SourceLocation, String) + 'a;

fn check_doc(doc: &Spanned<String>, report: &mut Report<'_>) {
    if doc.trim().is_empty() {
        report(doc.location, "`doc` is empty: describe the field".to_owned());
    }
}

fn resolve_location(
    yaml: &Spanned<yaml::Field>,
    location: Location,
    ty: &FieldType,
    report: &mut Report<'_>,
) -> Location {
    let travels = match (location, ty) {
        (_, FieldType::FilePart) => location == Location::Form,
        (_, FieldType::Bytes) => location == Location::BodyField && yaml.payload,
        (_, FieldType::MapOrText(_)) => location == Location::BodyField,
        (Location::Path | Location::Header, FieldType::List(_) | FieldType::Map(_) | FieldType::Any) => false,
        (Location::Query, FieldType::Map(_) | FieldType::Any) => false,
        (Location::Query, FieldType::List(inner)) => {
            !matches!(**inner, FieldType::List(_) | FieldType::Map(_) | FieldType::MapOrText(_) | FieldType::Any)
        }
        (Location::Path, FieldType::Secret | FieldType::PresignedUrl) => false,
        _ => true,
    };
    if !travels {
        report(
            yaml.kind.location,
            format!("type `{}` is not supported here: {}", yaml.kind.value, allowed_locations(ty)),
        );
    }
    match (location, yaml.payload, yaml.comma_separated) {
        (Location::BodyField, true, false) => Location::Payload,
        (Location::Query, false, true) if matches!(ty, FieldType::List(_)) => Location::QueryCommaSeparated,
        (_, false, false) => location,
        (_, true, _) => {
            report(yaml.location, "`payload` is only for fields of the body and of the response".to_owned());
            location
        }
        (_, false, true) => {
            report(yaml.location, "`comma_separated` is only for lists in the query".to_owned());
            location
        }
    }
}

fn member_presence(yaml: &Spanned<yaml::Field>, ty: &FieldType, report: &mut Report<'_>) -> MemberPresence {
    let presence = match yaml.members {
        None => return MemberPresence::AsDeclared,
        Some(yaml::Members::Required) => MemberPresence::Required,
        Some(yaml::Members::Optional) => MemberPresence::Optional,
    };
    if ty.type_name().is_none() {
        report(yaml.location, format!("`members` is only for records, and the type is `{}`", yaml.kind.value));
    }
    presence
}

fn keeps_empty(yaml: &Spanned<yaml::Field>, ty: &FieldType, report: &mut Report<'_>) -> bool {
    if yaml.keep_empty && !matches!(ty, FieldType::List(_)) {
        report(yaml.location, format!("`keep_empty` is only for lists, and the type is `{}`", yaml.kind.value));
    }
    yaml.keep_empty
}

/// Returns the JSON type in which the service writes a field, if it differs from that of the Rust type.
fn wire_type(yaml: &Spanned<yaml::Field>, ty: &FieldType, report: &mut Report<'_>) -> JsonForm {
    let Some(word) = &yaml.wire_type else { return JsonForm::Native };
    let number = matches!(ty, FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64);
    let (written, fits) = match word.as_str() {
        "string" => (JsonForm::String, number || ty.type_name().is_some()),
        "number" => (JsonForm::Number, matches!(ty, FieldType::String | FieldType::Named(_))),
        "single_item" => (JsonForm::SingleItem, matches!(ty, FieldType::List(_))),
        _ => (JsonForm::Native, false),
    };
    if !fits {
        let message = "`wire_type` must be `string` for a number, an enum or a record, `number` for a string or an ID, or `single_item` for a list";
        report(word.location, message.to_owned());
    }
    if !yaml.lenient {
        report(word.location, "`wire_type` needs `lenient: true`, because the sources disagree".to_owned());
    }
    written
}

/// Returns the locations in which a type can travel, for the message about a wrong location.
fn allowed_locations(ty: &FieldType) -> &'static str {
    match ty {
        FieldType::FilePart => "`file` is only for parts of a `form:`",
        FieldType::Bytes => "`bytes` is the whole response: set `payload: true`",
        _ => "use a string, a number or an enum, or a list of them in the query",
    }
}

/// The maximum number of lists and maps around a type.
const MAX_NESTING: usize = 4;

/// Parses the type language: `string`, `[T]`, `{T}`, `CaseId`. At most `left` more lists and maps may begin.
fn parse_type(text: &str, left: usize) -> Result<FieldType, String> {
    let inner = |open, close| text.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    if left == 0 && text.starts_with(['[', '{']) {
        return Err(format!("more than {MAX_NESTING} nested lists and maps: declare a record for the inner ones"));
    }
    if let Some((map, "string")) = text.rsplit_once('|').map(|(map, other)| (map.trim(), other.trim())) {
        return match parse_type(map, left)? {
            FieldType::Map(value) if matches!(*value, FieldType::Secret | FieldType::PresignedUrl) => {
                Err(format!("unknown type `{text}`: a text in place of secrets would not be redacted"))
            }
            FieldType::Map(value) => Ok(FieldType::MapOrText(value)),
            _ => Err(format!("unknown type `{text}`: write `{{T}} | string` for a map or a text")),
        };
    }
    if let Some(element) = inner('[', ']') {
        return parse_type(element, left - 1).map(|element| FieldType::List(Box::new(element)));
    }
    if let Some(value) = inner('{', '}') {
        return parse_type(value, left - 1).map(|value| FieldType::Map(Box::new(value)));
    }
    Ok(match text {
        "string" => FieldType::String,
        "bool" => FieldType::Bool,
        "i32" => FieldType::I32,
        "i64" => FieldType::I64,
        "u32" => FieldType::U32,
        "u64" => FieldType::U64,
        "f64" => FieldType::F64,
        "time" => FieldType::Timestamp,
        "secret" => FieldType::Secret,
        "presigned_url" => FieldType::PresignedUrl,
        "any" => FieldType::Any,
        "bytes" => FieldType::Bytes,
        "file" => FieldType::FilePart,
        name if names::is_camel(name) => FieldType::Named(name.to_owned()),
        other => {
            return Err(match suggest::did_you_mean_type(other, []) {
                hint if hint.is_empty() => {
                    let list = closed::PRIMITIVES.join(", ");
                    format!("unknown type `{other}`: use {list}, [T], {{T}}, {{T}} | string or the name of a type")
                }
                hint => format!("unknown type `{other}`{hint}"),
            });
        }
    })
}
