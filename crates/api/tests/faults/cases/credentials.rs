//! Expired tokens and clock skew.

use hwc_api::ErrorClass::{Auth, Invalid, Unknown};
use hwc_api::ErrorKind::Credentials;

use crate::call::{Call, Caller, DRIVE_TOKEN, FIRST_TOKEN, PASSWORD, SECOND_TOKEN, SECURITY_TOKEN, SESSION_ID, TOKEN};
use crate::fault_case::{FaultCase, Group, expect_error, expect_response, expect_service_error};
use crate::script::{ConnectionScript, default_response, json, response};
use crate::server::Request;

pub(crate) fn group() -> Group {
    let mut cases = given_tokens();
    cases.extend(passwords());
    cases.extend(sign_ins_that_fail());
    cases.extend(sessions());
    cases.extend(skew());
    Group { title: "Credentials", cases }
}

const IAM: &str = "POST /v3/auth/tokens";
const GET: &str = "GET /v2/servicerequest/cases";
const POST: &str = "POST /v2/servicerequest/cases";
const COUNT: &str = "GET /koodrive/ose/v1/users/count";
const REFRESH: &str = "POST /koodrive/ose/v1/session/refresh";
const LOG_OUT: &str = "GET /koodrive/ose/v1/session/logoff";

/// Sends a 401 of OSM with the received token in its text.
fn expired(token: &str) -> ConnectionScript {
    json("401 Unauthorized", &format!(r#"{{"error_code": "OSM.0002", "error_msg": "{token} has expired"}}"#))
}

/// Sends a token of IAM.
fn token(token: &str) -> ConnectionScript {
    let body = r#"{"token": {"expires_at": "2023-11-15T22:13:20.000000Z"}}"#;
    response("201 Created", &format!("x-subject-token: {token}\r\n"), body)
}

fn given_tokens() -> Vec<FaultCase> {
    vec![
        FaultCase::new("401 for a configured token", expired(TOKEN)).both(expect_service_error(401, "OSM.0002", Auth)),
        FaultCase::new("403 for a configured token", json("403 Forbidden", r#"{"error_code": "OSM.0003"}"#))
            .both(expect_service_error(403, "OSM.0003", Auth)),
    ]
}

fn passwords() -> Vec<FaultCase> {
    let renewed = [token(FIRST_TOKEN), expired(FIRST_TOKEN), token(SECOND_TOKEN), default_response()];
    let in_vain = [token(FIRST_TOKEN), expired(FIRST_TOKEN), token(SECOND_TOKEN), expired(SECOND_TOKEN)];
    let forbidden = [token(FIRST_TOKEN), json("403 Forbidden", "{}")];
    vec![
        FaultCase::new("401 for a token that the client can refresh", renewed)
            .caller(Caller::Password)
            .check_requests(|requests| tokens(requests, &[None, Some(FIRST_TOKEN), None, Some(SECOND_TOKEN)]))
            .reads(expect_response().lines([IAM, GET, IAM, GET]).after(0))
            .creates(expect_response().lines([IAM, POST, IAM, POST]).after(0)),
        FaultCase::new("401 again after a refresh of the token", in_vain)
            .caller(Caller::Password)
            .reads(expect_service_error(401, "OSM.0002", Auth).lines([IAM, GET, IAM, GET]))
            .creates(expect_service_error(401, "OSM.0002", Auth).lines([IAM, POST, IAM, POST])),
        FaultCase::new("403 for a token that the client can refresh", forbidden)
            .caller(Caller::Password)
            .reads(expect_service_error(403, "", Auth).lines([IAM, GET]))
            .creates(expect_service_error(403, "", Auth).lines([IAM, POST])),
    ]
}

fn sign_ins_that_fail() -> Vec<FaultCase> {
    let wrong = format!(r#"{{"error": {{"code": 401, "message": "{PASSWORD} is wrong.", "title": "Unauthorized"}}}}"#);
    let down = || json("503 Service Unavailable", "{}");
    let no_token = response("201 Created", "", r#"{"token": {}}"#);
    let lost = [ConnectionScript::request().reset(), token(FIRST_TOKEN), default_response()];
    vec![
        FaultCase::new("wrong password", json("401 Unauthorized", &wrong))
            .caller(Caller::Password)
            .both(expect_error(Credentials).message("status 401, code 401").lines([IAM])),
        FaultCase::new("IAM unavailable", down())
            .caller(Caller::Password)
            .both(expect_error(Credentials).retryable().message("status 503").lines([IAM, IAM, IAM, IAM])),
        FaultCase::new("IAM sends no response at first", lost)
            .caller(Caller::Password)
            .reads(expect_response().lines([IAM, IAM, GET]))
            .creates(expect_response().lines([IAM, IAM, POST])),
        FaultCase::new("IAM response without a token", no_token)
            .caller(Caller::Password)
            .both(expect_error(Credentials).message("response contains no token").lines([IAM])),
    ]
}

fn sessions() -> Vec<FaultCase> {
    let lapsed = || json("401 Unauthorized", r#"{"code": "401", "msg": "signed out"}"#);
    let fresh = json("200 OK", &format!(r#"{{"accessToken": "Bearer {SECOND_TOKEN}"}}"#));
    let counted = || json("200 OK", r#"{"code": 0, "msg": "OK", "total": 1}"#);
    let refreshed = [lapsed(), fresh.clone(), counted()];
    let in_vain = [lapsed(), fresh, lapsed()];
    let ended = format!(r#"{{"code": "13000101", "msg": "no session {SESSION_ID} of {DRIVE_TOKEN}"}}"#);
    let ended = json("400 Bad Request", &ended);
    vec![
        FaultCase::new("401 for a KooDrive session that can be refreshed", refreshed)
            .caller(Caller::Session)
            .check_requests(|requests| bearers(requests, &[DRIVE_TOKEN, DRIVE_TOKEN, SECOND_TOKEN]))
            .calls(Call::DriveRead, expect_response().lines([COUNT, REFRESH, COUNT]))
            .calls(Call::LogOut, expect_response().lines([LOG_OUT, REFRESH, LOG_OUT])),
        FaultCase::new("401 again after a refresh of the session", in_vain)
            .caller(Caller::Session)
            .calls(Call::DriveRead, expect_service_error(401, "401", Auth).lines([COUNT, REFRESH, COUNT])),
        FaultCase::new("401 for a KooDrive session that cannot be refreshed", [lapsed(), ended])
            .caller(Caller::Session)
            .calls(Call::DriveRead, expect_error(Credentials).message("code 13000101").lines([COUNT, REFRESH])),
        FaultCase::new("400 for a KooDrive session", json("400 Bad Request", r#"{"code": "13000101", "msg": "bad"}"#))
            .caller(Caller::Session)
            .calls(Call::DriveRead, expect_service_error(400, "13000101", Invalid).remark("the token may be valid")),
    ]
}

/// A `Date` two hours after the start of the case.
const LATER: &str = "date: Wed, 15 Nov 2023 00:13:20 GMT\r\n";

fn skew() -> Vec<FaultCase> {
    let body = r#"{"error_msg": "Incorrect IAM authentication information", "error_code": "APIGW.0301"}"#;
    let refusal = |status: &str, date: &str| response(status, date, body);
    let stale = || refusal("403 Forbidden", LATER);
    let on_time = refusal("403 Forbidden", "date: Tue, 14 Nov 2023 22:13:22 GMT\r\n");
    let told_back = format!(r#"{{"error_msg": "not signed: {SECURITY_TOKEN}", "error_code": "APIGW.0301"}}"#);
    let told_back = json("403 Forbidden", &told_back);
    let drive = response("403 Forbidden", LATER, "");
    let either = |case: FaultCase| {
        case.reads(expect_response().lines([GET, GET])).creates(expect_response().lines([POST, POST]))
    };
    vec![
        either(
            FaultCase::new("403 due to clock skew of two hours", [stale(), default_response()]).caller(Caller::Keys),
        )
        .check_requests(|requests| dates(requests, "x-sdk-date", ["20231114T221320Z", "20231115T001320Z"])),
        either(
            FaultCase::new("401 due to clock skew", [refusal("401 Unauthorized", LATER), default_response()])
                .caller(Caller::Keys),
        ),
        either(
            FaultCase::new("403 due to clock skew, temporary access key", [stale(), default_response()])
                .caller(Caller::TemporaryKeys),
        )
        .check_requests(|requests| all(requests, |request| request.header("x-security-token") == Some(SECURITY_TOKEN))),
        FaultCase::new("403 without clock skew, temporary access key", told_back)
            .caller(Caller::TemporaryKeys)
            .both(expect_service_error(403, "APIGW.0301", Auth)),
        FaultCase::new("403 due to clock skew, KooDrive app", [drive, default_response()])
            .caller(Caller::App)
            .check_requests(|requests| dates(requests, "x-date", ["20231114T221250Z", "20231115T001250Z"]))
            .calls(Call::DriveRead, expect_response().lines([COUNT, COUNT])),
        FaultCase::new("403 due to clock skew, twice", stale())
            .caller(Caller::Keys)
            .both(expect_service_error(403, "APIGW.0301", Auth).sent(2)),
        FaultCase::new("403 without clock skew", on_time).caller(Caller::Keys).both(expect_service_error(
            403,
            "APIGW.0301",
            Auth,
        )),
        FaultCase::new("403 without `Date`", refusal("403 Forbidden", ""))
            .caller(Caller::Keys)
            .both(expect_service_error(403, "APIGW.0301", Auth)),
        FaultCase::new("500 with clock skew", response("500 Internal Server Error", LATER, ""))
            .caller(Caller::Keys)
            .reads(expect_service_error(500, "", Unknown).retryable().sent(4))
            .creates(expect_service_error(500, "", Unknown)),
    ]
}

fn all(requests: &[Request], holds: impl Fn(&Request) -> bool) -> Result<(), String> {
    match requests.iter().position(|request| !holds(request)) {
        None => Ok(()),
        Some(index) => Err(format!("request {index} is not as it should be: {}", requests[index].head)),
    }
}

/// Checks the token of each request.
fn tokens(requests: &[Request], wanted: &[Option<&str>]) -> Result<(), String> {
    let found: Vec<Option<&str>> = requests.iter().map(|request| request.header("x-auth-token")).collect();
    if found == wanted { Ok(()) } else { Err(format!("the tokens were {found:?}")) }
}

fn bearers(requests: &[Request], wanted: &[&str]) -> Result<(), String> {
    let of = |request: &Request| request.header("authorization").unwrap_or_default().to_owned();
    let found: Vec<String> = requests.iter().map(of).collect();
    let wanted: Vec<String> = wanted.iter().map(|token| format!("Bearer {token}")).collect();
    if found == wanted { Ok(()) } else { Err(format!("the tokens were {found:?}")) }
}

/// Checks the dates: the first request uses the local clock, the second that of the service, with another signature.
fn dates(requests: &[Request], header: &str, expected: [&str; 2]) -> Result<(), String> {
    let dates: Vec<Option<&str>> = requests.iter().map(|request| request.header(header)).collect();
    let signatures: Vec<Option<&str>> = requests.iter().map(|request| request.header("authorization")).collect();
    let right = dates == expected.map(Some) && signatures[0] != signatures[1];
    if right { Ok(()) } else { Err(format!("the dates were {dates:?}")) }
}
