//! Measures the delays of calls after a service has throttled one, without and with a limit of the client.
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::future::try_join_all;
use hwc_api::osm::ListCases;
use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Client, RateControl};
use hwc_sandbox::{Fault, Sandbox, SandboxOptions};

/// Calls some times per second, is throttled, then makes `calls` concurrent calls. Prints and returns how long they took.
async fn measure(per_second: u32, control: RateControl, limit: Option<f64>, calls: u32) -> anyhow::Result<Duration> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone()))?;
    let mut builder = Client::builder().transport(sandbox.clone()).clock(Arc::new(clock.clone())).auth_token("any");
    if let Some(limit) = limit {
        builder = builder.rate_limit("osm", limit);
    }
    let client = builder.rate_control(control).build()?;
    let list = || client.send(ListCases::new().limit(1));
    for _ in 0..per_second * 3 {
        clock.run_to_completion(list()).await?;
        clock.advance(Duration::from_secs(1) / per_second);
    }
    sandbox.inject_fault(Fault::too_many_requests(1));
    clock.run_to_completion(list()).await?;
    let start = clock.monotonic();
    clock.run_to_completion(try_join_all((0..calls).map(|_| list()))).await?;
    let took = clock.monotonic() - start;
    println!("{per_second} per second before, {control:?}, limit {limit:?}: {calls} calls took {took:?}");
    Ok(took)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    anyhow::ensure!(measure(1, RateControl::default(), None, 10).await?.is_zero());
    anyhow::ensure!(measure(50, RateControl::default(), None, 100).await?.is_zero());
    anyhow::ensure!(measure(10, RateControl::default(), Some(10.0), 100).await? > Duration::from_secs(8));
    anyhow::ensure!(!measure(10, RateControl::Adaptive, None, 100).await?.is_zero());
    Ok(())
}
