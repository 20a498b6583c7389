//! Copies a file to another KooDrive space and waits for the job, then issues tickets for an embedded dashboard.
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use futures_util::future::try_join_all;
use hwc_api::koodrive::{CreateJob, GetSpaceV2, GetUserList, JobAction, JobFile, JobInput, JobType};
use hwc_api::mock::Mock;
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, insight, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone()))?;
    let builder = Client::builder().transport(sandbox).clock(Arc::new(clock.clone()));
    let client = builder.koodrive_token("any").auth_token("any").project_id("project-1").build()?;

    // The spaces of all users.
    let users = client.items(GetUserList::new()).try_collect().await?;
    let ids = users.iter().filter_map(|user| user.id.as_ref());
    let spaces = try_join_all(ids.map(|id| client.send(GetSpaceV2::new(id.as_str())))).await?;
    let to = spaces.iter().flat_map(|owned| &owned.data).find_map(|space| space.container_id.as_ref());

    let from = "IAADfsBFCO6WtAtuA000000000000000000000000000001";
    let file = JobFile::default().file_id("F00000000000000000000000000000001");
    let copy = JobInput::default().src_container_id(from).file_info([file]);
    let copy = CreateJob::new(JobType::Copy, copy, to.context("there is no space")?).action_type(JobAction::Copy);
    let mut job = client.wait(copy).timeout(Duration::from_secs(60));
    let wait = async {
        while let Some(progress) = job.try_next().await? {
            println!("{:?} %", progress.percent);
        }
        job.await
    };
    let outcome = clock.run_to_completion(wait).await?;
    println!("{:?}, {} files failed", outcome.result, outcome.failures().len());
    ensure!(outcome.is_success());
    println!("{:#}", client.wait(CreateJob::new(JobType::Copy, JobInput::default(), "x")).await.unwrap_err());

    // Tickets for five users of a dashboard.
    let ticket = |number| insight::CreateTickets::new("embed-1", format!("user-{number}")).ticket_num(1);
    let issued = try_join_all((0..5).map(|number| client.send(ticket(number)))).await?;
    let valid = client.items(insight::ListTickets::new().embed_id("embed-1")).try_collect().await?;
    println!("{} issued, first {:?}, {} valid", issued.len(), issued[0].ticket, valid.len());

    let mock = Mock::new().on::<osm::ListCases>(|_| Ok(osm::ListCasesResponse::default()));
    mock.client_builder().user_agent_suffix("drive-jobs/1.0").build()?.send(osm::ListCases::new()).await?;
    println!("{:?}", mock.requests()[0].headers()["user-agent"]);
    Ok(())
}
