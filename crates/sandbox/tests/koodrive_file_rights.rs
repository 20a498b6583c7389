//! The rights of users on the spaces of teams and on single files, as the operations on files check them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::drive::{FILE, SALES};
use common::people::RESEARCH;
use common::team::{MANAGE, Team, UPLOAD, VIEW_ONLY, create_only, none};
use common::uploads::{file, part, sha256};
use common::users::{ADA, LI, LIN, NO_RIGHT, NOOR};
use hwc_models::koodrive::{
    ClearRecycleFile, ConflictPolicy, CreateFile, FileListScope, GetDepartmentFiles, GetDownLoadUrl, GetFile,
    GetSpaceV2, GetTeamSpaceList, MemberPermission, PermissionBatchUpdate, TeamSpaceType, UpdateUser, UserRole,
};

#[tokio::test]
async fn a_template_limits_a_member_of_the_team() {
    let team = Team::new().await;
    team.create(LIN, "root", "Before").await;
    LI.send(&team.bench, team.give(LIN, VIEW_ONLY, None, "")).await;
    assert_eq!(team.names(LIN, "root").await, ["Before", "Offers", "welcome.txt"]);
    let downloads = LIN.send(&team.bench, GetDownLoadUrl::new(team.space.as_str(), [FILE])).await.downloads;
    assert_eq!(downloads[0].code.as_deref(), Some("0"));
    assert_eq!(LIN.refused(&team.bench, team.directory("root", "After")).await, NO_RIGHT);
    assert_eq!(LIN.refused(&team.bench, team.rename(FILE)).await, NO_RIGHT);
    let upload = CreateFile::new(team.space.as_str(), ["root"], "a.txt");
    assert!(LIN.refused(&team.bench, upload).await.starts_with("400 1300"));
    let shown = LIN.send(&team.bench, GetFile::new(FILE, team.space.as_str())).await.file.unwrap();
    let rights = shown.user_capabilities.unwrap();
    assert_eq!((rights.view_permission, rights.rename_file_permission), (Some(true), Some(false)));
    assert_eq!(team.names(LI, "root").await, ["Before", "Offers", "welcome.txt"]);
    LI.send(&team.bench, team.give(LIN, MANAGE, None, "")).await;
    team.create(LIN, "root", "After").await;
}

#[tokio::test]
async fn a_member_without_the_right_to_list_sees_nothing() {
    let team = Team::new().await;
    LI.send(&team.bench, team.give(LIN, -1, Some(none()), "")).await;
    let list = GetDepartmentFiles::new(SALES, FileListScope::Space, team.space.as_str()).parent_file_id("root");
    assert_eq!(LIN.refused(&team.bench, list).await, NO_RIGHT);
    let teams = GetTeamSpaceList::new(0_u32, 9_u32).team_type(0);
    assert_eq!(LIN.send(&team.bench, teams).await.teams.len(), 0);
}

#[tokio::test]
async fn rights_on_a_folder_hold_for_everything_in_it() {
    let team = Team::new().await;
    LI.send(&team.bench, team.give(LIN, VIEW_ONLY, None, "")).await;
    LI.send(&team.bench, team.give(LIN, -1, Some(create_only()), &team.folder)).await;
    team.create(LIN, &team.folder, "One").await;
    team.create(LIN, &team.inner, "Two").await;
    assert_eq!(LIN.refused(&team.bench, team.directory("root", "Three")).await, NO_RIGHT);
    assert_eq!(team.names(LIN, &team.inner).await, ["Two"]);
    assert_eq!(team.template(LIN, &team.inner).await, -1);
    assert_eq!(team.template(LIN, FILE).await, VIEW_ONLY);
    LI.send(&team.bench, team.give(LIN, -1, Some(none()), &team.inner)).await;
    assert_eq!(LIN.refused(&team.bench, team.directory(&team.inner, "Four")).await, NO_RIGHT);
    assert_eq!(LIN.refused(&team.bench, GetFile::new(team.inner.as_str(), team.space.as_str())).await, NO_RIGHT);
    assert_eq!(team.names(LIN, &team.folder).await, ["One"], "the list omits what cannot be seen");
    assert_eq!(team.names(LI, &team.folder).await, ["Drafts", "One"]);
}

#[tokio::test]
async fn a_guest_sees_the_granted_folder_alone() {
    let team = Team::new().await;
    let list = || GetDepartmentFiles::new(SALES, FileListScope::Space, team.space.as_str()).parent_file_id("root");
    assert_eq!(NOOR.refused(&team.bench, list()).await, NO_RIGHT);
    LI.send(&team.bench, team.give(NOOR, -1, Some(create_only()), &team.folder)).await;
    assert_eq!(team.names(NOOR, &team.folder).await, ["Drafts"]);
    team.create(NOOR, &team.inner, "Notes").await;
    assert_eq!(NOOR.refused(&team.bench, list()).await, NO_RIGHT);
    assert_eq!(NOOR.refused(&team.bench, GetFile::new(FILE, team.space.as_str())).await, NO_RIGHT);
    assert_eq!(NOOR.refused(&team.bench, team.directory("root", "Mine")).await, NO_RIGHT);
}

#[tokio::test]
async fn the_bin_of_a_space_needs_the_right_in_the_whole_space() {
    let team = Team::new().await;
    let mut rights = none();
    rights.delete_permission = Some(true);
    LI.send(&team.bench, team.give(LIN, VIEW_ONLY, None, "")).await;
    LI.send(&team.bench, team.give(LIN, -1, Some(rights), &team.folder)).await;
    assert_eq!(LIN.refused(&team.bench, ClearRecycleFile::new(team.space.as_str())).await, NO_RIGHT);
    LI.send(&team.bench, ClearRecycleFile::new(team.space.as_str())).await;
}

#[tokio::test]
async fn a_single_file_cannot_be_downloaded_without_the_right() {
    let team = Team::new().await;
    LI.send(&team.bench, team.give(LIN, -1, Some(create_only()), FILE)).await;
    let downloads = LIN.send(&team.bench, GetDownLoadUrl::new(team.space.as_str(), [FILE])).await.downloads;
    assert_eq!((downloads[0].code.as_deref(), downloads[0].url.is_none()), (Some("13000410"), true));
}

/// A name in use is refused. The file that has it is not shown, even to a caller who sends its content.
#[tokio::test]
async fn a_name_in_use_does_not_show_a_hidden_file() {
    let team = Team::new().await;
    let text = "salaries";
    let hidden = team.upload(LI, &team.folder, "plan.txt", text).await;
    LI.send(&team.bench, team.give(LIN, -1, Some(none()), &hidden)).await;
    assert_eq!(team.names(LIN, &team.folder).await, ["Drafts"]);
    let mut request = file(&team.space, "plan.txt", text.len()).multi_parts(vec![part(1, text.len())]);
    request.parent_folder = vec![team.folder.as_str().into()];
    let request = request.sha256(sha256(text.as_bytes()));
    let refused = LIN.refused(&team.bench, request.clone().auto_rename(ConflictPolicy::Refuse)).await;
    assert_eq!(refused, "400 13000405 Duplicate file name.");
    let skip = request.auto_rename(ConflictPolicy::SkipIfSame);
    let made = LIN.send(&team.bench, skip.clone()).await;
    assert_eq!(made.exist, Some(false));
    assert_ne!(made.file_id.unwrap().as_str(), hidden);
    let seen = LI.send(&team.bench, skip).await;
    assert_eq!((seen.exist, seen.file_id.unwrap().as_str()), (Some(true), hidden.as_str()));
}

#[tokio::test]
async fn refused_changes_of_rights_change_nothing() {
    let team = Team::new().await;
    for (caller, change) in [
        (LIN, team.give(NOOR, VIEW_ONLY, None, "")),
        (NOOR, team.give(NOOR, MANAGE, None, "")),
        (LI, team.give(LI, VIEW_ONLY, None, "")),
        (LI, team.give(ADA, VIEW_ONLY, None, "")),
        (ADA, team.give(LI, VIEW_ONLY, None, "")),
    ] {
        assert_eq!(caller.refused(&team.bench, change).await, NO_RIGHT);
    }
    let invalid =
        [team.give(LIN, MANAGE, None, FILE), team.give(LIN, -1, None, ""), team.give(LIN, VIEW_ONLY, Some(none()), "")];
    for change in invalid {
        let refused = LI.refused(&team.bench, change).await;
        assert!(refused.starts_with("400 13000102 "), "{refused}");
    }
    let foreign = ADA.send(&team.bench, GetSpaceV2::new(RESEARCH)).await.data.remove(0).container_id.unwrap();
    let lin = MemberPermission::default().user_id(LIN.id).template(UPLOAD);
    let group = PermissionBatchUpdate::new([lin.clone()], TeamSpaceType::Group, team.space.as_str());
    assert_eq!(LI.refused(&team.bench, group).await, "400 13000415 Space does not match the team.");
    let other = PermissionBatchUpdate::new([lin.clone()], TeamSpaceType::Department, foreign);
    assert_eq!(LI.refused(&team.bench, other).await, NO_RIGHT);
    let unknown = MemberPermission::default().user_id("7").template(UPLOAD);
    let some = PermissionBatchUpdate::new([lin, unknown], TeamSpaceType::Department, team.space.as_str());
    assert_eq!(LI.refused(&team.bench, some).await, "400 13000309 Resource not found.");
    assert_eq!(team.template(LIN, "root").await, MANAGE);
    team.create(LIN, "root", "After").await;
}

#[tokio::test]
async fn a_managing_member_gives_rights_to_common_members() {
    let team = Team::new().await;
    LI.send(&team.bench, UpdateUser::new(LIN.id).role(UserRole::Manager)).await;
    LIN.send(&team.bench, team.give(NOOR, UPLOAD, None, "")).await;
    assert_eq!(team.template(NOOR, "root").await, UPLOAD);
    team.create(NOOR, "root", "Notes").await;
    assert_eq!(NOOR.refused(&team.bench, team.rename(FILE)).await, NO_RIGHT);
    assert_eq!(LIN.refused(&team.bench, team.give(LIN, UPLOAD, None, "")).await, NO_RIGHT);
    assert_eq!(LIN.refused(&team.bench, team.give(LI, UPLOAD, None, "")).await, NO_RIGHT);
}

#[tokio::test]
async fn rights_end_with_the_membership() {
    let team = Team::new().await;
    LI.send(&team.bench, team.give(LIN, VIEW_ONLY, None, "")).await;
    ADA.send(&team.bench, UpdateUser::new(LIN.id).dept_id(RESEARCH)).await;
    let list = GetDepartmentFiles::new(SALES, FileListScope::Space, team.space.as_str()).parent_file_id("root");
    assert_eq!(LIN.refused(&team.bench, list).await, NO_RIGHT);
    ADA.send(&team.bench, UpdateUser::new(LIN.id).dept_id(SALES)).await;
    team.create(LIN, "root", "Again").await;
}
