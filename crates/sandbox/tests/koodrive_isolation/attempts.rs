//! The requests that name data of Lin, in every field that accepts it.

use hwc_models::koodrive::*;
use hwc_wire::{Json, Operation, Record, Request};
use serde_json::json;

use crate::common::files::page;
use crate::common::uploads::{part, version};
use crate::common::users::{ADA, LI, LIN, NOOR, User};
use crate::fixture::{Fixture, job, new_file, to_star};
use crate::{backups, carrier, organization, shared_folders};

/// The departments of Lin and of the whole company.
const SALES: &str = "1243693141656107521";
const HEAD_OFFICE: &str = "1243693141656107520";

/// The errors for callers without rights.
pub(crate) const DENIED: &str = "13000410";
pub(crate) const UNKNOWN: &str = "13000309";
const NOT_IN_SPACE: &str = "13000302";
pub(crate) const NO_UPLOAD: &str = "13000401";

/// A request of another user.
pub(crate) struct Attempt {
    pub(crate) operation: &'static Operation,
    pub(crate) request: Box<dyn Record>,
    /// The code of the error. Without one, the call succeeds, but shows and changes nothing of Lin.
    pub(crate) code: Option<&'static str>,
    /// A user who may send the same request, which proves that the request is valid.
    pub(crate) allowed: Option<User>,
}

impl Attempt {
    pub(crate) fn new<E: Request + 'static>(code: Option<&'static str>, allowed: Option<User>, request: E) -> Self {
        Self { operation: E::OPERATION, request: Box::new(request), code, allowed }
    }

    /// Marks a request about Noor's own space, which Lin may not send either.
    fn of_noor(self) -> Self {
        Self { allowed: None, ..self }
    }

    /// Marks a request that Li may send, who received the share.
    fn of_li(self) -> Self {
        Self { allowed: Some(LI), ..self }
    }
}

/// A request that Lin may send.
pub(crate) fn refused<E: Request + 'static>(code: &'static str, request: E) -> Attempt {
    Attempt::new(Some(code), Some(LIN), request)
}

/// A request that only the administrator may send.
pub(crate) fn for_admins<E: Request + 'static>(request: E) -> Attempt {
    Attempt::new(Some(DENIED), Some(ADA), request)
}

/// A request that no user may send: it names data of Lin outside of Lin's space, or its upload or share is not ready for it.
pub(crate) fn for_nobody<E: Request + 'static>(code: &'static str, request: E) -> Attempt {
    Attempt::new(Some(code), None, request)
}

/// A request that each user may send, about data of their own.
pub(crate) fn silent<E: Request + 'static>(request: E) -> Attempt {
    Attempt::new(None, Some(LIN), request)
}

/// Returns all requests.
pub(crate) fn all(data: &Fixture) -> Vec<Attempt> {
    let groups = [lists, files, changes, uploads, revisions, jobs, shares, links, public_links, sync, spaces];
    let more = [administration, own_lists, organization::administration, organization::templates, organization::groups];
    let folders = [shared_folders::folders, shared_folders::albums, shared_folders::files_inside];
    let groups = groups.into_iter().chain(more).chain(folders);
    let mut all: Vec<Attempt> = groups.flat_map(|group| group(data)).collect();
    all.extend(backups::attempts(&data.backups));
    all.extend(carrier::attempts());
    all
}

fn lists(data: &Fixture) -> Vec<Attempt> {
    let (space, own) = (data.space.as_str(), data.own_space.as_str());
    let personal = |space, folder| GetPersonalFiles::new(FileListScope::Space, space, folder);
    let filter = || SearchFilter::default().container_id(space);
    let search = || Search::new(SearchType::Personal, page(10, ""));
    let team = GetDepartmentFiles::new(data.group.as_str(), FileListScope::Space, data.group_space.as_str());
    vec![
        refused(DENIED, personal(space, "root")),
        refused(DENIED, personal(space, data.folder.as_str())),
        refused(DENIED, GetPersonalFiles::new(FileListScope::RecycleBin, space, "root")),
        for_nobody(NOT_IN_SPACE, personal(own, data.folder.as_str())),
        refused(DENIED, team.team_type(SpaceType::Group).parent_file_id("root")),
        refused(DENIED, search().filter(filter().parent_folder(data.folder.as_str()))),
        refused(DENIED, search().filter(filter()).recycled(true)),
        silent(search().recursived(true)),
        silent(search().filter(SearchFilter::default().key_word("lin"))),
        silent(Search::new(SearchType::Team, page(10, ""))),
        refused(DENIED, WalkFile::new(space, data.folder.as_str())),
        for_nobody(NOT_IN_SPACE, WalkFile::new(own, data.folder.as_str())),
    ]
}

fn files(data: &Fixture) -> Vec<Attempt> {
    let (space, own, file) = (data.space.as_str(), data.own_space.as_str(), data.file.as_str());
    vec![
        refused(DENIED, GetFile::new(file, space)),
        refused(DENIED, GetFile::new(data.recycled.as_str(), space)),
        for_nobody(NOT_IN_SPACE, GetFile::new(file, own)),
        refused(DENIED, GetFullPath::new(file, space)),
        for_nobody(NOT_IN_SPACE, GetFullPath::new(file, own)),
        refused(DENIED, StatsDir::new(data.folder.as_str(), space)),
        for_nobody(NOT_IN_SPACE, StatsDir::new(data.folder.as_str(), own)),
        refused(DENIED, GetFileOperations::new(file)),
        refused(DENIED, GetDownLoadUrl::new(space, [file])),
        silent(GetDownLoadUrl::new(own, [file])).of_noor(),
        refused(DENIED, ListFile::new(space, data.archive.as_str())),
        for_nobody(NOT_IN_SPACE, ListFile::new(own, data.archive.as_str())),
    ]
}

fn changes(data: &Fixture) -> Vec<Attempt> {
    let (space, own, file) = (data.space.as_str(), data.own_space.as_str(), data.file.as_str());
    let tag = || [FileTag::default().key("lin_tag").value("x")];
    let folder = |space| CreateDirectory::new(space, "x").parent_folder([data.folder.as_str()]);
    vec![
        refused(DENIED, folder(space)),
        for_nobody(NOT_IN_SPACE, folder(own)),
        refused(DENIED, RenameFile::new(file, space, "x")),
        for_nobody(NOT_IN_SPACE, RenameFile::new(file, own, "x")),
        refused(DENIED, AddTag::new(file, space, tag())),
        for_nobody(NOT_IN_SPACE, AddTag::new(file, own, tag())),
        refused(DENIED, DelTag::new(file, space, ["lin_tag"])),
        for_nobody(NOT_IN_SPACE, DelTag::new(file, own, ["lin_tag"])),
        refused(DENIED, ClearRecycleFile::new(space)),
        silent(BatchStarFile::new(true, [to_star(space, file)])),
        silent(BatchStarFile::new(false, [to_star(space, file)])),
        silent(BatchStarFile::new(true, [to_star(own, file)])).of_noor(),
        refused(DENIED, BatchFiles::new(batch(space, file))),
    ]
}

/// Returns the body of a batch that copies a file within its space.
fn batch(space: &str, file: &str) -> Json {
    let files = json!({ "srcContainerId": space, "fileInfo": [{ "fileId": file }] });
    json!({ "taskType": 1, "taskInfo": files, "dstContainerId": space })
}

fn uploads(data: &Fixture) -> Vec<Attempt> {
    let (space, own) = (data.space.as_str(), data.own_space.as_str());
    vec![
        refused(DENIED, new_file(space, &data.folder, "x.txt", 1)),
        for_nobody(NOT_IN_SPACE, new_file(own, &data.folder, "x.txt", 1)),
        refused(NO_UPLOAD, UploadUrl::new(data.upload.as_str(), [part(1, 3)])),
        for_nobody(NO_UPLOAD, CompleteFile::new(data.upload.as_str())),
        for_nobody(NO_UPLOAD, CompleteFileRevision::new(data.version.as_str())),
    ]
}

fn revisions(data: &Fixture) -> Vec<Attempt> {
    let (space, own, file, id) =
        (data.space.as_str(), data.own_space.as_str(), data.file.as_str(), data.revision.as_str());
    vec![
        refused(DENIED, version(space, file, 1)),
        for_nobody(NOT_IN_SPACE, version(own, file, 1)),
        refused(DENIED, ListRevision::new(space, file)),
        for_nobody(NOT_IN_SPACE, ListRevision::new(own, file)),
        refused(DENIED, GetRevision::new(space, file, id)),
        for_nobody(NOT_IN_SPACE, GetRevision::new(own, file, id)),
        refused(DENIED, UpdateRevision::new(space, file, id).keep_forever(true)),
        refused(DENIED, RestoreRevision::new(space, file, id)),
        for_nobody(NOT_IN_SPACE, RestoreRevision::new(own, file, id)),
        refused(DENIED, DeleteRevision::new(space, file, id)),
        for_nobody(NOT_IN_SPACE, DeleteRevision::new(own, file, id)),
    ]
}

fn jobs(data: &Fixture) -> Vec<Attempt> {
    let (space, file) = (data.space.as_str(), data.file.as_str());
    let mut taken = job(JobType::Copy, space, file);
    taken.dst_container_id = data.own_space.as_str().into();
    let mut given = job(JobType::Move, &data.own_space, file);
    given.dst_container_id = space.into();
    vec![
        refused(DENIED, job(JobType::Copy, space, file)),
        refused(DENIED, job(JobType::Move, space, file)),
        refused(DENIED, job(JobType::Delete, space, file).action_type(JobAction::DeleteForever)),
        refused(DENIED, job(JobType::Restore, space, &data.recycled)),
        refused(DENIED, job(JobType::Decompress, space, &data.archive).action_type(JobAction::ListArchive)),
        refused(DENIED, job(JobType::Package, space, file)),
        refused(DENIED, job(JobType::EmptyRecycleBin, space, file)),
        for_nobody(DENIED, taken),
        for_nobody(DENIED, given),
        refused(UNKNOWN, GetJobDetail::new(data.job.as_str())),
        refused(UNKNOWN, CancelJob::new(data.job.as_str())),
        silent(GetJobList::new().offset(0_u32).limit(100_u32)),
    ]
}

fn shares(data: &Fixture) -> Vec<Attempt> {
    let (space, file, share) = (data.space.as_str(), data.file.as_str(), data.share.as_str());
    let create = |space| CreateShare::new(ShareScope::AnyoneWithLink, space, [file]).valid_days(1_u32);
    vec![
        refused(DENIED, create(space)),
        for_nobody(NOT_IN_SPACE, create(data.own_space.as_str())),
        refused(UNKNOWN, GetShareByMeDetail::new(share)),
        refused(UNKNOWN, UpdateShare::new(share, 1_u32).user_ids([NOOR.id])),
        silent(BatchCancel::new([share])),
        silent(ListShareByMe::new()),
        for_nobody(UNKNOWN, GetShareWithMeDetail::new(share)).of_li(),
        silent(ExitShare::new([share])),
        silent(ListShareWithMe::new()),
    ]
}

/// The operations of signed-in visitors, with the token of the extraction code.
fn links(data: &Fixture) -> Vec<Attempt> {
    let (space, file, share, url) =
        (data.space.as_str(), data.file.as_str(), data.share.as_str(), data.short_url.as_str());
    let token = || data.kdstoken.clone();
    let task = CreateBatchTask::new(share, space, [file]);
    vec![
        refused(DENIED, VisitShare::new(url)),
        refused(DENIED, GetShareInfo::new(url)),
        refused(DENIED, VerifyExtractCode::new(url, data.code.clone())),
        refused(DENIED, ListShareFiles::new(url).kdstoken(token())),
        refused(DENIED, DownloadShareFile::new(share, file).kdstoken(token())),
        refused(DENIED, task.task_type(ShareTaskType::Package).kdstoken(token())),
        refused(UNKNOWN, GetBatchTask::new(data.task.as_str(), share).kdstoken(token())),
    ]
}

/// The operations of visitors without sign-in. The share is not for them, whoever they are.
fn public_links(data: &Fixture) -> Vec<Attempt> {
    let (space, file, share, url) =
        (data.space.as_str(), data.file.as_str(), data.share.as_str(), data.short_url.as_str());
    let token = || data.kdstoken.clone();
    let task = CreateBatchTaskPublic::new().share_id(share).container_id(space).file_ids([file]);
    vec![
        for_nobody(DENIED, VisitSharePublic::new(url)),
        for_nobody(DENIED, GetShareInfoPublic::new(url)),
        for_nobody(DENIED, VerifyExtractCodePublic::new(url, data.code.clone())),
        for_nobody(DENIED, ListShareFilesPublic::new(url).kdstoken(token())),
        for_nobody(DENIED, DownloadShareFilePublic::new(share, file).kdstoken(token())),
        for_nobody(DENIED, task.task_type(ShareTaskType::Package).kdstoken(token())),
        for_nobody(UNKNOWN, GetBatchTaskPublic::new(share).task_id(data.task.as_str()).kdstoken(token())),
    ]
}

fn sync(data: &Fixture) -> Vec<Attempt> {
    let (space, own, folder) = (data.space.as_str(), data.own_space.as_str(), data.sync_dir.as_str());
    vec![
        refused(DENIED, GetStartCursor::new(space, folder)),
        for_nobody(NOT_IN_SPACE, GetStartCursor::new(own, folder)),
        refused(DENIED, ListChanges::new(space, folder, "laptop").cursor("1-0").page_size(10_u32)),
        for_nobody(NOT_IN_SPACE, ListChanges::new(own, folder, "laptop").cursor("1-0").page_size(10_u32)),
        refused(DENIED, CreateSyncDir::new(space).file_id(data.folder.as_str())),
        for_nobody(NOT_IN_SPACE, CreateSyncDir::new(own).file_id(data.folder.as_str())),
        for_nobody(NOT_IN_SPACE, CreateSyncDir::new(own).file_name("x").parent_folder(data.folder.as_str())),
        refused(DENIED, CloseSyncDir::new(space, folder)),
        for_nobody(NOT_IN_SPACE, CloseSyncDir::new(own, folder)),
    ]
}

fn spaces(data: &Fixture) -> Vec<Attempt> {
    let (space, personal) = (data.space.as_str(), SpaceType::Personal);
    vec![
        refused(DENIED, GetSpace::new(LIN.id, personal)),
        refused(DENIED, GetSpace::new(data.group.as_str(), SpaceType::Group)),
        refused(DENIED, GetSpaceByContainerId::new(space)),
        refused(DENIED, GetSpaceByContainerId::new(data.group_space.as_str())),
        silent(GetSpaceV2::new(LIN.id)),
        silent(GetSpaceV2::new(data.group.as_str())),
        silent(BatchGetSpace::new(LIN.id, personal).container_id(space)),
        silent(GetSpaceUsageByUser::new().user_ids([LIN.id])),
        silent(GetTeamSpaceList::new(0_u32, 10_u32)),
        for_admins(CreateSpace::new(LIN.id, 1_u64, personal)),
        for_admins(UpdateSpace::new(LIN.id, personal).container_id(space).capacity(1_u64)),
        for_admins(DeleteSpace::new(LIN.id, personal).container_id(space)),
        refused(DENIED, DeleteGroupSpace::new(data.group.as_str())),
    ]
}

fn administration(_data: &Fixture) -> Vec<Attempt> {
    let more = SpaceExpansion::default().kind(SpaceType::Group).expand_capacity(1_u64);
    vec![
        for_admins(GetDepartmentSpaceList::new(0_u32, 10_u32)),
        for_admins(GetUserSpaceList::new().offset(0_u32).limit(10_u32)),
        for_admins(GetGroupSpaceList::new(0_u32, 10_u32)),
        for_admins(GetSpaceAllocation::new()),
        for_admins(TransferUnallocatedSpace::new(SpaceType::Personal, [more])),
        for_admins(GetSpaceUsageByOverview::new()),
        for_admins(GetSpaceUsageByQuota::new()),
        for_admins(GetQuotaUsed::new()),
        for_admins(ListAuditLogs::new()),
        for_admins(CreateDepartment::new("x", SALES)),
        for_admins(UpdateDepartment::new(SALES, "x", HEAD_OFFICE)),
        for_nobody(DENIED, DeleteDepartment::new(SALES)),
    ]
}

/// Requests about data of the caller, and those that name a message or a session of Lin.
fn own_lists(data: &Fixture) -> Vec<Attempt> {
    let message = || [data.message.as_str()];
    vec![
        silent(ListStarFile::new()),
        silent(ListRecentlyAccess::new()),
        silent(ListMessages::new()),
        silent(GetUnreadCount::new()),
        silent(BatchReadMessage::new(message())),
        silent(BatchDeleteMessage::new(message())),
        silent(UpdateSpecificMessageState::new(MessageAction::DeleteAll)),
        silent(AuthSession::new()),
        for_nobody(UNKNOWN, RefreshSession::new(data.session.clone())),
        silent(Logout::new()),
    ]
}
