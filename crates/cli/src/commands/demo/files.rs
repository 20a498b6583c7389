//! The section about files in KooDrive: upload, share with a code, visit, package, recycle and restore.

use hwc_api::Secret;
use hwc_api::koodrive::{
    CompleteFile, ConflictPolicy, CreateBatchTaskPublic, CreateDirectory, CreateFile, CreateJob, CreateShare, FileId,
    FileListScope, FileType, GetBatchTaskPublic, GetPersonalFiles, GetSpaceV2, JobAction, JobFile, JobInput, JobType,
    ListShareFilesPublic, ShareId, ShareLink, ShareScope, ShareTaskType, SpaceId, SpaceType, UploadMode, UploadPart,
    UploadType, VerifyExtractCodePublic, VisitSharePublic,
};

use super::runner::{DemoRunner, require};
use crate::error::CliError;

/// The user of the demo, with a personal space.
const USER: &str = "1316083732377071001";

/// The file that the demo uploads.
const NAME: &str = "agenda.txt";
const CONTENT: &str = "09:00 Breakfast\n10:00 Launch\n";

/// The extraction code of the share.
const CODE: &str = "Launch26";

/// Runs the section.
pub(super) async fn run(runner: &mut DemoRunner) -> Result<(), CliError> {
    runner.section("Files in KooDrive")?;
    let request = GetSpaceV2::new(USER).kind(SpaceType::Personal);
    let space = runner.call("Get the user's personal space.", request).await?;
    let space = require(space.data.into_iter().find_map(|space| space.container_id), "containerId")?;
    let folder = runner.call("Create a folder.", CreateDirectory::new(space.clone(), "Launch")).await?;
    let folder = require(folder.id, "id")?;
    let file = upload(runner, &space, &folder).await?;
    let list = GetPersonalFiles::new(FileListScope::Space, space.clone(), folder);
    let files = runner.call("List the folder: the file is in it.", list.clone()).await?.files;
    let path = require(files.into_iter().find_map(|file| file.id_path), "idPath")?;
    share(runner, &space, &file).await?;
    recycle(runner, &space, JobFile::default().file_id(file).file_path(path), list).await
}

/// Uploads the file in one part.
async fn upload(runner: &mut DemoRunner, space: &SpaceId, folder: &FileId) -> Result<FileId, CliError> {
    let part = UploadPart::default().part_number(1_u32).part_size(CONTENT.len() as u64);
    let request = CreateFile::new(space.clone(), [folder.clone()], NAME)
        .file_type(FileType::Document)
        .length(CONTENT.len() as u64)
        .upload_mode(UploadMode::Multipart)
        .upload_type(UploadType::Parts)
        .auto_rename(ConflictPolicy::Rename)
        .multi_parts([part]);
    let upload = runner.call("Start an upload: the response has a URL for each part.", request).await?;
    let url = upload.multi_parts.into_iter().find_map(|part| part.upload_url);
    runner.upload("Send the part to its URL; no token is needed.", &require(url, "uploadUrl")?, CONTENT).await?;
    let file = require(upload.file_id, "fileId")?;
    runner.call("Complete the upload.", CompleteFile::new(file.clone())).await?;
    Ok(file)
}

/// Shares the file with a code and opens the link as a visitor.
async fn share(runner: &mut DemoRunner, space: &SpaceId, file: &FileId) -> Result<(), CliError> {
    let request = CreateShare::new(ShareScope::AnyoneWithLink, space.clone(), [file.clone()]);
    let request = request.extract_code(CODE).valid_days(7_u32);
    let share = runner.call("Share the file for a week with an extraction code.", request).await?;
    let ShareLink { share_id, short_url, .. } = require(share.share_link, "shareLink")?;
    let (share, link) = (require(share_id, "shareId")?, require(short_url, "shortUrl")?);

    runner.call("Open the link as a visitor without sign-in.", VisitSharePublic::new(link.clone())).await?;
    let list = ListShareFilesPublic::new(link.clone());
    runner.expect_error("Try to list the files: the visitor needs the code.", list.clone()).await?;
    let request = VerifyExtractCodePublic::new(link, CODE);
    let token = runner.call("Enter the code: the response has a token for the share.", request).await?;
    let token = require(token.kdstoken, "kdstoken")?;
    runner.call("List the files with the token.", list.kdstoken(token.clone())).await?;
    download(runner, share, file, token).await
}

/// Packs the shared file into an archive and downloads it.
async fn download(runner: &mut DemoRunner, share: ShareId, file: &FileId, token: Secret) -> Result<(), CliError> {
    let request = CreateBatchTaskPublic::new()
        .share_id(share.clone())
        .file_ids([file.clone()])
        .task_type(ShareTaskType::Package)
        .zip_name("launch.zip")
        .kdstoken(token.clone());
    let task = runner.call("Package the files for download.", request).await?;
    let task = require(task.task_id, "taskId")?;
    runner.advance_clock(3, "three seconds later")?;
    let request = GetBatchTaskPublic::new(share).task_id(task).kdstoken(token);
    let task = runner.call("Get the task: it is done, and has the URL of the archive.", request).await?;
    let url = task.job_info.and_then(|task| task.download_url);
    runner.fetch_archive("Download the archive.", &require(url, "downloadUrl")?).await
}

/// Moves the file to the recycle bin and restores it.
async fn recycle(
    runner: &mut DemoRunner,
    space: &SpaceId,
    file: JobFile,
    list: GetPersonalFiles,
) -> Result<(), CliError> {
    let request = job(JobType::Delete, space, file.clone()).action_type(JobAction::Recycle);
    runner.call("Move the file to the recycle bin, as a batch job.", request).await?;
    runner.advance_clock(3, "three seconds later")?;
    runner.call("List the folder: it is empty.", list.clone()).await?;
    runner.call("Restore the file.", job(JobType::Restore, space, file)).await?;
    runner.advance_clock(3, "three seconds later")?;
    runner.call("List the folder: the file is back.", list).await?;
    Ok(())
}

fn job(kind: JobType, space: &SpaceId, file: JobFile) -> CreateJob {
    let input = JobInput::default().src_container_id(space.clone()).file_info([file]);
    CreateJob::new(kind, input, space.clone())
}
