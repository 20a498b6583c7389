//! Prints the spans and events of calls that are retried, fail, or are canceled, and of a workflow.
use futures_util::FutureExt;
use hwc_api::mock::{Mock, MockError};
use hwc_api::osm::{ListCases, ShowCaseDetail};
use hwc_api::{Client, insight, serde_json};
use hwc_sandbox::{Fault, Sandbox, SandboxOptions};
use tracing_subscriber::fmt::format::FmtSpan;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_span_events(FmtSpan::CLOSE).without_time().init();
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let client = Client::builder().transport(sandbox.clone()).auth_token("any").project_id("project-1").build()?;
    sandbox.inject_fault(Fault::too_many_requests(0));
    client.send(ListCases::new()).await?;
    let _not_found = client.send(ShowCaseDetail::new("no-such-ticket")).await.unwrap_err();
    let _invalid = client.send(ListCases::new().limit(1000)).await.unwrap_err();
    let mock = Mock::new().on::<ListCases>(|_| Err(MockError::raw(200, "nonsense").header("x-request-id", "r-9")));
    let _unreadable = mock.client().send(ListCases::new()).await.unwrap_err();
    client.tickets().language("en-us").label("case-1002", ["x"]).await?;
    let _canceled = client.send(ListCases::new()).now_or_never();
    println!("{}", serde_json::to_string(&client.send(insight::CreateTickets::new("embed-1", "user")).await?)?); // redacted
    Ok(())
}
