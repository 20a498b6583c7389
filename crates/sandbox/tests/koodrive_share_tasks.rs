//! Tasks on shared files: archives and copies in a space of the visitor.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::people::{LI, LIN, NOOR, Person};
use common::tree::{LI_SPACE, SALES_SPACE, WELCOME, add_file, add_folder, root};
use hwc_models::koodrive::{
    CreateBatchTask, CreateBatchTaskPublic, CreateShare, CreateSpace, GetBatchTask, GetBatchTaskPublic,
    GetBatchTaskResponse, GetDownLoadUrl, ItemStatus, JobResult, JobStatus, ShareLink, ShareScope, ShareTaskType,
    SpaceId, SpaceType, TargetFolder, TaskId, VerifyExtractCodePublic,
};

const UNKNOWN: &str = "400 13000309 Resource not found.";
const DENIED: &str = "400 13000410 No permission on the space.";
const NO_TOKEN: &str = "400 13000102 kdstoken is wrong or has expired";

/// Returns a share of the folder `plans`, with `may.txt`, the empty folder `none` and `old/draft.txt`, and of the demo file.
async fn share(bench: &Bench, scope: ShareScope, change: impl FnOnce(CreateShare) -> CreateShare) -> ShareLink {
    let plans = add_folder(bench, (SALES_SPACE, &root(SALES_SPACE)), "plans").await;
    add_file(bench, (SALES_SPACE, &plans), "may.txt", 24).await;
    add_folder(bench, (SALES_SPACE, &plans), "none").await;
    let old = add_folder(bench, (SALES_SPACE, &plans), "old").await;
    add_file(bench, (SALES_SPACE, &old), "draft.txt", 24).await;
    add_file(bench, (SALES_SPACE, &root(SALES_SPACE)), "secret.txt", 24).await;
    let request = CreateShare::new(scope, SALES_SPACE, [plans.as_str(), WELCOME]).valid_days(7_u32);
    Person::signed_in(bench, LI).send(change(request)).await.share_link.unwrap()
}

fn task(share: &ShareLink, kind: ShareTaskType, files: &[&str]) -> CreateBatchTask {
    CreateBatchTask::new(share.share_id.clone().unwrap(), SALES_SPACE, files.iter().copied()).task_type(kind)
}

fn target(space: &SpaceId, folder: &str) -> TargetFolder {
    TargetFolder::default().file_id(folder).container_id(space.clone())
}

async fn started(person: &Person<'_>, request: CreateBatchTask) -> TaskId {
    person.send(request).await.task_id.unwrap()
}

async fn detail(person: &Person<'_>, share: &ShareLink, task: &TaskId) -> GetBatchTaskResponse {
    person.send(GetBatchTask::new(task.clone(), share.share_id.clone().unwrap())).await
}

/// Returns a personal space of Noor.
async fn space_of_noor(bench: &Bench) -> SpaceId {
    let space = bench.send(CreateSpace::new(NOOR, 1_u64, SpaceType::Personal)).await.data.unwrap();
    space.container_id.unwrap()
}

/// Returns the names of the entries in a zip archive, from its directory.
fn entries(archive: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for at in 0..archive.len().saturating_sub(46) {
        if archive[at..].starts_with(b"PK\x01\x02") {
            let length = usize::from(u16::from_le_bytes([archive[at + 28], archive[at + 29]]));
            names.push(String::from_utf8(archive[at + 46..at + 46 + length].to_vec()).unwrap());
        }
    }
    names.sort();
    names
}

async fn people(bench: &Bench) -> (Person<'_>, Person<'_>) {
    (Person::sign_in(bench, LI).await, Person::sign_in(bench, NOOR).await)
}

#[tokio::test]
async fn an_archive_has_the_paths_below_the_share() {
    let bench = Bench::demo();
    let (_, noor) = people(&bench).await;
    let share = share(&bench, ShareScope::Enterprise, |request| request).await;
    let request = task(&share, ShareTaskType::Package, &["F-plans", WELCOME, "F-secret.txt"]).zip_name("all.zip");
    let id = started(&noor, request).await;
    for (seconds, status, progress) in [(0, 0, 0), (1, 1, 0), (1, 1, 50)] {
        bench.wait(seconds);
        let info = detail(&noor, &share, &id).await.job_info.unwrap();
        assert_eq!(
            (info.task_status.unwrap().code(), info.progress, info.download_url),
            (status, Some(progress), None)
        );
    }
    bench.wait(1);
    let done = detail(&noor, &share, &id).await;
    let info = done.job_info.unwrap();
    assert_eq!((info.task_status, info.task_result_code), (Some(JobStatus::Finished), Some(JobResult::SomeFailed)));
    assert_eq!((info.user_id, info.end_time), (Some(NOOR.into()), Some("20260101080003".into())));
    let states: Vec<_> = done.task_infos.iter().map(|item| item.status.clone().unwrap()).collect();
    assert_eq!(states, [ItemStatus::Succeeded, ItemStatus::Succeeded, ItemStatus::Failed]);
    let archive = bench.get(info.download_url.unwrap().expose()).await.body;
    let expected = ["plans/", "plans/may.txt", "plans/none/", "plans/old/", "plans/old/draft.txt", "welcome.txt"];
    assert_eq!(entries(&archive), expected);
}

#[tokio::test]
async fn files_are_saved_to_the_own_space() {
    let bench = Bench::demo();
    let (_, noor) = people(&bench).await;
    let share = share(&bench, ShareScope::Enterprise, |request| request).await;
    let space = space_of_noor(&bench).await;
    let inbox = add_folder(&bench, (space.as_str(), &root(space.as_str())), "inbox").await;
    let save = task(&share, ShareTaskType::SaveToSpace, &[WELCOME, "F-secret.txt", "F-draft.txt"]);
    let id = started(&noor, save.target_file_id(target(&space, &inbox))).await;
    assert_eq!(detail(&noor, &share, &id).await.task_infos[0].new_file_id, None, "not finished");
    bench.wait(3);
    let done = detail(&noor, &share, &id).await;
    assert_eq!(done.job_info.unwrap().task_result_code, Some(JobResult::SomeFailed));
    assert_eq!(done.task_infos[1].status, Some(ItemStatus::Failed));
    assert_eq!(done.task_infos[0].src_container_id, Some(SALES_SPACE.into()));
    let copies: Vec<_> = done.task_infos.iter().filter_map(|item| item.new_file_id.clone()).collect();
    assert_eq!(copies.len(), 2);
    let downloads = noor.send(GetDownLoadUrl::new(space.clone(), copies.clone())).await.downloads;
    let names: Vec<_> = downloads.iter().map(|download| download.file_name.as_deref().unwrap()).collect();
    assert_eq!(names, ["welcome.txt", "draft.txt"]);
    let content = bench.get(downloads[0].url.as_ref().unwrap().expose()).await.text();
    assert_eq!(content, "Welcome to the sandbox.\n");
    let li = Person::signed_in(&bench, LI);
    assert_eq!(li.refused(GetDownLoadUrl::new(space, copies)).await, DENIED, "the copies are Noor's");
}

#[tokio::test]
async fn a_file_without_room_fails_alone() {
    let bench = Bench::demo();
    let (_, noor) = people(&bench).await;
    let share = share(&bench, ShareScope::Enterprise, |request| request).await;
    add_file(&bench, (SALES_SPACE, "F-plans"), "huge.bin", 2 << 30).await;
    let space = space_of_noor(&bench).await;
    let save = task(&share, ShareTaskType::SaveToSpace, &["F-huge.bin", WELCOME]);
    let id = started(&noor, save.target_file_id(target(&space, "root"))).await;
    bench.wait(3);
    let done = detail(&noor, &share, &id).await;
    let states: Vec<_> = done.task_infos.iter().map(|item| item.status.clone().unwrap()).collect();
    assert_eq!(states, [ItemStatus::Failed, ItemStatus::Succeeded]);
}

#[tokio::test]
async fn a_task_outside_the_limits_is_refused() {
    let bench = Bench::demo();
    let (_, noor) = people(&bench).await;
    let share = share(&bench, ShareScope::Enterprise, |request| request).await;
    let space = space_of_noor(&bench).await;
    let save = || task(&share, ShareTaskType::SaveToSpace, &[WELCOME]);
    let many = vec![WELCOME; 1001];
    let cases = [
        ("no file", task(&share, ShareTaskType::Package, &[]), "13000102"),
        ("1001 files", task(&share, ShareTaskType::Package, &many), "13000102"),
        ("an unknown type", task(&share, ShareTaskType::from(9), &[WELCOME]), "13000102"),
        ("no target", save(), "13000102"),
        ("the space of somebody else", save().target_file_id(target(&LI_SPACE.into(), "root")), "13000410"),
        ("an unknown space", save().target_file_id(target(&"space-9".into(), "root")), "13000301"),
        ("an unknown folder", save().target_file_id(target(&space, "F-none")), "13000302"),
        ("a folder of another space", save().target_file_id(target(&space, "F-plans")), "13000302"),
    ];
    for (case, request, code) in cases {
        let refused = noor.refused(request).await;
        assert!(refused.starts_with(&format!("400 {code} ")), "{case}: {refused}");
    }
    let elsewhere = CreateBatchTask::new(share.share_id.clone().unwrap(), LI_SPACE, [WELCOME]);
    let elsewhere = noor.refused(elsewhere.task_type(ShareTaskType::Package)).await;
    assert_eq!(elsewhere, "400 13000302 File is not in the specified space.");
}

#[tokio::test]
async fn nobody_else_sees_a_task_or_works_on_the_files() {
    let bench = Bench::demo();
    let (li, noor) = people(&bench).await;
    let lin = Person::sign_in(&bench, LIN).await;
    let share = share(&bench, ShareScope::Named, |request| request.user_ids([NOOR])).await;
    let request = || task(&share, ShareTaskType::Package, &[WELCOME]);
    assert_eq!(lin.refused(request()).await, DENIED);
    let id = started(&noor, request()).await;
    let share_id = share.share_id.clone().unwrap();
    for other in [&lin, &li] {
        assert_eq!(other.refused(GetBatchTask::new(id.clone(), share_id.clone())).await, UNKNOWN);
    }
    assert_eq!(noor.refused(GetBatchTask::new(id.clone(), "share-1")).await, UNKNOWN, "of another share");
    assert_eq!(bench.refused(GetBatchTaskPublic::new(share_id.clone()).task_id(id)).await, UNKNOWN);
    let public = CreateBatchTaskPublic::new().share_id(share_id).file_ids([WELCOME]).task_type(ShareTaskType::Package);
    assert_eq!(bench.refused(public).await, DENIED);
}

#[tokio::test]
async fn public_tasks_need_the_token_of_the_share() {
    let bench = Bench::demo();
    people(&bench).await;
    let share = share(&bench, ShareScope::AnyoneWithLink, |request| request.extract_code("31945314")).await;
    let share_id = share.share_id.clone().unwrap();
    let pack = CreateBatchTaskPublic::new().share_id(share_id.clone()).file_ids(["F-old"]);
    let pack = pack.task_type(ShareTaskType::Package);
    assert_eq!(bench.refused(pack.clone()).await, NO_TOKEN);
    let verify = VerifyExtractCodePublic::new(share.short_url.clone().unwrap(), "31945314");
    let token = bench.send(verify).await.kdstoken.unwrap();
    let id = bench.send(pack.clone().kdstoken(token.clone())).await.task_id.unwrap();
    bench.wait(3);
    let poll = GetBatchTaskPublic::new(share_id).task_id(id);
    assert_eq!(bench.refused(poll.clone()).await, NO_TOKEN);
    let done = bench.send(poll.kdstoken(token.clone())).await.job_info.unwrap();
    assert_eq!((done.task_result_code, done.user_id), (Some(JobResult::AllSucceeded), None));
    let archive = bench.get(done.download_url.unwrap().expose()).await.body;
    assert_eq!(entries(&archive), ["old/", "old/draft.txt"], "no name above the file");
    let save = bench.refused(pack.task_type(ShareTaskType::SaveToSpace).kdstoken(token)).await;
    assert_eq!(save, "400 13000102 targetFileId is required to save files");
}

#[tokio::test]
async fn an_archive_is_there_when_the_sandbox_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let (link, id) = {
        let bench = Bench::in_file(&file);
        let (_, noor) = people(&bench).await;
        let link = share(&bench, ShareScope::Enterprise, |request| request).await;
        let id = started(&noor, task(&link, ShareTaskType::Package, &[WELCOME])).await;
        (link, id)
    };
    let bench = Bench::in_file(&file);
    bench.wait(3);
    let url = detail(&Person::signed_in(&bench, NOOR), &link, &id).await.job_info.unwrap().download_url.unwrap();
    assert_eq!(entries(&bench.get(url.expose()).await.body), ["welcome.txt"]);
}
