//! Encoding a request to path, query and body.

use std::hint::black_box;

use hwc_models::osm;
use hwc_wire::{EncodeOptions, Request, RequestParts, encode, validate};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::compare;
use crate::by_hand::NewTicket;
use crate::data::CASES;
use crate::report::Report;
use crate::{Options, Outcome};

const NAME: &str = "name of user";
const DESCRIPTION: &str = "it is slow since last night ";

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    query(options, report)?;
    body(options, report)
}

fn encoded<E: Request>(request: &E) -> Outcome<RequestParts> {
    Ok(encode(E::OPERATION, request, EncodeOptions::default())?)
}

fn query(options: &Options, report: &mut Report) -> Outcome<()> {
    let request = osm::ListCases::new().x_customer_name(NAME).offset(200).limit(100);
    let by_hand = |name: &str, offset: u32, limit: u32| {
        let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
        format!("{CASES}?x_customer_name={name}&offset={offset}&limit={limit}")
    };
    same(encoded(&request)?.path_and_query.as_bytes(), by_hand(NAME, 200, 100).as_bytes())?;
    let title = "encode a list call: three parameters in the query";
    compare(
        options,
        report,
        title,
        100_000,
        vec![
            (
                "hwc, limits checked",
                Box::new(|| {
                    black_box(validate(black_box(&request)));
                    black_box(encoded(black_box(&request))?);
                    Ok(())
                }),
            ),
            (
                "hwc",
                Box::new(|| {
                    black_box(encoded(black_box(&request))?);
                    Ok(())
                }),
            ),
            (
                "format! by hand",
                Box::new(|| {
                    black_box(by_hand(black_box(NAME), black_box(200), black_box(100)));
                    Ok(())
                }),
            ),
        ],
    )
}

fn body(options: &Options, report: &mut Report) -> Outcome<()> {
    let description = DESCRIPTION.repeat(40);
    let request = osm::CreateCases::new("business-type-1", description.as_str(), "83aeb0f2834c4df49826c781d32a963e")
        .region_id("cn-north-4")
        .remind_mail("someone@example.com")
        .accessory_ids(["accessory-1", "accessory-2"]);
    let by_hand = NewTicket {
        business_type_id: "business-type-1".to_owned(),
        region_id: Some("cn-north-4".to_owned()),
        simple_description: description.clone(),
        source_id: "83aeb0f2834c4df49826c781d32a963e".to_owned(),
        remind_mail: Some("someone@example.com".to_owned()),
        accessory_ids: Some(vec!["accessory-1".to_owned(), "accessory-2".to_owned()]),
        ..NewTicket::default()
    };
    same(&encoded(&request)?.body.unwrap_or_default(), &serde_json::to_vec(&by_hand)?)?;
    let title = "encode a new ticket: 1.3 KB of JSON";
    compare(
        options,
        report,
        title,
        50_000,
        vec![
            (
                "hwc, limits checked",
                Box::new(|| {
                    black_box(validate(black_box(&request)));
                    black_box(encoded(black_box(&request))?);
                    Ok(())
                }),
            ),
            (
                "hwc",
                Box::new(|| {
                    black_box(encoded(black_box(&request))?);
                    Ok(())
                }),
            ),
            (
                "serde by hand",
                Box::new(|| {
                    black_box(serde_json::to_vec(black_box(&by_hand))?);
                    Ok(())
                }),
            ),
        ],
    )
}

/// Asserts that both outputs are equal. Otherwise the comparison is invalid.
fn same(ours: &[u8], theirs: &[u8]) -> Outcome<()> {
    if ours == theirs {
        return Ok(());
    }
    let (ours, theirs) = (String::from_utf8_lossy(ours), String::from_utf8_lossy(theirs));
    Err(format!("hwc writes {ours}, by hand it is {theirs}").into())
}
