//! Comparison of fields: names, types, requiredness, constraints, defaults and listed values, at any depth.

use std::collections::BTreeSet;

use hwc_wire::Constraints;

use super::difference::{Difference, Quirks};
use crate::draft::facts::{FactField, FactType, Facts};
use crate::draft::kind::Kind;
use crate::draft::limits;
use crate::model::{Field, FieldType, Service, Type, TypeKind};

/// A place of fields.
pub(super) struct Place {
    /// The location, and the path of the record.
    pub(super) path: String,
    /// True in a request.
    pub(super) sent: bool,
    /// True in a record, which other operations may share.
    pub(super) nested: bool,
    /// The record of the spec.
    pub(super) record: Option<String>,
}

/// The state of a comparison.
pub(super) struct Comparison<'a> {
    pub(super) facts: &'a Facts,
    pub(super) service: &'a Service,
    pub(super) quirks: Quirks<'a>,
    pub(super) found: Vec<Difference>,
    /// The pairs of records that were compared.
    pub(super) visited: BTreeSet<(String, String)>,
    /// The fields of records that the source shows.
    pub(super) seen: BTreeSet<(String, String)>,
}

/// Returns true if two kinds describe the same JSON, or if one of them leaves it open.
pub(super) fn agree(left: &Kind, right: &Kind) -> bool {
    match (left, right) {
        (Kind::Any, _) | (_, Kind::Any) => true,
        (Kind::List(left), Kind::List(right)) | (Kind::Map(left), Kind::Map(right)) => agree(left, right),
        (left, right) => left == right,
    }
}

impl Comparison<'_> {
    /// Adds a difference. A quirk that names one of the words explains it.
    pub(super) fn report(&mut self, place: &str, text: String, words: &[&str], shared: bool) {
        let quirk = self.quirks.find(words, shared);
        self.found.push(Difference { place: place.to_owned(), text, quirk, unseen: None });
    }

    /// Compares the fields of one place.
    pub(super) fn fields(&mut self, place: &Place, theirs: &[FactField], ours: &[Field]) {
        for fact in theirs {
            let path = join(place, &fact.name);
            match ours.iter().find(|field| field.wire_names.contains(&fact.name)) {
                Some(field) => {
                    self.seen.extend(place.record.clone().map(|record| (record, field.name().to_owned())));
                    self.field(place, &path, fact, field);
                }
                None => {
                    let kind = Kind::of_fact(&FactType::parse(&fact.kind), self.facts).word();
                    self.report(&path, format!("added: {kind}"), &[&fact.name], place.nested);
                }
            }
        }
        for field in ours {
            if !theirs.iter().any(|fact| field.wire_names.contains(&fact.name)) {
                let words: Vec<&str> = field.wire_names.iter().map(String::as_str).collect();
                self.report(&join(place, field.name()), "removed: only in the spec".to_owned(), &words, place.nested);
                if let Some(difference) = self.found.last_mut() {
                    difference.unseen = place.record.clone().map(|record| (record, field.name().to_owned()));
                }
            }
        }
    }

    fn field(&mut self, place: &Place, path: &str, fact: &FactField, field: &Field) {
        let words: Vec<&str> = field.wire_names.iter().map(String::as_str).collect();
        let mut texts = Vec::new();
        let fact_type = FactType::parse(&fact.kind);
        let (theirs, ours) = (Kind::of_fact(&fact_type, self.facts), Kind::of_spec(&field.ty, &self.service.types));
        if !fact.kind.is_empty() && !agree(&theirs, &ours) {
            texts.push(format!("type: {} in the source, {} in the spec", theirs.word(), ours.word()));
        }
        let in_path = field.location == hwc_wire::Location::Path;
        match fact.required {
            Some(true) if !field.required => texts.push("required in the source, optional in the spec".to_owned()),
            Some(false) if field.required && !in_path => {
                texts.push("optional in the source, required in the spec".to_owned());
            }
            _ => {}
        }
        let known = limits::constraints(fact, &field.ty, &self.service.types, i64::from(place.sent && field.required));
        texts.extend(constraint_texts(fact, &known, &field.constraints));
        texts.extend(default_text(fact, field));
        for text in texts {
            self.report(path, text, &words, place.nested);
        }
        self.codes(place, path, fact, field);
        self.record(place, path, &fact_type, &field.ty);
    }

    /// Compares the records that two types hold.
    fn record(&mut self, place: &Place, path: &str, theirs: &FactType, ours: &FieldType) {
        let (Some(model), Some(name)) = (theirs.model(), ours.type_name()) else { return };
        let Some(declared) = self.service.types.get(name).filter(|declared| !declared.fields().is_empty()) else {
            return;
        };
        if self.facts.fields(model).is_empty() || !self.visited.insert((model.to_owned(), name.to_owned())) {
            return;
        }
        let list = if matches!(ours, FieldType::List(_)) { "[]" } else { "" };
        let place =
            Place { path: format!("{path}{list}"), sent: place.sent, nested: true, record: Some(name.to_owned()) };
        let fields: Vec<FactField> = self.facts.fields(model).to_vec();
        self.fields(&place, &fields, declared.fields());
    }

    /// Compares the listed values with those of the enum. Other fields that share the enum may have more values.
    fn codes(&mut self, place: &Place, path: &str, fact: &FactField, field: &Field) {
        if fact.codes.is_empty() || is_range(fact, field) {
            return;
        }
        let words: Vec<&str> = field.wire_names.iter().map(String::as_str).collect();
        let theirs: Vec<String> = fact.codes.iter().map(|code| code.value.to_plain()).collect();
        let declared = field.ty.type_name().and_then(|name| self.service.types.get(name));
        let Some((name, ours)) = declared.and_then(|declared| Some((declared.name.clone(), enum_codes(declared)?)))
        else {
            let text = format!("the source lists the values {}, the spec has no enum", theirs.join(", "));
            self.report(path, text, &words, place.nested);
            return;
        };
        self.seen.extend(theirs.iter().map(|code| (name.clone(), code.clone())));
        for code in theirs.iter().filter(|code| !ours.contains(code)) {
            self.report(path, format!("value added: {code}"), &words, place.nested);
        }
        for code in ours.iter().filter(|code| !theirs.contains(code)) {
            self.report(path, format!("value removed: {code}"), &words, place.nested);
            if let Some(difference) = self.found.last_mut() {
                difference.unseen = Some((name.clone(), code.clone()));
            }
        }
    }
}

/// Returns true if a source lists numbers without meanings, and the spec has the same numbers as a range.
fn is_range(fact: &FactField, field: &Field) -> bool {
    let numbers: Option<Vec<i64>> = fact.codes.iter().map(|code| code.value.to_plain().parse().ok()).collect();
    let (Some(numbers), Some((min, max))) = (numbers, field.constraints.range) else { return false };
    let plain = fact.codes.iter().all(|code| code.meaning.is_none() && code.page_text.is_none());
    plain && numbers.iter().min() == Some(&min) && numbers.iter().max() == Some(&max)
}

fn join(place: &Place, name: &str) -> String {
    if place.nested { format!("{}.{name}", place.path) } else { format!("{} {name}", place.path) }
}

fn enum_codes(declared: &Type) -> Option<Vec<String>> {
    match &declared.kind {
        TypeKind::Enum { variants, .. } => Some(variants.iter().map(|variant| variant.code.clone()).collect()),
        _ => None,
    }
}

/// Compares the bounds that a source gives. A bound that it does not give is not a difference.
fn constraint_texts(fact: &FactField, theirs: &Constraints, ours: &Constraints) -> Vec<String> {
    let size = |limit: Option<(u64, u64)>| limit.map(|(min, max)| (i128::from(min), i128::from(max)));
    let range = |limit: Option<(i64, i64)>| limit.map(|(min, max)| (i128::from(min), i128::from(max)));
    let pairs = [
        ("length", size(theirs.length), size(ours.length), fact.min_length.is_some(), fact.max_length.is_some()),
        ("range", range(theirs.range), range(ours.range), fact.minimum.is_some(), fact.maximum.is_some()),
        (
            "item_count",
            size(theirs.item_count),
            size(ours.item_count),
            fact.min_items.is_some(),
            fact.max_items.is_some(),
        ),
        ("item_length", size(theirs.item_length), size(ours.item_length), true, true),
    ];
    let mut texts = Vec::new();
    for (name, theirs, ours, has_min, has_max) in pairs {
        let Some(theirs) = theirs else { continue };
        let same = ours.is_some_and(|ours| (!has_min || ours.0 == theirs.0) && (!has_max || ours.1 == theirs.1));
        if !same {
            let ours = ours.map_or("none".to_owned(), limits::show_range);
            texts.push(format!("{name}: {} in the source, {ours} in the spec", limits::show_range(theirs)));
        }
    }
    texts
}

fn default_text(fact: &FactField, field: &Field) -> Option<String> {
    let theirs = fact.default.as_ref()?.to_plain();
    let ours = field.default.as_ref().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let text = ours.clone().unwrap_or_else(|| "none".to_owned());
    (ours.as_ref() != Some(&theirs)).then(|| format!("default: {theirs} in the source, {text} in the spec"))
}
