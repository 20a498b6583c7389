//! Decides what to do about errors, and prints what support needs to know.
use anyhow::ensure;
use hwc_api::mock::{Mock, MockError};
use hwc_api::osm::{self, ErrorCode, ListCases, ShowCaseDetail};
use hwc_api::{Client, Error, ErrorKind, Method};
use hwc_sandbox::{Fault, Sandbox, SandboxOptions, account};

fn remedy(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::InvalidRequest => "correct the request",
        ErrorKind::Timeout | ErrorKind::NotSent | ErrorKind::MaybeSent => "check the network",
        ErrorKind::Decode => "report the response",
        _ if error.is_not_found() => "check the ID",
        _ if error.is_throttled() => "wait",
        _ if error.is_auth() => "sign in",
        _ => "contact support",
    }
}

fn print(error: &Error) {
    println!("{}: {error:#}", remedy(error));
    println!("  status {:?}, request {:?}, body {:?}", error.status(), error.request_id(), error.body());
    if let Some(code) = error.code_as::<ErrorCode>() {
        println!("  {code:?}: {}", code.advice().unwrap_or_default());
    }
}

async fn real_errors() -> anyhow::Result<()> {
    let sandbox = Sandbox::new(SandboxOptions::default().verify_credentials(true))?;
    let client = |token| Client::builder().transport(sandbox.clone()).auth_token(token).max_attempts(1).build();
    let (good, bad) = (client(account::AUTH_TOKEN)?, client("no-such-token")?);
    let gone = good.send(ShowCaseDetail::new("no-such-ticket")).await.unwrap_err();
    let invalid = good.send(ListCases::new().limit(1000)).await.unwrap_err();
    let rejected = bad.send(ListCases::new()).await.unwrap_err();
    let missing = Client::builder().transport(sandbox.clone()).build()?.send(ListCases::new()).await.unwrap_err();
    sandbox.inject_fault(Fault::too_many_requests(2)).inject_fault(Fault::bad_gateway());
    let throttled = good.send(ListCases::new()).await.unwrap_err();
    let gateway = good.send(ListCases::new()).await.unwrap_err();
    [&gone, &invalid, &rejected, &missing, &throttled, &gateway].into_iter().for_each(print);
    ensure!(gone.is_not_found() && rejected.is_auth() && missing.is_auth() && throttled.is_throttled());

    let raw = good.raw_request(&osm::SERVICE, Method::Get, "/v2/servicerequest/cases").query("limit", "1").await?;
    println!("raw: {} {:?} {}", raw.status, raw.request_id, raw.body);
    let error = anyhow::Error::from(rejected).context("nightly report");
    ensure!(error.downcast_ref::<Error>().is_some_and(Error::is_auth));
    println!("{error:#}");
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    real_errors().await?;
    for (status, body) in [
        (200, r#"{"total_count": "7", "new_field": {"x": 1}}"#),
        (200, r#"{"incident_info_list": 5}"#),
        (200, "<html>Sign in</html>"),
        (418, r#"{"foo": "bar"}"#),
        (400, "a plain reason"),
    ] {
        let mock = Mock::new().on::<ListCases>(move |_| Err(MockError::raw(status, body).header("x-request-id", "7")));
        match mock.client().send(ListCases::new()).response().await {
            Ok(response) => println!("accepted with {:?}, {:?}", response.deviations, response.unknown_members()),
            Err(error) => print(&error),
        }
    }
    ensure!(remedy(&Error::fake(ErrorKind::Service).status(429).build()) == "wait");
    Ok(())
}
