//! Redirects. Other hosts are another name of the test server, which would record a request that follows the redirect.

use hwc_api::ErrorClass::Unknown;

use crate::call::TOKEN;
use crate::row::{Expect, Group, Row, answered, refused};
use crate::script::{Turn, answer, fine};
use crate::server::Request;

pub(crate) fn group() -> Group {
    let mut rows = within();
    rows.extend(beyond());
    Group { title: "Redirects", rows }
}

fn moved(status: &str, location: &str) -> Turn {
    answer(status, &format!("location: {location}\r\n"), "")
}

const FOUND: &str = "302 Found";
const KEEP: &str = "307 Temporary Redirect";

fn not_followed(status: u16) -> Expect {
    refused(status, "", Unknown)
}

fn within() -> Vec<Row> {
    vec![
        Row::new("302 within the origin", [moved(FOUND, "http://127.0.0.1:{port}/new"), fine()])
            .also(each_has_the_token)
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /new"]))
            .creates(not_followed(302).says("only reads are repeated")),
        Row::new("303 within the origin", [moved("303 See Other", "/new"), fine()])
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /new"]))
            .creates(not_followed(303)),
        Row::new("307 within the origin", [moved(KEEP, "/new?a=b#c"), fine()])
            .also(each_has_the_token)
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /new"]))
            .creates(answered().lines(["POST /v2/servicerequest/cases", "POST /new"])),
        Row::new("308 to a relative path", [moved("308 Permanent Redirect", "new"), fine()])
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /v2/servicerequest/new"]))
            .creates(answered().lines(["POST /v2/servicerequest/cases", "POST /v2/servicerequest/new"])),
        Row::new("307 to the parent directory", [moved(KEEP, "../new"), fine()])
            .both(not_followed(307).says("path with a segment `.` or `..`")),
        Row::new("redirect loop", moved(KEEP, "/v2/servicerequest/cases"))
            .both(not_followed(307).says("more than 5 redirects").sent(6)),
        Row::new("redirect, failure, then success", [moved(KEEP, "/new"), Turn::request().reset(), fine()])
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /new", "GET /new"]))
            .creates(no_answer().lines(["POST /v2/servicerequest/cases", "POST /new"])),
    ]
}

fn no_answer() -> Expect {
    crate::row::fails(hwc_api::ErrorKind::MaybeSent)
}

fn beyond() -> Vec<Row> {
    let elsewhere = || not_followed(307).says("another scheme, host or port");
    vec![
        Row::new("redirect to another host", moved(KEEP, "http://localhost:{port}/new")).both(elsewhere()),
        Row::new("redirect to another host, without a scheme", moved(KEEP, "//localhost:{port}/new")).both(elsewhere()),
        Row::new("redirect to another port", moved(KEEP, "http://127.0.0.1:1/new")).both(elsewhere()),
        Row::new("redirect to another scheme", moved(KEEP, "https://127.0.0.1:{port}/new")).both(elsewhere()),
        Row::new("redirect with a user name in the URL", moved(KEEP, "http://127.0.0.1:{port}@localhost:{port}/new"))
            .both(elsewhere()),
        Row::new("redirect to an invalid URL", moved(KEEP, "http://[broken"))
            .both(not_followed(307).says("invalid `Location` header")),
        Row::new("redirect without `Location`", answer(KEEP, "", ""))
            .both(not_followed(307).says("no `Location` header")),
    ]
}

/// Checks that redirects within the origin keep the token.
fn each_has_the_token(requests: &[Request]) -> Result<(), String> {
    match requests.iter().all(|request| request.header("x-auth-token") == Some(TOKEN)) {
        true => Ok(()),
        false => Err("a request had no token".to_owned()),
    }
}
