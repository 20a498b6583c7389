//! Synchronization from a drive to a local folder.

use std::collections::{BTreeMap, BTreeSet};

use super::deletions::{check_limit, deletable};
use super::{SyncAction, SyncOptions, SyncReport, compare};
use crate::download::{DownloadTarget, LocalPath, is_selected, local_paths};
use crate::drive::Drive;
use crate::error::{Error, Result};
use crate::journal::TransferDirection;
use crate::local::{LocalFile, LocalScan, SyncFilter};
use crate::paths::{NameRules, RemotePath};

/// The local tree by path, and true if a part of it could not be read.
struct LocalTree {
    files: BTreeMap<String, LocalFile>,
    is_incomplete: bool,
}

impl Drive {
    /// Makes a local folder like a folder of the drive: new and changed files are received, and, if the options say so, others
    /// are deleted. Paths of the report are local ones.
    ///
    /// ```
    /// # async fn example(drive: hwc_drive::Drive) -> hwc_drive::Result<()> {
    /// use hwc_drive::{DownloadTarget, SyncOptions};
    ///
    /// let target = DownloadTarget::open("site")?;
    /// let report = drive.sync_down(&"/Site".parse()?, &target, &SyncOptions::default().dry_run(true)).await?;
    /// for step in &report.plan {
    ///     println!("{:?} {}", step.action, step.path);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`Error::TooManyDeletions`] before anything is changed, and the errors of reading both sides. A file that fails is
    /// in the report, and does not stop the others.
    pub async fn sync_down(
        &self,
        folder: &RemotePath,
        target: &DownloadTarget,
        options: &SyncOptions,
    ) -> Result<SyncReport> {
        let folder = self.resolve_folder(folder).await?;
        let mut report = SyncReport::new(TransferDirection::Download, options.dry_run);
        let mut tree = self.read_tree(&folder, options, &mut report).await?;
        tree.retain(|found| is_selected(&options.filter, &found.path, found.entry.is_folder));
        let paths = local_paths(tree, NameRules::HERE);
        // Files that are not selected are read too, since they keep their folders.
        let local = LocalTree::read(target, &SyncFilter::default()).await?;
        let mut changed = Vec::new();
        for path in &paths {
            if let Some(action) = self.compare(path, &local, options, &mut report).await {
                report.plan(action, &path.local, path.tree.entry.size);
                changed.push(path.clone());
            }
        }
        let deleted = plan_deletions(&paths, &local, options, &mut report)?;
        report.plan.sort_by(|left, right| (left.action, &left.path).cmp(&(right.action, &right.path)));
        if !options.dry_run {
            let mut transfers = std::mem::take(&mut report.transfers);
            self.report_renames(&paths, &mut transfers);
            let (folders, files): (Vec<_>, Vec<_>) = changed.into_iter().partition(|path| path.tree.entry.is_folder);
            for folder in folders {
                if let Err(error) = target.create_folders(&folder.local).await {
                    transfers.add(&folder.local, Err(error));
                }
            }
            self.download_files(&files, target, &mut transfers).await;
            report.transfers = transfers;
            delete(target, &deleted, &local, &mut report).await;
        }
        Ok(report)
    }

    /// Returns the action for an entry of the drive, or `None` if there is nothing to do.
    async fn compare(
        &self,
        path: &LocalPath,
        local: &LocalTree,
        options: &SyncOptions,
        report: &mut SyncReport,
    ) -> Option<SyncAction> {
        let is_folder = path.tree.entry.is_folder;
        let Some(file) = local.files.get(&path.local) else {
            return Some(if is_folder { SyncAction::CreateFolder } else { SyncAction::Add });
        };
        if file.is_folder != is_folder {
            let expected = if is_folder { "folder" } else { "file" };
            report.transfers.add(&path.local, Err(Error::WrongKind { path: path.local.clone(), expected }));
            return None;
        }
        if is_folder {
            return None;
        }
        match compare::is_received(file, &path.tree.entry, options.comparison).await {
            Ok(true) => report.up_to_date += 1,
            Ok(false) => return Some(SyncAction::Update),
            Err(error) => report.transfers.add(&path.local, Err(error)),
        }
        None
    }
}

impl LocalTree {
    async fn read(target: &DownloadTarget, filter: &SyncFilter) -> Result<Self> {
        let mut scan = LocalScan::new(target.path(), filter)?;
        let mut tree = Self { files: BTreeMap::new(), is_incomplete: false };
        loop {
            let batch = scan.next_batch().await;
            if batch.is_empty() {
                return Ok(tree);
            }
            for item in batch {
                match item {
                    Ok(file) => {
                        tree.files.insert(file.relative.clone(), file);
                    }
                    Err(_) => tree.is_incomplete = true,
                }
            }
        }
    }
}

/// Plans the deletions. Folders come after their content.
fn plan_deletions(
    paths: &[LocalPath],
    local: &LocalTree,
    options: &SyncOptions,
    report: &mut SyncReport,
) -> Result<Vec<String>> {
    report.deletions_withheld = options.delete && local.is_incomplete;
    if !options.delete || local.is_incomplete {
        return Ok(Vec::new());
    }
    let known: BTreeSet<&str> = paths.iter().map(|path| path.local.as_str()).collect();
    let may_delete = |file: &LocalFile| {
        !known.contains(file.relative.as_str()) && options.filter.is_selected(&file.relative, file.is_folder)
    };
    let target: Vec<(String, bool)> =
        local.files.values().map(|file| (file.relative.clone(), may_delete(file))).collect();
    let paths = deletable(&target);
    check_limit(paths.len(), options)?;
    for path in &paths {
        report.plan(SyncAction::Delete, path, 0);
    }
    Ok(paths.into_iter().rev().collect())
}

async fn delete(target: &DownloadTarget, paths: &[String], local: &LocalTree, report: &mut SyncReport) {
    // A drive that could not be read as a whole deletes nothing.
    if !paths.is_empty() && !report.transfers.failed.is_empty() {
        report.deletions_withheld = true;
        return;
    }
    for path in paths {
        let is_folder = local.files.get(path).is_some_and(|file| file.is_folder);
        match target.remove(path, is_folder).await {
            Ok(()) => report.deleted += 1,
            Err(error) => report.transfers.add(path, Err(error)),
        }
    }
}
