//! Complete success responses with unexpected content.

use hwc_api::ErrorClass::{NotFound, Throttled};
use hwc_api::ErrorKind::Decode;

use crate::row::{Group, Row, answered, answered_with, fails, refused};
use crate::script::{BODY, Turn, answer, json};

pub(crate) fn group() -> Group {
    let mut rows = texts();
    rows.extend(lists());
    rows.extend(empty());
    rows.extend(refusals());
    Group { title: "Success responses with unexpected content", rows }
}

fn ok(body: &str) -> Turn {
    json("200 OK", body)
}

fn texts() -> Vec<Row> {
    let page = "<!DOCTYPE html><html><body>Please sign in to the network.</body></html>";
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let mut invalid = br#"{"total_count": 1, "incident_id": "1", "new": ""#.to_vec();
    invalid.extend([0xff, 0xfe, b'"', b'}']);
    let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", invalid.len());
    let twice = r#"{"total_count": 9, "incident_id": "9", "total_count": 1, "incident_id": "1"}"#;
    let nested = format!(r#"{{"incident_info_list": {0}, "incident_id": {0}}}"#, deep("[", "]"));
    let unknown = format!(r#"{{"total_count": 1, "incident_id": "1", "new": {}}}"#, deep("[", "]"));
    let unreadable = |name, body: &str| Row::new(name, ok(body)).both(fails(Decode));
    vec![
        unreadable("truncated JSON", r#"{"total_count": 1, "incident_id": "#),
        Row::new("invalid UTF-8", Turn::request().text(head).bytes(invalid))
            .both(answered().remark("each invalid sequence becomes U+FFFD; reported in `deviations`")),
        Row::new("unpaired surrogate", ok(&with_text(r"caf\ud83d")))
            .both(answered().remark("it becomes U+FFFD; reported in `deviations`")),
        Row::new("control characters in a string", ok(&with_text("a\u{1}\n\tb")))
            .both(answered().remark("unchanged; reported in `deviations`")),
        Row::new("byte order mark", ok(&format!("\u{feff}{BODY}")))
            .both(answered().remark("skipped; reported in `deviations`")),
        Row::new("duplicate keys", ok(twice)).both(answered().remark("the last one wins")),
        unreadable("known fields nested 100,000 levels deep", &nested),
        Row::new("unknown field nested 100,000 levels deep", ok(&unknown)).both(answered()),
        unreadable("trailing data after the JSON", r#"{"total_count": 1, "incident_id": "1"} {}"#),
        unreadable("JSON array instead of an object", "[1, 2, 3]"),
        Row::new("objects instead of scalar values", ok(r#"{"total_count": {}, "incident_id": {}}"#))
            .both(fails(Decode)),
        Row::new("HTML page of a captive portal", answer("200 OK", "content-type: text/html\r\n", page))
            .both(fails(Decode).says("71 bytes of text/html")),
    ]
}

/// Returns the default response with one more text; `text` is the raw JSON between the quotes.
fn with_text(text: &str) -> String {
    format!(r#"{{"total_count": 1, "incident_id": "1", "new": "{text}"}}"#)
}

/// Lists in the forms that some services write.
fn lists() -> Vec<Row> {
    let list = |json: &str| ok(&format!(r#"{{"total_count": 1, "incident_info_list": {json}}}"#));
    let read = |name, json: &str| Row::new(name, list(json)).reads(answered().remark("reported in `deviations`"));
    let flood = format!("[{}]", vec!["{}"; 1 << 20].join(","));
    vec![
        read("`\"\"` instead of a list", r#""""#),
        read("`{}` instead of a list", "{}"),
        read("`false` instead of a list", "false"),
        read("`null` elements in a list", r#"[null, {"incident_id": "1"}, null]"#),
        read("`\"\"` instead of a list, within an element", r#"[{"incident_id": "1", "label_list": ""}]"#),
        Row::new("list of a million empty elements", list(&flood))
            .reads(fails(Decode).says("the elements take more memory")),
    ]
}

fn empty() -> Vec<Row> {
    let none = || answered_with("empty").remark("no field is set; reported in `deviations`");
    vec![
        Row::new("200 with an empty body", ok("")).both(none()),
        Row::new("204", Turn::request().text("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")).both(none()),
        Row::new("`null` instead of an object", ok("null")).both(fails(Decode)),
    ]
}

fn refusals() -> Vec<Row> {
    let code = |code: &str| ok(&format!(r#"{{"error_code": "{code}", "error_msg": "no"}}"#));
    vec![
        Row::new("200 with an error code", code("OSM.01010015")).both(refused(200, "OSM.01010015", NotFound)),
        Row::new("200 with a throttling code", code("OSM.01010004"))
            .both(refused(200, "OSM.01010004", Throttled).retryable().remark("not retried automatically")),
        Row::new("200 with a success code", ok(r#"{"error_code": 0, "total_count": 1, "incident_id": "1"}"#))
            .both(answered()),
    ]
}
