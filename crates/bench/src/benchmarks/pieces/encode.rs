//! Encoding a request to path, query and body.

use std::hint::black_box;

use hwc_models::osm;
use hwc_wire::{EncodeOptions, Request, RequestParts, encode, validate};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Comparison, Work};
use crate::Outcome;
use crate::by_hand::NewTicket;
use crate::data::CASES;

const NAME: &str = "name of user";
const DESCRIPTION: &str = "it is slow since last night ";

/// Compares the encoding of a query.
pub(super) fn query() -> Outcome<Comparison> {
    let request = osm::ListCases::new().x_customer_name(NAME).offset(200).limit(100);
    let by_hand = |name: &str, offset: u32, limit: u32| {
        let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
        format!("{CASES}?x_customer_name={name}&offset={offset}&limit={limit}")
    };
    same(encoded(&request)?.path_and_query.as_bytes(), by_hand(NAME, 200, 100).as_bytes())?;
    let by_hand = move || {
        black_box(by_hand(black_box(NAME), black_box(200), black_box(100)));
        Ok(())
    };
    let [checked, ours] = ours(request);
    let works = vec![checked, ours, ("format! by hand", Box::new(by_hand))];
    Ok(Comparison::new("encode a list call: three parameters in the query", 100_000, works))
}

/// Compares the encoding of a body.
pub(super) fn body() -> Outcome<Comparison> {
    let description = DESCRIPTION.repeat(40);
    let request = osm::CreateCases::new("business-type-1", description.as_str(), "83aeb0f2834c4df49826c781d32a963e")
        .region_id("cn-north-4")
        .remind_mail("someone@example.com")
        .accessory_ids(["accessory-1", "accessory-2"]);
    let by_hand = NewTicket {
        business_type_id: "business-type-1".to_owned(),
        region_id: Some("cn-north-4".to_owned()),
        simple_description: description,
        source_id: "83aeb0f2834c4df49826c781d32a963e".to_owned(),
        remind_mail: Some("someone@example.com".to_owned()),
        accessory_ids: Some(vec!["accessory-1".to_owned(), "accessory-2".to_owned()]),
        ..NewTicket::default()
    };
    same(&encoded(&request)?.body.unwrap_or_default(), &serde_json::to_vec(&by_hand)?)?;
    let by_hand = move || {
        black_box(serde_json::to_vec(black_box(&by_hand))?);
        Ok(())
    };
    let [checked, ours] = ours(request);
    let works = vec![checked, ours, ("serde by hand", Box::new(by_hand))];
    Ok(Comparison::new("encode a new ticket: 1.3 KB of JSON", 50_000, works))
}

/// Returns the encoding of a request with and without the check of its limits.
fn ours<R: Request + Clone>(request: R) -> [Work; 2] {
    let unchecked = request.clone();
    let checked = move || {
        black_box(validate(black_box(&request)));
        black_box(encoded(black_box(&request))?);
        Ok(())
    };
    let alone = move || {
        black_box(encoded(black_box(&unchecked))?);
        Ok(())
    };
    [("hwc, limits checked", Box::new(checked)), ("hwc", Box::new(alone))]
}

fn encoded<E: Request>(request: &E) -> Outcome<RequestParts> {
    Ok(encode(E::OPERATION, request, EncodeOptions::default())?)
}

/// Asserts that both outputs are equal. Otherwise the comparison is invalid.
fn same(ours: &[u8], theirs: &[u8]) -> Outcome<()> {
    if ours == theirs {
        return Ok(());
    }
    let (ours, theirs) = (String::from_utf8_lossy(ours), String::from_utf8_lossy(theirs));
    Err(format!("hwc writes {ours}, by hand it is {theirs}").into())
}
