//! Filling of every field of a record, at any depth, with marked secrets.

use hwc_models::wire::decode_value;
use hwc_models::wire::{DecodeContext, Json, Kind, Record};
use serde_json::{Map, json};

pub(crate) type Make = fn() -> Box<dyn Record>;

/// A function that makes the value of each secret.
pub(crate) type Secret = fn() -> Json;

/// The maximum depth of records that contain themselves.
const DEEPEST: usize = 4;

const MARK: &str = "MARK5ec2e7";

/// The strings that must not appear in output: the mark as text, and the numbers for secrets that come as numbers.
pub(crate) const MARKS: [&str; 3] = [MARK, "5272701", "5.272701"];

/// The values for secrets, with a description and as JSON.
pub(crate) const FORMS: &[(&str, Secret)] = &[
    ("as it should be", || json!(format!("https://{MARK}@host.invalid/{MARK}?signature={MARK}"))),
    ("too long", || json!(MARK.repeat(2000))),
    ("impossible in a header", || json!(format!("{MARK}\r\n{MARK}"))),
    ("a list", || json!([MARK, { MARK: MARK }])),
    ("an object", || json!({ "x": MARK })),
    ("a number", || json!(5_272_701)),
    ("too large a number", || json!(5.272_701e30)),
];

/// Returns all fields of a record by name, as JSON.
pub(crate) fn members(record: &dyn Record, secret: Secret, depth: usize) -> Map<String, Json> {
    record.fields().map(|(field, slot)| (field.name.to_owned(), value(&slot.kind(), secret, depth))).collect()
}

/// Returns a record with every field filled that accepts the value.
pub(crate) fn filled(make: Make, secret: Secret) -> Box<dyn Record> {
    let mut record = make();
    let (fields, members) = (record.descriptor().fields, members(&*record, secret, 0));
    for (index, field) in fields.iter().enumerate() {
        let json = members[field.name].to_string();
        // A value that does not fit is skipped. Another test covers its error.
        let mut cx = DecodeContext::default().with_text_values();
        let _ = decode_value(record.get_mut(index), json.as_bytes(), &mut cx);
    }
    record
}

/// Returns the number of secrets in a filled record.
pub(crate) fn count(make: Make) -> usize {
    fn within(json: &Json) -> usize {
        match json {
            Json::Object(members) => members.values().map(within).sum(),
            Json::Array(items) => items.iter().map(within).sum(),
            other => usize::from(*other == FORMS[0].1()),
        }
    }
    within(&Json::Object(members(&*make(), FORMS[0].1, 0)))
}

fn value(kind: &Kind, secret: Secret, depth: usize) -> Json {
    match kind {
        Kind::Secret | Kind::PresignedUrl => secret(),
        Kind::Bool => json!(true),
        Kind::Int(min, _) => json!(min.max(&1)),
        Kind::IntId(_) => json!(1),
        Kind::Float => json!(0.5),
        Kind::Enum(info) if info.numeric => json!(1),
        Kind::List(inner) if depth < DEEPEST => {
            json!([value(inner, secret, depth + 1), value(inner, secret, depth + 1)])
        }
        Kind::Map(inner) if depth < DEEPEST => json!({ "one": value(inner, secret, depth + 1) }),
        Kind::Record(inner) if depth < DEEPEST => Json::Object(members(&*(inner.make)(), secret, depth + 1)),
        Kind::List(_) => json!([]),
        Kind::Map(_) | Kind::Record(_) => json!({}),
        _ => json!("plain"),
    }
}
