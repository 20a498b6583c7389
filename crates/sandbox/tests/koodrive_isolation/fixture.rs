//! The data of Lin, of every kind that an operation can name.

use std::io::{Cursor, Write};

use hwc_models::koodrive::{
    BatchImportUserPreVerify, BatchStarFile, CompleteFile, CompleteFileRevision, ConflictPolicy, CreateBatchTask,
    CreateDirectory, CreateFile, CreateGroupSpace, CreateJob, CreatePermissionTemplate, CreateSession, CreateShare,
    CreateSyncDir, CreateTask, CreateUserGroup, FileToStar, FileType, GetSpaceV2, GetTeamSpaceList, GroupKind,
    GroupSpaceMember, ImportUser, JobAction, JobFile, JobInput, JobType, ListMessages, ListRevision, MessageType,
    ShareScope, ShareTaskType, SpaceType, TemplateType, UploadMode, UploadType, UserTaskType, VerifyExtractCode,
};
use hwc_sandbox::account::DRIVE_LIN_CODE;
use hwc_wire::Secret;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::backups::Backups;
use crate::common::Bench;
use crate::common::drive::SALES;
use crate::common::people::RESEARCH;
use crate::common::team::none;
use crate::common::uploads::{part, send_part, version};
use crate::common::users::{ADA, LI, LIN, NOOR};
use crate::shared_folders::Shared;

/// The names and texts of Lin's data, which no other user may see.
const SECRETS: [&str; 20] = [
    "lin-folder",
    "lin-file.txt",
    "lin-archive.zip",
    "lin-entry.txt",
    "lin-bin.txt",
    "lin-sync",
    "lin-upload.txt",
    "lin-group",
    "lin-comment",
    "lin-message",
    "lin-shared",
    "lin-picture.jpg",
    "lin-later.jpg",
    "lin-album",
    "lin-tag",
    "lin-device",
    "lin-scope",
    "lin-card.vcf",
    "lin-properties",
    "lin-team",
];

/// The code that opens Lin's share.
const CODE: &str = "31945314";

/// The IDs of Lin's data.
pub(crate) struct Fixture {
    pub(crate) bench: Bench,
    pub(crate) backups: Backups,
    pub(crate) space: String,
    pub(crate) folder: String,
    /// A file with two versions.
    pub(crate) file: String,
    pub(crate) revision: String,
    pub(crate) archive: String,
    /// A file in the recycle bin.
    pub(crate) recycled: String,
    pub(crate) sync_dir: String,
    /// A file and a new version of one whose uploads are not complete.
    pub(crate) upload: String,
    pub(crate) version: String,
    pub(crate) share: String,
    pub(crate) short_url: String,
    pub(crate) code: Secret,
    /// The token for the code.
    pub(crate) kdstoken: Secret,
    /// A task on the shared files, and a job that waits.
    pub(crate) task: String,
    pub(crate) job: String,
    pub(crate) message: String,
    pub(crate) group: String,
    pub(crate) group_space: String,
    /// A group of users, a template of rights and a finished import of users.
    pub(crate) user_group: String,
    pub(crate) template: i64,
    pub(crate) user_task: String,
    pub(crate) session: Secret,
    pub(crate) shared: Shared,
    /// The header with an expired token of Lin.
    pub(crate) expired: String,
    /// The space of Noor, and that of her department.
    pub(crate) own_space: String,
    pub(crate) research_space: String,
}

impl Fixture {
    /// Creates the data in a sandbox with strict authentication.
    pub(crate) async fn new() -> Self {
        let bench = Bench::strict();
        let (expired, _) = sign_in(&bench).await;
        let user_task = import(&bench).await;
        bench.wait(21 * 60);
        let (_, session) = sign_in(&bench).await;
        let (space, own_space) = (personal(&bench, LIN.id).await, personal(&bench, NOOR.id).await);
        let folder = folder(&bench, &space).await;
        let file = upload(&bench, new_file(&space, &folder, "lin-file.txt", 3), b"one").await;
        let revision = revised(&bench, &space, &file).await;
        let archive = archive(&bench, &space, &folder).await;
        let recycled = recycled(&bench, &space, &folder).await;
        star(&bench, &space, &file).await;
        let sync_dir = sync_dir(&bench, &space).await;
        let upload = unfinished(&bench, &space, &folder, &archive).await;
        let shared = shared(&bench, &space, &file).await;
        let job = LIN.send(&bench, job(JobType::Package, &space, &file)).await.data.unwrap().to_string();
        let (group, group_space) = group(&bench).await;
        let in_shared_folder = Shared::new(&bench, &space).await;
        Self {
            backups: Backups::new(&bench).await,
            version: archive.clone(),
            space,
            own_space,
            folder,
            file,
            revision,
            archive,
            recycled,
            sync_dir,
            upload,
            share: shared.share,
            short_url: shared.short_url,
            code: CODE.into(),
            kdstoken: shared.kdstoken,
            task: shared.task,
            job,
            message: message(&bench).await,
            group,
            group_space,
            user_group: user_group(&bench).await,
            template: template(&bench).await,
            user_task,
            research_space: research_space(&bench).await,
            session,
            shared: in_shared_folder,
            expired,
            bench,
        }
    }

    /// Returns the texts that only Lin may see. Numbers of jobs, messages and groups are missing: other users have the same.
    pub(crate) fn secrets(&self) -> Vec<&str> {
        let ids = [
            &self.space,
            &self.folder,
            &self.file,
            &self.revision,
            &self.archive,
            &self.recycled,
            &self.sync_dir,
            &self.upload,
            &self.share,
            &self.short_url,
            &self.group_space,
            &self.shared.folder,
            &self.shared.file,
            &self.shared.upload,
            &self.backups.lock,
            &self.backups.upload,
        ];
        let tokens = [self.kdstoken.expose(), self.session.expose(), CODE];
        ids.into_iter().map(String::as_str).chain(tokens).chain(SECRETS).collect()
    }
}

async fn folder(bench: &Bench, space: &str) -> String {
    LIN.send(bench, CreateDirectory::new(space, "lin-folder")).await.id.unwrap().to_string()
}

async fn archive(bench: &Bench, space: &str, folder: &str) -> String {
    let content = zip();
    upload(bench, new_file(space, folder, "lin-archive.zip", content.len()), &content).await
}

/// Starts to upload a file and a version of another one. Returns the ID of the new file.
async fn unfinished(bench: &Bench, space: &str, folder: &str, of: &str) -> String {
    let new = LIN.send(bench, new_file(space, folder, "lin-upload.txt", 3)).await;
    LIN.send(bench, version(space, of, 5)).await;
    new.file_id.unwrap().to_string()
}

async fn research_space(bench: &Bench) -> String {
    NOOR.send(bench, GetSpaceV2::new(RESEARCH)).await.data.remove(0).container_id.unwrap().to_string()
}

/// Signs Lin in. Returns the header with the token, and the session.
async fn sign_in(bench: &Bench) -> (String, Secret) {
    let session = bench.send_with(CreateSession::new(DRIVE_LIN_CODE), &[]).await.data.unwrap();
    (session.access_token.unwrap().expose().to_owned(), session.session_id.unwrap())
}

/// Imports a user into Sales and returns the ID of the task.
async fn import(bench: &Bench) -> String {
    let user = ImportUser::default().personal_capacity(1_u64).is_allocate_capacity(true);
    ADA.send(bench, BatchImportUserPreVerify::new(SALES, [user])).await;
    let task = ADA.send(bench, CreateTask::new().task_type(UserTaskType::ImportUsers)).await;
    task.task_id.unwrap().to_string()
}

async fn user_group(bench: &Bench) -> String {
    LIN.send(bench, CreateUserGroup::new("lin-team", GroupKind::UserGroup)).await.id.unwrap().to_string()
}

async fn template(bench: &Bench) -> i64 {
    let request = CreatePermissionTemplate::new("Readers", "9190086000001210958", none()).kind(TemplateType::Custom);
    ADA.send(bench, request).await.data.unwrap().id.unwrap().get()
}

/// Sends Lin a message and returns its ID.
async fn message(bench: &Bench) -> String {
    bench.sandbox.notify(LIN.id, MessageType::System, "lin-message").unwrap();
    LIN.send(bench, ListMessages::new()).await.messages.remove(0).id.unwrap().to_string()
}

async fn sync_dir(bench: &Bench, space: &str) -> String {
    let request = CreateSyncDir::new(space).file_name("lin-sync");
    LIN.send(bench, request).await.file_id.unwrap().to_string()
}

async fn personal(bench: &Bench, user: &'static str) -> String {
    let owner = if user == LIN.id { LIN } else { NOOR };
    let spaces = owner.send(bench, GetSpaceV2::new(user).kind(SpaceType::Personal)).await.data;
    spaces[0].container_id.as_ref().unwrap().to_string()
}

/// Returns a request for a file in one part.
pub(crate) fn new_file(space: &str, folder: &str, name: &str, length: usize) -> CreateFile {
    CreateFile::new(space, [folder], name)
        .file_type(FileType::Other)
        .length(length as u64)
        .upload_mode(UploadMode::Multipart)
        .upload_type(UploadType::Parts)
        .auto_rename(ConflictPolicy::Rename)
        .multi_parts(vec![part(1, length)])
}

pub(crate) async fn upload(bench: &Bench, request: CreateFile, content: &[u8]) -> String {
    let made = LIN.send(bench, request).await;
    send_part(bench, &made.multi_parts[0], content).await;
    let id = made.file_id.unwrap();
    LIN.send(bench, CompleteFile::new(id.clone())).await;
    id.to_string()
}

/// Moves a file to the recycle bin and returns its ID.
async fn recycled(bench: &Bench, space: &str, folder: &str) -> String {
    let file = upload(bench, new_file(space, folder, "lin-bin.txt", 3), b"bin").await;
    LIN.send(bench, job(JobType::Delete, space, &file).action_type(JobAction::Recycle)).await;
    bench.wait(3);
    file
}

/// Adds a version to a file and returns the ID of the old one.
async fn revised(bench: &Bench, space: &str, file: &str) -> String {
    let made = LIN.send(bench, version(space, file, 3).multi_parts(vec![part(1, 3)])).await;
    send_part(bench, &made.multi_parts[0], b"two").await;
    LIN.send(bench, CompleteFileRevision::new(file)).await;
    let versions = LIN.send(bench, ListRevision::new(space, file)).await.revision_list;
    versions[1].revision_id.as_ref().unwrap().to_string()
}

fn zip() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("lin-entry.txt", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"entry").unwrap();
    writer.finish().unwrap().into_inner()
}

/// Returns a job on one file of a space.
pub(crate) fn job(kind: JobType, space: &str, id: &str) -> CreateJob {
    let mut file = JobFile::default();
    file.file_id = Some(id.into());
    file.file_path = Some(id.to_owned());
    let mut input = JobInput::default();
    input.src_container_id = Some(space.into());
    input.file_info = vec![file];
    CreateJob::new(kind, input, space)
}

/// Returns a file in the form of favorites.
pub(crate) fn to_star(space: &str, file: &str) -> FileToStar {
    FileToStar::default().container_id(space).file_id(file)
}

async fn star(bench: &Bench, space: &str, file: &str) {
    LIN.send(bench, BatchStarFile::new(true, [to_star(space, file)])).await;
}

struct SharedFile {
    share: String,
    short_url: String,
    kdstoken: Secret,
    task: String,
}

/// Shares a file with Li alone, and starts a task on it.
async fn shared(bench: &Bench, space: &str, file: &str) -> SharedFile {
    let request = CreateShare::new(ShareScope::Named, space, [file]).user_ids([LI.id]).extract_code(CODE);
    let link = LIN.send(bench, request.comment("lin-comment").valid_days(7_u32)).await.share_link.unwrap();
    let (share, short_url) = (link.share_id.unwrap().to_string(), link.short_url.unwrap().to_string());
    let kdstoken = LIN.send(bench, VerifyExtractCode::new(short_url.as_str(), CODE)).await.kdstoken.unwrap();
    let task = CreateBatchTask::new(share.as_str(), space, [file]).task_type(ShareTaskType::Package);
    let task = task.kdstoken(kdstoken.clone());
    let task = LIN.send(bench, task).await.task_id.unwrap().to_string();
    SharedFile { share, short_url, kdstoken, task }
}

/// Creates a group of Lin and Li. Returns its ID and that of its space.
async fn group(bench: &Bench) -> (String, String) {
    let member = GroupSpaceMember::default().user_id(LI.id).template(1);
    let group = LIN.send(bench, CreateGroupSpace::new("lin-group", [member])).await.id.unwrap().to_string();
    let teams = LIN.send(bench, GetTeamSpaceList::new(0_u32, 100_u32)).await.teams;
    let team = teams.into_iter().find(|team| team.id.as_ref().unwrap().as_str() == group).unwrap();
    (group, team.container_id.unwrap().to_string())
}
