//! Puts layers of tower around the transport, then records calls and replays them.
use std::time::{Duration, SystemTime};

use anyhow::ensure;
use hwc_api::http::{HeaderName, HeaderValue};
use hwc_api::mock::Mock;
use hwc_api::osm::{CaseId, CreateCases, ListCases, ListCasesResponse, SourceId};
use hwc_api::tickets::NewTicket;
use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{HttpRequest, HttpResponse, Recorder, Replay};
use hwc_api::{Client, Error, Transport};
use hwc_sandbox::{Sandbox, SandboxOptions};
use tower::{layer::layer_fn, limit::ConcurrencyLimitLayer, service_fn, timeout::TimeoutLayer};
use tower_http::set_header::SetRequestHeaderLayer;

/// Opens a ticket and counts all tickets.
async fn open_and_count(transport: impl Transport + 'static) -> Result<(CaseId, usize), Error> {
    let client = Client::builder().transport(transport).auth_token("any").build()?;
    let ticket = NewTicket::new("disk").product("Elastic Cloud Server").problem("Fault").region("cn-north-4");
    let opened = client.tickets().language("en-us").open(ticket).await?;
    Ok((opened.case_id, client.items(ListCases::new().limit(3)).try_collect().await?.len()))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let mock = Mock::new().on::<ListCases>(|_| Ok(ListCasesResponse::default())).times(1);
    let team = SetRequestHeaderLayer::overriding(HeaderName::from_static("x-team"), HeaderValue::from_static("sre"));
    let layers = mock.client_builder().layer(ConcurrencyLimitLayer::new(4)).layer(team);
    layers.build()?.send(ListCases::new()).await?;
    ensure!(mock.requests()[0].headers()["x-team"] == "sre");

    // A layer that times out: the request may have been sent.
    let never =
        layer_fn(|_| service_fn(|_: HttpRequest| std::future::pending::<Result<HttpResponse, std::io::Error>>()));
    let timeout = TimeoutLayer::new(Duration::from_millis(1));
    let client = Client::builder().layer(timeout).layer(never).auth_token("any").build()?;
    let error = client.send(CreateCases::new("Fault", "disk", SourceId::API)).await.unwrap_err();
    println!("{error:#}");
    ensure!(error.attempts() == 1 && !error.is_retryable());

    let file = tempfile::NamedTempFile::new()?;
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let recorder = Recorder::new(Sandbox::new(SandboxOptions::default().clock(clock))?, file.path());
    let recorded = open_and_count(recorder.clone()).await?;
    recorder.finish()?;
    let replay = Replay::open(file.path())?;
    ensure!(open_and_count(replay.clone()).await? == recorded);
    replay.assert_all_used();
    println!("{:#}", open_and_count(replay).await.unwrap_err());
    Ok(())
}
