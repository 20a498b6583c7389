//! Makes ten concurrent calls after the service has throttled one.
use std::time::Duration;

use hwc_api::{Client, osm::ListCases};
use hwc_sandbox::{Fault, Sandbox, SandboxOptions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let client =
        Client::builder().transport(sandbox.clone()).auth_token("any").timeout(Duration::from_secs(3)).build()?;
    sandbox.inject_fault(Fault::too_many_requests(0));
    client.send(ListCases::new()).await?; // throttled once, then retried
    futures_util::future::try_join_all((0..10).map(|_| client.send(ListCases::new()))).await?;
    Ok(())
}
