//! Tasks that import users, or hand the files of a user over and delete the user.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::users::{ADA, LI, LIN, NO_RIGHT, NO_SPACE, NOOR, NOTHING, User};
use common::{Bench, drive};
use hwc_models::koodrive::{
    AccountStatus, BatchImportUserPreVerify, CountUser, CreateTask, DeleteSpace, FileListScope, GetHandoverDstUserInfo,
    GetPersonalFiles, GetSpaceV2, GetTaskDetail, GetTaskList, GetTaskResult, GetUser, GetUserList, ImportUser,
    ListMessages, MessageType, SpaceType, TaskId, UpdateSpace, UpdateUser, UserTaskStatus, UserTaskType,
};

const SALES: &str = "1243693141656107521";

fn hand_over(source: User, target: User) -> CreateTask {
    CreateTask::new().task_type(UserTaskType::HandOver).src_user_id(source.id).dst_user_id(target.id)
}

fn import() -> CreateTask {
    CreateTask::new().task_type(UserTaskType::ImportUsers).result_id("1")
}

fn row(department: &str, capacity: u64) -> ImportUser {
    ImportUser::default().target_dept_name(department).personal_capacity(capacity).is_allocate_capacity(true)
}

async fn start(bench: &Bench, user: User, task: CreateTask) -> TaskId {
    user.send(bench, task).await.task_id.unwrap()
}

async fn status(bench: &Bench, user: User, task: &TaskId) -> UserTaskStatus {
    user.send(bench, GetTaskDetail::new(task.clone())).await.status.unwrap()
}

async fn personal(bench: &Bench, user: User) -> String {
    let spaces = user.send(bench, GetSpaceV2::new(user.id).kind(SpaceType::Personal)).await.data;
    spaces[0].container_id.as_ref().unwrap().to_string()
}

/// Returns names and IDs of the files in a folder of a user's personal space.
async fn files(bench: &Bench, user: User, folder: &str) -> Vec<(String, String)> {
    let space = personal(bench, user).await;
    let list = GetPersonalFiles::new(FileListScope::Space, space.as_str(), folder);
    let files = user.send(bench, list).await.files;
    files.into_iter().map(|file| (file.file_name.unwrap(), file.id.unwrap().to_string())).collect()
}

async fn names(bench: &Bench, user: User, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = files(bench, user, folder).await.into_iter().map(|(name, _)| name).collect();
    names.sort();
    names
}

/// Returns the messages of administration to a user.
async fn messages(bench: &Bench, user: User) -> Vec<String> {
    let listed = user.send(bench, ListMessages::new().filter_type(MessageType::Management)).await.messages;
    listed.into_iter().map(|message| message.context.unwrap()).collect()
}

async fn count(bench: &Bench) -> u64 {
    ADA.send(bench, CountUser::new()).await.total.unwrap()
}

#[tokio::test]
async fn the_receiver_finds_the_files_as_a_folder() {
    let bench = Bench::demo();
    let task = start(&bench, LI, hand_over(LIN, NOOR)).await;
    assert_eq!(status(&bench, LI, &task).await, UserTaskStatus::New);
    bench.wait(1);
    assert_eq!(status(&bench, LI, &task).await, UserTaskStatus::Executing);
    assert_eq!(names(&bench, NOOR, "root").await, ["Drafts"]);
    assert_eq!(LI.refused(&bench, GetHandoverDstUserInfo::new(LIN.id)).await, NOTHING);
    bench.wait(2);
    assert_eq!(names(&bench, NOOR, "root").await, ["Drafts", "Lin"]);
    assert_eq!(status(&bench, LI, &task).await, UserTaskStatus::Succeeded);
    let folder = files(&bench, NOOR, "root").await.into_iter().find(|(name, _)| name == "Lin").unwrap().1;
    assert_eq!(names(&bench, NOOR, &folder).await, ["Photos", "Projects", "notes.txt"]);
    let notes = files(&bench, NOOR, &folder).await.into_iter().find(|(name, _)| name == "notes.txt").unwrap().1;
    let space = personal(&bench, NOOR).await;
    let token = drive::session(&bench, NOOR.id).await;
    let download = hwc_models::koodrive::GetDownLoadUrl::new(space.as_str(), [notes.as_str()]);
    let url = bench.send_with(download, &[("Authorization", &token)]).await.downloads.remove(0).url.unwrap();
    assert_eq!(bench.get(url.expose()).await.text(), "Call Noor.\n");
    assert_eq!(ADA.refused(&bench, GetUser::new(LIN.id)).await, NOTHING);
    let receiver = LI.send(&bench, GetHandoverDstUserInfo::new(LIN.id)).await;
    assert_eq!((receiver.id.unwrap().as_str(), receiver.name.as_deref()), (NOOR.id, Some("Noor")));
    let text = format!("The hand-over of {} has ended.", LIN.id);
    assert_eq!(messages(&bench, LI).await, [text]);
}

#[tokio::test]
async fn a_hand_over_that_does_not_fit_changes_nothing() {
    let bench = Bench::demo();
    let task = start(&bench, ADA, hand_over(LIN, NOOR)).await;
    let spaces = ADA.send(&bench, GetSpaceV2::new(NOOR.id).kind(SpaceType::Personal)).await.data;
    let space = spaces[0].container_id.clone().unwrap();
    ADA.send(&bench, DeleteSpace::new(NOOR.id, SpaceType::Personal).container_id(space)).await;
    bench.wait(3);
    let detail = ADA.send(&bench, GetTaskDetail::new(task)).await;
    assert_eq!((detail.status, detail.result_code.as_deref()), (Some(UserTaskStatus::Failed), Some("13000301")));
    assert_eq!(names(&bench, LIN, "root").await, ["Photos", "Projects", "notes.txt"]);
    assert_eq!(
        messages(&bench, ADA).await,
        [format!("The hand-over of {} has failed with the error 13000301.", LIN.id)]
    );
    assert_eq!(ADA.refused(&bench, GetHandoverDstUserInfo::new(LIN.id)).await, NOTHING);
}

#[tokio::test]
async fn impossible_hand_overs_are_refused() {
    let bench = Bench::demo();
    for (caller, task) in
        [(LIN, hand_over(LIN, NOOR)), (LI, hand_over(NOOR, LIN)), (LI, hand_over(LI, LIN)), (ADA, hand_over(ADA, LIN))]
    {
        assert_eq!(caller.refused(&bench, task).await, NO_RIGHT);
    }
    for task in [hand_over(LIN, LIN), CreateTask::new(), CreateTask::new().task_type(UserTaskType::HandOver)] {
        let refused = ADA.refused(&bench, task).await;
        assert!(refused.starts_with("400 13000102 "), "{refused}");
    }
    assert_eq!(ADA.refused(&bench, hand_over(LIN, NOOR).dst_user_id("9")).await, NOTHING);
    assert_eq!(ADA.refused(&bench, hand_over(LIN, NOOR).src_user_id("9")).await, NOTHING);
    ADA.send(&bench, UpdateUser::new(NOOR.id).status(AccountStatus::Disabled)).await;
    assert_eq!(ADA.refused(&bench, hand_over(LIN, NOOR)).await, "400 13000102 the user of dstUserId is disabled");
    ADA.send(&bench, DeleteSpace::new(LI.id, SpaceType::Personal)).await;
    assert_eq!(ADA.refused(&bench, hand_over(LIN, LI)).await, NO_SPACE);
    bench.wait(5);
    assert_eq!(count(&bench).await, 4);
    assert!(ADA.send(&bench, GetTaskList::new()).await.task_list.is_empty());
}

#[tokio::test]
async fn checked_users_are_imported() {
    let bench = Bench::demo();
    let unchecked = LI.refused(&bench, import()).await;
    assert_eq!(unchecked, "400 13000102 check the users with BatchImportUserPreVerify first");
    LI.send(&bench, BatchImportUserPreVerify::new(SALES, [row("Sales", 5), row("Moon", 5)])).await;
    assert_eq!(LI.refused(&bench, import().org_id("1")).await, NOTHING);
    let task = start(&bench, LI, import().org_id("9190086000001210958")).await;
    assert_eq!(LI.refused(&bench, GetTaskResult::new().task_id(task.clone())).await, NOTHING);
    assert_eq!(count(&bench).await, 4);
    bench.wait(3);
    let result = LI.send(&bench, GetTaskResult::new().task_id(task.clone())).await.data.unwrap();
    assert_eq!((result.success_count, result.fail_count), (Some(1), Some(1)));
    let failure = &result.fail_info_list[0];
    assert_eq!((failure.user_name.as_deref(), failure.desc.as_deref()), (Some("row 2"), Some("unknown department")));
    assert_eq!(status(&bench, LI, &task).await, UserTaskStatus::Succeeded);
    let users = ADA.send(&bench, GetUserList::new().dept_id(SALES).offset(0_u32).limit(9_u32)).await;
    assert_eq!(users.total, Some(3));
    let id = users.list[2].id.clone().unwrap();
    let space = ADA.send(&bench, GetSpaceV2::new(id.as_str())).await.data.remove(0);
    assert_eq!((space.kind, space.capacity), (Some(SpaceType::Personal), Some(5)));
    assert_eq!(messages(&bench, LI).await, ["The import of 2 users has ended."]);
    let again = LI.refused(&bench, import()).await;
    assert_eq!(again, "400 13000102 check the users with BatchImportUserPreVerify first");
}

#[tokio::test]
async fn what_has_changed_since_the_check_fails_alone() {
    let bench = Bench::demo();
    ADA.send(&bench, BatchImportUserPreVerify::new(SALES, [row("Sales", 1000), row("Sales", 1000)])).await;
    let task = start(&bench, ADA, import()).await;
    ADA.send(&bench, UpdateSpace::new(NOOR.id, SpaceType::Personal).capacity(500_u64)).await;
    bench.wait(3);
    let result = ADA.send(&bench, GetTaskResult::new().task_id(task)).await.data.unwrap();
    assert_eq!((result.success_count, result.fail_count), (Some(1), Some(1)));
    assert_eq!(result.fail_info_list[0].desc.as_deref(), Some("Insufficient space."));
    assert_eq!(count(&bench).await, 5);
}

#[tokio::test]
async fn tasks_are_listed_for_their_administrators() {
    let bench = Bench::demo();
    LI.send(&bench, BatchImportUserPreVerify::new(SALES, [row("Moon", 5)])).await;
    let first = start(&bench, LI, import()).await;
    bench.wait(3);
    assert_eq!(status(&bench, LI, &first).await, UserTaskStatus::Failed);
    let second = start(&bench, ADA, hand_over(LIN, NOOR)).await;
    let listed = ADA.send(&bench, GetTaskList::new()).await.task_list;
    let ids: Vec<_> = listed.iter().map(|task| task.task_id.clone().unwrap()).collect();
    assert_eq!(ids, [second.clone(), first.clone()]);
    assert_eq!(listed[1].create_time.as_ref().unwrap().as_str(), "20260101080000");
    assert_eq!(listed[1].end_time.as_ref().unwrap().as_str(), "20260101080003");
    assert_eq!((listed[0].start_time.clone(), listed[0].status), (None, Some(UserTaskStatus::New)));
    let own = LI.send(&bench, GetTaskList::new()).await.task_list;
    assert_eq!((own.len(), own[0].task_id.clone()), (1, Some(first.clone())));
    assert_eq!(LI.refused(&bench, GetTaskDetail::new(second.clone())).await, NOTHING);
    let failed = ADA.send(&bench, GetTaskList::new().status([UserTaskStatus::Failed])).await.task_list;
    assert_eq!((failed.len(), failed[0].task_id.clone()), (1, Some(first)));
    let over = ADA.send(&bench, GetTaskList::new().task_type(UserTaskType::HandOver)).await.task_list;
    assert_eq!((over.len(), over[0].task_id.clone()), (1, Some(second.clone())));
    let page = ADA.send(&bench, GetTaskList::new().page_size(1_u32)).await;
    let next = ADA.send(&bench, GetTaskList::new().page_cursor(page.next_cursor.unwrap())).await;
    assert_eq!((next.task_list.len(), next.next_cursor), (1, None));
    for user in [LIN, NOOR] {
        assert_eq!(user.refused(&bench, GetTaskList::new()).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, GetTaskDetail::new(second.clone())).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, GetTaskResult::new().task_id("import-1")).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, GetHandoverDstUserInfo::new(LIN.id)).await, NO_RIGHT);
    }
}
