//! The requests on users, groups, rights, tasks and settings, in the name of another user.

use hwc_models::koodrive::*;

use crate::attempts::{Attempt, DENIED, for_admins, for_nobody, refused, silent};
use crate::common::drive::SALES;
use crate::common::people::RESEARCH;
use crate::common::team::none;
use crate::common::users::{LI, LIN, NOOR};
use crate::fixture::Fixture;

/// The organization of the company.
const ORGANIZATION: &str = "9190086000001210958";

/// The SHA-256 of a content.
const SHA256: &str = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";

/// Returns the requests that only administrators may send.
pub(crate) fn administration(data: &Fixture) -> Vec<Attempt> {
    let content = || FileFingerprint::default().sha256(SHA256).size(3_u64);
    let result = ModerationRecord::default().sha256(SHA256).size(3_u64).audit_result(ModerationResult::HighlySensitive);
    let hand_over = CreateTask::new().task_type(UserTaskType::HandOver).src_user_id(LIN.id).dst_user_id(LI.id);
    let to_import = ImportUser::default().personal_capacity(1_u64).is_allocate_capacity(true);
    vec![
        for_admins(CreateUser::new("1008600000029937613").settings(NewUserSettings::default().dept_id(SALES))),
        for_admins(UpdateUser::new(LIN.id).status(AccountStatus::Disabled)),
        for_admins(DeleteUser::new(LIN.id)),
        for_admins(BatchImportUserPreVerify::new(SALES, [to_import])),
        for_admins(ExpandUserNum::new(ORGANIZATION)),
        for_admins(hand_over),
        for_admins(GetTaskList::new()),
        for_admins(GetTaskDetail::new(data.user_task.as_str())),
        for_admins(GetTaskResult::new().task_id(data.user_task.as_str())),
        for_nobody(DENIED, GetHandoverDstUserInfo::new(LIN.id)),
        for_admins(SetPackageDownloadExpires::new(6_u32)),
        for_admins(AuditList::new()),
        for_admins(BatchAudit::new().list([result])),
        for_admins(BatchGet::new().feature_list([content()])),
    ]
}

/// Returns the requests about the templates of rights.
pub(crate) fn templates(data: &Fixture) -> Vec<Attempt> {
    let id = data.template;
    vec![
        for_admins(CreatePermissionTemplate::new("Guests", ORGANIZATION, none()).kind(TemplateType::Custom)),
        for_admins(EditPermissionTemplate::new(id, "Guests")),
        for_admins(ModifyPermissionTemplateStatus::new(id, TemplateStatus::Disabled)),
        for_admins(BatchDeletePermissionTemplate::new([id])),
    ]
}

/// Returns the requests about a group of Lin and the rights of its members, and about the phone number of Lin.
pub(crate) fn groups(data: &Fixture) -> Vec<Attempt> {
    let (group, space, users) = (data.group.as_str(), data.group_space.as_str(), data.user_group.as_str());
    let member = || MemberPermission::default().user_id(LI.id).template(2);
    let team = TeamSpaceType::Group;
    vec![
        refused(DENIED, GetUserGroup::new(users)),
        refused(DENIED, GetUserGroupMemberList::new(users, 0_u32, 10_u32)),
        refused(DENIED, BatchAddGroupMembers::new(users, [member()])),
        refused(DENIED, BatchDeleteGroupMembers::new(group, [FormerMember::default().user_id(LI.id)])),
        refused(DENIED, UpdateUserGroup::new(users, "x", GroupKind::UserGroup)),
        refused(DENIED, DeleteUserGroup::new(users)),
        refused(DENIED, PermissionBatchUpdate::new([member()], team, space)),
        refused(DENIED, GetUserPermissionList::new(team, space).group_id(group)),
        refused(DENIED, InitialMemberPermission::new(group)),
        refused(DENIED, AddMemberInitialPermission::new(group, 2)),
        refused(DENIED, GetUserMobile::new(LIN.id)),
        silent(GetUserGroupList::new(GroupKind::UserGroup)),
        silent(GetUserGroupList::new(GroupKind::Group)),
        silent(ListRelatedToMe::new()),
    ]
}

/// Returns the requests of an administrator of the department Sales about the department Research.
pub(crate) fn of_another_department(data: &Fixture) -> Vec<Attempt> {
    let noor = NOOR.id;
    let space = data.research_space.as_str();
    let team = TeamSpaceType::Department;
    let member = MemberPermission::default().user_id(LIN.id).template(1);
    let hand_over = CreateTask::new().task_type(UserTaskType::HandOver).src_user_id(noor).dst_user_id(LI.id);
    let to_import = ImportUser::default().personal_capacity(1_u64).is_allocate_capacity(true);
    let settings = NewUserSettings::default().dept_id(RESEARCH);
    vec![
        for_admins(CreateUser::new("1008600000029937613").settings(settings)),
        for_admins(UpdateUser::new(noor).role(UserRole::Manager)),
        for_admins(UpdateUser::new(LIN.id).dept_id(RESEARCH)),
        for_admins(DeleteUser::new(noor)),
        for_admins(GetUserMobile::new(noor)),
        for_admins(BatchImportUserPreVerify::new(RESEARCH, [to_import])),
        for_admins(hand_over),
        for_admins(PermissionBatchUpdate::new([member], team, space)),
        for_admins(GetUserPermissionList::new(team, space).dept_id(RESEARCH)),
        for_admins(InitialMemberPermission::new(RESEARCH)),
        for_admins(AddMemberInitialPermission::new(RESEARCH, 2)),
        for_admins(GetSpace::new(RESEARCH, SpaceType::Department)),
        for_admins(UpdateSpace::new(RESEARCH, SpaceType::Department).container_id(space).capacity(1_u64)),
        for_admins(UpdateSpace::new(noor, SpaceType::Personal).container_id(data.own_space.as_str()).capacity(1_u64)),
        for_admins(CreateSpace::new(noor, 1_u64, SpaceType::Personal)),
        for_admins(GetDepartmentFiles::new(RESEARCH, FileListScope::Space, space).parent_file_id("root")),
        for_admins(ClearRecycleFile::new(space)),
        for_admins(CreateDepartment::new("x", RESEARCH)),
        for_admins(UpdateDepartment::new(RESEARCH, "x", SALES)),
        for_nobody(DENIED, DeleteDepartment::new(RESEARCH)),
    ]
}
