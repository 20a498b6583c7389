//! Redirects. A server on the same machine with another name would notice a request that leaves the origin.

use hwc_api::ErrorClass::Other;

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
    refused(status, "", Other)
}

fn within() -> Vec<Row> {
    vec![
        Row::new("a redirect within the origin, 302", [moved(FOUND, "http://127.0.0.1:{port}/new"), fine()])
            .also(each_has_the_token)
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /new"]))
            .creates(not_followed(302).says("not followed for a request that changes something")),
        Row::new("a redirect within the origin, 303", [moved("303 See Other", "/new"), fine()])
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /new"]))
            .creates(not_followed(303)),
        Row::new("a redirect within the origin, 307", [moved(KEEP, "/new?a=b#c"), fine()])
            .also(each_has_the_token)
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /new"]))
            .creates(answered().lines(["POST /v2/servicerequest/cases", "POST /new"])),
        Row::new("a redirect to a path beside it, 308", [moved("308 Permanent Redirect", "new"), fine()])
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /v2/servicerequest/new"]))
            .creates(answered().lines(["POST /v2/servicerequest/cases", "POST /v2/servicerequest/new"])),
        Row::new("a redirect to the folder above, 307", [moved(KEEP, "../new"), fine()])
            .both(not_followed(307).says("to a path with `.` or `..` in it")),
        Row::new("a redirect loop", moved(KEEP, "/v2/servicerequest/cases"))
            .both(not_followed(307).says("redirected more than five times").sent(6)),
        Row::new("a redirect, a failure, then success", [moved(KEEP, "/new"), Turn::request().reset(), fine()])
            .reads(answered().lines(["GET /v2/servicerequest/cases", "GET /new", "GET /new"]))
            .creates(no_answer().lines(["POST /v2/servicerequest/cases", "POST /new"])),
    ]
}

fn no_answer() -> Expect {
    crate::row::fails(hwc_api::ErrorKind::MaybeSent)
}

fn beyond() -> Vec<Row> {
    let elsewhere = || not_followed(307).says("away from its scheme, host and port");
    vec![
        Row::new("a redirect to another host", moved(KEEP, "http://localhost:{port}/new")).both(elsewhere()),
        Row::new("a redirect to another host, without a scheme", moved(KEEP, "//localhost:{port}/new"))
            .both(elsewhere()),
        Row::new("a redirect to another port", moved(KEEP, "http://127.0.0.1:1/new")).both(elsewhere()),
        Row::new("a redirect to another scheme", moved(KEEP, "https://127.0.0.1:{port}/new")).both(elsewhere()),
        Row::new("a redirect with a user name in it", moved(KEEP, "http://127.0.0.1:{port}@localhost:{port}/new"))
            .both(elsewhere()),
        Row::new("a redirect to what is no address", moved(KEEP, "http://[broken"))
            .both(not_followed(307).says("to what is no address")),
        Row::new("a redirect to nowhere", answer(KEEP, "", "")).both(not_followed(307).says("without saying where to")),
    ]
}

/// Checks that each request has the token, which is sent within the origin.
fn each_has_the_token(requests: &[Request]) -> Result<(), String> {
    match requests.iter().all(|request| request.header("x-auth-token") == Some(TOKEN)) {
        true => Ok(()),
        false => Err("a request had no token".to_owned()),
    }
}
