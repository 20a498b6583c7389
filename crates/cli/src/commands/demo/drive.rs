//! The KooDrive section: a space, a batch job that progresses over time, and a task on shared files.

use hwc_api::koodrive::{
    CreateBatchTask, CreateJob, CreateSpace, FileId, GetBatchTask, GetJobDetail, GetSpaceV2, JobAction, JobFile,
    JobInput, JobType, ShareTaskType, SpaceId, SpaceType,
};

use super::runner::{DemoRunner, require};
use crate::error::CliError;

/// Two departments of the demo data.
const SALES: &str = "1243693141656107521";
const RESEARCH: &str = "1243693141656107522";

/// A file in the space of the first department, and its share.
const FILE: &str = "F00000000000000000000000000000001";
const SHARE: &str = "share-1";

/// Runs the section.
pub(super) async fn run(runner: &mut DemoRunner) -> Result<(), CliError> {
    runner.section("KooDrive")?;
    let request = GetSpaceV2::new(SALES).kind(SpaceType::Department);
    let sales = runner.call("Get the space of the sales department, which contains a file.", request).await?;
    let sales = require(sales.data.into_iter().find_map(|space| space.container_id), "containerId")?;
    let request = CreateSpace::new(RESEARCH, 100_u64, SpaceType::Department);
    let space = runner.call("Create a space of 100 GB for the research department.", request).await?;
    let research = require(space.data.and_then(|space| space.container_id), "containerId")?;
    copy(runner, &sales, research).await?;
    pack(runner, sales).await
}

async fn copy(runner: &mut DemoRunner, from: &SpaceId, to: SpaceId) -> Result<(), CliError> {
    let input = JobInput::default().src_container_id(from.clone()).file_info([JobFile::default().file_id(FILE)]);
    let request = CreateJob::new(JobType::Copy, input, to).action_type(JobAction::Copy);
    let job = runner.call("Copy the file to it, as a batch job.", request).await?;
    let job = require(job.data, "data")?;
    runner.call("Get the job: it is waiting.", GetJobDetail::new(job.clone())).await?;
    runner.advance_clock(2, "two seconds later")?;
    runner.call("Get the job again: it is running.", GetJobDetail::new(job.clone())).await?;
    runner.advance_clock(2, "two seconds later")?;
    runner.call("Get the job again: it is done, and the copy has an ID.", GetJobDetail::new(job)).await?;
    Ok(())
}

async fn pack(runner: &mut DemoRunner, space: SpaceId) -> Result<(), CliError> {
    let request = CreateBatchTask::new(SHARE, space, [FileId::from(FILE)]);
    let request = request.task_type(ShareTaskType::Package).zip_name("welcome.zip");
    let task = runner.call("Package the shared files as a task.", request).await?;
    let task = require(task.task_id, "taskId")?;
    for (seconds, words) in [(2, "two seconds later"), (1, "one second later")] {
        runner.advance_clock(seconds, words)?;
        runner.call("Get the progress of the task.", GetBatchTask::new(task.clone(), SHARE)).await?;
    }
    Ok(())
}
