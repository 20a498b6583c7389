//! Tests of error responses.

use hwc_wire::Envelope;
use hwc_wire::{ErrorClass, ErrorRule, Service};
use hwc_wire::{error_in_success_body, parse_error_body};

const OSM: Envelope =
    Envelope { code: "error_code", message: "error_msg", success: &["0"], names: &[], on_success: false };
const KOODRIVE: Envelope = Envelope { code: "code", message: "msg", success: &["0"], names: &[], on_success: true };

#[test]
fn an_answer_without_the_code_is_a_success() {
    assert_eq!(error_in_success_body(&OSM, br#"{"count": 1}"#), None);
    assert_eq!(error_in_success_body(&OSM, br#"{"error_code": "", "error_msg": null}"#), None);
    assert_eq!(error_in_success_body(&OSM, br#"{"error_code": null}"#), None);
    assert_eq!(error_in_success_body(&OSM, br#"{"error_code": 0, "error_msg": ""}"#), None);
    assert_eq!(error_in_success_body(&KOODRIVE, br#"{"code": "0", "msg": "success"}"#), None);
    assert_eq!(error_in_success_body(&OSM, b"not json \"error_code\""), None);
    assert_eq!(error_in_success_body(&OSM, br#"{"list": [{"error_code": "1"}]}"#), None, "only the top counts");
}

#[test]
fn a_filled_code_is_a_refusal_also_with_status_200() {
    let found = error_in_success_body(&OSM, br#"{"error_code": "OSM.01010043", "error_msg": "too many"}"#).unwrap();
    assert_eq!((found.code.as_str(), found.message.as_str()), ("OSM.01010043", "too many"));
    let found = error_in_success_body(&KOODRIVE, br#"{"error_code":"APIGW.0301","error_msg":"gone"}"#).unwrap();
    assert_eq!(found.code, "APIGW.0301", "the gateway stands before every service");
    let twice = error_in_success_body(&OSM, br#"{"error_code": "1", "error_code": "2"}"#).unwrap();
    assert_eq!(twice.code, "2", "the last one counts");
    assert_eq!(error_in_success_body(&OSM, br#"{"error_code": null, "code": "CUST-7", "error": {"code": 1}}"#), None);
    let found =
        error_in_success_body(&KOODRIVE, br#"{"data": {"a": [1]}, "code": 13000301, "msg": "Space not found."}"#)
            .unwrap();
    assert_eq!((found.code.as_str(), found.message.as_str()), ("13000301", "Space not found."));
}

#[test]
fn bodies_of_failures_are_read_in_all_three_forms() {
    let gateway =
        parse_error_body(&KOODRIVE, br#"{"error_code": "APIGW.0301", "error_msg": "no", "request_id": "r1"}"#).unwrap();
    assert_eq!(
        (gateway.code.as_str(), gateway.message.as_str(), gateway.request_id.as_str()),
        ("APIGW.0301", "no", "r1")
    );
    let nested =
        parse_error_body(&OSM, br#"{"error": {"code": 401, "message": "wrong password", "title": "Unauthorized"}}"#)
            .unwrap();
    assert_eq!((nested.code.as_str(), nested.message.as_str()), ("401", "wrong password"));
    assert_eq!(parse_error_body(&OSM, b"<html>502</html>"), None, "no error is made up");
    assert_eq!(parse_error_body(&OSM, b"[]"), None);
}

#[test]
fn the_first_rule_that_fits_gives_the_class() {
    static SERVICE: Service = Service::new("demo").errors(&[
        ErrorRule { status: 0, code: "7.1", class: ErrorClass::Conflict },
        ErrorRule { status: 0, code: "7.*", class: ErrorClass::QuotaExceeded },
        ErrorRule { status: 400, code: "", class: ErrorClass::Auth },
    ]);
    assert_eq!(SERVICE.classify(200, "7.1"), ErrorClass::Conflict);
    assert_eq!(SERVICE.classify(200, "7.2"), ErrorClass::QuotaExceeded);
    assert_eq!(SERVICE.classify(400, "8"), ErrorClass::Auth);
    assert_eq!(SERVICE.classify(429, "8"), ErrorClass::Throttled, "else the status decides");
    assert_eq!(SERVICE.rule(200, "7.2"), Some(1));
    assert_eq!(SERVICE.rule(200, "8"), None);
}
