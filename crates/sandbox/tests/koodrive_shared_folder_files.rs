//! Operations on files with the header of a shared folder: they work in it with the rights of a member, and nowhere else in its space.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::drive::{codes, job};
use common::files::page;
use common::shared_folders::{NOOR_MOBILE, Shared, personal};
use common::uploads::{file, part, send_part};
use common::users::{LIN, NO_RIGHT, NOOR, NOTHING, User};
use hwc_models::CATALOG;
use hwc_models::koodrive::{
    AddTag, ClearRecycleFile, CompleteFile, CreateDirectory, CreateFile, CreateJob, DelTag, FileId, FileItem,
    FileListScope, FileTag, GetDownLoadUrl, GetFile, GetFullPath, GetJobDetail, GetPersonalFiles, JobAction, JobDetail,
    JobType, RenameFile, Search, SearchFilter, SearchType, StatsDir, UploadUrl,
};

impl Shared {
    /// Creates the folder with Noor as a member.
    async fn with_noor() -> Self {
        let shared = Self::new().await;
        shared.join(NOOR, NOOR_MOBILE).await;
        shared
    }

    fn new_file(&self, name: &str) -> CreateFile {
        let request = file(&self.space, name, 3).parent_folder([self.folder.as_str()]).multi_parts([part(1, 3)]);
        request.share_folder_id(self.id.as_str())
    }

    /// Uploads a file of a user and returns its ID.
    async fn upload(&self, user: User, name: &str) -> FileId {
        let made = user.send(&self.bench, self.new_file(name)).await;
        send_part(&self.bench, &made.multi_parts[0], b"sea").await;
        let id = made.file_id.unwrap();
        user.send(&self.bench, CompleteFile::new(id.clone()).share_folder_id(self.id.as_str())).await;
        id
    }

    fn get(&self, id: &str) -> GetFile {
        GetFile::new(id, self.space.as_str()).share_folder_id(self.id.as_str())
    }

    async fn detail(&self, user: User, id: &str) -> FileItem {
        user.send(&self.bench, self.get(id)).await.file.unwrap()
    }

    /// Returns a job on files of the space.
    fn job(&self, kind: JobType, files: &[&str]) -> CreateJob {
        job(kind, &self.space, files).share_folder_id(self.id.as_str())
    }

    async fn run(&self, user: User, job: CreateJob) -> JobDetail {
        let id = user.send(&self.bench, job).await.data.unwrap();
        self.bench.wait(3);
        user.send(&self.bench, GetJobDetail::new(id)).await.data.unwrap()
    }

    /// Returns the names in the space that a member finds.
    async fn found(&self, user: User, recycled: bool) -> Vec<String> {
        let search = Search::new(SearchType::Personal, page(100, "")).recursived(true).recycled(recycled);
        let files = user.send(&self.bench, search.share_folder_id(self.id.as_str())).await.files;
        files.into_iter().map(|file| file.file_name.unwrap()).collect()
    }

    /// Returns the ID of a file of Lin outside of the shared folder.
    async fn private(&self) -> String {
        let list = GetPersonalFiles::new(FileListScope::Space, self.space.as_str(), "root");
        let files = LIN.send(&self.bench, list).await.files;
        let notes = files.iter().find(|file| file.file_name.as_deref() == Some("notes.txt"));
        notes.unwrap().id.as_ref().unwrap().to_string()
    }
}

#[tokio::test]
async fn a_member_uploads_and_downloads_files() {
    let shared = Shared::with_noor().await;
    let id = shared.upload(NOOR, "beach.jpg").await;
    let download = || GetDownLoadUrl::new(shared.space.as_str(), [id.as_str()]);
    for user in [NOOR, LIN] {
        let downloads = user.send(&shared.bench, download().share_folder_id(shared.id.as_str())).await.downloads;
        let url = downloads[0].url.clone().unwrap();
        assert_eq!(shared.bench.get(url.expose()).await.text(), "sea");
    }
    let item = shared.detail(NOOR, id.as_str()).await;
    assert_eq!(item.owners[0].user_id.as_ref().unwrap().as_str(), NOOR.id);
    let rights = item.user_capabilities.unwrap();
    assert_eq!((rights.delete_permission, rights.share_file_permission), (Some(true), Some(false)));
    assert_eq!(LIN.send(&shared.bench, download()).await.downloads[0].code.as_deref(), Some("0"), "the owner");
    assert_eq!(NOOR.refused(&shared.bench, download()).await, NO_RIGHT);
    let made = NOOR.send(&shared.bench, shared.new_file("later.jpg")).await.file_id.unwrap();
    let more = UploadUrl::new(made.clone(), [part(1, 3)]);
    assert_eq!(NOOR.refused(&shared.bench, more.clone()).await, NO_RIGHT);
    assert_eq!(NOOR.send(&shared.bench, more.share_folder_id(shared.id.as_str())).await.multi_parts.len(), 1);
    assert_eq!(NOOR.refused(&shared.bench, CompleteFile::new(made)).await, NO_RIGHT);
}

#[tokio::test]
async fn the_root_of_a_call_is_the_shared_folder() {
    let shared = Shared::with_noor().await;
    let (id, space) = (shared.id.as_str(), shared.space.as_str());
    let create = CreateDirectory::new(space, "Pictures").share_folder_id(id);
    let folder = NOOR.send(&shared.bench, create).await.id.unwrap();
    assert_eq!(shared.detail(NOOR, folder.as_str()).await.parent_folder[0].as_str(), shared.folder);
    let root = shared.detail(NOOR, "root").await;
    assert_eq!((root.id.unwrap().as_str(), root.parent_folder.len()), (shared.folder.as_str(), 0));
    let path = GetFullPath::new(folder.clone(), space);
    let inside = NOOR.send(&shared.bench, path.clone().share_folder_id(id)).await;
    assert_eq!(inside.name_path.as_deref(), Some("/holidays/Pictures"));
    assert_eq!(inside.file_id_path, Some(format!("/{}/{folder}", shared.folder)));
    assert!(LIN.send(&shared.bench, path).await.name_path.unwrap().ends_with("/holidays/Pictures"));
    shared.upload(NOOR, "beach.jpg").await;
    let counts = NOOR.send(&shared.bench, StatsDir::new("root", space).share_folder_id(id)).await.data.unwrap();
    assert_eq!((counts.total_size, counts.sub_file_count, counts.sub_dir_count), (Some(3), Some(1), Some(1)));
    assert_eq!(shared.found(NOOR, false).await, ["Pictures", "beach.jpg"]);
    assert_eq!(shared.found(LIN, false).await, ["Pictures", "beach.jpg"], "the owner");
}

#[tokio::test]
async fn a_member_renames_and_tags_files_but_not_the_folder() {
    let shared = Shared::with_noor().await;
    let (id, space) = (shared.id.as_str(), shared.space.as_str());
    let file = shared.upload(NOOR, "beach.jpg").await;
    let tag = || [FileTag::default().key("place").value("Rhodes")];
    NOOR.send(&shared.bench, RenameFile::new(file.clone(), space, "sea.jpg").share_folder_id(id)).await;
    NOOR.send(&shared.bench, AddTag::new(file.clone(), space, tag()).share_folder_id(id)).await;
    let item = shared.detail(LIN, file.as_str()).await;
    assert_eq!((item.file_name.as_deref(), item.properties["place"].as_str()), (Some("sea.jpg"), "Rhodes"));
    NOOR.send(&shared.bench, DelTag::new(file.clone(), space, ["place"]).share_folder_id(id)).await;
    assert!(!shared.detail(LIN, file.as_str()).await.properties.contains_key("place"));
    let folder = shared.folder.as_str();
    for user in [NOOR, LIN] {
        let rename = RenameFile::new(folder, space, "mine").share_folder_id(id);
        assert_eq!(user.refused(&shared.bench, rename).await, NO_RIGHT);
        let recycle = shared.job(JobType::Delete, &[folder]).action_type(JobAction::Recycle);
        assert_eq!(codes(&shared.run(user, recycle).await), ["13000410"]);
    }
    assert_eq!(shared.detail(LIN, folder).await.file_name.as_deref(), Some("holidays"));
}

#[tokio::test]
async fn nothing_outside_of_the_folder_can_be_reached() {
    let shared = Shared::with_noor().await;
    let (id, space, private) = (shared.id.as_str(), shared.space.as_str(), shared.private().await);
    let private = private.as_str();
    let top = format!("DEUI7pa0C24Aroot{space}");
    for user in [NOOR, LIN] {
        let bench = &shared.bench;
        for outside in [private, top.as_str(), "sbox"] {
            assert_eq!(user.refused(bench, shared.get(outside)).await, NO_RIGHT);
        }
        let folder = CreateDirectory::new(space, "x").parent_folder([top.as_str()]).share_folder_id(id);
        assert_eq!(user.refused(bench, folder).await, NO_RIGHT);
        let rename = RenameFile::new(private, space, "x").share_folder_id(id);
        assert_eq!(user.refused(bench, rename).await, NO_RIGHT);
        let download = GetDownLoadUrl::new(space, [private]).share_folder_id(id);
        assert_eq!(user.send(bench, download).await.downloads[0].code.as_deref(), Some("13000410"));
        let search = Search::new(SearchType::Personal, page(9, "")).filter(SearchFilter::default().key_word("notes"));
        assert_eq!(user.send(bench, search.share_folder_id(id)).await.total, Some(0));
        for kind in [JobType::Copy, JobType::Move, JobType::Package] {
            assert_eq!(codes(&shared.run(user, shared.job(kind, &[private])).await), ["13000410"], "{kind:?}");
        }
    }
    let notes = GetFile::new(private, space);
    assert_eq!(LIN.send(&shared.bench, notes).await.file.unwrap().file_name.as_deref(), Some("notes.txt"));
}

#[tokio::test]
async fn a_member_copies_files_to_the_own_space_and_deletes_them() {
    let shared = Shared::with_noor().await;
    let file = shared.upload(NOOR, "beach.jpg").await;
    let own = personal(&shared.bench, NOOR).await;
    let mut copy = shared.job(JobType::Copy, &[file.as_str()]);
    copy.dst_container_id = own.as_str().into();
    let copied = shared.run(NOOR, copy).await.task_infos.remove(0).new_file_id.unwrap();
    let copied = NOOR.send(&shared.bench, GetFile::new(copied, own.as_str())).await.file.unwrap();
    assert_eq!(copied.file_name.as_deref(), Some("beach.jpg"));
    let recycle = shared.job(JobType::Delete, &[file.as_str()]).action_type(JobAction::Recycle);
    assert_eq!(codes(&shared.run(NOOR, recycle.clone()).await), ["0"]);
    assert_eq!(
        (shared.found(NOOR, false).await.len(), shared.found(NOOR, true).await),
        (0, vec!["beach.jpg".to_owned()])
    );
    assert_eq!(codes(&shared.run(NOOR, shared.job(JobType::Restore, &[file.as_str()])).await), ["0"]);
    assert_eq!(shared.found(NOOR, false).await, ["beach.jpg"]);
    // The membership ends before the job works.
    let id = NOOR.send(&shared.bench, recycle).await.data.unwrap();
    NOOR.send(&shared.bench, shared.leave(NOOR)).await;
    shared.bench.wait(3);
    let detail = NOOR.send(&shared.bench, GetJobDetail::new(id)).await.data.unwrap();
    assert_eq!(codes(&detail), ["13000410"]);
    assert_eq!(shared.found(LIN, false).await, ["beach.jpg"]);
}

#[tokio::test]
async fn a_member_empties_the_recycle_bin_of_the_folder_alone() {
    let shared = Shared::with_noor().await;
    let private = shared.private().await;
    let private = job(JobType::Delete, &shared.space, &[private.as_str()]).action_type(JobAction::Recycle);
    shared.run(LIN, private).await;
    let clear = || ClearRecycleFile::new(shared.space.as_str());
    for by_job in [false, true] {
        let file = shared.upload(NOOR, "beach.jpg").await;
        let recycle = shared.job(JobType::Delete, &[file.as_str()]).action_type(JobAction::Recycle);
        shared.run(NOOR, recycle).await;
        assert_eq!(shared.found(NOOR, true).await, ["beach.jpg"]);
        assert_eq!(NOOR.refused(&shared.bench, clear()).await, NO_RIGHT);
        if by_job {
            shared.run(NOOR, shared.job(JobType::EmptyRecycleBin, &[])).await;
        } else {
            NOOR.send(&shared.bench, clear().share_folder_id(shared.id.as_str())).await;
            shared.bench.wait(3);
        }
        assert_eq!(shared.found(NOOR, true).await, [""; 0]);
    }
    let bin = GetPersonalFiles::new(FileListScope::RecycleBin, shared.space.as_str(), "root");
    let names = common::files::names(&LIN.send(&shared.bench, bin).await.files);
    assert_eq!(names, ["notes.txt"]);
}

#[tokio::test]
async fn former_members_and_unknown_folders_are_refused() {
    let shared = Shared::with_noor().await;
    let file = shared.upload(LIN, "beach.jpg").await;
    let unknown = GetFile::new(file.clone(), shared.space.as_str()).share_folder_id("7");
    assert_eq!(NOOR.refused(&shared.bench, unknown).await, NOTHING);
    assert_eq!(shared.detail(NOOR, file.as_str()).await.file_name.as_deref(), Some("beach.jpg"));
    NOOR.send(&shared.bench, shared.leave(NOOR)).await;
    assert_eq!(NOOR.refused(&shared.bench, shared.get(file.as_str())).await, NO_RIGHT);
    let recycle = job(JobType::Delete, &shared.space, &[&shared.folder]).action_type(JobAction::Recycle);
    shared.run(LIN, recycle).await;
    assert_eq!(LIN.refused(&shared.bench, shared.get(file.as_str())).await, NOTHING);
}

/// A handler that ignores the header would act with the rights of the caller.
#[tokio::test]
async fn each_operation_with_the_header_refuses_an_unknown_folder() {
    let bench = common::Bench::demo();
    let has_header = |name: &str| name == "x-hw-share-folder-id";
    let (mut count, mut accepted) = (0, Vec::new());
    for entry in CATALOG.entries() {
        let mut request = (entry.request)();
        if !request.descriptor().fields.iter().any(|field| field.is_called("x-hw-share-folder-id")) {
            continue;
        }
        let example = CATALOG.operation(entry.operation).unwrap().examples.first().unwrap();
        let mut fields: serde_json::Map<String, serde_json::Value> = example.input.clone().into_iter().collect();
        fields.retain(|name, _| !has_header(name));
        fields.insert("x-hw-share-folder-id".to_owned(), "7".into());
        hwc_wire::set_fields_from_json(&mut *request, &fields).unwrap();
        let reply = bench.reply(entry.operation, &*request).await;
        if !reply.text().contains("13000309") {
            accepted.push(format!("{}: {}", entry.operation.name, reply.line()));
        }
        count += 1;
    }
    assert_eq!((count, accepted), (14, Vec::new()));
}
