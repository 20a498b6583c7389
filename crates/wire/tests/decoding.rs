//! Tests of real responses of services: the decoded values, the deviations, and the paths of errors.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod common;

use common::{Case, CaseId, Page, Purpose, Status};
use hwc_wire::{DecodeContext, DecodeMode, DeviationKind, Record, Timestamp, decode};

fn page(json: &str) -> (Page, Vec<String>) {
    let (page, deviations) = decode::<Page>(json.as_bytes(), DecodeMode::Lenient).unwrap();
    (page, deviations.into_iter().map(|deviation| format!("{:?} {deviation}", deviation.kind)).collect())
}

fn case(json: &str) -> (Case, Vec<String>) {
    let (page, deviations) = page(&format!("{{\"count\":1,\"cases\":[{json}]}}"));
    (page.cases[0].clone(), deviations)
}

#[test]
fn an_answer_as_described_has_no_deviations() {
    let (page, deviations) =
        page(r#"{"count": 2, "left": 3, "cases": [{"id": "a", "status": 3, "tags": []}, {"id": null}]}"#);
    assert_eq!(deviations, [] as [&str; 0]);
    assert_eq!((page.count, page.left), (Some(2), Some(3)));
    assert_eq!(page.cases[0].status, Some(Status::Done));
    assert_eq!(page.cases[0].tags.as_deref(), Some(&[][..]), "an empty list is not an absent one");
    assert_eq!(page.cases[1].id, None, "null is as good as absent");
}

#[test]
fn numbers_in_quotes_are_read_and_reported() {
    let (page, deviations) = page(r#"{"count": "123", "left": "1000"}"#);
    assert_eq!((page.count, page.left), (Some(123), Some(1000)));
    assert_eq!(deviations, ["Coerced count: expected a whole number, found text"], "`left` is loose");
}

#[test]
fn other_forms_of_a_value_are_read() {
    assert_eq!(case(r#"{"id": 1505084218764547200}"#).0.id, Some(CaseId::from("1505084218764547200")));
    assert_eq!(case(r#"{"open": "true"}"#).0.open, Some(true));
    assert_eq!(case(r#"{"open": 0}"#).0.open, Some(false));
    assert_eq!(case(r#"{"weight": 3}"#).0.weight, Some(3.0));
    assert_eq!(case(r#"{"weight": "1.5"}"#).0.weight, Some(1.5));
    assert_eq!(case(r#"{"status": "3"}"#).0.status, Some(Status::Done));
    assert_eq!(case(r#"{"status": ""}"#).0.status, None, "an empty text is no number");
    assert_eq!(case(r#"{"tags": "a"}"#).0.tags, Some(vec!["a".to_owned()]));
    assert_eq!(case(r#"{"inner": {"id": "b"}}"#).0.inner.unwrap()[0].id, Some(CaseId::from("b")));
    assert_eq!(case(r#"{"extra": {"a": [1, {"b": null}]}}"#).0.extra["a"].to_string(), r#"[1,{"b":null}]"#);
}

#[test]
fn numbers_with_a_fraction_keep_their_last_digit() {
    assert_eq!(case(r#"{"weight": 3.262259783645675e+169}"#).0.weight, Some(3.262_259_783_645_675e169));
    let extra = case(r#"{"extra": {"a": 3.262259783645675e+169}}"#).0.extra;
    assert_eq!(extra["a"].to_string(), "3.262259783645675e+169");
}

#[test]
fn a_null_for_a_list_is_an_empty_list_and_reported() {
    let (page, deviations) = page(r#"{"count": 0, "cases": null}"#);
    assert!(page.cases.is_empty());
    assert_eq!(deviations, ["Coerced cases: expected a list, found null"]);
}

#[test]
fn second_names_are_read_silently() {
    let (page, deviations) = page(r#"{"total": 7}"#);
    assert_eq!(page.count, Some(7));
    assert!(deviations.is_empty());
}

#[test]
fn each_sort_of_deviation_is_told_with_its_path() {
    let (page, deviations) = page(
        r#"{"new": {"deep": [1]}, "cases": [{"id": "a"}, {"status": 42, "inner": [{"purpose": "fun", "id": "x", "id": "y"}]}]}"#,
    );
    assert_eq!(
        deviations,
        [
            "UnknownField new: is not in the description; ignored",
            "UnknownEnumValue cases[1].status: is a code that the description does not list",
            "UnknownEnumValue cases[1].inner[0].purpose: is a code that the description does not list",
            "DuplicateField cases[1].inner[0].id: came twice",
            "MissingRequired count: is missing",
        ]
    );
    assert_eq!(page.cases[1].inner.as_ref().unwrap()[0].id, Some(CaseId::from("y")), "the last one counts");
}

#[test]
fn names_of_the_envelope_are_no_deviations_at_the_top() {
    let mut page = Page::default();
    let mut cx = DecodeContext::new(DecodeMode::Lenient).with_envelope(&["code", "msg"]);
    hwc_wire::decode_body(&mut page, br#"{"count": 1, "code": 0, "msg": "ok", "cases": [{"code": 1}]}"#, &mut cx)
        .unwrap();
    let deviations = cx.into_deviations();
    assert_eq!(deviations.count(), 1);
    assert_eq!(deviations.as_slice()[0].path, "cases[0].code");
    assert_eq!(deviations.as_slice()[0].kind, DeviationKind::UnknownField);
}

#[test]
fn many_deviations_are_counted_and_the_first_hundred_kept() {
    let cases: Vec<&str> = std::iter::repeat_n(r#"{"id": 1}"#, 250).collect();
    let (_, deviations) =
        decode::<Page>(format!(r#"{{"count":1,"cases":[{}]}}"#, cases.join(",")).as_bytes(), DecodeMode::Lenient)
            .unwrap();
    assert_eq!((deviations.as_slice().len(), deviations.count()), (100, 250));
    assert_eq!(deviations.as_slice()[99].path, "cases[99].id");
}

#[test]
fn an_error_names_the_place_and_holds_no_value() {
    let fails = |json: &str| decode::<Page>(json.as_bytes(), DecodeMode::Lenient).unwrap_err().to_string();
    insta::assert_snapshot!(
        [
            fails(r#"{"count": 1, "cases": [{"id": "a"}, {"status": "secret-word"}]}"#),
            fails(r#"{"count": {"a": 1}}"#),
            fails(r#"{"count": 4294967296}"#),
            fails(r#"{"count": 1.5}"#),
            fails(r#"{"cases": [{"inner": [{"tags": ["a", ["b"]]}]}]}"#),
            fails(r#"{"cases": [{"extra": 1}]}"#),
            fails(r#"{"cases": [{"id": "a""#),
            fails(r#"{"cases": []} trailing"#),
            fails("<html>502 Bad Gateway</html>"),
            fails("[]"),
            fails(&"[".repeat(1000)),
        ]
        .join("\n")
    );
    assert_eq!(
        decode::<Page>(br#"{"cases": [{"status": "x"}]}"#, DecodeMode::Lenient).unwrap_err().path(),
        "cases[0].status"
    );
}

#[test]
fn strict_mode_turns_deviations_into_errors_except_added_fields() {
    let strict = |json: &str| decode::<Page>(json.as_bytes(), DecodeMode::Strict).map_err(|error| error.to_string());
    assert!(strict(r#"{"count": 1, "new": 2, "left": "3"}"#).is_ok());
    assert_eq!(
        strict(r#"{"count": "1"}"#).unwrap_err(),
        "count: expected a whole number, found text at line 1 column 13"
    );
    assert_eq!(strict(r#"{"cases": []}"#).unwrap_err(), "count: is missing at line 1 column 13");
}

#[test]
fn a_null_beside_a_value_does_not_wipe_it() {
    let (page, deviations) = page(r#"{"count": 7, "total": null}"#);
    assert_eq!(page.count, Some(7));
    assert_eq!(deviations, ["DuplicateField count: came twice"]);
}

#[test]
fn a_null_is_no_value_of_a_required_field() {
    assert_eq!(page(r#"{"count": null}"#).1, ["MissingRequired count: is null"]);
    assert_eq!(page(r#"{"count": ""}"#).1.len(), 2, "an empty text is no number either");
}

#[test]
fn texts_are_not_made_up_from_numbers_that_lost_digits() {
    assert_eq!(case(r#"{"id": 1.5}"#).0.id, Some(CaseId::from("1.5")));
    assert_eq!(case(r#"{"id": 1.0}"#).0.id, Some(CaseId::from("1.0")));
    let lost = decode::<Page>(br#"{"cases": [{"id": 18446744073709551617}]}"#, DecodeMode::Lenient).unwrap_err();
    assert!(lost.to_string().starts_with("cases[0].id: expected text, found a number"), "{lost}");
}

#[test]
fn records_read_back_what_they_write_wherever_it_travels() {
    let request = common::UpdateCase::new("c", ["a"]).limit(5).levels([1]).key("k").root(Case::default().id("x"));
    let value = serde_json::to_value(hwc_wire::expose(&request)).unwrap();
    assert_eq!(serde_json::from_value::<common::UpdateCase>(value).unwrap(), request);
}

#[test]
fn an_empty_body_is_an_empty_answer() {
    assert_eq!(page("").1, ["MissingRequired the body is empty", "MissingRequired count: is missing"]);
    let mut case = Case::default();
    hwc_wire::decode_body(&mut case, b" \n", &mut DecodeContext::default()).unwrap();
    assert_eq!(case, Case::default());
}

#[test]
fn an_empty_body_is_as_described_where_the_reference_shows_it() {
    for mode in [DecodeMode::Lenient, DecodeMode::Strict] {
        let (mut page, mut cx) = (Page::default(), DecodeContext::new(mode).may_be_empty(true));
        hwc_wire::decode_body(&mut page, b" \n", &mut cx).unwrap();
        assert_eq!((page, cx.into_deviations().count()), (Page::default(), 0));
        let mut cx = DecodeContext::new(mode).may_be_empty(true);
        let members = hwc_wire::decode_body(&mut Page::default(), b"{}", &mut cx);
        assert_eq!(members.is_err(), mode == DecodeMode::Strict, "an object lacks what it lacks");
    }
}

#[test]
fn codes_that_are_not_listed_are_kept_and_cannot_pose_as_listed_ones() {
    assert_eq!(Status::from(42).code(), 42);
    assert_eq!(Status::from(3), Status::Done);
    assert_eq!(Purpose::from("fun").code(), "fun");
    assert_eq!(Purpose::from("incident"), Purpose::Incident);
    let json = r#"{"status":42,"purpose":"fun"}"#;
    assert_eq!(serde_json::to_string(&case(json).0).unwrap(), json, "sent back as they came");
}

#[test]
fn secrets_and_links_do_not_print() {
    let mut page = Page::default();
    let mut cx = DecodeContext::default();
    hwc_wire::decode_headers(&mut page, &|name| (name == "X-Subject-Token").then_some("top-secret"), &mut cx).unwrap();
    page.cases = vec![Case::default().link("https://user:pw@h.example.com/a?sig=top-secret").id("a")];
    let text = format!("{page:?} {:?}", page.cases[0].link);
    assert!(!text.contains("top-secret") && !text.contains("pw"), "{text}");
    assert_eq!(page.token.as_ref().unwrap().expose(), "top-secret");
    let link = hwc_wire::PresignedUrl::from("https://bucket.example.com/a?X-Amz-Signature=abc");
    assert_eq!(format!("{link:?}"), "https://bucket.example.com/[redacted]");
    let relative = hwc_wire::PresignedUrl::from("/download?sig=top-secret&next=https://a.example/x");
    assert_eq!(format!("{relative:?}"), "/[redacted]");
}

#[test]
fn models_are_serde_types_too() {
    let (case, _) = case(r#"{"id": "a", "status": 3, "tags": ["x"], "extra": {"n": 1}}"#);
    let value = serde_json::to_value(&case).unwrap();
    assert_eq!(serde_json::from_value::<Case>(value).unwrap(), case);
    assert_eq!(Timestamp::from("soon").as_str(), "soon");
    assert_eq!(case.descriptor().name, "Case");
}
