//! Batch jobs of KooDrive: their progress, cancellation, failures of single files, limits, and other users.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::io::{Cursor, Read};

use common::Bench;
use common::drive::{FILE, codes, job, refused_for, run, sales, session, text_of};
use hwc_models::koodrive::{
    CancelJob, CreateJob, CreateSpace, GetDownLoadUrl, GetJobDetail, GetJobList, GetSpaceV2, ItemStatus, JobAction,
    JobDetail, JobFile, JobResult, JobStatus, JobType, SpaceStatus, SpaceType, TaskId, UpdateSpace,
};
use zip::ZipArchive;

const SALES: &str = "1243693141656107521";
const LI: &str = "1316083732377071002";
const NOTHING: &str = "400 13000309 Resource not found.";

async fn detail(bench: &Bench, id: &TaskId) -> JobDetail {
    bench.send(GetJobDetail::new(id.clone())).await.data.unwrap()
}

/// Copies the demo file and returns the ID of the copy.
async fn copy(bench: &Bench, space: &str) -> String {
    let done = run(bench, job(JobType::Copy, space, &[FILE])).await;
    done.task_infos[0].new_file_id.clone().unwrap().to_string()
}

async fn used(bench: &Bench) -> Option<u64> {
    bench.send(GetSpaceV2::new(SALES)).await.data[0].space_used
}

#[tokio::test]
async fn the_files_of_a_job_are_done_one_after_the_other() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let id = bench.send(job(JobType::Copy, &space, &[FILE, "F-none"])).await.data.unwrap();
    assert_eq!(used(&bench).await, Some(24), "nothing is done while it waits");
    for (seconds, statuses, bytes) in [(1, ["0", "0"], 24), (1, ["1", "0"], 48), (1, ["1", "2"], 48)] {
        bench.wait(seconds);
        let items = detail(&bench, &id).await.task_infos;
        let found: Vec<String> = items.iter().map(|item| item.status.clone().unwrap().code().to_owned()).collect();
        assert_eq!((found, used(&bench).await), (statuses.map(str::to_owned).to_vec(), Some(bytes)));
    }
    let done = detail(&bench, &id).await;
    let info = done.job_info.unwrap();
    assert_eq!((info.content_num, info.task_result_code), (Some(2), Some(JobResult::SomeFailed)));
    assert_eq!(info.end_time.unwrap().as_str(), "20260101080003");
    let failed = &done.task_infos[1];
    assert_eq!(failed.result_desc.as_deref(), Some("File is not in the specified space."));
    let root = format!("/DEUI7pa0C24Aroot{space}");
    let copied = &done.task_infos[0];
    let path = format!("{root}/{}", copied.new_file_id.as_ref().unwrap());
    assert_eq!((copied.new_file_path.as_ref(), &copied.src_container_id), (Some(&path), &None));
}

#[tokio::test]
async fn a_waiting_job_is_canceled_before_it_does_anything() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let id = bench.send(job(JobType::Delete, &space, &[FILE])).await.data.unwrap();
    assert_eq!(bench.send(CancelJob::new(id.clone())).await.data.as_deref(), Some(id.as_str()));
    bench.wait(10);
    let info = detail(&bench, &id).await.job_info.unwrap();
    assert_eq!((info.status, info.task_result_code, info.progress), (Some(JobStatus::Canceled), None, Some(0)));
    assert_eq!((info.begin_time, info.end_time.unwrap().as_str()), (None, "20260101080000"));
    assert_eq!(text_of(&bench, &space, FILE).await, "Welcome to the sandbox.\n");
    let canceled = GetJobList::new().offset(0).limit(10).status(JobStatus::Canceled);
    assert_eq!(bench.send(canceled).await.data.len(), 1);
    assert_eq!(bench.refused(CancelJob::new(id)).await, "400 13000102 the job has ended");
}

#[tokio::test]
async fn a_running_job_keeps_what_it_did_when_it_is_canceled() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let other = copy(&bench, &space).await;
    let request = job(JobType::Delete, &space, &[FILE, &other]).action_type(JobAction::DeleteForever);
    let id = bench.send(request).await.data.unwrap();
    bench.wait(2);
    bench.send(CancelJob::new(id.clone())).await;
    bench.wait(10);
    let done = detail(&bench, &id).await;
    assert_eq!(done.task_infos[0].status, Some(ItemStatus::Succeeded));
    assert_eq!(done.task_infos[1].status, Some(ItemStatus::Waiting));
    let links = bench.send(GetDownLoadUrl::new(space, [FILE, &other])).await.downloads;
    assert_eq!((links[0].code.as_deref(), links[1].code.as_deref()), (Some("13000407"), Some("0")));
    let finished = bench.send(GetJobList::new().offset(0).limit(1).status(JobStatus::Finished)).await.data.remove(0);
    let ended = bench.refused(CancelJob::new(finished.task_id.unwrap())).await;
    assert_eq!(ended, "400 13000102 the job has ended");
    assert_eq!(bench.refused(CancelJob::new("job-9")).await, NOTHING);
}

#[tokio::test]
async fn the_recycle_bin_needs_the_path_of_a_file() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let mut request = job(JobType::Delete, &space, &[FILE]).action_type(JobAction::Recycle);
    request.task_info.file_info[0].file_path = None;
    let refused = run(&bench, request.clone()).await;
    assert_eq!(codes(&refused), ["13000102"]);
    assert_eq!(refused.task_infos[0].result_desc.as_deref(), Some("filePath is required to restore the file later"));
    request.task_info.file_info[0].file_path = Some("root/F-other".to_owned());
    assert_eq!(codes(&run(&bench, request.clone()).await), ["13000102"]);
    assert_eq!(text_of(&bench, &space, FILE).await, "Welcome to the sandbox.\n");
    request.task_info.file_info[0].file_path = Some(format!("/root/{FILE}"));
    let done = run(&bench, request).await;
    assert_eq!(done.task_infos[0].new_file_path, Some(format!("/DEUI7pa0C24Aroot{space}/{FILE}")));
    assert_eq!(bench.send(GetDownLoadUrl::new(space, [FILE])).await.downloads[0].code.as_deref(), Some("13000306"));
}

#[tokio::test]
async fn an_invalid_job_is_refused_as_a_whole() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let refused = async |request: CreateJob| bench.refused(request).await;
    let nothing = refused(job(JobType::Copy, &space, &[])).await;
    assert_eq!(nothing, "400 13000102 fileInfo is required");
    let mut nameless = job(JobType::Move, &space, &[FILE]);
    nameless.task_info.file_info.push(JobFile::default());
    assert_eq!(refused(nameless).await, "400 13000102 fileInfo.fileId is required");
    let mixed = job(JobType::Copy, &space, &[FILE]).action_type(JobAction::DeleteForever);
    assert_eq!(refused(mixed).await, "400 13000102 actionType 202 does not fit taskType 1");
    let many = refused(job(JobType::Restore, &space, &[FILE; 1001])).await;
    assert_eq!(many, "400 13000102 taskInfo has a fileInfo that has 1001 elements, at most 1000");
    bench.wait(3);
    assert_eq!(bench.send(GetJobList::new().offset(0).limit(10)).await.data, []);
    assert_eq!(text_of(&bench, &space, FILE).await, "Welcome to the sandbox.\n");
    assert_eq!(codes(&run(&bench, job(JobType::Restore, &space, &["F-none"; 1000])).await), ["13000302"; 1000]);
}

#[tokio::test]
async fn a_space_that_is_disabled_meanwhile_fails_its_files() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let id = bench.send(job(JobType::Delete, &space, &[FILE])).await.data.unwrap();
    let update = UpdateSpace::new(SALES, SpaceType::Department);
    bench.send(update.clone().status(SpaceStatus::Disabled)).await;
    bench.wait(3);
    assert_eq!(codes(&detail(&bench, &id).await), ["13000412"]);
    bench.send(update.status(SpaceStatus::Normal)).await;
    assert_eq!(text_of(&bench, &space, FILE).await, "Welcome to the sandbox.\n");
}

#[tokio::test]
async fn a_user_sees_no_jobs_of_others() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let li = session(&bench, LI).await;
    let headers = [("Authorization", li.as_str())];
    let id = bench.send_with(job(JobType::Copy, &space, &[FILE]), &headers).await.data.unwrap();
    bench.wait(1);
    assert_eq!(bench.send(GetJobList::new().offset(0).limit(10)).await.data, []);
    assert_eq!(bench.refused(GetJobDetail::new(id.clone())).await, NOTHING);
    assert_eq!(bench.refused(CancelJob::new(id.clone())).await, NOTHING);
    bench.wait(2);
    assert_eq!(codes(&bench.send_with(GetJobDetail::new(id), &headers).await.data.unwrap()), ["0"]);
    let own = bench.send(job(JobType::Copy, &space, &[FILE])).await.data.unwrap();
    assert_eq!(refused_for(&bench, &li, GetJobDetail::new(own.clone())).await, NOTHING);
    assert_eq!(refused_for(&bench, &li, CancelJob::new(own)).await, NOTHING);
}

#[tokio::test]
async fn a_package_has_the_files_and_can_be_downloaded_for_a_week() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let copied = copy(&bench, &space).await;
    bench.send(CreateSpace::new("group-1", 1_u64, SpaceType::Group)).await;
    let id = bench.send(job(JobType::Package, &space, &[FILE, &copied, "F-none"])).await.data.unwrap();
    bench.wait(2);
    assert_eq!(detail(&bench, &id).await.job_info.unwrap().download_url, None);
    bench.wait(1);
    let done = detail(&bench, &id).await;
    assert_eq!(codes(&done), ["0", "0", "13000302"]);
    let url = done.job_info.unwrap().download_url.unwrap();
    let archive = bench.get(url.expose()).await.body.to_vec();
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut text = String::new();
    archive.by_name("welcome.txt").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!((archive.len(), text.as_str()), (2, "Welcome to the sandbox.\n"));
    assert_eq!(archive.by_index(1).unwrap().name().unwrap(), "welcome_20260101_080003.txt");
    bench.wait(7 * 86_400 - 1);
    assert!(detail(&bench, &id).await.job_info.unwrap().download_url.is_some());
    bench.wait(1);
    assert_eq!(detail(&bench, &id).await.job_info.unwrap().download_url, None);
}

#[tokio::test]
async fn the_recycle_bin_is_emptied_when_the_job_ends() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let kept = copy(&bench, &space).await;
    run(&bench, job(JobType::Delete, &space, &[FILE])).await;
    let request = job(JobType::EmptyRecycleBin, &space, &[]).action_type(JobAction::EmptyRecycleBin);
    let id = bench.send(request).await.data.unwrap();
    bench.wait(2);
    assert_eq!(used(&bench).await, Some(48));
    bench.wait(1);
    assert_eq!(used(&bench).await, Some(24));
    let info = detail(&bench, &id).await.job_info.unwrap();
    assert_eq!((info.task_result_code, info.content_num), (Some(JobResult::AllSucceeded), Some(0)));
    assert_eq!(text_of(&bench, &space, &kept).await, "Welcome to the sandbox.\n");
}

#[tokio::test]
async fn an_archive_is_there_when_the_sandbox_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let id = {
        let bench = Bench::in_file(&file);
        let space = sales(&bench).await;
        run(&bench, job(JobType::Package, &space, &[FILE])).await.job_info.unwrap().task_id.unwrap()
    };
    let bench = Bench::in_file(&file);
    bench.wait(3);
    let url = bench.send(GetJobDetail::new(id)).await.data.unwrap().job_info.unwrap().download_url.unwrap();
    let archive = bench.get(url.expose()).await;
    assert!(archive.body.starts_with(b"PK"), "{}", archive.line());
}
