//! Lists the access requests of engineers, and grants them for an hour.
//!
//! Runs against the sandbox: `cargo run -p hwc-api --example grant_access`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hwc_api::{Client, Clock, Error, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Grants all requested access. Returns the number of grants.
pub async fn run(client: &Client, now: SystemTime) -> Result<usize, Error> {
    let until = now + Duration::from_secs(3600);
    let until = until.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let until = i64::try_from(until).unwrap_or(i64::MAX);

    let asked = osm::ListAuthorizations::new().status(osm::AuthorizationStatus::Waiting);
    let mut count = 0;
    for grant in client.send(asked).await?.incident_auth_list {
        let Some(id) = grant.id else { continue };
        println!("{id} on {:?}: {:?}", grant.incident_id, grant.auth_describe);
        client.send(osm::ConfirmAuthorizations::new(id).auth_expire_time(until)).await?;
        count += 1;
    }
    Ok(count)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let client = Client::builder().transport(sandbox).auth_token("any").build()?;
    let granted = run(&client, hwc_api::transport::clock::SystemClock::new().now()).await?;
    println!("{granted} granted");
    Ok(())
}
