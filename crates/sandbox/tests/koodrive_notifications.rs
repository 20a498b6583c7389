//! The messages of KooDrive that changes of teams and packages of files cause.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, SALES, job, sales};
use common::users::{ADA, LI, LIN, NOOR, User};
use hwc_models::koodrive::{
    BatchAddGroupMembers, BatchDeleteGroupMembers, CreateBatchTask, CreateGroupSpace, CreateUserGroup,
    DeleteGroupSpace, DeleteUser, DeleteUserGroup, FormerMember, GetBatchTask, GetUnreadCount, GroupId, GroupKind,
    GroupSpaceMember, JobType, ListMessages, MemberPermission, MessageAction, MessageType, SetPackageDownloadExpires,
    ShareTaskType, UpdateSpecificMessageState, UpdateUser,
};

/// Returns the texts of the messages of one type to a user, the newest first.
async fn texts(bench: &Bench, user: User, kind: MessageType) -> Vec<String> {
    let messages = user.send(bench, ListMessages::new().filter_type(kind)).await.messages;
    messages.into_iter().map(|message| message.context.unwrap()).collect()
}

async fn unread(bench: &Bench, user: User) -> u32 {
    user.send(bench, GetUnreadCount::new()).await.count.unwrap()
}

async fn add(bench: &Bench, group: &GroupId, users: &[User]) {
    let members = users.iter().map(|user| MemberPermission::default().user_id(user.id));
    LIN.send(bench, BatchAddGroupMembers::new(group.clone(), members)).await;
}

async fn remove(bench: &Bench, by: User, group: &GroupId, user: User) {
    let former = FormerMember::default().user_id(user.id);
    by.send(bench, BatchDeleteGroupMembers::new(group.clone(), [former])).await;
}

#[tokio::test]
async fn members_of_groups_learn_what_others_change() {
    let bench = Bench::demo();
    let group = LIN.send(&bench, CreateUserGroup::new("Readers", GroupKind::UserGroup)).await.id.unwrap();
    add(&bench, &group, &[LIN, LI, NOOR]).await;
    add(&bench, &group, &[NOOR]).await;
    assert_eq!(texts(&bench, NOOR, MessageType::Team).await, ["Lin added you to the group Readers."]);
    remove(&bench, NOOR, &group, NOOR).await;
    assert_eq!(texts(&bench, LIN, MessageType::Team).await, ["Noor left the group Readers."]);
    remove(&bench, LIN, &group, LI).await;
    assert_eq!(texts(&bench, LI, MessageType::Team).await[0], "Lin removed you from the group Readers.");
    add(&bench, &group, &[NOOR]).await;
    LIN.send(&bench, DeleteUserGroup::new(group)).await;
    assert_eq!(texts(&bench, NOOR, MessageType::Team).await[0], "Lin dismissed the group Readers.");
    for (user, count) in [(LIN, 1), (LI, 2), (NOOR, 3), (ADA, 0)] {
        assert_eq!(unread(&bench, user).await, count);
    }
    NOOR.send(&bench, UpdateSpecificMessageState::new(MessageAction::ReadAll)).await;
    assert_eq!(unread(&bench, NOOR).await, 0);
}

#[tokio::test]
async fn members_of_teams_with_a_space_learn_it_too() {
    let bench = Bench::demo();
    let members = [LI, NOOR].map(|user| GroupSpaceMember::default().user_id(user.id).template(1));
    let group = LIN.send(&bench, CreateGroupSpace::new("Autumn", members)).await.id.unwrap();
    for user in [LI, NOOR] {
        assert_eq!(texts(&bench, user, MessageType::Team).await, ["Lin added you to the group Autumn."]);
    }
    LIN.send(&bench, DeleteGroupSpace::new(group)).await;
    assert_eq!(texts(&bench, LI, MessageType::Team).await[0], "Lin dismissed the group Autumn.");
    ADA.send(&bench, UpdateUser::new(NOOR.id).dept_id(SALES)).await;
    let moved = texts(&bench, NOOR, MessageType::Team).await;
    assert_eq!(moved[0], "Ada moved you to the department Sales.");
    assert_eq!(texts(&bench, LIN, MessageType::Team).await, [""; 0]);
    ADA.send(&bench, DeleteUser::new(LIN.id)).await;
    assert_eq!(texts(&bench, NOOR, MessageType::Team).await[0], "The group Launch passed to you.");
}

#[tokio::test]
async fn a_package_of_a_job_is_announced_when_it_is_ready() {
    let bench = Bench::demo();
    ADA.send(&bench, SetPackageDownloadExpires::new(3_u32)).await;
    let space = sales(&bench).await;
    LIN.send(&bench, job(JobType::Package, &space, &[FILE])).await;
    bench.wait(2);
    assert_eq!(unread(&bench, LIN).await, 0);
    bench.wait(1);
    let announced = ["A package of files is ready. It can be downloaded for 3 days."];
    assert_eq!(texts(&bench, LIN, MessageType::System).await, announced);
    LIN.send(&bench, job(JobType::Package, &space, &["none"])).await;
    bench.wait(3);
    assert_eq!(unread(&bench, LIN).await, 1, "a package without files");
}

#[tokio::test]
async fn a_package_of_shared_files_is_announced_when_it_is_ready_and_kept_for_some_days() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let task = CreateBatchTask::new("share-1", space, [FILE]).task_type(ShareTaskType::Package);
    let task = NOOR.send(&bench, task).await.task_id.unwrap();
    let delete = UpdateSpecificMessageState::new(MessageAction::DeleteAll);
    NOOR.send(&bench, delete).await;
    bench.wait(2);
    assert_eq!((unread(&bench, NOOR).await, texts(&bench, NOOR, MessageType::System).await.len()), (0, 0));
    bench.wait(1);
    let announced = ["A package of files is ready. It can be downloaded for 7 days."];
    assert_eq!(
        (unread(&bench, NOOR).await, texts(&bench, NOOR, MessageType::System).await),
        (1, announced.map(str::to_owned).to_vec())
    );
    for (seconds, is_kept) in [(7 * 86_400 - 1, true), (1, false)] {
        bench.wait(seconds);
        let info = NOOR.send(&bench, GetBatchTask::new(task.clone(), "share-1")).await.job_info.unwrap();
        assert_eq!(info.download_url.is_some(), is_kept);
    }
}
