//! Jobs of KooDrive and diagnoses of Service Tickets, on the sandbox.

use std::collections::BTreeMap;
use std::time::Duration;

use hwc_api::koodrive::{
    CreateBatchTask, CreateBatchTaskPublic, CreateJob, GetJobDetail, GetSpaceV2, JobFile, JobInput, JobType,
    ShareTaskType,
};
use hwc_api::osm::{CreateDiagnoseJob, DiagnoseKind};
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, Clock, TaskResult};
use hwc_sandbox::{Sandbox, SandboxOptions};

use super::{client, clock};

const SALES: &str = "1243693141656107521";
const FILE: &str = "F00000000000000000000000000000001";

fn sandbox() -> (ManualClock, Client) {
    let clock = clock();
    let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone())).unwrap();
    (clock.clone(), client(&clock, sandbox))
}

async fn copy(client: &Client, files: &[&str]) -> CreateJob {
    let spaces = client.send(GetSpaceV2::new(SALES)).await.unwrap().data;
    let space = spaces[0].container_id.clone().unwrap();
    let files = files.iter().map(|id| JobFile::default().file_id(*id));
    CreateJob::new(JobType::Copy, JobInput::default().src_container_id(&space).file_info(files), space)
}

#[tokio::test]
async fn a_job_is_waited_for_until_it_succeeds() {
    let (clock, client) = sandbox();
    let job = copy(&client, &[FILE]).await;
    let start = clock.monotonic();
    let outcome = clock.run_to_completion(tokio::spawn(client.wait(job))).await.unwrap().unwrap();
    assert_eq!((outcome.result, outcome.is_success()), (TaskResult::Succeeded, true));
    assert!(outcome.failures().is_empty());
    assert!(outcome.response.data.unwrap().task_infos[0].new_file_id.is_some());
    let elapsed = clock.monotonic() - start;
    assert_eq!(elapsed, Duration::from_millis(1000 + 1500 + 2250), "polled after 0, 1, 2.5 and 4.75 seconds");
}

#[tokio::test]
async fn progress_is_a_stream_before_the_outcome() {
    let (clock, client) = sandbox();
    let job = copy(&client, &[FILE]).await;
    let mut wait = client.wait(job).intervals(Duration::from_secs(1), Duration::from_secs(1));
    assert!(wait.started().is_none());
    let mut lines = Vec::new();
    while let Some(progress) = clock.run_to_completion(wait.try_next()).await.unwrap() {
        lines.push(format!("{} {:?} {:?}", progress.state, progress.percent.unwrap(), progress.result));
    }
    assert_eq!(lines, ["0 0.0 None", "1 0.0 None", "1 50.0 None", "2 100.0 Some(Succeeded)"]);
    let id = wait.started().unwrap().data.clone().unwrap();
    assert!(wait.await.unwrap().is_success(), "at once");
    let known = clock.run_to_completion(client.wait_for::<CreateJob>(GetJobDetail::new(id))).await.unwrap();
    assert!(known.is_success());
}

#[tokio::test]
async fn failed_parts_are_listed() {
    let (clock, client) = sandbox();
    let space = client.send(GetSpaceV2::new(SALES)).await.unwrap().data[0].container_id.clone().unwrap();
    let task = CreateBatchTask::new("share-1", space, [FILE, "F-none"]).task_type(ShareTaskType::Package);
    let outcome = clock.run_to_completion(client.wait(task)).await.unwrap();
    assert_eq!(outcome.result, TaskResult::Partial);
    let failures = outcome.failures();
    assert_eq!(failures.iter().map(|failure| failure.index).collect::<Vec<_>>(), [1]);
    assert!(format!("{:?}", failures[0].part).contains("F-none"));
    let none = copy(&client, &["F-none"]).await;
    let outcome = clock.run_to_completion(client.wait(none)).await.unwrap();
    assert_eq!((outcome.result, outcome.failures().len()), (TaskResult::Failed, 1));
}

#[tokio::test]
async fn inputs_of_polls_come_from_the_request_too() {
    let (clock, client) = sandbox();
    let task = CreateBatchTaskPublic::new().share_id("share-1").file_ids([FILE]).task_type(ShareTaskType::Package);
    assert!(clock.run_to_completion(client.wait(task)).await.unwrap().is_success());
}

#[tokio::test]
async fn a_diagnosis_has_no_percentage_and_no_list_of_failures() {
    let (clock, client) = sandbox();
    let params = BTreeMap::from([("eip".to_owned(), "203.0.113.8".to_owned())]);
    let job = CreateDiagnoseJob::new(DiagnoseKind::Ecs).params(params).region_id("cn-south-1");
    let mut wait = client.send(job).language("en-us").wait();
    let first = clock.run_to_completion(wait.try_next()).await.unwrap().unwrap();
    assert_eq!((first.result, first.percent), (None, None));
    let outcome = clock.run_to_completion(wait).await.unwrap();
    assert!(outcome.is_success() && outcome.failures().is_empty());
    assert_eq!(outcome.response.items_result.len(), 4);
}
