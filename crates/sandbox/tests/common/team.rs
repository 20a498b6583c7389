//! The space of a department, whose users have different rights.

use hwc_models::koodrive::{
    Capabilities, CompleteFile, CreateDirectory, FileListScope, GetDepartmentFiles, GetJobDetail, GetSpaceV2,
    GetUserPermissionList, JobAction, JobDetail, JobType, MemberPermission, PermissionBatchUpdate, RenameFile,
    SpaceType, TeamSpaceType,
};

use super::Bench;
use super::drive::{SALES, job};
use super::uploads::{file, part, send_part};
use super::users::{ADA, LI, User};

/// The preset templates.
pub(crate) const MANAGE: i64 = 1;
pub(crate) const VIEW_ONLY: i64 = 2;
pub(crate) const UPLOAD: i64 = 3;

/// The space of Sales, with a folder and a folder in it.
pub(crate) struct Team {
    pub(crate) bench: Bench,
    pub(crate) space: String,
    pub(crate) folder: String,
    pub(crate) inner: String,
}

impl Team {
    pub(crate) async fn new() -> Self {
        let bench = Bench::demo();
        let spaces = ADA.send(&bench, GetSpaceV2::new(SALES).kind(SpaceType::Department)).await.data;
        let space = spaces[0].container_id.as_ref().unwrap().to_string();
        let mut team = Self { bench, space, folder: "root".to_owned(), inner: String::new() };
        team.folder = team.create(LI, "root", "Offers").await;
        team.inner = team.create(LI, &team.folder, "Drafts").await;
        team
    }

    pub(crate) fn directory(&self, parent: &str, name: &str) -> CreateDirectory {
        CreateDirectory::new(self.space.as_str(), name).parent_folder([parent])
    }

    pub(crate) async fn create(&self, user: User, parent: &str, name: &str) -> String {
        user.send(&self.bench, self.directory(parent, name)).await.id.unwrap().to_string()
    }

    /// Gives a user a template, or a set of rights, on the space or on a file.
    pub(crate) fn give(
        &self,
        user: User,
        template: i64,
        rights: Option<Capabilities>,
        file: &str,
    ) -> PermissionBatchUpdate {
        let mut member = MemberPermission::default().user_id(user.id).template(template);
        member.capabilities = rights;
        let update = PermissionBatchUpdate::new([member], TeamSpaceType::Department, self.space.as_str());
        if file.is_empty() { update } else { update.file_id(file) }
    }

    /// Returns the names in a folder as a user sees them.
    pub(crate) async fn names(&self, user: User, folder: &str) -> Vec<String> {
        let mut request = GetDepartmentFiles::new(SALES, FileListScope::Space, self.space.as_str());
        request.parent_file_id = Some(folder.into());
        let files = user.send(&self.bench, request).await.files;
        let mut names: Vec<String> = files.into_iter().map(|file| file.file_name.unwrap()).collect();
        names.sort();
        names
    }

    /// Returns the template that a user has on a file.
    pub(crate) async fn template(&self, user: User, file: &str) -> i64 {
        let request = GetUserPermissionList::new(TeamSpaceType::Department, self.space.as_str()).dept_id(SALES);
        let listed = LI.send(&self.bench, request.file_id(file)).await.user_permission_list;
        let found = listed.into_iter().find(|entry| entry.user_id.as_ref().unwrap().as_str() == user.id);
        found.unwrap().template_id.unwrap().get()
    }

    /// Uploads a small file and returns its ID.
    pub(crate) async fn upload(&self, user: User, parent: &str, name: &str, text: &str) -> String {
        let mut request = file(&self.space, name, text.len()).multi_parts(vec![part(1, text.len())]);
        request.parent_folder = vec![parent.into()];
        let made = user.send(&self.bench, request).await;
        let id = made.file_id.unwrap();
        if made.rapid_upload != Some(true) {
            send_part(&self.bench, &made.multi_parts[0], text.as_bytes()).await;
            user.send(&self.bench, CompleteFile::new(id.clone())).await;
        }
        id.to_string()
    }

    /// Runs a job on one file of the space, towards a folder of a space. Returns the details.
    pub(crate) async fn run(
        &self,
        user: User,
        kind: JobType,
        action: Option<JobAction>,
        file: &str,
        (space, folder): (&str, &str),
    ) -> JobDetail {
        let mut request = job(kind, &self.space, &[file]);
        request.action_type = action;
        request.dst_container_id = space.into();
        request.task_info.new_file_path = Some(folder.to_owned());
        let id = user.send(&self.bench, request).await.data.unwrap();
        self.bench.wait(3);
        user.send(&self.bench, GetJobDetail::new(id)).await.data.unwrap()
    }

    pub(crate) fn rename(&self, file: &str) -> RenameFile {
        RenameFile::new(file, self.space.as_str(), "New name")
    }
}

/// Returns the rights to list, and to create files and folders.
pub(crate) fn create_only() -> Capabilities {
    let mut rights = none();
    rights.add_child_node_permission = Some(true);
    rights
}

pub(crate) fn none() -> Capabilities {
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
