//! Redirects. Other hosts are another name of the test server, which would record a request that follows the redirect.

use hwc_api::ErrorClass::Unknown;

use crate::call::TOKEN;
use crate::fault_case::{Expect, FaultCase, Group, expect_response, expect_service_error};
use crate::script::{ConnectionScript, default_response, response};
use crate::server::Request;

pub(crate) fn group() -> Group {
    let mut cases = within();
    cases.extend(beyond());
    Group { title: "Redirects", cases }
}

fn moved(status: &str, location: &str) -> ConnectionScript {
    response(status, &format!("location: {location}\r\n"), "")
}

const FOUND: &str = "302 Found";
const KEEP: &str = "307 Temporary Redirect";

fn not_followed(status: u16) -> Expect {
    expect_service_error(status, "", Unknown)
}

fn within() -> Vec<FaultCase> {
    vec![
        FaultCase::new("302 within the origin", [moved(FOUND, "http://127.0.0.1:{port}/new"), default_response()])
            .check_requests(each_has_the_token)
            .reads(expect_response().lines(["GET /v2/servicerequest/cases", "GET /new"]))
            .creates(not_followed(302).message("only reads are repeated")),
        FaultCase::new("303 within the origin", [moved("303 See Other", "/new"), default_response()])
            .reads(expect_response().lines(["GET /v2/servicerequest/cases", "GET /new"]))
            .creates(not_followed(303)),
        FaultCase::new("307 within the origin", [moved(KEEP, "/new?a=b#c"), default_response()])
            .check_requests(each_has_the_token)
            .reads(expect_response().lines(["GET /v2/servicerequest/cases", "GET /new"]))
            .creates(expect_response().lines(["POST /v2/servicerequest/cases", "POST /new"])),
        FaultCase::new("308 to a relative path", [moved("308 Permanent Redirect", "new"), default_response()])
            .reads(expect_response().lines(["GET /v2/servicerequest/cases", "GET /v2/servicerequest/new"]))
            .creates(expect_response().lines(["POST /v2/servicerequest/cases", "POST /v2/servicerequest/new"])),
        FaultCase::new("307 to the parent directory", [moved(KEEP, "../new"), default_response()])
            .both(not_followed(307).message("path with a segment `.` or `..`")),
        FaultCase::new("redirect loop", moved(KEEP, "/v2/servicerequest/cases"))
            .both(not_followed(307).message("more than 5 redirects").sent(6)),
        FaultCase::new(
            "redirect, failure, then success",
            [moved(KEEP, "/new"), ConnectionScript::request().reset(), default_response()],
        )
        .reads(expect_response().lines(["GET /v2/servicerequest/cases", "GET /new", "GET /new"]))
        .creates(no_answer().lines(["POST /v2/servicerequest/cases", "POST /new"])),
    ]
}

fn no_answer() -> Expect {
    crate::fault_case::expect_error(hwc_api::ErrorKind::MaybeSent)
}

fn beyond() -> Vec<FaultCase> {
    let elsewhere = || not_followed(307).message("another scheme, host or port");
    vec![
        FaultCase::new("redirect to another host", moved(KEEP, "http://localhost:{port}/new")).both(elsewhere()),
        FaultCase::new("redirect to another host, without a scheme", moved(KEEP, "//localhost:{port}/new"))
            .both(elsewhere()),
        FaultCase::new("redirect to another port", moved(KEEP, "http://127.0.0.1:1/new")).both(elsewhere()),
        FaultCase::new("redirect to another scheme", moved(KEEP, "https://127.0.0.1:{port}/new")).both(elsewhere()),
        FaultCase::new(
            "redirect with a user name in the URL",
            moved(KEEP, "http://127.0.0.1:{port}@localhost:{port}/new"),
        )
        .both(elsewhere()),
        FaultCase::new("redirect to an invalid URL", moved(KEEP, "http://[broken"))
            .both(not_followed(307).message("invalid `Location` header")),
        FaultCase::new("redirect without `Location`", response(KEEP, "", ""))
            .both(not_followed(307).message("no `Location` header")),
    ]
}

/// Checks that redirects within the origin keep the token.
fn each_has_the_token(requests: &[Request]) -> Result<(), String> {
    match requests.iter().all(|request| request.header("x-auth-token") == Some(TOKEN)) {
        true => Ok(()),
        false => Err("a request had no token".to_owned()),
    }
}
