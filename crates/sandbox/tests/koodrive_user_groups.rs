//! Groups of users: their owners change them, and their members see them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::users::{ADA, LI, LIN, NO_RIGHT, NO_SPACE, NOOR, NOTHING, User};
use hwc_models::koodrive::{
    BatchAddGroupMembers, BatchDeleteGroupMembers, BatchStatus, CreateDirectory, CreateGroupSpace, CreateUserGroup,
    DeleteUserGroup, FormerMember, GetSpace, GetUserGroup, GetUserGroupList, GetUserGroupMemberList, GroupId,
    GroupKind, GroupSpaceMember, MemberPermission, PinState, SpaceType, UpdateUserGroup,
};

/// Creates a user group of Lin with Noor.
async fn create(bench: &Bench, name: &str) -> GroupId {
    let id = LIN.send(bench, CreateUserGroup::new(name, GroupKind::UserGroup)).await.id.unwrap();
    LIN.send(bench, BatchAddGroupMembers::new(id.clone(), [member(NOOR)])).await;
    id
}

fn member(user: User) -> MemberPermission {
    MemberPermission::default().user_id(user.id)
}

fn former(user: User) -> FormerMember {
    FormerMember::default().user_id(user.id)
}

/// Returns the names of the user groups of a user.
async fn groups(bench: &Bench, user: User) -> Vec<String> {
    let listed = user.send(bench, GetUserGroupList::new(GroupKind::UserGroup)).await.user_group_list;
    listed.into_iter().map(|group| group.group_name.unwrap()).collect()
}

/// Returns the names of the members of a group.
async fn members(bench: &Bench, group: &GroupId) -> Vec<String> {
    let listed = LIN.send(bench, GetUserGroupMemberList::new(group.clone(), 0_u32, 100_u32)).await;
    assert_eq!(listed.total, Some(listed.user_group_member_infos.len() as u64));
    listed.user_group_member_infos.into_iter().map(|member| member.user_name.unwrap()).collect()
}

#[tokio::test]
async fn a_group_is_seen_by_its_owner_its_members_and_the_administrator() {
    let bench = Bench::demo();
    let id = create(&bench, "Readers").await;
    for user in [LIN, NOOR, ADA] {
        let group = user.send(&bench, GetUserGroup::new(id.clone())).await.user_group.unwrap();
        assert_eq!((group.group_name.as_deref(), group.source_type), (Some("Readers"), Some(GroupKind::UserGroup)));
        assert_eq!(group.owner_id.unwrap().as_str(), LIN.id);
        assert_eq!(group.created_time.unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    }
    assert_eq!(LI.refused(&bench, GetUserGroup::new(id.clone())).await, NO_RIGHT);
    assert_eq!(LI.refused(&bench, GetUserGroupMemberList::new(id.clone(), 0_u32, 9_u32)).await, NO_RIGHT);
    assert_eq!(LIN.refused(&bench, GetUserGroup::new("none")).await, NOTHING);
    assert_eq!(LIN.refused(&bench, GetUserGroup::new(id).source_type(GroupKind::Group)).await, NOTHING);
}

#[tokio::test]
async fn the_groups_of_a_user_are_listed_by_page_and_word() {
    let bench = Bench::demo();
    for name in ["Readers", "Writers", "Singers"] {
        create(&bench, name).await;
    }
    assert_eq!(groups(&bench, NOOR).await, ["Readers", "Writers", "Singers"]);
    assert_eq!(groups(&bench, ADA).await, [""; 0]);
    let first = NOOR.send(&bench, GetUserGroupList::new(GroupKind::UserGroup).page_size(2_u32)).await;
    assert_eq!((first.user_group_list.len(), first.total), (2, Some(3)));
    let next = GetUserGroupList::new(GroupKind::UserGroup).page_cursor(first.next_cursor.unwrap());
    let next = NOOR.send(&bench, next).await;
    assert_eq!((next.user_group_list.len(), next.next_cursor), (1, None));
    let found = NOOR.send(&bench, GetUserGroupList::new(GroupKind::UserGroup).group_name("rit")).await;
    assert_eq!(found.user_group_list[0].group_name.as_deref(), Some("Writers"));
    let spaces = NOOR.send(&bench, GetUserGroupList::new(GroupKind::Group)).await.user_group_list;
    assert_eq!(spaces[0].group_name.as_deref(), Some("Launch"));
}

#[tokio::test]
async fn each_member_pins_groups_in_the_own_list() {
    let bench = Bench::demo();
    create(&bench, "Readers").await;
    let id = create(&bench, "Writers").await;
    let pin = |state| UpdateUserGroup::new(id.clone(), "Writers", GroupKind::UserGroup).top(state);
    NOOR.send(&bench, pin(PinState::Pinned)).await;
    assert_eq!(groups(&bench, NOOR).await, ["Writers", "Readers"]);
    assert_eq!(groups(&bench, LIN).await, ["Readers", "Writers"]);
    let listed = LIN.send(&bench, GetUserGroupMemberList::new(id.clone(), 0_u32, 9_u32)).await;
    assert_eq!(listed.user_group_member_infos[0].top, Some(PinState::Pinned));
    NOOR.send(&bench, pin(PinState::Unpinned)).await;
    assert_eq!(groups(&bench, NOOR).await, ["Readers", "Writers"]);
}

#[tokio::test]
async fn the_owner_renames_a_group() {
    let bench = Bench::demo();
    let id = create(&bench, "Readers").await;
    bench.wait(60);
    let request = UpdateUserGroup::new(id.clone(), "Writers", GroupKind::UserGroup).icon_url("1");
    LIN.send(&bench, request).await;
    let group = NOOR.send(&bench, GetUserGroup::new(id.clone())).await.user_group.unwrap();
    assert_eq!((group.group_name.as_deref(), group.icon_url.as_deref()), (Some("Writers"), Some("1")));
    assert_eq!(group.updated_time.unwrap().as_str(), "2026-01-01T00:01:00.000Z");
    let named = |name: &str, kind| UpdateUserGroup::new(id.clone(), name, kind);
    assert_eq!(NOOR.refused(&bench, named("Mine", GroupKind::UserGroup)).await, NO_RIGHT);
    assert_eq!(ADA.refused(&bench, named("Mine", GroupKind::UserGroup)).await, NO_RIGHT);
    assert_eq!(LIN.refused(&bench, named("Mine", GroupKind::Group)).await, NOTHING);
    for name in [" ", "a/b", "..", "1234567890123456789012345678901"] {
        let refused = LIN.refused(&bench, named(name, GroupKind::UserGroup)).await;
        assert_eq!(refused, "400 13000102 groupName is invalid", "{name}");
    }
    assert_eq!(groups(&bench, LIN).await, ["Writers"]);
}

#[tokio::test]
async fn members_are_added_with_partial_results() {
    let bench = Bench::demo();
    let id = create(&bench, "Readers").await;
    let unknown = MemberPermission::default().user_id("7");
    let added = LIN.send(&bench, BatchAddGroupMembers::new(id.clone(), [member(LI), unknown.clone()])).await;
    assert_eq!((added.status, added.failed_list.as_slice()), (Some(BatchStatus::SomeSucceeded), &["7".to_owned()][..]));
    let failed = LIN.send(&bench, BatchAddGroupMembers::new(id.clone(), [unknown])).await;
    assert_eq!(failed.status, Some(BatchStatus::AllFailed));
    let own = LIN.send(&bench, BatchAddGroupMembers::new(id.clone(), [member(LIN), member(NOOR)])).await;
    assert_eq!((own.status, own.failed_list.len()), (Some(BatchStatus::AllSucceeded), 0));
    assert_eq!(members(&bench, &id).await, ["Noor", "Li", "Lin"]);
    for user in [NOOR, ADA] {
        assert_eq!(user.refused(&bench, BatchAddGroupMembers::new(id.clone(), [member(ADA)])).await, NO_RIGHT);
    }
    assert_eq!(LIN.refused(&bench, BatchAddGroupMembers::new("none", [member(ADA)])).await, NOTHING);
    assert_eq!(members(&bench, &id).await, ["Noor", "Li", "Lin"]);
}

#[tokio::test]
async fn members_are_removed_by_the_owner_and_by_themselves() {
    let bench = Bench::demo();
    let id = create(&bench, "Readers").await;
    LIN.send(&bench, BatchAddGroupMembers::new(id.clone(), [member(LI), member(LIN)])).await;
    let remove = |users: &[User]| BatchDeleteGroupMembers::new(id.clone(), users.iter().map(|user| former(*user)));
    assert_eq!(NOOR.refused(&bench, remove(&[LI])).await, NO_RIGHT);
    assert_eq!(ADA.refused(&bench, remove(&[LI])).await, NO_RIGHT);
    let removed = LIN.send(&bench, remove(&[LI, ADA])).await;
    assert_eq!((removed.status, removed.failed_list), (Some(BatchStatus::SomeSucceeded), vec![ADA.id.to_owned()]));
    let owner = LIN.send(&bench, remove(&[LIN])).await;
    assert_eq!(owner.status, Some(BatchStatus::AllFailed));
    assert_eq!(members(&bench, &id).await, ["Noor", "Lin"]);
    assert_eq!(NOOR.send(&bench, remove(&[NOOR])).await.status, Some(BatchStatus::AllSucceeded));
    assert_eq!(members(&bench, &id).await, ["Lin"]);
    assert_eq!(groups(&bench, NOOR).await, [""; 0]);
    assert_eq!(NOOR.refused(&bench, GetUserGroup::new(id)).await, NO_RIGHT);
}

#[tokio::test]
async fn members_of_a_group_use_its_space() {
    let bench = Bench::demo();
    let nobody: [GroupSpaceMember; 0] = [];
    let group = LIN.send(&bench, CreateGroupSpace::new("Autumn", nobody)).await.id.unwrap();
    let space = LIN.send(&bench, GetSpace::new(group.as_str(), SpaceType::Group)).await.data.unwrap();
    let space = space.container_id.unwrap();
    let folder = || CreateDirectory::new(space.clone(), "Plans").parent_folder(["root"]);
    assert_eq!(NOOR.refused(&bench, folder()).await, NO_RIGHT);
    LIN.send(&bench, BatchAddGroupMembers::new(group.clone(), [member(NOOR)])).await;
    NOOR.send(&bench, folder()).await;
    LIN.send(&bench, BatchDeleteGroupMembers::new(group, [former(NOOR)])).await;
    assert_eq!(NOOR.refused(&bench, folder()).await, NO_RIGHT);
}

#[tokio::test]
async fn a_group_has_at_most_200_members() {
    let bench = Bench::demo();
    let id = create(&bench, "Readers").await;
    for number in 0..200 {
        let record = format!("json_object('id', 'user-{number}', 'name', 'User {number}', 'role', 1, 'status', 0)");
        let owner = "(SELECT owner FROM records WHERE kind = 'koodrive.user' LIMIT 1)";
        let values = format!("('koodrive.user', {owner}, 'user-{number}', {record})");
        bench.sql(&format!("INSERT INTO records (kind, owner, key, record) VALUES {values}")).await;
    }
    let many = |count: usize| {
        let users = (0..count).map(|number| MemberPermission::default().user_id(format!("user-{number}")));
        BatchAddGroupMembers::new(id.clone(), users)
    };
    assert_eq!(LIN.refused(&bench, many(200)).await, "400 13000102 a group can have 200 members");
    assert_eq!(members(&bench, &id).await, ["Noor"]);
    assert_eq!(LIN.send(&bench, many(199)).await.status, Some(BatchStatus::AllSucceeded));
    let listed = LIN.send(&bench, GetUserGroupMemberList::new(id.clone(), 190_u32, 100_u32)).await;
    assert_eq!((listed.total, listed.user_group_member_infos.len()), (Some(200), 10));
    let found = LIN.send(&bench, GetUserGroupMemberList::new(id.clone(), 0_u32, 9_u32).key_word("User 77")).await;
    assert_eq!(found.total, Some(1));
    assert!(LIN.refused(&bench, GetUserGroupMemberList::new(id, 0_u32, 101_u32)).await.starts_with("400 13000102 "));
}

#[tokio::test]
async fn the_owner_deletes_a_group_with_its_space() {
    let bench = Bench::demo();
    let id = create(&bench, "Readers").await;
    for user in [NOOR, ADA] {
        assert_eq!(user.refused(&bench, DeleteUserGroup::new(id.clone())).await, NO_RIGHT);
    }
    LIN.send(&bench, DeleteUserGroup::new(id.clone())).await;
    assert_eq!(LIN.refused(&bench, GetUserGroup::new(id.clone())).await, NOTHING);
    assert_eq!(LIN.refused(&bench, DeleteUserGroup::new(id)).await, NOTHING);
    assert_eq!(groups(&bench, NOOR).await, [""; 0]);
    let group = NOOR.send(&bench, GetUserGroupList::new(GroupKind::Group)).await.user_group_list.remove(0);
    let group = group.id.unwrap();
    LIN.send(&bench, DeleteUserGroup::new(group.clone())).await;
    assert_eq!(LIN.refused(&bench, GetSpace::new(group.as_str(), SpaceType::Group)).await, NO_SPACE);
}
