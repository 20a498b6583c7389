//! The handlers of KooDrive, in process, with a manual clock.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, SALES, codes, job, run, sales};
use hwc_models::koodrive::{
    BatchResult, CountUser, CreateBatchTask, CreateBatchTaskPublic, CreateSpace, CreateUserGroup, DownloadShareFile,
    GetBatchTask, GetBatchTaskPublic, GetDownLoadUrl, GetJobDetail, GetJobList, GetSpaceV2, GetTaskResult, GetUserList,
    GetUserSpaceList, ItemStatus, JobAction, JobResult, JobStatus, JobType, ShareTaskType, SpaceStatus, SpaceType,
    TargetFolder, UpdateSpace,
};

const HEAD_OFFICE: &str = "1243693141656107520";
const ADA: &str = "1316083732377071001";
const LI: &str = "1316083732377071002";
const NO_SPACE: &str = "400 13000301 Space not found.";
const NOTHING: &str = "400 13000309 Resource not found.";

#[tokio::test]
async fn spaces_are_made_changed_and_found() {
    let bench = Bench::empty();
    let made = bench.send(CreateSpace::new(ADA, 10_u64, SpaceType::Personal)).await.data.unwrap();
    assert_eq!(made.status, Some(SpaceStatus::Normal));
    assert_eq!(made.container_id.as_ref().unwrap().as_str(), "IAADfsBFCO6WtAtuA000000000000000000000000000001");
    bench.send(CreateSpace::new(ADA, 5_u64, SpaceType::Group)).await;
    let change = UpdateSpace::new(ADA, SpaceType::Personal).capacity(20_u64).status(SpaceStatus::Disabled);
    bench.send(change).await;
    assert_eq!(bench.send(GetSpaceV2::new(ADA)).await.data.len(), 2);
    let personal = bench.send(GetSpaceV2::new(ADA).kind(SpaceType::Personal)).await.data.remove(0);
    assert_eq!((personal.capacity, personal.status), (Some(20), Some(SpaceStatus::Disabled)));
    assert_eq!(bench.send(GetSpaceV2::new("nobody")).await.data, []);
    assert_eq!(bench.refused(UpdateSpace::new("nobody", SpaceType::Personal)).await, NO_SPACE);
    let other = UpdateSpace::new(ADA, SpaceType::Personal).container_id("other");
    assert_eq!(bench.refused(other).await, NO_SPACE);
    let space = made.container_id.unwrap();
    let disabled = bench.refused(GetDownLoadUrl::new(space, ["file"])).await;
    assert_eq!(disabled, "400 13000412 Space is not active.");
}

#[tokio::test]
async fn users_are_listed_and_counted_by_department() {
    let bench = Bench::demo();
    let page = bench.send(GetUserList::new().offset(1).limit(2)).await;
    let names: Vec<&str> = page.list.iter().map(|user| user.name.as_deref().unwrap()).collect();
    assert_eq!((page.total, names), (Some(4), vec!["Li", "Lin"]));
    assert_eq!(bench.send(GetUserList::new().offset(0).limit(9).key_word("Li")).await.total, Some(2));
    let below = GetUserList::new().offset(0).limit(9).dept_id(HEAD_OFFICE);
    assert_eq!(bench.send(below.clone()).await.total, Some(4));
    assert_eq!(bench.send(below.is_direct(true)).await.total, Some(1));
    assert_eq!(bench.send(CountUser::new()).await.total, Some(4));
    assert_eq!(bench.send(CountUser::new().dept_id("")).await.total, Some(4));
    assert_eq!(bench.send(CountUser::new().dept_id(SALES)).await.total, Some(2));
    assert_eq!(bench.send(CountUser::new().dept_id("nowhere")).await.total, Some(0));
    let spaces = bench.send(GetUserSpaceList::new().offset(0).limit(9).dept_id(SALES)).await;
    assert_eq!(spaces.users[0].user_id.as_ref().unwrap().as_str(), LI);
    assert_eq!(bench.send(GetUserSpaceList::new().offset(0).limit(9).key_word("Lin")).await.total, Some(0));
    let disabled = GetUserSpaceList::new().offset(0).limit(9).space_status(SpaceStatus::Disabled);
    assert_eq!(bench.send(disabled).await.total, Some(0));
}

#[tokio::test]
async fn groups_have_acceptable_names() {
    let bench = Bench::empty();
    assert_eq!(bench.send(CreateUserGroup::new("sales", 1)).await.id.unwrap().as_str(), "1309243162258300001");
    for name in ["a/b", "..", " "] {
        let refused = bench.refused(CreateUserGroup::new(name, 1)).await;
        assert_eq!(refused, "400 13000102 groupName is invalid", "{name}");
    }
}

#[tokio::test]
async fn imports_tell_who_was_left_out() {
    let bench = Bench::demo();
    let result = bench.send(GetTaskResult::new().task_id("import-1")).await.data.unwrap();
    assert_eq!((result.success_count, result.fail_count), (Some(3), Some(1)));
    assert_eq!(result.fail_info_list[0].user_name.as_deref(), Some("Kim"));
    assert_eq!(bench.refused(GetTaskResult::new().task_id("import-2")).await, NOTHING);
}

#[tokio::test]
async fn a_job_waits_runs_and_finishes() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let request = job(JobType::Copy, &space, &[FILE, "F-none"]).action_type(JobAction::Copy);
    let id = bench.send(request).await.data.unwrap();
    for (seconds, status, progress) in [(0, 0, 0), (1, 1, 0), (1, 1, 50), (1, 2, 100)] {
        bench.wait(seconds);
        let info = bench.send(GetJobDetail::new(id.clone())).await.data.unwrap().job_info.unwrap();
        assert_eq!((info.status.unwrap().code(), info.progress), (status, Some(progress)));
        assert_eq!(info.task_result_code.is_some(), status == 2);
    }
    let detail = bench.send(GetJobDetail::new(id)).await.data.unwrap();
    let info = detail.job_info.as_ref().unwrap();
    assert_eq!(info.task_result_code, Some(JobResult::SomeFailed));
    assert_eq!(info.begin_time.as_ref().unwrap().as_str(), "20260101080001");
    assert_eq!(info.end_time.as_ref().unwrap().as_str(), "20260101080003");
    assert_eq!(codes(&detail), ["0", "13000302"]);
    assert_eq!(detail.task_infos[1].status, Some(ItemStatus::Failed));
    let copy = detail.task_infos[0].new_file_id.clone().unwrap();
    let answer = bench.send(GetDownLoadUrl::new(space, [copy])).await;
    let link = answer.downloads[0].url.as_ref().unwrap().expose().to_owned();
    assert_eq!(bench.get(&link).await.text(), "Welcome to the sandbox.\n");
}

#[tokio::test]
async fn jobs_are_listed_by_type_and_state() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    bench.send(job(JobType::Copy, &space, &[FILE])).await;
    bench.wait(3);
    bench.send(job(JobType::Package, &space, &[FILE])).await;
    let count = async |request: GetJobList| bench.send(request).await.data.len();
    assert_eq!(count(GetJobList::new().offset(0).limit(10)).await, 2);
    assert_eq!(count(GetJobList::new().offset(1).limit(10)).await, 1);
    assert_eq!(count(GetJobList::new().offset(0).limit(1)).await, 1);
    assert_eq!(count(GetJobList::new().offset(0).limit(10).kind(JobType::Package)).await, 1);
    assert_eq!(count(GetJobList::new().offset(0).limit(10).status(JobStatus::Waiting)).await, 1);
    assert_eq!(count(GetJobList::new().offset(0).limit(10).status(JobStatus::Running)).await, 0);
}

#[tokio::test]
async fn files_are_recycled_restored_moved_and_deleted() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let recycle = || job(JobType::Delete, &space, &[FILE]).action_type(JobAction::Recycle);
    let restore = || job(JobType::Restore, &space, &[FILE]);
    assert_eq!(codes(&run(&bench, restore()).await), ["13000303"], "not recycled yet");
    assert_eq!(codes(&run(&bench, recycle()).await), ["0"]);
    assert_eq!(codes(&run(&bench, recycle()).await), ["13000306"], "recycled already");
    let gone = bench.send(GetDownLoadUrl::new(space.as_str(), [FILE])).await;
    assert_eq!(gone.downloads[0].code.as_deref(), Some("13000306"));
    assert_eq!(codes(&run(&bench, restore()).await), ["0"]);

    let other = bench.send(CreateSpace::new(LI, 1_u64, SpaceType::Group)).await.data.unwrap().container_id.unwrap();
    let mut there = job(JobType::Move, &space, &[FILE]);
    there.dst_container_id = other.clone();
    assert_eq!(codes(&run(&bench, there).await), ["0"]);
    let forever = job(JobType::Delete, other.as_str(), &[FILE]).action_type(JobAction::DeleteForever);
    assert_eq!(codes(&run(&bench, forever).await), ["0"]);
    let gone = bench.send(GetDownLoadUrl::new(other, [FILE])).await;
    assert_eq!(gone.downloads[0].code.as_deref(), Some("13000407"));
}

#[tokio::test]
async fn the_recycle_bin_is_emptied() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    run(&bench, job(JobType::Delete, &space, &[FILE])).await;
    let info = run(&bench, job(JobType::EmptyRecycleBin, &space, &[])).await.job_info.unwrap();
    assert_eq!(info.task_result_code, Some(JobResult::AllSucceeded));
    assert_eq!(codes(&run(&bench, job(JobType::Restore, &space, &[FILE])).await), ["13000302"]);
}

#[tokio::test]
async fn a_packed_archive_is_there_when_the_job_is_done() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let id = bench.send(job(JobType::Package, &space, &[FILE])).await.data.unwrap();
    bench.wait(2);
    let info = bench.send(GetJobDetail::new(id.clone())).await.data.unwrap().job_info.unwrap();
    assert_eq!(info.download_url, None);
    bench.wait(1);
    let info = bench.send(GetJobDetail::new(id)).await.data.unwrap().job_info.unwrap();
    let archive = bench.get(info.download_url.unwrap().expose()).await.text();
    assert!(archive.starts_with("PK") && archive.contains("welcome.txtWelcome to the sandbox.\n"), "{archive:?}");
    let none = run(&bench, job(JobType::Package, &space, &["F-none"])).await.job_info.unwrap();
    assert_eq!((none.task_result_code, none.download_url), (Some(JobResult::AllFailed), None));
}

#[tokio::test]
async fn jobs_that_cannot_be_are_refused() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    assert_eq!(bench.refused(job(JobType::Copy, "space-9", &[FILE])).await, NO_SPACE);
    assert_eq!(bench.refused(job(JobType::from(99), &space, &[])).await, "400 13000102 taskType is unknown");
    assert_eq!(bench.refused(GetJobDetail::new("task-9")).await, NOTHING);
}

#[tokio::test]
async fn links_come_one_for_each_file() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let codes = async |files: &[&str]| {
        bench.send(GetDownLoadUrl::new(space.as_str(), files.iter().copied())).await.batch_code.unwrap()
    };
    assert_eq!(codes(&[FILE]).await, BatchResult::AllSucceeded);
    assert_eq!(codes(&[FILE, "F-none"]).await, BatchResult::SomeSucceeded);
    assert_eq!(codes(&["F-none"]).await, BatchResult::AllFailed);
    assert_eq!(bench.refused(GetDownLoadUrl::new("space-9", [FILE])).await, NO_SPACE);
    let link = bench.send(DownloadShareFile::new("share-1", FILE)).await.download_url.unwrap();
    assert_eq!(bench.get(link.expose()).await.text(), "Welcome to the sandbox.\n");
    assert_eq!(bench.refused(DownloadShareFile::new("share-9", FILE)).await, NOTHING);
    let other = bench.refused(DownloadShareFile::new("share-1", "F-none")).await;
    assert_eq!(other, "400 13000302 File is not in the specified space.");
}

#[tokio::test]
async fn shared_files_are_packed_and_saved() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let wish = CreateBatchTask::new("share-1", space.as_str(), [FILE, "F-none"]);
    let pack = bench.send(wish.clone().task_type(ShareTaskType::Package)).await.task_id.unwrap();
    let mut target = TargetFolder::default();
    target.file_id = Some("root".into());
    target.container_id = Some(space.as_str().into());
    let save = wish.clone().task_type(ShareTaskType::SaveToSpace);
    let saved = bench.send(save.clone().target_file_id(target)).await.task_id.unwrap();

    let early = bench.send(GetBatchTask::new(pack.clone(), "share-1")).await;
    assert_eq!(early.job_info.unwrap().task_status, Some(JobStatus::Waiting));
    bench.wait(3);
    let done = bench.send(GetBatchTask::new(pack.clone(), "share-1")).await;
    let info = done.job_info.unwrap();
    assert_eq!(info.task_result_code, Some(JobResult::SomeFailed));
    assert_eq!(done.task_infos[1].status, Some(ItemStatus::Failed));
    assert!(bench.get(info.download_url.unwrap().expose()).await.text().contains("welcome.txt"));
    let copy = bench.send(GetBatchTask::new(saved, "share-1")).await.task_infos[0].new_file_id.clone().unwrap();
    assert_eq!(bench.send(GetDownLoadUrl::new(space, [copy])).await.batch_code, Some(BatchResult::AllSucceeded));

    let homeless = bench.refused(save).await;
    assert_eq!(homeless, "400 13000102 targetFileId is required to save files");
    assert_eq!(bench.refused(wish.task_type(9)).await, "400 13000102 taskType is unknown");
    assert_eq!(bench.refused(GetBatchTask::new(pack, "share-9")).await, NOTHING);
    let unknown = CreateBatchTask::new("share-9", "space", [FILE]).task_type(ShareTaskType::Package);
    assert_eq!(bench.refused(unknown).await, NOTHING);
}

#[tokio::test]
async fn anybody_can_pack_publicly_shared_files() {
    let bench = Bench::demo();
    let wish = CreateBatchTaskPublic::new().share_id("share-1").file_ids([FILE]);
    let id = bench.send(wish.clone().task_type(ShareTaskType::Package)).await.task_id.unwrap();
    bench.wait(3);
    let done = bench.send(GetBatchTaskPublic::new("share-1").task_id(id)).await.job_info.unwrap();
    assert_eq!(done.task_result_code, Some(JobResult::AllSucceeded));
    assert!(done.download_url.is_some());
    let save = bench.refused(wish.task_type(ShareTaskType::SaveToSpace)).await;
    assert_eq!(save, "400 13000102 targetFileId is required to save files");
    assert_eq!(bench.refused(CreateBatchTaskPublic::new()).await, NOTHING);
    assert_eq!(bench.refused(GetBatchTaskPublic::new("share-1")).await, NOTHING);
}
