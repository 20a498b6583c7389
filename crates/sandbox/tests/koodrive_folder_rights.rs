//! Operations on whole folders that have files with stricter rights: each file in the folder has its own rights.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::io::Cursor;

use common::drive::SALES;
use common::team::{Team, create_only, none};
use common::users::{ADA, LI, LIN, NO_RIGHT, NOOR, User};
use hwc_models::koodrive::{
    Capabilities, ClearRecycleFile, CreateBatchTask, CreateShare, CreateSyncDir, DownloadShareFile, FileListScope,
    FolderStats, GetBatchTask, GetDepartmentFiles, GetFile, GetFullPath, GetPersonalFiles, GetSpaceV2, GetStartCursor,
    JobAction, JobDetail, JobType, ListChanges, ListShareByMe, ListShareFiles, ListShareWithMe, ShareScope,
    ShareTaskType, StatsDir, TargetFolder, VisitShare,
};
use zip::ZipArchive;

/// The folder `Offers` with the file `open.txt`, the folder `Drafts` with the file `draft.txt`, and the file `secret.txt`.
struct Folder {
    team: Team,
    secret: String,
    /// The personal space of Lin.
    own: String,
}

impl Folder {
    /// Creates the folder. Lin has the rights on `secret.txt` and on `Drafts`.
    async fn with(secret: Capabilities, drafts: Capabilities) -> Self {
        let team = Team::new().await;
        team.upload(LI, &team.folder, "open.txt", "open").await;
        team.upload(LI, &team.inner, "draft.txt", "draft").await;
        let file = team.upload(LI, &team.folder, "secret.txt", "secret").await;
        LI.send(&team.bench, team.give(LIN, -1, Some(secret), &file)).await;
        LI.send(&team.bench, team.give(LIN, -1, Some(drafts), &team.inner)).await;
        let spaces = LIN.send(&team.bench, GetSpaceV2::new(LIN.id)).await.data;
        let own = spaces[0].container_id.as_ref().unwrap().to_string();
        Self { secret: file, own, team }
    }

    /// Creates the folder with a file and a folder that Lin does not see.
    async fn hidden() -> Self {
        Self::with(none(), none()).await
    }

    /// Runs a job of Lin on the whole folder.
    async fn run(&self, kind: JobType, action: Option<JobAction>, to: (&str, &str)) -> JobDetail {
        self.team.run(LIN, kind, action, &self.team.folder, to).await
    }

    async fn names(&self, user: User, folder: &str) -> Vec<String> {
        self.team.names(user, folder).await
    }

    /// Returns the names in a folder of Lin's own space.
    async fn own_names(&self, folder: &str) -> Vec<String> {
        let request = GetPersonalFiles::new(FileListScope::Space, self.own.as_str(), folder);
        let files = LIN.send(&self.team.bench, request).await.files;
        let mut names: Vec<String> = files.into_iter().map(|file| file.file_name.unwrap()).collect();
        names.sort();
        names
    }

    async fn bin(&self, user: User) -> Vec<String> {
        let request = GetDepartmentFiles::new(SALES, FileListScope::RecycleBin, self.team.space.as_str());
        let files = user.send(&self.team.bench, request.parent_file_id("root")).await.files;
        files.into_iter().map(|file| file.file_name.unwrap()).collect()
    }
}

fn code(detail: &JobDetail) -> Option<&str> {
    detail.task_infos[0].result_code.as_deref()
}

/// Returns the rights to list and one more.
fn list_and(set: impl FnOnce(&mut Capabilities)) -> Capabilities {
    let mut rights = create_only();
    rights.add_child_node_permission = Some(false);
    rights.list_child_node_permission = Some(true);
    set(&mut rights);
    rights
}

/// Returns the names in an archive.
async fn entries(folder: &Folder, url: &str) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(folder.team.bench.get(url).await.body)).unwrap();
    let mut names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_copy_has_what_the_user_may_copy() {
    let folder = Folder::with(list_and(|rights| rights.download_permission = Some(true)), none()).await;
    let detail = folder.run(JobType::Copy, Some(JobAction::Copy), (&folder.own, "root")).await;
    assert_eq!(code(&detail), None);
    let copy = detail.task_infos[0].new_file_id.as_ref().unwrap().to_string();
    assert_eq!(folder.own_names(&copy).await, ["open.txt"]);
    assert_eq!(folder.names(LI, &folder.team.folder).await, ["Drafts", "open.txt", "secret.txt"]);
}

#[tokio::test]
async fn a_folder_cannot_be_moved_or_deleted_against_the_rights_on_its_files() {
    let folder = Folder::hidden().await;
    for (kind, action) in [
        (JobType::Move, JobAction::Move),
        (JobType::Delete, JobAction::Recycle),
        (JobType::Delete, JobAction::DeleteForever),
    ] {
        let detail = folder.run(kind, Some(action), (&folder.own, "root")).await;
        assert_eq!(code(&detail), Some("13000410"), "{action:?}");
    }
    assert_eq!(folder.names(LI, &folder.team.folder).await, ["Drafts", "open.txt", "secret.txt"]);
    let detail =
        folder.team.run(LI, JobType::Move, Some(JobAction::Move), &folder.secret, (&folder.team.space, "root"));
    assert_eq!(code(&detail.await), None);
    let drafts =
        folder.team.run(LI, JobType::Delete, Some(JobAction::Recycle), &folder.team.inner, (&folder.team.space, ""));
    assert_eq!(code(&drafts.await), None);
    let detail = folder.run(JobType::Delete, Some(JobAction::Recycle), (&folder.team.space, "")).await;
    assert_eq!(code(&detail), None, "nothing in the folder is stricter now");
}

#[tokio::test]
async fn a_package_has_what_the_user_may_download() {
    let folder = Folder::with(list_and(|rights| rights.copy_permission = Some(true)), none()).await;
    let detail = folder.run(JobType::Package, None, (&folder.team.space, "")).await;
    let url = detail.job_info.unwrap().download_url.unwrap();
    assert_eq!(entries(&folder, url.expose()).await, ["Offers/", "Offers/open.txt"]);
    let details = LIN.send(&folder.team.bench, GetFile::new(folder.secret.as_str(), folder.team.space.as_str())).await;
    assert!(details.file.unwrap().download_links.is_empty(), "no URL without the right to download");
}

#[tokio::test]
async fn a_share_opens_what_its_sharer_may_share() {
    let folder = Folder::with(list_and(|rights| rights.share_file_permission = Some(true)), none()).await;
    let bench = &folder.team.bench;
    let request = CreateShare::new(ShareScope::Enterprise, folder.team.space.as_str(), [folder.team.folder.as_str()]);
    let link = LIN.send(bench, request.valid_days(1_u32)).await.share_link.unwrap();
    let (share, url) = (link.share_id.unwrap(), link.short_url.unwrap());
    let list = || ListShareFiles::new(url.clone()).parent_folder(folder.team.folder.as_str());
    let files = NOOR.send(bench, list()).await.files;
    let mut names: Vec<&str> = files.iter().map(|file| file.file_name.as_deref().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["open.txt", "secret.txt"], "the sharer cannot share the drafts");
    let inner = ListShareFiles::new(url.clone()).parent_folder(folder.team.inner.as_str());
    assert!(NOOR.refused(bench, inner).await.starts_with("400 13000302"));
    let download = DownloadShareFile::new(share.clone(), folder.secret.as_str());
    assert_eq!(NOOR.refused(bench, download).await, NO_RIGHT, "the sharer cannot download it");
    let task = |kind, space: &str| {
        let target = TargetFolder::default().container_id(space).file_id("root");
        let files = [folder.team.folder.as_str()];
        let task = CreateBatchTask::new(share.clone(), folder.team.space.as_str(), files).task_type(kind);
        task.target_file_id(target)
    };
    let id = NOOR.send(bench, task(ShareTaskType::Package, &folder.own)).await.task_id.unwrap();
    bench.wait(3);
    let packed = NOOR.send(bench, GetBatchTask::new(id, share.clone())).await.job_info.unwrap();
    assert_eq!(entries(&folder, packed.download_url.unwrap().expose()).await, ["Offers/", "Offers/open.txt"]);
    LIN.send(bench, task(ShareTaskType::SaveToSpace, &folder.own)).await;
    let saved = LIN.send(bench, GetPersonalFiles::new(FileListScope::Space, folder.own.as_str(), "root")).await.files;
    let saved = saved.into_iter().find(|file| file.file_name.as_deref() == Some("Offers")).unwrap().id.unwrap();
    assert_eq!(folder.own_names(saved.as_str()).await, ["open.txt"], "the sharer cannot copy the other file");
}

#[tokio::test]
async fn a_share_ends_with_the_right_of_its_sharer() {
    let folder = Folder::with(list_and(|rights| rights.share_file_permission = Some(true)), none()).await;
    let bench = &folder.team.bench;
    let request = CreateShare::new(ShareScope::Named, folder.team.space.as_str(), [folder.secret.as_str()]);
    let link = LIN.send(bench, request.user_ids([NOOR.id]).valid_days(1_u32)).await.share_link.unwrap();
    NOOR.send(bench, VisitShare::new(link.short_url.clone().unwrap())).await;
    let listed = NOOR.send(bench, ListShareWithMe::new()).await.share_links.remove(0);
    assert_eq!(listed.files[0].file_name.as_deref(), Some("secret.txt"));
    LI.send(bench, folder.team.give(LIN, -1, Some(none()), &folder.secret)).await;
    let refused = NOOR.refused(bench, VisitShare::new(link.short_url.unwrap())).await;
    assert_eq!(refused, "400 13000309 Resource not found.");
    for (user, listed) in [
        (NOOR, NOOR.send(bench, ListShareWithMe::new()).await.share_links.remove(0)),
        (LIN, LIN.send(bench, ListShareByMe::new()).await.share_links.remove(0)),
    ] {
        assert_eq!((listed.status.map(|status| status.code()), listed.files.len()), (Some(2), 0), "{}", user.id);
    }
}

#[tokio::test]
async fn statistics_and_paths_show_what_the_user_sees() {
    let folder = Folder::hidden().await;
    let bench = &folder.team.bench;
    let stats = || StatsDir::new(folder.team.folder.as_str(), folder.team.space.as_str());
    let counts = |stats: FolderStats| (stats.total_size, stats.sub_dir_count, stats.sub_file_count);
    assert_eq!(counts(LI.send(bench, stats()).await.data.unwrap()), (Some(15), Some(1), Some(3)));
    assert_eq!(counts(LIN.send(bench, stats()).await.data.unwrap()), (Some(4), Some(0), Some(1)));
    assert_eq!(counts(LIN.send(bench, stats().recursive(false)).await.data.unwrap()), (Some(4), Some(0), Some(1)));
    LI.send(bench, folder.team.give(NOOR, -1, Some(create_only()), &folder.team.inner)).await;
    let path = || GetFullPath::new(folder.team.inner.as_str(), folder.team.space.as_str());
    assert_eq!(NOOR.send(bench, path()).await.name_path.as_deref(), Some("/Drafts"));
    let whole = LI.send(bench, path()).await.name_path.unwrap();
    assert!(whole.starts_with("/root") && whole.ends_with("/Offers/Drafts"), "{whole}");
}

#[tokio::test]
async fn the_bin_keeps_what_the_user_may_not_delete() {
    let folder = Folder::hidden().await;
    let bench = &folder.team.bench;
    let space = folder.team.space.as_str();
    for file in [&folder.secret, &folder.team.folder] {
        let done = folder.team.run(LI, JobType::Delete, Some(JobAction::Recycle), file, (space, "")).await;
        assert_eq!(code(&done), None);
    }
    assert_eq!(folder.bin(LIN).await, ["Offers"], "the secret file is hidden in the bin, too");
    LIN.send(bench, ClearRecycleFile::new(space)).await;
    bench.wait(3);
    assert_eq!(folder.bin(LI).await, ["Offers", "secret.txt"], "the folder has a file that Lin may not delete");
    let gone = folder.team.run(LI, JobType::Delete, Some(JobAction::DeleteForever), &folder.team.folder, (space, ""));
    assert_eq!(code(&gone.await), None);
    assert_eq!(folder.bin(LIN).await, [""; 0]);
    LI.send(bench, ClearRecycleFile::new(space)).await;
    bench.wait(3);
    assert_eq!(folder.bin(LI).await, [""; 0]);
}

#[tokio::test]
async fn a_file_in_the_bin_stays_hidden_when_its_folder_is_deleted() {
    let folder = Folder::hidden().await;
    let space = folder.team.space.as_str();
    let inner = folder.team.upload(LI, &folder.team.inner, "note.txt", "note").await;
    for (file, action) in [(&inner, JobAction::Recycle), (&folder.team.inner, JobAction::DeleteForever)] {
        let done = folder.team.run(LI, JobType::Delete, Some(action), file, (space, "")).await;
        assert_eq!(code(&done), None);
    }
    assert_eq!(folder.bin(LI).await, ["note.txt"]);
    assert_eq!(folder.bin(LIN).await, [""; 0]);
    let job = folder.team.run(LIN, JobType::Restore, None, &inner, (space, "")).await;
    assert_eq!(code(&job), Some("13000410"));
}

#[tokio::test]
async fn a_change_feed_has_only_what_the_user_sees() {
    let folder = Folder::hidden().await;
    let (bench, team) = (&folder.team.bench, &folder.team);
    LI.send(bench, CreateSyncDir::new(team.space.as_str()).file_id(team.folder.as_str())).await;
    let start = GetStartCursor::new(team.space.as_str(), team.folder.as_str());
    let cursor = LI.send(bench, start).await.start_cursor.unwrap();
    team.upload(LI, &team.folder, "seen.txt", "seen").await;
    let draft = team.upload(LI, &team.inner, "unseen.txt", "unseen").await;
    for file in [&draft, &folder.secret] {
        let done = team.run(LI, JobType::Delete, Some(JobAction::DeleteForever), file, (&team.space, "")).await;
        assert_eq!(code(&done), None);
    }
    let changes = async |user: User| {
        let list = ListChanges::new(team.space.as_str(), team.folder.as_str(), "laptop").cursor(cursor.as_str());
        common::sync::kinds(&user.send(bench, list.page_size(100_u32)).await.file_change_list)
    };
    let all = ["create seen.txt", "create unseen.txt", "delete unseen.txt", "delete secret.txt"];
    assert_eq!(changes(LI).await, all);
    assert_eq!(changes(ADA).await, all);
    assert_eq!(changes(LIN).await, ["create seen.txt"]);
}
