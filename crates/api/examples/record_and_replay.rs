//! Tests a program without a service: records the responses of the sandbox once, then replays them.
//!
//! Run it with `cargo run -p hwc-api --example record_and_replay`. Delete the recording to create a new one. To record a
//! real service, use a `ReqwestTransport` in place of the sandbox. In your own `Cargo.toml`, enable the feature `record` of
//! `hwc-api`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{Recorder, Replay};
use hwc_api::{Client, Transport, insight, koodrive, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// The path of the recording. It is committed next to the test.
pub const RECORDING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/recordings/record_and_replay.json");

/// The program under test. Returns its output.
pub async fn run(client: &Client) -> Result<String, hwc_api::Error> {
    let open = client.send(osm::ListCases::new().limit(2)).language("en-us").await?;
    let mut report = format!("{} tickets\n", open.total_count.unwrap_or(0));

    let issued = client.send(insight::CreateTickets::new("embed-1", "user-1")).await?;
    report += &format!("an embed ticket: {:?}\n", issued.ticket.unwrap_or_default());

    let space = "IAADfsBFCO6WtAtuA000000000000000000000000000001";
    let links = client.send(koodrive::GetDownLoadUrl::new(space, ["F00000000000000000000000000000001"])).await?;
    for link in links.downloads.into_iter().filter_map(|download| download.url) {
        report += &format!("a file: {}", String::from_utf8_lossy(&client.fetch_presigned(&link).bytes().await?));
    }
    Ok(report)
}

/// Creates a client for either transport. A replay accepts any token, since the recording contains none.
pub fn client(transport: impl Transport + 'static) -> Result<Client, hwc_api::Error> {
    let builder = Client::builder().transport(transport).project_id("project-1");
    builder.auth_token("hidden-auth-token").koodrive_token("hidden-drive-token").build()
}

/// Creates the recorded sandbox. Its manual clock makes the recording reproducible.
pub fn sandbox() -> Result<Sandbox, hwc_sandbox::SandboxError> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    Sandbox::new(SandboxOptions::default().clock(Arc::new(clock)))
}

/// Replays the recording in a file, or creates it if it does not exist.
pub async fn record_or_replay(file: &Path) -> Result<String, Box<dyn Error>> {
    if file.exists() {
        let replay = Replay::open(file)?;
        let report = run(&client(replay.clone())?).await?;
        replay.assert_all_used();
        return Ok(report);
    }
    let recorder = Recorder::new(sandbox()?, file);
    let report = run(&client(recorder.clone())?).await?;
    recorder.finish()?;
    Ok(report)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", record_or_replay(Path::new(RECORDING)).await?);
    Ok(())
}
