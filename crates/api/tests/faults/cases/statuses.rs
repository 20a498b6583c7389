//! Error responses by status.

use hwc_api::ErrorClass::{Conflict, Invalid, NotFound, Unknown};

use crate::call::{CODE, Call, DRIVE_TOKEN};
use crate::fault_case::{Expect, FaultCase, Group, expect_response, expect_service_error};
use crate::script::{default_response, json, response};

pub(crate) fn group() -> Group {
    let mut cases = servers();
    cases.extend(clients());
    Group { title: "Error statuses", cases }
}

/// Expects a failure that is retried only if the call is repeatable.
fn failing(case: FaultCase, expect: impl Fn() -> Expect) -> FaultCase {
    case.reads(expect().retryable().sent(4)).creates(expect())
}

fn servers() -> Vec<FaultCase> {
    let html = "<html><head><title>502 Bad Gateway</title></head><body><hr>nginx</body></html>";
    let page = response("502 Bad Gateway", "content-type: text/html\r\n", html);
    let down = || json("503 Service Unavailable", "{}");
    let mut cases =
        vec![failing(FaultCase::new("502 with HTML of the gateway", page), || expect_service_error(502, "", Unknown))];
    for (name, line) in [
        ("500", "500 Internal Server Error"),
        ("502", "502 Bad Gateway"),
        ("503", "503 Service Unavailable"),
        ("504", "504 Gateway Timeout"),
        ("507 (rare)", "507 Insufficient Storage"),
    ] {
        let status = name[..3].parse().unwrap();
        cases.push(failing(FaultCase::new(name, json(line, "{}")), || expect_service_error(status, "", Unknown)));
    }
    let coded = json("500 Internal Server Error", r#"{"error_code": "OSM.0004", "error_msg": "inside"}"#);
    cases.push(failing(FaultCase::new("500 with an error code", coded), || {
        expect_service_error(500, "OSM.0004", Unknown)
    }));
    cases.push(
        FaultCase::new("503 twice, then success", [down(), down(), default_response()])
            .reads(expect_response().sent(3))
            .creates(expect_service_error(503, "", Unknown)),
    );
    let asked = response("503 Service Unavailable", "retry-after: 7\r\n", "");
    cases.push(
        FaultCase::new("503 with `Retry-After: 7`, then success", [asked, default_response()])
            .reads(expect_response().sent(2).after(7))
            .creates(expect_service_error(503, "", Unknown)),
    );
    cases
}

fn clients() -> Vec<FaultCase> {
    let unsigned = |sent: &str| {
        let body = format!(r#"{{"code": 13000101, "msg": "{sent} is not good"}}"#);
        json("400 Bad Request", &body)
    };
    let deep = format!(r#"{{"error": {}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    vec![
        FaultCase::new(
            "400 with an error code",
            json("400 Bad Request", r#"{"error_code": "OSM.0001", "error_msg": "bad"}"#),
        )
        .both(expect_service_error(400, "OSM.0001", Invalid)),
        FaultCase::new("400 for a failed sign-in to KooDrive", unsigned(CODE))
            .calls(Call::SignIn, expect_service_error(400, "13000101", Invalid)),
        FaultCase::new("400 for an invalid KooDrive token", unsigned(DRIVE_TOKEN))
            .calls(Call::DriveRead, expect_service_error(400, "13000101", Invalid))
            .calls(Call::LogOut, expect_service_error(400, "13000101", Invalid)),
        FaultCase::new("400 with an error nested 100,000 levels deep", json("400 Bad Request", &deep))
            .both(expect_service_error(400, "", Invalid)),
        FaultCase::new("404", json("404 Not Found", "{}")).both(expect_service_error(404, "", NotFound)),
        FaultCase::new("409", json("409 Conflict", "{}")).both(expect_service_error(409, "", Conflict)),
        FaultCase::new("418 (not used by any service)", json("418 I'm a teapot", "{}"))
            .both(expect_service_error(418, "", Unknown)),
        FaultCase::new("304 for an unconditional request", response("304 Not Modified", "", ""))
            .both(expect_service_error(304, "", Unknown)),
        FaultCase::new("999 (not an HTTP status)", response("999 Denied", "", ""))
            .reads(expect_service_error(999, "", Unknown).retryable().sent(4))
            .creates(expect_service_error(999, "", Unknown)),
    ]
}
