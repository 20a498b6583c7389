//! Synchronization from a local folder to a drive.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use futures_util::{StreamExt, stream};

use super::deletions::{check_limit, deletable, topmost};
use super::{SyncAction, SyncItem, SyncOptions, SyncReport, compare};
use crate::drive::Drive;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::journal::TransferDirection;
use crate::local::{LocalFile, LocalScan, ScanItem};
use crate::paths::{RemotePath, validate_names};
use crate::remote::{FolderMaker, TreeEntry};
use crate::upload::{NamePolicy, UploadKind};

/// The plan of a synchronization to a drive.
struct UpPlan {
    report: SyncReport,
    changed: Vec<LocalFile>,
    /// The paths of the local tree.
    seen: BTreeSet<String>,
}

impl Drive {
    /// Makes a folder of the drive like a local folder: new files are added, changed ones get a new version, and, if the options
    /// say so, others go to the recycle bin.
    ///
    /// ```
    /// # async fn example(drive: hwc_drive::Drive) -> hwc_drive::Result<()> {
    /// use hwc_drive::SyncOptions;
    ///
    /// let report = drive.sync_up("site", &"/Site".parse()?, &SyncOptions::default().delete(true)).await?;
    /// println!("{} sent, {} deleted", report.transfers.files, report.deleted);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`Error::TooManyDeletions`] before anything is changed, and the errors of reading both sides. A file that fails is
    /// in the report, and does not stop the others: so is one with a name that the service rejects, in a dry run too.
    pub async fn sync_up(
        &self,
        root: impl AsRef<Path>,
        folder: &RemotePath,
        options: &SyncOptions,
    ) -> Result<SyncReport> {
        let mut scan = LocalScan::new(root.as_ref(), &options.filter)?;
        let mut report = SyncReport::new(TransferDirection::Upload, options.dry_run);
        let tree = self.remote_tree(folder, options, &mut report).await?;
        let remote: BTreeMap<&str, &Entry> = tree.iter().map(|found| (found.path.as_str(), &found.entry)).collect();
        let mut plan = UpPlan { report, changed: Vec::new(), seen: BTreeSet::new() };
        loop {
            let batch = scan.next_batch().await;
            if batch.is_empty() {
                break;
            }
            for item in batch {
                plan.add(item, &remote, options).await;
            }
        }
        let deleted = plan.deletions(&tree, options)?;
        plan.report.plan.sort_by(|left, right| (left.action, &left.path).cmp(&(right.action, &right.path)));
        plan.refuse_invalid_names();
        if !options.dry_run {
            self.carry_out(&mut plan, folder, &deleted).await?;
        }
        Ok(plan.report)
    }

    /// Reads the tree of the drive. A folder that does not exist is empty.
    async fn remote_tree(
        &self,
        folder: &RemotePath,
        options: &SyncOptions,
        report: &mut SyncReport,
    ) -> Result<Vec<TreeEntry>> {
        match self.find(folder).await? {
            None if options.dry_run => Ok(Vec::new()),
            None => {
                self.create_folders(folder).await?;
                Ok(Vec::new())
            }
            Some(found) if !found.is_folder => Err(Error::WrongKind { path: folder.to_string(), expected: "folder" }),
            Some(found) => self.read_tree(&found, options, report).await,
        }
    }

    async fn carry_out(&self, plan: &mut UpPlan, folder: &RemotePath, deleted: &[Entry]) -> Result<()> {
        let folders = FolderMaker::new(self, folder.clone());
        let changed = std::mem::take(&mut plan.changed);
        let uploads = stream::iter(&changed).map(|file| {
            let folders = &folders;
            async move { (file, self.upload_local(file, folders, NamePolicy::Replace).await) }
        });
        let mut uploads = std::pin::pin!(uploads.buffer_unordered(self.0.options.concurrency));
        while let Some((file, outcome)) = uploads.next().await {
            match outcome {
                Ok(None) => {}
                Ok(Some(upload)) => {
                    let is_unchanged = upload.kind == UploadKind::Unchanged;
                    plan.report.transfers.add(&file.relative, Ok((upload.size, is_unchanged)));
                }
                Err(error) => plan.report.transfers.add(&file.relative, Err(error)),
            }
        }
        if !deleted.is_empty() {
            self.recycle(deleted).await?;
            self.refresh();
            plan.report.deleted =
                plan.report.plan.iter().filter(|item| item.action == SyncAction::Delete).count() as u64;
        }
        Ok(())
    }
}

impl UpPlan {
    async fn add(&mut self, item: ScanItem, remote: &BTreeMap<&str, &Entry>, options: &SyncOptions) {
        let file = match item {
            Ok(file) => file,
            Err((path, error)) => {
                self.report.transfers.add(&path, Err(error));
                self.seen.insert(path);
                return;
            }
        };
        self.seen.insert(file.relative.clone());
        let found = remote.get(file.relative.as_str());
        let action = match found {
            Some(entry) if entry.is_folder != file.is_folder => {
                let expected = if file.is_folder { "folder" } else { "file" };
                let error = Error::WrongKind { path: file.relative.clone(), expected };
                return self.report.transfers.add(&file.relative, Err(error));
            }
            Some(_) if file.is_folder => return,
            Some(entry) => match compare::is_sent(&file, entry, options.comparison).await {
                Ok(true) => {
                    self.report.up_to_date += 1;
                    return;
                }
                Ok(false) => SyncAction::Update,
                Err(error) => return self.report.transfers.add(&file.relative, Err(error)),
            },
            None if file.is_folder => SyncAction::CreateFolder,
            None => SyncAction::Add,
        };
        let size = if file.is_folder { 0 } else { file.stamp.length };
        self.report.plan(action, &file.relative, size);
        self.changed.push(file);
    }

    /// Moves the files whose names the service rejects from the plan to the failed ones. The source itself was read, so they do
    /// not prevent deletions.
    fn refuse_invalid_names(&mut self) {
        let SyncReport { plan, transfers, .. } = &mut self.report;
        let mut is_valid = |item: &SyncItem| match validate_names(&item.path) {
            Err(error) if item.action != SyncAction::Delete => {
                transfers.add(&item.path, Err(error));
                false
            }
            _ => true,
        };
        plan.retain(&mut is_valid);
        self.changed.retain(|file| validate_names(&file.relative).is_ok());
    }

    /// Plans the deletions, and returns the entries to recycle. A source that could not be read as a whole deletes nothing.
    fn deletions(&mut self, tree: &[TreeEntry], options: &SyncOptions) -> Result<Vec<Entry>> {
        self.report.deletions_withheld = options.delete && !self.report.transfers.failed.is_empty();
        if !options.delete || self.report.deletions_withheld {
            return Ok(Vec::new());
        }
        let may_delete = |found: &TreeEntry| {
            !self.seen.contains(&found.path) && options.filter.is_selected(&found.path, found.entry.is_folder)
        };
        let target: Vec<(String, bool)> = tree.iter().map(|found| (found.path.clone(), may_delete(found))).collect();
        let paths = deletable(&target);
        check_limit(paths.len(), options)?;
        for path in &paths {
            self.report.plan(SyncAction::Delete, path, 0);
        }
        let top: BTreeSet<&String> = topmost(&paths).into_iter().collect();
        Ok(tree.iter().filter(|found| top.contains(&found.path)).map(|found| found.entry.clone()).collect())
    }
}
