//! Tests of IDs, enums and printing: conversions, serde, and `Debug`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod common;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use common::{Case, CaseId, Page, Purpose, Status, UpdateCase};
use hwc_wire::Secret;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, U64Deserializer};
use serde::{Deserialize, Serialize};

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn ids_convert_from_and_to_text() {
    let (owned, id) = ("a".to_owned(), CaseId::from("a"));
    for other in [CaseId::from(&owned), Cow::Borrowed("a").into(), "a".parse().unwrap(), (&id).into()] {
        assert_eq!(other, id);
    }
    assert_eq!((&id, id.as_ref(), id.to_string()), (&CaseId::from(owned.clone()), "a", owned));
    assert!(id == "a" && id == *"a" && id != "b");
    assert_eq!(String::from(id), "a");
}

#[test]
fn ids_are_found_by_text() {
    let by_id = BTreeMap::from([(CaseId::from("a"), 1)]);
    assert_eq!(by_id.get("a"), Some(&1));
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    assert_eq!(hasher.hash_one(CaseId::from("a")), hasher.hash_one("a"));
    let sorted: BTreeSet<CaseId> = ["b", "a"].map(CaseId::from).into();
    assert!(sorted.contains("b"));
    assert_eq!(sorted.first().unwrap(), "a");
}

#[test]
fn ids_and_enums_are_serde_types_as_on_the_wire() {
    let by_id = BTreeMap::from([(CaseId::from("007"), vec![Status::Done, Status::from(42)])]);
    assert_eq!(json(&by_id), r#"{"007":[3,42]}"#);
    assert_eq!(serde_json::from_str::<BTreeMap<CaseId, Vec<Status>>>(&json(&by_id)).unwrap(), by_id);
    let by_state = BTreeMap::from([(Status::Done, Purpose::Incident)]);
    assert_eq!(json(&by_state), r#"{"3":"incident"}"#);
    assert_eq!(serde_json::from_str::<BTreeMap<Status, Purpose>>(&json(&by_state)).unwrap(), by_state);
    assert!(serde_json::from_str::<CaseId>("7").is_err(), "a record reads a number, an ID alone does not");
    assert!(serde_json::from_str::<Status>(r#""Done""#).is_err(), "the code, not the name");
}

#[test]
fn formats_that_do_not_describe_themselves_work_too() {
    let code: U64Deserializer<Error> = 3_u64.into_deserializer();
    assert_eq!(Status::deserialize(code), Ok(Status::Done));
    let text: serde::de::value::StrDeserializer<'_, Error> = "007".into_deserializer();
    assert_eq!(CaseId::deserialize(text), Ok(CaseId::from("007")), "digits stay text");
}

#[test]
fn enums_print_and_parse_their_names() {
    for state in Status::VARIANTS {
        assert_eq!(state.to_string().parse(), Ok(*state));
        assert_eq!(state.code().to_string().parse(), Ok(*state));
        assert_eq!(state.name(), Some(format!("{state:?}").as_str()));
    }
    assert_eq!((Status::from(42).to_string(), Status::from(42).name()), ("42".to_owned(), None));
    assert_eq!("42".parse(), Ok(Status::from(42)));
    let error = "done".parse::<Status>().unwrap_err();
    assert_eq!(error.to_string(), "unknown Status: expected a number or one of Waiting, Done");
    let purposes: [Result<Purpose, Infallible>; 3] = ["Incident", "incident", "fun"].map(str::parse);
    assert_eq!(purposes, [Ok(Purpose::Incident), Ok(Purpose::Incident), Ok(Purpose::from("fun"))]);
    assert_eq!(format!("{:>6}|{:>4}", Status::Done, Purpose::from("fun")), "  Done| fun");
}

#[cfg(feature = "catalog")]
#[test]
fn enums_have_meanings() {
    assert_eq!(Status::Waiting.meaning(), Some("Waiting for an engineer."));
    assert_eq!(Purpose::from("fun").meaning(), None);
}

#[test]
fn records_print_as_rust_does() {
    let case = Case::default().id("a").status(Status::Done).inner([Case::default().purpose("fun")]);
    let expected =
        r#"Case { id: Some("a"), status: Some(Done), inner: Some([Case { purpose: Some(Unknown("fun")), .. }]), .. }"#;
    assert_eq!(format!("{case:?}"), expected);
    assert_eq!(format!("{:?}", Page::default()), "Page { cases: [], .. }");
    let request = UpdateCase::new("c", ["a"]).limit(5).key("k").ids(["x"]).levels([1]).root(Case::default().id("b"));
    let expected = r#"UpdateCase { case_id: "c", ids: Some(["x"]), levels: Some([1]), limit: Some(5), key: Some([redacted]), tags: ["a"], root: Some(Case { id: Some("b"), .. }) }"#;
    assert_eq!(format!("{request:?}"), expected);
}

#[test]
fn an_optional_value_is_passed_to_its_setter() {
    let request = UpdateCase::new("c", ["a"])
        .maybe(Some(5), UpdateCase::limit)
        .maybe(Some("k"), UpdateCase::key)
        .maybe(Some(vec!["x"]), UpdateCase::ids)
        .maybe(Some(Case::default()), UpdateCase::root);
    assert_eq!((request.limit, request.key.as_ref().map(Secret::expose)), (Some(5), Some("k")));
    assert_eq!(request.ids, Some(vec![CaseId::from("x")]));
    assert_eq!(request.clone().maybe(None, UpdateCase::limit), request, "nothing changes");
    let text: Option<&String> = None;
    assert_eq!(Case::default().maybe(text, Case::id), Case::default());
}
