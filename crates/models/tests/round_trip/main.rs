//! Round trips of every operation in both directions, with values generated from its descriptor.
//!
//! The examples cover the content of the documentation. These tests cover all values that the descriptors allow, including
//! odd text and the bounds of every range. Every run uses the same values; set `PROPTEST_CASES` and `PROPTEST_RNG_SEED` for
//! others.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod every_kind;
mod texts;
mod values;
mod wire;

use hwc_models::CATALOG;
use hwc_models::wire::catalog::OperationEntry;
use hwc_models::wire::{
    self as lib, Binary, DecodeContext, DecodeMode, DeviationKind, Exposed, Json, Record, ValueRef,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};
use serde_json::Map;

/// The number of cases. It reaches each kind of value in each field, in a few seconds for all operations.
const CASES: u32 = 128;

/// Returns all operations, and one with fields of every kind at every location.
fn entries() -> impl Iterator<Item = OperationEntry> {
    CATALOG.entries().copied().chain([every_kind::ENTRY])
}

/// Checks a property with values that are the same in every run.
fn holds<S: Strategy>(title: &str, cases: u32, values: &S, property: impl Fn(S::Value) -> TestCaseResult) {
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(20_260_101);
    }
    if let Err(error) = TestRunner::new(config).run(values, property) {
        panic!("{title}: {error}");
    }
}

#[test]
fn requests_arrive_as_they_were_sent() {
    for entry in entries() {
        let values = values::members(&*(entry.request)());
        holds(&entry.operation.full_name(), CASES, &values, |members| request_survives(&entry, &members));
    }
}

fn request_survives(entry: &OperationEntry, members: &Map<String, Json>) -> TestCaseResult {
    let request = filled((entry.request)(), members)?;
    prop_assert_eq!(lib::validate(&*request), []);
    wire::as_described(wire::request_returns(entry, &*request, false)?)?;
    if entry.operation.query_in_body {
        wire::as_described(wire::request_returns(entry, &*request, true)?)?;
    }
    Ok(())
}

#[test]
fn answers_are_read_as_they_were_given() {
    for entry in entries() {
        let values = values::members(&*(entry.response)());
        holds(&entry.operation.full_name(), CASES, &values, |members| answer_survives(&entry, &members));
    }
}

fn answer_survives(entry: &OperationEntry, members: &Map<String, Json>) -> TestCaseResult {
    let answer = filled((entry.response)(), members)?;
    let parts = lib::encode_response(&*answer).unwrap();
    let body = parts.content.map_or_else(|| serde_json::to_vec(&parts.body).unwrap(), Binary::into_vec);
    let mut read = (entry.response)();
    let mut cx = DecodeContext::new(DecodeMode::Lenient).with_envelope(entry.operation.service.envelope.names);
    let header = |name: &str| wire::header(&parts.headers, name);
    let done =
        lib::decode_body(&mut *read, &body, &mut cx).and_then(|()| lib::decode_headers(&mut *read, &header, &mut cx));
    prop_assert!(done.is_ok(), "{}", done.unwrap_err());
    prop_assert!(lib::records_equal(&*read, &*answer), "{:?}\nbecame\n{:?}", answer, read);
    wire::as_described(cx)
}

/// Fills a record and checks that no value was lost.
fn filled(mut record: Box<dyn Record>, members: &Map<String, Json>) -> Result<Box<dyn Record>, TestCaseError> {
    let done = lib::set_fields_from_json(&mut *record, members);
    prop_assert!(done.is_ok(), "{}", done.unwrap_err());
    let shown = serde_json::to_value(Exposed(ValueRef::Record(&*record))).unwrap();
    for (name, value) in members {
        prop_assert!(has(&shown[name], value), "{name} is {}, not {value}", shown[name]);
    }
    Ok(record)
}

/// Returns true if `found` contains all of `asked`. `null` and empty objects may be absent.
fn has(found: &Json, asked: &Json) -> bool {
    match (found, asked) {
        (_, Json::Null) => true,
        (_, Json::Object(asked)) if asked.is_empty() => true,
        (Json::Object(found), Json::Object(asked)) => {
            asked.iter().all(|(name, value)| has(found.get(name).unwrap_or(&Json::Null), value))
        }
        (Json::Array(found), Json::Array(asked)) => {
            found.len() == asked.len() && found.iter().zip(asked).all(|(found, asked)| has(found, asked))
        }
        (found, asked) => found == asked,
    }
}

/// Returns true for an expected deviation. Unknown codes are generated on purpose.
fn is_expected(kind: DeviationKind) -> bool {
    kind == DeviationKind::UnknownEnumValue
}
