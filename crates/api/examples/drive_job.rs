//! Copies a file from one KooDrive space to another and waits for the job.
//!
//! Runs against the sandbox with a manual clock: `cargo run -p hwc-api --example drive_job`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::koodrive::{CreateJob, GetDownLoadUrl, GetJobDetail, JobAction, JobFile, JobInput, JobStatus, JobType};
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, Error, koodrive};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// The user of the token, who owns a personal space in the sandbox.
const USER: &str = "1316083732377071001";

/// The ID of a file in the sandbox.
pub const FILE: &str = "F00000000000000000000000000000001";

/// Runs the job, and calls `wait` between polls of its state.
pub async fn run(client: &Client, from: &str, file: &str, mut wait: impl FnMut()) -> Result<Vec<JobStatus>, Error> {
    let owned = client.send(koodrive::GetSpaceV2::new(USER)).await?;
    let to = owned.data.into_iter().find_map(|space| space.container_id).unwrap_or_else(|| "".into());

    let files = JobInput::default().src_container_id(from).file_info([JobFile::default().file_id(file)]);
    let copy = CreateJob::new(JobType::Copy, files, to).action_type(JobAction::Copy);
    let job = client.send(copy).await?.data.unwrap_or_else(|| "".into());

    let mut states = Vec::new();
    loop {
        let detail = client.send(GetJobDetail::new(&job)).await?.data.unwrap_or_default();
        let info = detail.job_info.unwrap_or_default();
        println!("{job}: {:?}, {}%", info.status, info.progress.unwrap_or(0));
        states.extend(info.status);
        match info.status {
            Some(JobStatus::Waiting | JobStatus::Running) => wait(),
            _ => return Ok(states),
        }
    }
}

/// Fetches a file of a space with its presigned URL.
pub async fn fetch(client: &Client, space: &str, file: &str) -> Result<Vec<u8>, Error> {
    let answer = client.send(GetDownLoadUrl::new(space, [file])).await?;
    match answer.downloads.into_iter().find_map(|download| download.url) {
        Some(link) => Ok(client.fetch_presigned(&link).bytes().await?.to_vec()),
        None => Ok(Vec::new()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox = Sandbox::new(SandboxOptions::default().clock(Arc::new(clock.clone())))?;
    let client = Client::builder().transport(sandbox).koodrive_token("any").build()?;
    let spaces = client.send(koodrive::GetSpaceV2::new("1243693141656107521")).await?;
    let from = spaces.data.into_iter().find_map(|space| space.container_id).unwrap_or_else(|| "".into());
    run(&client, from.as_str(), FILE, || clock.advance(Duration::from_secs(1))).await?;
    println!("{} bytes", fetch(&client, from.as_str(), FILE).await?.len());
    Ok(())
}
