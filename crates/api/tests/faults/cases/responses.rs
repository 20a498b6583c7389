//! Complete success responses with unexpected content.

use hwc_api::ErrorClass::{NotFound, Throttled};
use hwc_api::ErrorKind::Decode;

use crate::fault_case::{FaultCase, Group, expect_error, expect_response, expect_service_error, expect_text};
use crate::script::{BODY, ConnectionScript, json, response};

pub(crate) fn group() -> Group {
    let mut cases = texts();
    cases.extend(lists());
    cases.extend(empty());
    cases.extend(refusals());
    Group { title: "Success responses with unexpected content", cases }
}

fn ok(body: &str) -> ConnectionScript {
    json("200 OK", body)
}

fn texts() -> Vec<FaultCase> {
    let page = "<!DOCTYPE html><html><body>Please sign in to the network.</body></html>";
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let mut invalid = br#"{"total_count": 1, "incident_id": "1", "new": ""#.to_vec();
    invalid.extend([0xff, 0xfe, b'"', b'}']);
    let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", invalid.len());
    let twice = r#"{"total_count": 9, "incident_id": "9", "total_count": 1, "incident_id": "1"}"#;
    let nested = format!(r#"{{"incident_info_list": {0}, "incident_id": {0}}}"#, deep("[", "]"));
    let unknown = format!(r#"{{"total_count": 1, "incident_id": "1", "new": {}}}"#, deep("[", "]"));
    let unreadable = |name, body: &str| FaultCase::new(name, ok(body)).both(expect_error(Decode));
    vec![
        unreadable("truncated JSON", r#"{"total_count": 1, "incident_id": "#),
        FaultCase::new("invalid UTF-8", ConnectionScript::request().text(head).bytes(invalid))
            .both(expect_response().remark("each invalid sequence becomes U+FFFD; reported in `deviations`")),
        FaultCase::new("unpaired surrogate", ok(&with_text(r"caf\ud83d")))
            .both(expect_response().remark("it becomes U+FFFD; reported in `deviations`")),
        FaultCase::new("control characters in a string", ok(&with_text("a\u{1}\n\tb")))
            .both(expect_response().remark("unchanged; reported in `deviations`")),
        FaultCase::new("byte order mark", ok(&format!("\u{feff}{BODY}")))
            .both(expect_response().remark("skipped; reported in `deviations`")),
        FaultCase::new("duplicate keys", ok(twice)).both(expect_response().remark("the last one wins")),
        unreadable("known fields nested 100,000 levels deep", &nested),
        FaultCase::new("unknown field nested 100,000 levels deep", ok(&unknown)).both(expect_response()),
        unreadable("trailing data after the JSON", r#"{"total_count": 1, "incident_id": "1"} {}"#),
        unreadable("JSON array instead of an object", "[1, 2, 3]"),
        FaultCase::new("objects instead of scalar values", ok(r#"{"total_count": {}, "incident_id": {}}"#))
            .both(expect_error(Decode)),
        FaultCase::new("HTML page of a captive portal", response("200 OK", "content-type: text/html\r\n", page))
            .both(expect_error(Decode).message("71 bytes of text/html")),
    ]
}

/// Returns the default response with one more text; `text` is the raw JSON between the quotes.
fn with_text(text: &str) -> String {
    format!(r#"{{"total_count": 1, "incident_id": "1", "new": "{text}"}}"#)
}

/// Lists in the forms that some services write.
fn lists() -> Vec<FaultCase> {
    let list = |json: &str| ok(&format!(r#"{{"total_count": 1, "incident_info_list": {json}}}"#));
    let read =
        |name, json: &str| FaultCase::new(name, list(json)).reads(expect_response().remark("reported in `deviations`"));
    let flood = format!("[{}]", vec!["{}"; 1 << 20].join(","));
    vec![
        read("`\"\"` instead of a list", r#""""#),
        read("`{}` instead of a list", "{}"),
        read("`false` instead of a list", "false"),
        read("`null` elements in a list", r#"[null, {"incident_id": "1"}, null]"#),
        read("`\"\"` instead of a list, within an element", r#"[{"incident_id": "1", "label_list": ""}]"#),
        FaultCase::new("list of a million empty elements", list(&flood))
            .reads(expect_error(Decode).message("the elements take more memory")),
    ]
}

fn empty() -> Vec<FaultCase> {
    let none = || expect_text("empty").remark("no field is set; reported in `deviations`");
    vec![
        FaultCase::new("200 with an empty body", ok("")).both(none()),
        FaultCase::new("204", ConnectionScript::request().text("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"))
            .both(none()),
        FaultCase::new("`null` instead of an object", ok("null")).both(expect_error(Decode)),
    ]
}

fn refusals() -> Vec<FaultCase> {
    let code = |code: &str| ok(&format!(r#"{{"error_code": "{code}", "error_msg": "no"}}"#));
    vec![
        FaultCase::new("200 with an error code", code("OSM.01010015")).both(expect_service_error(
            200,
            "OSM.01010015",
            NotFound,
        )),
        FaultCase::new("200 with a throttling code", code("OSM.01010004"))
            .both(expect_service_error(200, "OSM.01010004", Throttled).retryable().remark("not retried automatically")),
        FaultCase::new("200 with a success code", ok(r#"{"error_code": 0, "total_count": 1, "incident_id": "1"}"#))
            .both(expect_response()),
    ]
}
