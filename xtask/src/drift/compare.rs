//! Comparison of one operation: request line, status, and the fields at each location.

use std::collections::BTreeSet;

use hwc_wire::Location;

use super::difference::{Difference, Quirks};
use super::fields::{Comparison, Place};
use crate::draft::facts::{FactField, FactType, Facts};
use crate::draft::kind::Kind;
use crate::draft::target;
use crate::model::{Field, Operation, Service};

/// Records with the fields that a source shows.
pub(super) type Seen = BTreeSet<(String, String)>;

/// Returns the differences between a source and an operation, and the fields of records that the source shows.
pub(super) fn compare(service: &Service, operation: &Operation, facts: &Facts) -> (Vec<Difference>, Seen) {
    let quirks = Quirks::new(service, operation);
    let mut comparison =
        Comparison { facts, service, quirks, found: Vec::new(), visited: BTreeSet::new(), seen: Seen::new() };
    compare_head(&mut comparison, operation);
    compare_parameters(&mut comparison, operation);
    compare_body(&mut comparison, operation);
    compare_response(&mut comparison, operation);
    comparison.found.sort();
    comparison.found.dedup();
    (comparison.found, comparison.seen)
}

/// Compares request line and status.
fn compare_head(comparison: &mut Comparison<'_>, operation: &Operation) {
    let facts = comparison.facts;
    let own = format!("{} {}", operation.method.as_str(), operation.path);
    if own != facts.request_line() {
        let text = format!("`{}` in the source, `{own}` in the spec", facts.request_line());
        let words: Vec<&str> = facts
            .path
            .split(['/', '{', '}'])
            .filter(|word| !word.is_empty() && !operation.path.contains(word))
            .collect();
        comparison.report("request line", text, &words, false);
    }
    if let Some((status, _)) = facts.success().filter(|(status, _)| !operation.success().contains(status)) {
        let known: Vec<String> = operation.success().iter().map(u16::to_string).collect();
        let text = format!("{status} in the source, {} in the spec", known.join(", "));
        comparison.report("status", text, &["status", &status.to_string()], false);
    }
}

fn at(operation: &Operation, wanted: &[Location]) -> Vec<Field> {
    operation.request.iter().filter(|field| wanted.contains(&field.location)).cloned().collect()
}

/// Compares the parameters in the path, the query and the headers.
fn compare_parameters(comparison: &mut Comparison<'_>, operation: &Operation) {
    let (facts, service) = (comparison.facts, comparison.service);
    let places = [
        ("path", at(operation, &[Location::Path])),
        ("query", at(operation, &[Location::Query, Location::QueryCommaSeparated])),
        ("header", at(operation, &[Location::Header])),
    ];
    for (name, own) in places {
        let owned = |param: &FactField| match name {
            "path" => target::owns_path_parameter(service, &param.name),
            "header" => target::owns_header(service, &param.name),
            _ => false,
        };
        let params = facts.params.iter().filter(|param| param.location.as_deref() == Some(name) && !owned(param));
        let params: Vec<FactField> = params.cloned().collect();
        comparison.fields(&Place { path: name.to_owned(), sent: true, nested: false, record: None }, &params, &own);
    }
}

/// Compares the body of the request.
fn compare_body(comparison: &mut Comparison<'_>, operation: &Operation) {
    let own = at(operation, &[Location::BodyField, Location::Payload, Location::Form]);
    let place = Place { path: "body".to_owned(), sent: true, nested: false, record: None };
    match &comparison.facts.request_body {
        Some(body) => compare_root(comparison, &place, &FactType::parse(&body.kind), &own, &|_| false),
        None => comparison.fields(&place, &[], &own),
    }
}

/// Compares the response of success, if the source has one.
fn compare_response(comparison: &mut Comparison<'_>, operation: &Operation) {
    let (facts, service) = (comparison.facts, comparison.service);
    let Some((_, response)) = facts.success() else { return };
    let (headers, body): (Vec<Field>, Vec<Field>) =
        operation.response.iter().cloned().partition(|field| field.location == Location::Header);
    let names: Vec<FactField> = response.headers.keys().map(|name| header(name)).collect();
    let place = |path: &str| Place { path: path.to_owned(), sent: false, nested: false, record: None };
    comparison.fields(&place("response header"), &names, &headers);
    if !response.kind.is_empty() {
        let owned = |name: &str| target::owns_member(service, name);
        compare_root(comparison, &place("response"), &FactType::parse(&response.kind), &body, &owned);
    }
}

fn header(name: &str) -> FactField {
    FactField { name: name.to_owned(), kind: "string".to_owned(), ..FactField::default() }
}

/// Compares a whole body.
fn compare_root(
    comparison: &mut Comparison<'_>,
    place: &Place,
    ty: &FactType,
    own: &[Field],
    owned: &dyn Fn(&str) -> bool,
) {
    let facts = comparison.facts;
    if let [payload] = own
        && payload.location == Location::Payload
    {
        let (theirs, ours) = (Kind::of_fact(ty, facts), Kind::of_spec(&payload.ty, &comparison.service.types));
        if !super::fields::agree(&theirs, &ours) {
            let text = format!("{} in the source, {} in the spec", theirs.word(), ours.word());
            comparison.report(&place.path, text, &[payload.name()], false);
        }
        return;
    }
    match ty {
        FactType::Model(model) => {
            let fields: Vec<FactField> =
                facts.fields(model).iter().filter(|field| !owned(&field.name)).cloned().collect();
            comparison.fields(place, &fields, own);
        }
        other => {
            let text = format!("{} in the source, fields in the spec", Kind::of_fact(other, facts).word());
            comparison.report(&place.path, text, &[], false);
        }
    }
}
