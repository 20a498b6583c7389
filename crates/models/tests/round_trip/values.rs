//! Values for fields, as JSON, generated from the kind, the location and the limits in the descriptors.

use hwc_models::wire::{
    EnumDescriptor, FieldDescriptor, FilePart, Json, Kind, Location, MemberPresence, Model, Pattern, Record, Timestamp,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::Map;

use crate::texts;

/// The maximum depth of nested records.
const DEPTH: u32 = 3;

/// The maximum number of elements or characters above the minimum length.
const SPARE: u64 = 3;

/// Returns a strategy for the fields of a record by name: all required fields, and most of the others.
pub(crate) fn members(record: &dyn Record) -> BoxedStrategy<Map<String, Json>> {
    members_within(record, MemberPresence::AsDeclared, DEPTH)
}

fn members_within(record: &dyn Record, presence: MemberPresence, depth: u32) -> BoxedStrategy<Map<String, Json>> {
    let name = record.descriptor().name;
    let strategy = |(field, kind)| member((name, presence), field, &kind, depth);
    let members: Vec<Member> =
        record.fields().map(|(field, value)| (field, value.kind())).filter_map(strategy).collect();
    members.prop_map(|members| members.into_iter().flatten().collect()).boxed()
}

type Member = BoxedStrategy<Option<(String, Json)>>;

/// Returns a strategy for one field, or `None` if records would be infinite.
fn member(
    (record, presence): (&str, MemberPresence),
    field: &'static FieldDescriptor,
    kind: &Kind,
    depth: u32,
) -> Option<Member> {
    // Local paths are not sent. The content of the file is.
    let is_file = record == FilePart::DESCRIPTOR.name;
    if is_file && field.name == "path" {
        return None;
    }
    let always = presence.requires(field) || is_always_there(field) || (is_file && field.name == "content");
    if depth == 0 && !always && holds_records(kind) {
        return None;
    }
    let given = value(field, kind, depth).prop_map(|json| Some((field.name.to_owned(), json)));
    Some(if always { given.boxed() } else { prop_oneof![1 => Just(None), 3 => given].boxed() })
}

/// Returns true for a required field, and for a response that is one JSON value: it is present even if it is an empty
/// object.
fn is_always_there(field: &FieldDescriptor) -> bool {
    field.required || field.location == Location::Payload
}

fn holds_records(kind: &Kind) -> bool {
    match kind {
        Kind::Record(_) => true,
        Kind::List(inner) | Kind::Map(inner) | Kind::MapOrText(inner) => holds_records(inner),
        _ => false,
    }
}

fn value(field: &'static FieldDescriptor, kind: &Kind, depth: u32) -> BoxedStrategy<Json> {
    match kind {
        Kind::List(inner) => list(field, inner, depth),
        Kind::Map(inner) => {
            let entries = btree_map(texts::any(0, 5), element(field, inner, depth), 1..3);
            entries.prop_map(|entries| Json::Object(entries.into_iter().collect())).boxed()
        }
        Kind::Any if is_always_there(field) => {
            json().prop_filter("null stands for nothing", |json| !json.is_null()).boxed()
        }
        scalar => single(field, scalar, field.constraints.length.or(filled(field)), depth),
    }
}

/// Returns the limits of a field. A field that must not be empty and has no limits gets a minimum.
fn filled(field: &FieldDescriptor) -> Option<(u64, u64)> {
    field.required.then_some((1, 4 * SPARE))
}

fn list(field: &'static FieldDescriptor, inner: &Kind, depth: u32) -> BoxedStrategy<Json> {
    let (min, max) = field.constraints.item_count.or(filled(field)).unwrap_or((0, SPARE));
    // A query cannot distinguish an empty list from an absent one.
    let min = if field.in_query() { min.max(1) } else { min };
    let sizes = size(min)..=size(max.min(min + SPARE));
    vec(element(field, inner, depth), sizes).prop_map(Json::Array).boxed()
}

/// Returns a strategy for an element of a list or a map.
fn element(field: &'static FieldDescriptor, kind: &Kind, depth: u32) -> BoxedStrategy<Json> {
    match kind {
        Kind::List(_) | Kind::Map(_) => value(field, kind, depth),
        scalar => single(field, scalar, field.constraints.item_length, depth),
    }
}

fn single(field: &'static FieldDescriptor, kind: &Kind, chars: Option<(u64, u64)>, depth: u32) -> BoxedStrategy<Json> {
    match kind {
        Kind::Bool => any::<bool>().prop_map(Json::from).boxed(),
        Kind::Int(min, max) => whole(i128::from(*min), i128::from(*max), field.constraints.range),
        Kind::IntId(_) => whole(i64::MIN.into(), i64::MAX.into(), field.constraints.range),
        Kind::Float => float().prop_map(Json::from).boxed(),
        Kind::Enum(info) => code(field, info, chars),
        Kind::Time => time(size(chars.map_or(0, |(min, _)| min))).prop_map(Json::from).boxed(),
        Kind::Record(inner) => {
            members_within(&*(inner.make)(), field.members, depth.saturating_sub(1)).prop_map(Json::Object).boxed()
        }
        Kind::Any => json(),
        // An empty text is read as an empty map.
        Kind::MapOrText(_) => texts::any(1, 5).prop_map(Json::from).boxed(),
        _ => text(field, chars).prop_map(Json::from).boxed(),
    }
}

fn text(field: &'static FieldDescriptor, chars: Option<(u64, u64)>) -> BoxedStrategy<String> {
    if let Some(pattern) = field.constraints.pattern {
        return Just(Pattern::parse(pattern).unwrap().sample()).boxed();
    }
    let (min, max) = chars.unwrap_or((0, 4 * SPARE));
    let (min, max) = (size(min), size(max.min(min + 4 * SPARE)));
    match field.location {
        Location::Path => {
            texts::any(min.max(1), max).prop_filter("stays in its segment", |text| !texts::leaves(text)).boxed()
        }
        Location::Header => texts::visible(min, max),
        _ => texts::any(min, max),
    }
}

fn size(count: u64) -> usize {
    usize::try_from(count).unwrap()
}

/// Returns a strategy for the bounds of the range and the values between them.
fn whole(min: i128, max: i128, range: Option<(i64, i64)>) -> BoxedStrategy<Json> {
    let (low, high) = range.map_or((min, max), |(low, high)| (min.max(low.into()), max.min(high.into())));
    let number = |number: i128| i64::try_from(number).map_or_else(|_| Json::from(number as u64), Json::from);
    prop_oneof![Just(low), Just(high), low..=high].prop_map(number).boxed()
}

fn float() -> impl Strategy<Value = f64> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    NORMAL | SUBNORMAL | ZERO | POSITIVE | NEGATIVE
}

/// Returns a strategy for known and unknown codes.
fn code(
    field: &'static FieldDescriptor,
    info: &'static EnumDescriptor,
    chars: Option<(u64, u64)>,
) -> BoxedStrategy<Json> {
    let listed = prop::sample::select(info.codes)
        .prop_map(|(code, _)| if info.numeric { Json::from(code.parse::<i64>().unwrap()) } else { Json::from(code) });
    if info.numeric {
        prop_oneof![3 => listed, 1 => whole(i64::MIN.into(), i64::MAX.into(), field.constraints.range)].boxed()
    } else {
        prop_oneof![3 => listed, 1 => text(field, chars).prop_map(Json::from)].boxed()
    }
}

/// Returns a strategy for times in the forms of the services, and for text that is not a time.
fn time(min: usize) -> BoxedStrategy<String> {
    let years_0_to_9999 = -62_167_219_200_000_i64..=253_402_300_799_999;
    let iso = years_0_to_9999.prop_map(|millis| Timestamp::from_unix_millis(millis).as_str().to_owned());
    let forms = iso.prop_flat_map(|iso| {
        let plain = iso[..19].replace('T', " ");
        let compact: String = plain.chars().filter(char::is_ascii_digit).collect();
        let zoned = [format!("{}+08:00", &iso[..19]), format!("{plain} (GMT+08:00)"), format!("{plain} (GMT)")];
        prop::sample::select([vec![iso, plain, compact], zoned.to_vec()].concat())
    });
    prop_oneof![4 => forms, 1 => texts::any(min, 8)].boxed()
}

/// Returns a strategy for JSON of any shape.
pub(crate) fn json() -> BoxedStrategy<Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        float().prop_map(Json::from),
        texts::any(0, 8).prop_map(Json::from),
    ];
    let nested = leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::Array),
            btree_map(texts::any(0, 4), inner, 0..4).prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    });
    nested.boxed()
}
