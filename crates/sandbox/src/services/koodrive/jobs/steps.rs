//! The work of batch jobs. The rights of the user are checked again for each file.

use hwc_models::koodrive::{JobAction, JobType, MessageType, Space};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::archives::{self, Archive};
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::{Node, recycle_bin, tree};
use crate::services::koodrive::jobs::run::attempt;
use crate::services::koodrive::jobs::stored::{StoredEntry, StoredItem, StoredJob};
use crate::services::koodrive::{messages, refused_with, settings};

/// Returns the rights that a type of jobs needs in the space of the files and in the target space.
pub(super) fn rights(kind: JobType) -> (Right, Right) {
    match kind {
        JobType::Copy => (Right::Copy, Right::AddChild),
        JobType::Move => (Right::RemoveChild, Right::AddChild),
        JobType::Decompress => (Right::View, Right::AddChild),
        JobType::Package => (Right::Download, Right::List),
        JobType::Restore => (Right::AddChild, Right::List),
        _ => (Right::Delete, Right::List),
    }
}

/// Opens both spaces of a job.
fn spaces_of(cx: &Context<'_>, job: &StoredJob) -> Result<(Space, Space), ApiError> {
    let (from, to) = rights(job.kind());
    Ok((access::space(cx, &job.source, from)?, access::space(cx, &job.target, to)?))
}

/// Performs the work on one file. Returns the file and its path of IDs from now on, unless it was deleted for good.
pub(super) fn perform(
    cx: &Context<'_>,
    job: &StoredJob,
    item: &StoredItem,
) -> Result<Option<(Node, String)>, ApiError> {
    let (source, target) = spaces_of(cx, job)?;
    let node = access::node(cx, &source, &item.file, rights(job.kind()).0)?;
    let to = || target_folder(cx, job, &target, &node.id);
    let node = match (job.kind(), job.action()) {
        (JobType::Copy, _) => {
            let to = to()?;
            tree::copy(cx, &access::branch(cx, &source, node, Right::Copy)?, (&target, &to))?
        }
        (JobType::Move, _) => {
            access::require_on_all(cx, &source, &node, Right::RemoveChild)?;
            tree::move_to(cx, &node, (&target, &to()?))?
        }
        (JobType::Restore, _) => recycle_bin::restore(cx, &source, &node)?,
        (_, action) => {
            access::require_on_all(cx, &source, &node, Right::Delete)?;
            match delete(cx, action, item, &node)? {
                Some(recycled) => recycled,
                None => return Ok(None),
            }
        }
    };
    let path = tree::id_path(cx, &node)?;
    Ok(Some((node, path)))
}

/// Moves a file to the recycle bin, or deletes it for good. Returns the file unless it is gone.
fn delete(
    cx: &Context<'_>,
    action: Option<JobAction>,
    item: &StoredItem,
    node: &Node,
) -> Result<Option<Node>, ApiError> {
    if action == Some(JobAction::DeleteForever) {
        return recycle_bin::delete_forever(cx, node).map(|()| None);
    }
    require_path(action, item)?;
    recycle_bin::recycle(cx, node).map(Some)
}

/// Checks the path of a file that is moved to the recycle bin: the reference requires it for action 201.
fn require_path(action: Option<JobAction>, item: &StoredItem) -> Result<(), ApiError> {
    let is_right = |path: &str| path.rsplit('/').next() == Some(item.file.as_str());
    match &item.path {
        None if action == Some(JobAction::Recycle) => {
            Err(ApiError::invalid("filePath is required to restore the file later"))
        }
        Some(path) if !is_right(path) => Err(ApiError::invalid("filePath must end with the ID of the file")),
        _ => Ok(()),
    }
}

/// Returns the folder that the new path names: a path of IDs, which may end with the ID of the file itself. Without a path, it
/// is the top folder.
fn target_folder(cx: &Context<'_>, job: &StoredJob, target: &Space, file: &str) -> Result<Node, ApiError> {
    let path = job.target_path.as_deref().unwrap_or_default();
    let mut ids = path.split('/').filter(|id| !id.is_empty() && *id != file);
    let folder = tree::folder(cx, target, ids.next_back().unwrap_or("root"))?;
    access::require(cx, &folder, target, rights(job.kind()).1)?;
    Ok(folder)
}

/// Performs the work of a job that does all of it when it ends.
pub(super) fn finish(cx: &Context<'_>, job: &mut StoredJob) -> Result<(), ApiError> {
    match job.kind() {
        JobType::Package => pack(cx, job),
        JobType::Decompress => (0..job.items.len()).try_for_each(|index| decompress(cx, job, index)),
        _ => {
            // Without files, the job has no place for a failure: a space that was closed meanwhile stays as it is.
            let emptied = attempt(cx, || {
                let space = access::recycle_bin(cx, &job.source)?;
                let files = recycle_bin::deletable(cx, &space)?;
                files.iter().try_for_each(|file| recycle_bin::delete_forever(cx, file))
            })?;
            emptied.map_or(Ok(()), |()| Ok(()))
        }
    }
}

/// Packs the files that can be read. Those that cannot fail, and what cannot be read in a folder is missing.
fn pack(cx: &Context<'_>, job: &mut StoredJob) -> Result<(), ApiError> {
    let mut branches = Vec::new();
    for index in 0..job.items.len() {
        let found = attempt(cx, || {
            let (source, _) = spaces_of(cx, job)?;
            let node = access::node(cx, &source, &job.items[index].file, Right::Download)?;
            tree::require_live(cx, &node)?;
            access::branch(cx, &source, node, Right::Download)
        })?;
        match found {
            Ok(branch) => {
                events::record(cx, EventKind::Downloaded, &branch.top)?;
                branches.push(branch);
            }
            Err(failure) => job.items[index].failure = Some(failure),
        }
    }
    if !branches.is_empty() {
        job.archive = Some(archives::pack(cx, "package.zip", &branches)?.id);
        messages::post(cx, &job.user, MessageType::System, settings::package_text(cx)?)?;
    }
    Ok(())
}

/// Lists or unpacks one archive.
fn decompress(cx: &Context<'_>, job: &mut StoredJob, index: usize) -> Result<(), ApiError> {
    let outcome = attempt(cx, || {
        let (source, target) = spaces_of(cx, job)?;
        let node = access::node(cx, &source, &job.items[index].file, Right::View)?;
        tree::require_live(cx, &node)?;
        let archive = Archive::open(cx, &node)?;
        match job.action() {
            Some(JobAction::ListArchive) => listed(&archive),
            action => unpacked(cx, job, archive, (&node, &target), action),
        }
    })?;
    match outcome {
        Ok(entries) => job.entries.extend(entries),
        Err(failure) => job.items[index].failure = Some(failure),
    }
    Ok(())
}

/// Returns the entries of an archive.
fn listed(archive: &Archive) -> Result<Vec<StoredEntry>, ApiError> {
    archive.require_listable()?;
    archive.require_open()?;
    let entry = |entry: &archives::Entry| StoredEntry {
        path: entry.path.clone(),
        is_folder: entry.is_folder,
        size: entry.size,
        modified: entry.modified,
        file: None,
    };
    Ok(archive.entries.iter().map(entry).collect())
}

/// Unpacks an archive and returns the entries with their files.
fn unpacked(
    cx: &Context<'_>,
    job: &StoredJob,
    mut archive: Archive,
    (node, target): (&Node, &Space),
    action: Option<JobAction>,
) -> Result<Vec<StoredEntry>, ApiError> {
    let folder = target_folder(cx, job, target, &node.id)?;
    let paths = if action == Some(JobAction::DecompressAll) { &[] } else { job.archive_paths.as_slice() };
    if action == Some(JobAction::DecompressSome) && paths.is_empty() {
        return Err(refused_with("13000102", "uncompressFilePaths is required to unpack chosen entries."));
    }
    let unpacked = archives::unpack(cx, &mut archive, paths, (target, &folder))?;
    let entry = |unpacked: archives::Unpacked| StoredEntry {
        path: unpacked.entry.path,
        is_folder: unpacked.entry.is_folder,
        size: unpacked.entry.size,
        modified: unpacked.entry.modified,
        file: Some(unpacked.node.id),
    };
    Ok(unpacked.into_iter().map(entry).collect())
}
