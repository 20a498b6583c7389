//! Group spaces of KooDrive: any user creates them, members see them, and their owner dismisses them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::users::{ADA, LI, LIN, NO_RIGHT, NO_SPACE, NOOR, NOTHING, User};
use hwc_models::koodrive::{
    Capabilities, CreateGroupSpace, CreateJob, CreateUserGroup, DeleteGroupSpace, GetGroupSpaceList, GetSpace,
    GetSpaceAllocation, GetTeamSpaceList, GroupId, GroupKind, GroupSpaceMember, JobFile, JobInput, JobType,
    SpaceStatus, SpaceType, TeamSpace, TeamType,
};

const FULL: &str = "400 13000311 Insufficient space.";

/// The members of a group of its owner alone.
const NO_MEMBERS: [GroupSpaceMember; 0] = [];

/// Returns a member with a template.
fn member(id: &str) -> GroupSpaceMember {
    GroupSpaceMember::default().user_id(id).template(1)
}

/// Creates a group of Lin with Noor.
async fn create(bench: &Bench, name: &str) -> GroupId {
    LIN.send(bench, CreateGroupSpace::new(name, [member(NOOR.id)])).await.id.unwrap()
}

/// Returns the groups in a user's list.
async fn teams(bench: &Bench, user: User, kind: TeamType) -> Vec<TeamSpace> {
    user.send(bench, GetTeamSpaceList::new(0_u32, 100_u32).team_type(kind)).await.teams
}

async fn has(bench: &Bench, user: User, kind: TeamType, group: &GroupId) -> bool {
    teams(bench, user, kind).await.iter().any(|team| team.id.as_ref().unwrap().as_str() == group.as_str())
}

/// Returns the number of groups and their allocated capacity.
async fn totals(bench: &Bench) -> (u64, u64) {
    let page = ADA.send(bench, GetGroupSpaceList::new(0_u32, 1_u32)).await;
    (page.groups_total.unwrap(), page.assigned_capacity.unwrap())
}

#[tokio::test]
async fn a_group_is_open_to_its_owner_and_its_members() {
    let bench = Bench::demo();
    let group = create(&bench, "Autumn").await;
    assert!(has(&bench, LIN, TeamType::Owned, &group).await);
    assert!(!has(&bench, LIN, TeamType::Joined, &group).await);
    assert!(has(&bench, NOOR, TeamType::Joined, &group).await);
    assert!(!has(&bench, NOOR, TeamType::Owned, &group).await);
    for user in [ADA, LI] {
        assert!(!has(&bench, user, TeamType::Joined, &group).await);
    }
    let space = NOOR.send(&bench, GetSpace::new(group.as_str(), SpaceType::Group)).await.data.unwrap();
    assert_eq!((space.capacity, space.user_num, space.creator.as_deref()), (Some(10), Some(2), Some(LIN.id)));
    assert_eq!(LI.refused(&bench, GetSpace::new(group.as_str(), SpaceType::Group)).await, NO_RIGHT);
    let seen = ADA.send(&bench, GetSpace::new(group.as_str(), SpaceType::Group)).await.data.unwrap();
    assert_eq!(seen.status, Some(SpaceStatus::Normal));
}

#[tokio::test]
async fn a_team_has_its_owner_and_texts_for_sizes() {
    let bench = Bench::demo();
    let request = CreateGroupSpace::new("Autumn", NO_MEMBERS).capacity(20_u64).icon_url("1");
    let group = LIN.send(&bench, request).await.id.unwrap();
    let entry = teams(&bench, LIN, TeamType::Owned).await.pop().unwrap();
    assert_eq!(entry.id.unwrap().as_str(), group.as_str());
    assert_eq!((entry.owner_name.as_deref(), entry.owner_id.unwrap().as_str()), (Some("Lin"), LIN.id));
    assert_eq!((entry.capacity, entry.user_num, entry.icon_url.as_deref()), (Some(20), Some(1), Some("1")));
    let text = LIN.reply(&bench, GetTeamSpaceList::new(0_u32, 9_u32).key_word("Autumn")).await.json();
    assert_eq!((&text["total"], &text["teams"][0]["spaceUsed"]), (&"1".into(), &"0".into()));
    assert_eq!(text["teams"][0]["capacity"], 20);
}

#[tokio::test]
async fn teams_are_selected_by_page_and_by_word() {
    let bench = Bench::demo();
    for name in ["Autumn", "Winter"] {
        create(&bench, name).await;
    }
    let page = LIN.send(&bench, GetTeamSpaceList::new(1_u32, 2_u32)).await;
    assert_eq!((page.total, page.teams.len()), (Some(4), 2));
    let owner = NOOR.send(&bench, GetTeamSpaceList::new(0_u32, 9_u32).key_word("Lin")).await;
    assert_eq!(owner.total, Some(3));
    let refused = LIN.refused(&bench, GetTeamSpaceList::new(0_u32, 9_u32).team_type(7)).await;
    assert_eq!(refused, "400 13000102 teamType must be 0, 1 or 2");
    assert!(LIN.refused(&bench, GetTeamSpaceList::new(0_u32, 101_u32)).await.starts_with("400 13000102 "));
}

#[tokio::test]
async fn the_administrator_lists_all_groups() {
    let bench = Bench::demo();
    create(&bench, "Autumn").await;
    let page = ADA.send(&bench, GetGroupSpaceList::new(0_u32, 1_u32)).await;
    assert_eq!((page.total, page.groups_total, page.groups.len()), (Some(2), Some(2), 1));
    assert_eq!((page.assigned_capacity, page.max_capacity), (Some(30), Some(2048)));
    let found = ADA.send(&bench, GetGroupSpaceList::new(0_u32, 9_u32).key_word("Aut")).await;
    assert_eq!((found.total, found.groups_total), (Some(1), Some(2)));
    let text = ADA.reply(&bench, GetGroupSpaceList::new(0_u32, 9_u32)).await.json();
    assert_eq!((&text["assignedCapacity"], &text["total"]), (&"30".into(), &2.into()));
    for user in [LI, LIN, NOOR] {
        assert_eq!(user.refused(&bench, GetGroupSpaceList::new(0_u32, 9_u32)).await, NO_RIGHT);
    }
}

#[tokio::test]
async fn users_who_cannot_be_added_are_reported() {
    let bench = Bench::demo();
    let members = [member(NOOR.id), member("nobody"), member(LIN.id), member(NOOR.id)];
    let created = LIN.send(&bench, CreateGroupSpace::new("Autumn", members)).await;
    assert_eq!(created.failed_list, ["nobody"]);
    let group = created.id.unwrap();
    let space = LIN.send(&bench, GetSpace::new(group.as_str(), SpaceType::Group)).await.data.unwrap();
    assert_eq!(space.user_num, Some(2));
}

#[tokio::test]
async fn the_owner_dismisses_a_group() {
    let bench = Bench::demo();
    let before = totals(&bench).await;
    let group = create(&bench, "Autumn").await;
    for user in [ADA, LI, NOOR] {
        assert_eq!(user.refused(&bench, DeleteGroupSpace::new(group.clone())).await, NO_RIGHT);
    }
    assert!(has(&bench, LIN, TeamType::Owned, &group).await);
    LIN.send(&bench, DeleteGroupSpace::new(group.clone())).await;
    assert!(!has(&bench, LIN, TeamType::Owned, &group).await);
    assert!(!has(&bench, NOOR, TeamType::Joined, &group).await);
    assert_eq!(LIN.refused(&bench, GetSpace::new(group.as_str(), SpaceType::Group)).await, NO_SPACE);
    assert_eq!(LIN.refused(&bench, DeleteGroupSpace::new(group)).await, NOTHING);
    assert_eq!(totals(&bench).await, before);
    let members = "SELECT count(*) FROM records WHERE kind = 'koodrive.group_member'";
    assert_eq!(bench.sql(members).await, ["2"]);
}

#[tokio::test]
async fn the_group_of_the_demo_data_goes_with_its_files() {
    let bench = Bench::demo();
    let team = teams(&bench, NOOR, TeamType::Joined).await.pop().unwrap();
    assert_eq!((team.owner_name.as_deref(), team.space_used), (Some("Lin"), Some(9)));
    LIN.send(&bench, DeleteGroupSpace::new(team.id.unwrap().as_str())).await;
    let files = "SELECT count(*) FROM records WHERE kind = 'koodrive.file' AND record ->> 'name' = 'first.md'";
    assert_eq!(bench.sql(files).await, ["0"]);
}

#[tokio::test]
async fn a_refused_group_is_not_created() {
    let bench = Bench::demo();
    let before = totals(&bench).await;
    let long = "a".repeat(31);
    for name in ["", " ", "..", "a/b", "a?", &long] {
        let refused = LIN.refused(&bench, CreateGroupSpace::new(name, NO_MEMBERS)).await;
        assert!(refused.starts_with("400 13000102 "), "{name}: {refused}");
    }
    let rights = Capabilities::default();
    for odd in [member(NOOR.id).template(-1), member(NOOR.id).capabilities(rights)] {
        let refused = LIN.refused(&bench, CreateGroupSpace::new("Autumn", [odd])).await;
        assert!(refused.starts_with("400 13000102 "), "{refused}");
    }
    let large = CreateGroupSpace::new("Autumn", NO_MEMBERS).capacity(2029_u64);
    assert_eq!(LIN.refused(&bench, large).await, FULL);
    assert_eq!(totals(&bench).await, before);
}

#[tokio::test]
async fn a_group_has_at_most_two_hundred_members() {
    let bench = Bench::demo();
    let add = "INSERT INTO records (kind, owner, key, record) SELECT kind, owner, key || '-' || n, record
        FROM records, (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 200) SELECT n FROM c)
        WHERE kind = 'koodrive.user' AND record ->> 'name' = 'Noor'";
    bench.sql(add).await;
    let users = |count: u64| (1..=count).map(|number| member(&format!("{}-{number}", NOOR.id)));
    let too_many = LIN.refused(&bench, CreateGroupSpace::new("Autumn", users(200))).await;
    assert_eq!(too_many, "400 13000102 a group can have 200 members");
    let created = LIN.send(&bench, CreateGroupSpace::new("Autumn", users(199))).await;
    assert_eq!(created.failed_list, [""; 0]);
    let space = LIN.send(&bench, GetSpace::new(created.id.unwrap().as_str(), SpaceType::Group)).await;
    assert_eq!(space.data.unwrap().user_num, Some(200));
}

#[tokio::test]
async fn a_user_group_is_not_a_group_space() {
    let bench = Bench::demo();
    let id = LIN.send(&bench, CreateUserGroup::new("Readers", GroupKind::UserGroup)).await.id.unwrap();
    assert_eq!(LIN.refused(&bench, DeleteGroupSpace::new(id)).await, NOTHING);
    let parts = ADA.send(&bench, GetSpaceAllocation::new()).await.data;
    assert_eq!(parts[2].allocate_capacity, Some(20));
}

#[tokio::test]
async fn a_member_has_the_rights_of_the_request() {
    let bench = Bench::demo();
    let mut reader = Capabilities::default();
    reader.list_child_node_permission = Some(true);
    let reader = member(NOOR.id).template(-1).capabilities(full(reader));
    let group = LIN.send(&bench, CreateGroupSpace::new("Autumn", [reader])).await.id.unwrap();
    assert!(has(&bench, NOOR, TeamType::Joined, &group).await);
    let space = NOOR.send(&bench, GetSpace::new(group.as_str(), SpaceType::Group)).await.data.unwrap();
    let space = space.container_id.unwrap();
    let own = ADA.send(&bench, GetSpace::new(NOOR.id, SpaceType::Personal)).await.data.unwrap();
    let mut input = JobInput::default();
    input.src_container_id = own.container_id;
    input.file_info = vec![JobFile::default().file_id("F-none")];
    let copy = CreateJob::new(JobType::Copy, input, space.as_str());
    assert_eq!(NOOR.refused(&bench, copy.clone()).await, NO_RIGHT, "a reader adds no files");
    let hidden = member(NOOR.id).template(-1).capabilities(full(Capabilities::default()));
    let group = LIN.send(&bench, CreateGroupSpace::new("Winter", [hidden])).await.id.unwrap();
    assert!(!has(&bench, NOOR, TeamType::Joined, &group).await);
}

/// Sets the rights that are absent to false.
fn full(mut rights: Capabilities) -> Capabilities {
    for right in [
        &mut rights.add_child_node_permission,
        &mut rights.copy_permission,
        &mut rights.delete_permission,
        &mut rights.download_permission,
        &mut rights.edit_permission,
        &mut rights.list_child_node_permission,
        &mut rights.remove_child_node_permission,
        &mut rights.rename_file_permission,
        &mut rights.share_file_permission,
        &mut rights.upload_permission,
    ] {
        right.get_or_insert(false);
    }
    rights
}
