//! Error responses by status.

use hwc_api::ErrorClass::{Conflict, Invalid, NotFound, Unknown};

use crate::call::{CODE, Call, DRIVE_TOKEN};
use crate::row::{Expect, Group, Row, answered, refused};
use crate::script::{answer, fine, json};

pub(crate) fn group() -> Group {
    let mut rows = servers();
    rows.extend(clients());
    Group { title: "Error statuses", rows }
}

/// Expects a failure that is retried only if the call is repeatable.
fn failing(row: Row, expect: impl Fn() -> Expect) -> Row {
    row.reads(expect().retryable().sent(4)).creates(expect())
}

fn servers() -> Vec<Row> {
    let html = "<html><head><title>502 Bad Gateway</title></head><body><hr>nginx</body></html>";
    let page = answer("502 Bad Gateway", "content-type: text/html\r\n", html);
    let down = || json("503 Service Unavailable", "{}");
    let mut rows = vec![failing(Row::new("502 with HTML of the gateway", page), || refused(502, "", Unknown))];
    for (name, line) in [
        ("500", "500 Internal Server Error"),
        ("502", "502 Bad Gateway"),
        ("503", "503 Service Unavailable"),
        ("504", "504 Gateway Timeout"),
        ("507 (rare)", "507 Insufficient Storage"),
    ] {
        let status = name[..3].parse().unwrap();
        rows.push(failing(Row::new(name, json(line, "{}")), || refused(status, "", Unknown)));
    }
    let coded = json("500 Internal Server Error", r#"{"error_code": "OSM.0004", "error_msg": "inside"}"#);
    rows.push(failing(Row::new("500 with an error code", coded), || refused(500, "OSM.0004", Unknown)));
    rows.push(
        Row::new("503 twice, then success", [down(), down(), fine()])
            .reads(answered().sent(3))
            .creates(refused(503, "", Unknown)),
    );
    let asked = answer("503 Service Unavailable", "retry-after: 7\r\n", "");
    rows.push(
        Row::new("503 with `Retry-After: 7`, then success", [asked, fine()])
            .reads(answered().sent(2).after(7))
            .creates(refused(503, "", Unknown)),
    );
    rows
}

fn clients() -> Vec<Row> {
    let unsigned = |sent: &str| {
        let body = format!(r#"{{"code": 13000101, "msg": "{sent} is not good"}}"#);
        json("400 Bad Request", &body)
    };
    let deep = format!(r#"{{"error": {}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    vec![
        Row::new(
            "400 with an error code",
            json("400 Bad Request", r#"{"error_code": "OSM.0001", "error_msg": "bad"}"#),
        )
        .both(refused(400, "OSM.0001", Invalid)),
        Row::new("400 for a failed sign-in to KooDrive", unsigned(CODE))
            .calls(Call::SignIn, refused(400, "13000101", Invalid)),
        Row::new("400 for an invalid KooDrive token", unsigned(DRIVE_TOKEN))
            .calls(Call::DriveRead, refused(400, "13000101", Invalid))
            .calls(Call::LogOut, refused(400, "13000101", Invalid)),
        Row::new("400 with an error nested 100,000 levels deep", json("400 Bad Request", &deep))
            .both(refused(400, "", Invalid)),
        Row::new("404", json("404 Not Found", "{}")).both(refused(404, "", NotFound)),
        Row::new("409", json("409 Conflict", "{}")).both(refused(409, "", Conflict)),
        Row::new("418 (not used by any service)", json("418 I'm a teapot", "{}")).both(refused(418, "", Unknown)),
        Row::new("304 for an unconditional request", answer("304 Not Modified", "", ""))
            .both(refused(304, "", Unknown)),
        Row::new("999 (not an HTTP status)", answer("999 Denied", "", ""))
            .reads(refused(999, "", Unknown).retryable().sent(4))
            .creates(refused(999, "", Unknown)),
    ]
}
