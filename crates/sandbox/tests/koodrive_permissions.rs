//! Templates of rights, and the rights of users on spaces of teams and on single files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::users::{ADA, LI, LIN, NO_RIGHT, NOOR, NOTHING, User};
use hwc_models::koodrive::{
    AddMemberInitialPermission, BatchDeletePermissionTemplate, BatchGetPermissionTemplate, Capabilities,
    CreatePermissionTemplate, CreateUser, EditPermissionTemplate, GetSpaceV2, GetUserList, GetUserPermissionList,
    InitialMemberPermission, ListPermissionTemplate, MemberPermission, ModifyPermissionTemplateStatus, NewUserSettings,
    PermissionBatchUpdate, PermissionTemplate, QueryPermissionTemplateRef, SpaceType, TeamSpaceType, TemplateId,
    TemplateOrder, TemplateStatus, TemplateType, UserPermission,
};

const SALES: &str = "1243693141656107521";

/// The preset templates.
const VIEW_ONLY: i64 = 2;

/// Returns a set of rights without any.
fn none() -> Capabilities {
    let mut rights = Capabilities::default();
    rights.add_child_node_permission = Some(false);
    rights.copy_permission = Some(false);
    rights.delete_permission = Some(false);
    rights.download_permission = Some(false);
    rights.edit_permission = Some(false);
    rights.list_child_node_permission = Some(false);
    rights.remove_child_node_permission = Some(false);
    rights.rename_file_permission = Some(false);
    rights.share_file_permission = Some(false);
    rights.upload_permission = Some(false);
    rights
}

fn preview() -> Capabilities {
    none().view_permission(true)
}

async fn create(bench: &Bench, name: &str, rights: Capabilities) -> TemplateId {
    let request = CreatePermissionTemplate::new(name, "9190086000001210958", rights).kind(TemplateType::Custom);
    ADA.send(bench, request).await.data.unwrap().id.unwrap()
}

async fn get(bench: &Bench, id: TemplateId) -> PermissionTemplate {
    LIN.send(bench, BatchGetPermissionTemplate::new([id])).await.data.remove(0)
}

/// Returns the names of the templates in a list.
async fn names(bench: &Bench, request: ListPermissionTemplate) -> Vec<String> {
    LIN.send(bench, request).await.data.into_iter().map(|template| template.name.unwrap()).collect()
}

fn all() -> ListPermissionTemplate {
    ListPermissionTemplate::new().limit(100_u32).offset(0_u32)
}

async fn is_in_use(bench: &Bench, id: TemplateId) -> bool {
    ADA.send(bench, QueryPermissionTemplateRef::new(id)).await.in_use.unwrap()
}

async fn sales(bench: &Bench) -> String {
    let spaces = ADA.send(bench, GetSpaceV2::new(SALES).kind(SpaceType::Department)).await.data;
    spaces[0].container_id.as_ref().unwrap().to_string()
}

/// Returns a change of the rights of a user in the space of Sales.
fn give(space: &str, user: User, template: impl Into<TemplateId>) -> PermissionBatchUpdate {
    let member = MemberPermission::default().user_id(user.id).template(template);
    PermissionBatchUpdate::new([member], TeamSpaceType::Department, space)
}

async fn permissions(bench: &Bench, space: &str) -> Vec<UserPermission> {
    let request = GetUserPermissionList::new(TeamSpaceType::Department, space).dept_id(SALES);
    ADA.send(bench, request).await.user_permission_list
}

#[tokio::test]
async fn a_right_of_a_template_brings_those_that_it_needs() {
    let bench = Bench::demo();
    let id = create(&bench, "Readers", preview()).await;
    let template = get(&bench, id).await;
    assert_eq!((template.template_type, template.status), (Some(TemplateType::Custom), Some(TemplateStatus::Enabled)));
    assert_eq!(template.create_time.unwrap().as_str(), "20260101080000");
    let rights = template.capabilities.unwrap();
    assert_eq!((rights.view_permission, rights.download_permission), (Some(true), Some(true)));
    assert_eq!((rights.list_child_node_permission, rights.upload_permission), (Some(true), Some(false)));
    let id = create(&bench, "Uploaders", none().upload_permission(true)).await;
    let rights = get(&bench, id).await.capabilities.unwrap();
    assert_eq!((rights.list_child_node_permission, rights.download_permission), (Some(true), Some(false)));
    let id = create(&bench, "Nobody", none()).await;
    assert_eq!(get(&bench, id).await.capabilities.unwrap().list_child_node_permission, Some(false));
}

#[tokio::test]
async fn templates_are_listed_by_origin_state_and_time() {
    let bench = Bench::demo();
    create(&bench, "Old", preview()).await;
    let new = create(&bench, "New", preview()).await;
    assert_eq!(names(&bench, all()).await, ["Manage", "View only", "Upload", "New", "Old"]);
    let last = all().order_by_time(TemplateOrder::OldestFirst).preset_first(false);
    assert_eq!(names(&bench, last).await, ["Old", "New", "Manage", "View only", "Upload"]);
    assert_eq!(names(&bench, all().template_type(TemplateType::Custom)).await, ["New", "Old"]);
    assert_eq!(names(&bench, all().id(new)).await, ["New"]);
    ADA.send(&bench, ModifyPermissionTemplateStatus::new(new, TemplateStatus::Disabled)).await;
    assert_eq!(names(&bench, all().status(TemplateStatus::Disabled)).await, ["New"]);
    let page = LIN.send(&bench, ListPermissionTemplate::new().limit(2_u32).offset(3_u32)).await;
    assert_eq!((page.total, page.data.len()), (Some(5), 2));
}

#[tokio::test]
async fn only_the_administrator_changes_templates() {
    let bench = Bench::demo();
    let id = create(&bench, "Readers", preview()).await;
    for user in [LI, LIN] {
        let new = CreatePermissionTemplate::new("Mine", "1", preview()).kind(TemplateType::Custom);
        assert_eq!(user.refused(&bench, new).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, EditPermissionTemplate::new(id, "Mine")).await, NO_RIGHT);
        let disable = ModifyPermissionTemplateStatus::new(id, TemplateStatus::Disabled);
        assert_eq!(user.refused(&bench, disable).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, BatchDeletePermissionTemplate::new([id])).await, NO_RIGHT);
    }
    assert_eq!(names(&bench, all().template_type(TemplateType::Custom)).await, ["Readers"]);
    assert_eq!(get(&bench, id).await.status, Some(TemplateStatus::Enabled));
}

#[tokio::test]
async fn invalid_templates_are_refused() {
    let bench = Bench::demo();
    let id = create(&bench, "Readers", preview()).await;
    let new = |name: &str| CreatePermissionTemplate::new(name, "1", preview()).kind(TemplateType::Custom);
    for name in [" ", "a/b", "九个字的名字太长了", "1234567890123456789012345"] {
        let refused = ADA.refused(&bench, new(name)).await;
        assert!(refused.starts_with("400 13000102 "), "{name}: {refused}");
        let refused = ADA.refused(&bench, EditPermissionTemplate::new(id, name)).await;
        assert!(refused.starts_with("400 13000102 "), "{name}: {refused}");
    }
    for taken in ["Readers", "Manage"] {
        assert_eq!(ADA.refused(&bench, new(taken)).await, "400 13000405 Duplicate file name.");
    }
    let preset = ADA.refused(&bench, new("Other").kind(TemplateType::Preset)).await;
    assert_eq!(preset, "400 13000102 type must be 1");
    let long = EditPermissionTemplate::new(id, "Readers").description("d".repeat(51));
    assert!(ADA.refused(&bench, long).await.starts_with("400 13000102 description"));
    for preset in [1, 2, 3] {
        let refused = ADA.refused(&bench, EditPermissionTemplate::new(preset, "Mine")).await;
        assert_eq!(refused, "400 13000102 a preset template cannot be changed");
    }
    assert_eq!(ADA.refused(&bench, EditPermissionTemplate::new(9, "Mine")).await, NOTHING);
    assert_eq!(ADA.refused(&bench, BatchGetPermissionTemplate::new([id, 9.into()])).await, NOTHING);
    assert_eq!(names(&bench, all().template_type(TemplateType::Custom)).await, ["Readers"]);
}

#[tokio::test]
async fn a_template_in_use_cannot_be_deleted() {
    let bench = Bench::demo();
    let (used, free) = (create(&bench, "Used", preview()).await, create(&bench, "Free", preview()).await);
    let space = sales(&bench).await;
    LI.send(&bench, give(&space, LIN, used)).await;
    assert_eq!((is_in_use(&bench, used).await, is_in_use(&bench, free).await), (true, false));
    let refused = ADA.refused(&bench, BatchDeletePermissionTemplate::new([free, used])).await;
    assert_eq!(refused, format!("400 13000102 the template {used} is in use"));
    assert_eq!(names(&bench, all().template_type(TemplateType::Custom)).await, ["Free", "Used"]);
    LI.send(&bench, give(&space, LIN, VIEW_ONLY)).await;
    ADA.send(&bench, BatchDeletePermissionTemplate::new([free, used])).await;
    assert_eq!(names(&bench, all().template_type(TemplateType::Custom)).await, [""; 0]);
    assert_eq!(ADA.refused(&bench, QueryPermissionTemplateRef::new(used)).await, NOTHING);
    assert_eq!(ADA.refused(&bench, BatchDeletePermissionTemplate::new([used])).await, NOTHING);
}

#[tokio::test]
async fn a_disabled_template_cannot_be_given() {
    let bench = Bench::demo();
    let (id, space) = (create(&bench, "Readers", preview()).await, sales(&bench).await);
    ADA.send(&bench, ModifyPermissionTemplateStatus::new(id, TemplateStatus::Disabled)).await;
    let refused = LI.refused(&bench, give(&space, LIN, id)).await;
    assert_eq!(refused, "400 13000102 the template is disabled");
    assert!(!is_in_use(&bench, id).await);
    ADA.send(&bench, ModifyPermissionTemplateStatus::new(id, TemplateStatus::Enabled)).await;
    LI.send(&bench, give(&space, LIN, id)).await;
    assert!(is_in_use(&bench, id).await);
}

#[tokio::test]
async fn the_rights_of_the_members_are_listed() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let shown = |list: &[UserPermission]| -> Vec<(String, i64)> {
        list.iter().map(|user| (user.user_name.clone().unwrap(), user.template_id.unwrap().get())).collect()
    };
    let listed = permissions(&bench, &space).await;
    assert_eq!(shown(&listed), [("Li".to_owned(), 1), ("Lin".to_owned(), 1)]);
    let loose = MemberPermission::default().user_id(NOOR.id).template(-1).capabilities(preview());
    let update = PermissionBatchUpdate::new([loose], TeamSpaceType::Department, space.as_str());
    LI.send(&bench, update).await;
    LI.send(&bench, give(&space, LIN, VIEW_ONLY)).await;
    let listed = permissions(&bench, &space).await;
    assert_eq!(shown(&listed), [("Li".to_owned(), 1), ("Lin".to_owned(), 2), ("Noor".to_owned(), -1)]);
    assert_eq!(
        (listed[1].template_name.as_deref(), listed[1].dept_name.as_deref()),
        (Some("View only"), Some("Sales"))
    );
    assert_eq!(listed[1].capabilities[0].upload_permission, Some(false));
    assert_eq!(listed[2].description.as_deref(), Some("list, preview, download"));
    let request = GetUserPermissionList::new(TeamSpaceType::Department, space.as_str()).dept_id(SALES);
    let first = LI.send(&bench, request.clone().count(2_u32)).await;
    let next = LI.send(&bench, request.clone().cursor(first.next_cursor.unwrap())).await;
    assert_eq!((next.user_permission_list.len(), next.next_cursor), (1, None));
    let found = LI.send(&bench, request.clone().template_id(-1)).await.user_permission_list;
    assert_eq!(shown(&found), [("Noor".to_owned(), -1)]);
    let found = LI.send(&bench, request.user_name("Lin")).await.user_permission_list;
    assert_eq!(shown(&found), [("Lin".to_owned(), 2)]);
}

#[tokio::test]
async fn new_members_get_the_initial_rights() {
    let bench = Bench::demo();
    let shown = LI.send(&bench, InitialMemberPermission::new(SALES)).await.data.unwrap();
    assert_eq!((shown.template_id, shown.template_name.as_deref()), (Some(1.into()), Some("Manage")));
    LI.send(&bench, AddMemberInitialPermission::new(SALES, VIEW_ONLY)).await;
    let shown = LI.send(&bench, InitialMemberPermission::new(SALES)).await.data.unwrap();
    assert_eq!(shown.template_id, Some(VIEW_ONLY.into()));
    assert_eq!(shown.capabilities.unwrap().upload_permission, Some(false));
    LI.send(&bench, CreateUser::new("org-1").settings(NewUserSettings::default().dept_id(SALES))).await;
    let users = LI.send(&bench, GetUserList::new().dept_id(SALES).offset(0_u32).limit(9_u32)).await.list;
    let listed = permissions(&bench, &sales(&bench).await).await;
    let new = listed.iter().find(|user| user.user_id == users[2].id).unwrap();
    assert_eq!(new.template_id, Some(VIEW_ONLY.into()));
    let lin = listed.iter().find(|user| user.user_name.as_deref() == Some("Lin")).unwrap();
    assert_eq!(lin.template_id, Some(1.into()), "members who were there before keep their rights");
    let template = create(&bench, "Readers", preview()).await;
    LI.send(&bench, AddMemberInitialPermission::new(SALES, template)).await;
    assert!(is_in_use(&bench, template).await);
    for request in [
        AddMemberInitialPermission::new(SALES, 77),
        AddMemberInitialPermission::new(SALES, -1),
        AddMemberInitialPermission::new(SALES, 1).capabilities(preview()),
    ] {
        LI.refused(&bench, request).await;
    }
    for user in [LIN, NOOR] {
        assert_eq!(user.refused(&bench, AddMemberInitialPermission::new(SALES, 1)).await, NO_RIGHT);
        assert_eq!(user.refused(&bench, InitialMemberPermission::new(SALES)).await, NO_RIGHT);
    }
    let shown = LI.send(&bench, InitialMemberPermission::new(SALES)).await.data.unwrap();
    assert_eq!(shown.template_id, Some(template));
}
