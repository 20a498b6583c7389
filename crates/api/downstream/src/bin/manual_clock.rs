//! Tests programs that wait: a manual clock goes on by itself, also while files are read.
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Client, FilePart, osm::ListCases};
use hwc_sandbox::{Fault, Sandbox, SandboxOptions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone()))?;
    let builder = Client::builder().transport(sandbox.clone()).clock(Arc::new(clock.clone()));
    let client = builder.auth_token("any").build()?;
    let log = tempfile::Builder::new().suffix(".log").tempfile()?;
    std::fs::write(&log, "started\n")?;
    let attach = client.tickets().attach("case-1002", [FilePart::path(log.path())]);
    anyhow::ensure!(clock.run_to_completion(attach).await?.into_result()?.written);
    sandbox.inject_fault(Fault::too_many_requests(3600)).inject_fault("osm.ListCases=delay:3".parse()?);
    let call = client.send(ListCases::new().limit(1)).timeout(Duration::from_secs(7200));
    clock.run_to_completion(call).await?;
    anyhow::ensure!(clock.monotonic() >= Duration::from_secs(3603));
    Ok(())
}
