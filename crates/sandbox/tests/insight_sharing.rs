//! Sharing in DataArts Insight: switches, grants of users and groups, and what each right allows.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeMap;

use common::Bench;
use common::insight::{Member, NOT_SHARED, grant};
use hwc_models::insight::{
    AuthLevel, Authority, BatchDeleteDashboard, BatchOfflineDashboard, BatchSaveAuth, CreateDashboard,
    ListAuthProperties, ListAuthed, ListResources, NewSharingRule, ResourceType, SaveOrUpdateAuthProperties,
    SortDirection, UpdateDashboard,
};
use hwc_sandbox::account;

const KIND: ResourceType = ResourceType::Dashboard;
const ID: &str = "dashboard-1";

async fn seen(member: &Member<'_>) -> Vec<String> {
    let page = member.send(ListResources::new(KIND)).await;
    page.page_data.into_iter().map(|found| found.id.unwrap()).collect()
}

fn set(edit: bool, export: bool, read: bool) -> SaveOrUpdateAuthProperties {
    let switches = [("edit", edit), ("export", export), ("read", read)].map(|(name, on)| (name.to_owned(), on));
    SaveOrUpdateAuthProperties::new(ID).resource_type(KIND).switches(BTreeMap::from(switches))
}

#[tokio::test]
async fn a_member_sees_and_changes_what_the_rights_allow() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    assert_eq!(seen(&analyst).await, Vec::<String>::new());
    assert_eq!(analyst.refused(UpdateDashboard::new(ID, "x")).await, NOT_SHARED);
    admin.share(KIND, ID, "read").await;
    assert_eq!(seen(&analyst).await, [ID]);
    assert_eq!(analyst.refused(UpdateDashboard::new(ID, "x")).await, NOT_SHARED);
    admin.share(KIND, ID, "edit,export").await;
    analyst.send(UpdateDashboard::new(ID, "Renamed")).await;
    analyst.send(BatchOfflineDashboard::new([ID])).await;
    assert_eq!(admin.send(ListResources::new(KIND)).await.page_data[0].name.as_deref(), Some("Renamed"));
    assert_eq!(analyst.refused(BatchDeleteDashboard::new([ID])).await, NOT_SHARED, "only an owner deletes");
    let again = BatchSaveAuth::new([grant(KIND, ID, account::USER_ID, "read")]);
    assert_eq!(analyst.refused(again).await, NOT_SHARED, "only an owner shares");
    admin.share(KIND, ID, "").await;
    assert_eq!(seen(&analyst).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_member_owns_what_the_member_creates_and_the_owner_of_the_workspace_has_all_rights() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let own = analyst.send(CreateDashboard::new("Mine")).await.dashboard.unwrap().id.unwrap();
    assert_eq!(seen(&analyst).await, [own.as_str()]);
    admin.send(UpdateDashboard::new(own.clone(), "Yours")).await;
    analyst.send(BatchDeleteDashboard::new([own])).await;
    assert_eq!(seen(&admin).await, [ID, "dashboard-2"]);
}

#[tokio::test]
async fn groups_get_rights_too() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let rule = NewSharingRule::default().auth_id("group-1").auth_level(AuthLevel::Group).authority(Authority::Edit);
    let rule = rule.resource_id(ID).resource_type(KIND);
    admin.send(BatchSaveAuth::new([rule.clone()])).await;
    analyst.send(UpdateDashboard::new(ID, "By the group")).await;
    let list = ListAuthed::new(ID, KIND).auth_level(AuthLevel::Group);
    let entry = admin.send(list).await.page_data.remove(0);
    assert_eq!((entry.auth_name.as_deref(), entry.authed), (Some("Analysts"), Some(true)));
    assert_eq!(entry.authority, Some(Authority::Edit));
    let mut removal = rule;
    removal.authority = None;
    admin.send(BatchSaveAuth::new([removal])).await;
    assert_eq!(analyst.refused(UpdateDashboard::new(ID, "x")).await, NOT_SHARED);
}

#[tokio::test]
async fn a_right_counts_while_its_switch_is_on() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let shown = admin.send(ListAuthProperties::new(ID, KIND)).await.properties.unwrap();
    assert_eq!(shown.switches.values().copied().collect::<Vec<_>>(), [true, true, true]);
    admin.share(KIND, ID, "edit").await;
    admin.send(set(false, true, true)).await;
    assert_eq!(analyst.refused(UpdateDashboard::new(ID, "x")).await, NOT_SHARED);
    let refusal = admin.refused(BatchSaveAuth::new([grant(KIND, ID, account::MFA_USER_ID, "edit,export")])).await;
    assert_eq!(refusal, "400 APIGW.0201 the resource cannot be shared with the right edit");
    let shown = admin.send(ListAuthProperties::new(ID, KIND)).await.properties.unwrap();
    assert_eq!((shown.switches["edit"], shown.switches["read"]), (false, true));
    admin.send(set(true, true, true)).await;
    analyst.send(UpdateDashboard::new(ID, "On again")).await;
    let only_read = BTreeMap::from([("read".to_owned(), true)]);
    let saved = SaveOrUpdateAuthProperties::new(ID).resource_type(KIND).switches(only_read);
    let saved = admin.send(saved).await.properties.unwrap();
    assert_eq!((saved.switches["edit"], saved.switches["export"]), (false, false), "what is not named is off");
    let unknown = BTreeMap::from([("use".to_owned(), true)]);
    let refusal = admin.refused(SaveOrUpdateAuthProperties::new(ID).resource_type(KIND).switches(unknown)).await;
    assert_eq!(refusal, "400 APIGW.0201 resources of the type dashboard have no right use");
    assert_eq!(analyst.refused(set(true, true, true)).await, NOT_SHARED);
}

#[tokio::test]
async fn grants_are_saved_together_or_not_at_all() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let rules = |user: &str, right: &str| {
        BatchSaveAuth::new([grant(KIND, ID, account::MFA_USER_ID, "read"), grant(KIND, "dashboard-2", user, right)])
    };
    let refusal = admin.refused(rules("nobody", "read")).await;
    assert_eq!(refusal, "404 DataArtsInsight.24010003 The user or group does not exist.");
    let refusal = admin.refused(rules(account::USER_ID, "use")).await;
    assert_eq!(refusal, "400 APIGW.0201 the resource cannot be shared with the right use");
    assert_eq!(seen(&analyst).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_list_has_users_with_and_without_a_right() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    admin.share(KIND, ID, "read").await;
    let page = admin.send(ListAuthed::new(ID, KIND)).await;
    assert_eq!(page.count, Some(3));
    let entries: Vec<_> = page
        .page_data
        .iter()
        .map(|entry| (entry.auth_name.as_deref().unwrap(), entry.authed.unwrap(), entry.is_owner.unwrap()))
        .collect();
    assert_eq!(entries, [("Analysts", false, false), ("sandbox", true, true), ("sandbox-mfa", true, false)]);
    let list = ListAuthed::new(ID, KIND).auth_name("sand").sort_dir(SortDirection::Descending).limit(1_u32);
    let page = admin.send(list).await;
    assert_eq!((page.count, page.page_data[0].auth_name.as_deref()), (Some(2), Some("sandbox-mfa")));
}
