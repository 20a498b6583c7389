//! Backups of devices: a backup is there as a whole or not at all, and belongs to its user.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::carrier::{Account, ines, zola};
use common::database::dump;
use common::uploads::{part, send_part, sha256};
use common::users::{ADA, NOTHING};
use hwc_models::koodrive::{
    BackupLockId, BackupModule, BackupRecord, BackupRecordId, BackupRecordStatus, BindDevice, CompleteBackup,
    CompleteFile, CreateBackupFile, CreateBackupLock, CreateBackupRecord, CreateDirectory, DeleteBackupRecord,
    FileListScope, GetBackupRecord, GetDownLoadUrl, GetPersonalFiles, ListBackupFile, ListBackupRecord,
    ReleaseBackupLock, UnbindDevice, UploadUrl,
};

const BOOK: BackupModule = BackupModule::AddressBook;
const NOT_VALID: &str =
    "400 13000403 The backup lock is not valid: it has expired, was released or is that of another module.";
const NO_UPLOAD: &str = "400 13000401 Upload task not found.";
const CARDS: &[u8] = b"BEGIN:VCARD";

/// A backup that began, of the first account.
struct Started {
    bench: Bench,
    lock: BackupLockId,
    record: BackupRecord,
    space: String,
}

async fn lock(bench: &Bench, account: &Account, module: BackupModule) -> BackupLockId {
    account.send(bench, CreateBackupLock::new().module(module)).await.data.unwrap().lock_id.unwrap()
}

impl Started {
    async fn new() -> Self {
        let bench = Bench::strict();
        let device = zola().send(&bench, BindDevice::new("20250911")).await.data.unwrap().device_id.unwrap();
        let lock = lock(&bench, &zola(), BOOK).await;
        let create = CreateBackupRecord::new(lock.clone(), BOOK, device).properties("{}");
        let record = zola().send(&bench, create).await.data.unwrap();
        let space = zola().space(&bench).await.container_id.unwrap().to_string();
        Self { bench, lock, record, space }
    }

    fn id(&self) -> BackupRecordId {
        self.record.record_id.clone().unwrap()
    }

    fn new_file(&self, name: &str, length: usize) -> CreateBackupFile {
        CreateBackupFile::new(self.lock.clone(), self.id(), name).parent_folder(["root"]).length(length as u64)
    }

    /// Adds a file whose upload is not complete, and returns its ID.
    async fn added(&self, request: CreateBackupFile) -> String {
        let made = zola().send(&self.bench, request).await.data.unwrap();
        made["fileId"].as_str().unwrap().to_owned()
    }

    /// Sends the content of a file.
    async fn sent(&self, file: &str, content: &[u8]) {
        let parts = [part(1, content.len())];
        let urls = zola().send(&self.bench, UploadUrl::new(file, parts)).await.multi_parts;
        send_part(&self.bench, &urls[0], content).await;
    }

    /// Adds a file with its content, and returns its ID.
    async fn uploaded(&self, name: &str, content: &[u8]) -> String {
        let file = self.added(self.new_file(name, content.len()).sha256(sha256(content))).await;
        self.sent(&file, content).await;
        zola().send(&self.bench, CompleteFile::new(file.as_str())).await;
        file
    }

    fn complete(&self) -> CompleteBackup {
        CompleteBackup::new(self.lock.clone(), self.id())
    }

    /// Returns the names of the files in the space.
    async fn names(&self) -> Vec<String> {
        let list = GetPersonalFiles::new(FileListScope::Space, self.space.as_str(), "root");
        let files = zola().send(&self.bench, list).await.files;
        files.into_iter().map(|file| file.file_name.unwrap()).collect()
    }

    async fn listed(&self) -> Vec<BackupRecord> {
        zola().send(&self.bench, ListBackupRecord::new(BOOK, 10_u32)).await.data
    }

    /// Returns the number of stored rows of backups and uploads.
    async fn rows(&self) -> usize {
        let rows = dump(&self.bench).await;
        let kinds = ["\"koodrive.backup\"", "\"koodrive.backup_file\"", "\"koodrive.upload\""];
        rows.lines().filter(|row| row.starts_with("records ") && kinds.iter().any(|kind| row.contains(kind))).count()
    }
}

#[tokio::test]
async fn a_backup_appears_with_its_files_when_it_is_complete() {
    let backup = Started::new().await;
    let bench = &backup.bench;
    assert_eq!((backup.record.status, backup.record.version), (Some(BackupRecordStatus::New), Some(1)));
    let file = backup.uploaded("friends.vcf", CARDS).await;
    backup.added(backup.new_file("empty.vcf", 0).description("Nobody")).await;
    assert_eq!(backup.listed().await, []);
    assert_eq!(backup.names().await, [""; 0]);
    assert_eq!(zola().refused(bench, ListBackupFile::new(backup.id(), 10_u32)).await, NOTHING);
    let urls = zola().send(bench, GetDownLoadUrl::new(backup.space.as_str(), [file.as_str()])).await;
    assert_eq!(urls.downloads[0].url, None);
    bench.wait(60);
    zola().send(bench, backup.complete().properties("{\"contacts\":7}")).await;
    assert_eq!(backup.names().await, ["empty.vcf", "friends.vcf"]);
    let [listed] = &backup.listed().await[..] else { panic!("not listed") };
    assert_eq!(
        (listed.status, listed.properties.as_deref()),
        (Some(BackupRecordStatus::Complete), Some("{\"contacts\":7}"))
    );
    assert_eq!(listed.end_time.as_ref().unwrap().as_str(), "2026-01-01T00:01:00.000Z");
    assert_eq!(zola().send(bench, GetBackupRecord::new(backup.id())).await.data.as_ref(), Some(listed));
    let first = zola().send(bench, ListBackupFile::new(backup.id(), 1_u32)).await;
    assert_eq!((first.data[0].file_name.as_deref(), first.data[0].size), (Some("friends.vcf"), Some(11)));
    assert_eq!(first.data[0].sha256.as_deref(), Some(sha256(CARDS).as_str()));
    let rest = ListBackupFile::new(backup.id(), 1_u32).cursor(first.next_cursor.unwrap());
    let rest = zola().send(bench, rest).await;
    assert_eq!((rest.data[0].description.as_deref(), rest.next_cursor), (Some("Nobody"), None));
    let urls = zola().send(bench, GetDownLoadUrl::new(backup.space.as_str(), [file.as_str()])).await;
    assert_eq!(bench.get(urls.downloads[0].url.as_ref().unwrap().expose()).await.body, CARDS);
    let again = zola().refused(bench, backup.complete()).await;
    assert_eq!(again, "400 13000403 The backup is complete already.");
    assert_eq!(zola().space(bench).await.space_used, Some(11));
}

#[tokio::test]
async fn a_backup_with_a_missing_content_is_not_completed() {
    let backup = Started::new().await;
    backup.uploaded("first.vcf", CARDS).await;
    let file = backup.added(backup.new_file("second.vcf", CARDS.len()).sha256(sha256(CARDS))).await;
    let incomplete = zola().refused(&backup.bench, backup.complete()).await;
    assert_eq!(incomplete, "400 13000402 File upload incomplete. second.vcf was not uploaded.");
    assert_eq!(backup.names().await, [""; 0], "not even the first file");
    backup.sent(&file, b"another one").await;
    let wrong = zola().refused(&backup.bench, CompleteFile::new(file.as_str())).await;
    assert_eq!(wrong, "400 13000402 File upload incomplete. The content has another SHA-256.");
    backup.sent(&file, CARDS).await;
    zola().send(&backup.bench, CompleteFile::new(file)).await;
    zola().send(&backup.bench, backup.complete()).await;
    assert_eq!(backup.names().await, ["first.vcf", "second.vcf"]);
}

#[tokio::test]
async fn a_backup_ends_with_its_lock() {
    for releases in [true, false] {
        let backup = Started::new().await;
        let bench = &backup.bench;
        backup.uploaded("first.vcf", CARDS).await;
        let open = backup.added(backup.new_file("second.vcf", 3)).await;
        assert!(backup.rows().await >= 4);
        if releases {
            zola().send(bench, ReleaseBackupLock::new(backup.lock.clone())).await;
            assert_eq!(backup.rows().await, 0);
        } else {
            bench.wait(600);
        }
        assert_eq!(zola().refused(bench, GetBackupRecord::new(backup.id())).await, NOTHING);
        assert_eq!(zola().refused(bench, backup.complete()).await, NOTHING);
        assert_eq!(zola().refused(bench, CompleteFile::new(open)).await, NO_UPLOAD);
        lock(bench, &zola(), BOOK).await;
        assert_eq!(backup.rows().await, 0, "nothing is left");
        assert_eq!((backup.names().await.len(), backup.listed().await.len()), (0, 0));
    }
}

#[tokio::test]
async fn only_the_writer_changes_a_backup() {
    let backup = Started::new().await;
    let bench = &backup.bench;
    let albums = lock(bench, &zola(), BackupModule::Albums).await;
    let own = lock(bench, &ines(), BOOK).await;
    let id = backup.id();
    for other in [albums.clone(), own.clone(), "none".into()] {
        let device = backup.record.device.clone().unwrap().device_id.unwrap();
        let create = CreateBackupRecord::new(other.clone(), BOOK, device);
        assert_eq!(zola().refused(bench, create).await, NOT_VALID);
        let add = CreateBackupFile::new(other.clone(), id.clone(), "x.vcf");
        assert_eq!(zola().refused(bench, add).await, NOT_VALID);
        assert_eq!(zola().refused(bench, CompleteBackup::new(other.clone(), id.clone())).await, NOT_VALID);
        assert_eq!(zola().refused(bench, DeleteBackupRecord::new(other, id.clone())).await, NOT_VALID);
    }
    let file = backup.uploaded("friends.vcf", CARDS).await;
    assert_eq!(ines().refused(bench, GetBackupRecord::new(id.clone())).await, NOTHING);
    assert_eq!(ines().refused(bench, CreateBackupFile::new(own.clone(), id.clone(), "x.vcf")).await, NOTHING);
    assert_eq!(ines().refused(bench, CompleteBackup::new(own.clone(), id.clone())).await, NOTHING);
    assert_eq!(ines().refused(bench, CompleteFile::new(file)).await, NO_UPLOAD);
    zola().send(bench, backup.complete()).await;
    assert_eq!(ines().refused(bench, DeleteBackupRecord::new(own, id.clone())).await, NOTHING);
    assert_eq!(ines().refused(bench, ListBackupFile::new(id.clone(), 10_u32)).await, NOTHING);
    assert_eq!(ines().send(bench, ListBackupRecord::new(BOOK, 10_u32)).await.data, []);
    let device = backup.record.device.clone().unwrap().device_id.unwrap();
    let own = lock(bench, &ines(), BackupModule::Albums).await;
    let create = CreateBackupRecord::new(own, BackupModule::Albums, device);
    assert_eq!(ines().refused(bench, create).await, NOTHING, "a device of another user");
}

#[tokio::test]
async fn a_deleted_backup_takes_its_files_along() {
    let backup = Started::new().await;
    let bench = &backup.bench;
    backup.uploaded("friends.vcf", CARDS).await;
    zola().send(bench, backup.complete()).await;
    zola().send(bench, ReleaseBackupLock::new(backup.lock.clone())).await;
    assert_eq!(backup.names().await, ["friends.vcf"]);
    let gone = DeleteBackupRecord::new(backup.lock.clone(), backup.id());
    assert_eq!(zola().refused(bench, gone).await, NOT_VALID, "without the lock");
    let next = lock(bench, &zola(), BOOK).await;
    zola().send(bench, DeleteBackupRecord::new(next, backup.id())).await;
    assert_eq!((backup.names().await.len(), backup.listed().await.len()), (0, 0));
    assert_eq!(zola().refused(bench, GetBackupRecord::new(backup.id())).await, NOTHING);
    assert_eq!(zola().space(bench).await.space_used, Some(0));
}

#[tokio::test]
async fn complete_backups_are_listed_by_module_and_device() {
    let backup = Started::new().await;
    let bench = &backup.bench;
    let device = backup.record.device.clone().unwrap().device_id.unwrap();
    let tablet = zola().send(bench, BindDevice::new("tablet")).await.data.unwrap().device_id.unwrap();
    zola().send(bench, backup.complete()).await;
    let mut versions = vec![backup.record.version];
    for device in [&device, &tablet] {
        let create = CreateBackupRecord::new(backup.lock.clone(), BOOK, device.clone());
        let record = zola().send(bench, create).await.data.unwrap();
        versions.push(record.version);
        zola().send(bench, CompleteBackup::new(backup.lock.clone(), record.record_id.unwrap())).await;
    }
    assert_eq!(versions, [Some(1), Some(2), Some(1)]);
    let list = || ListBackupRecord::new(BOOK, 2_u32);
    let page = zola().send(bench, list()).await;
    assert_eq!((page.data.len(), page.data[0].version), (2, Some(1)), "the newest first");
    let rest = zola().send(bench, list().cursor(page.next_cursor.unwrap())).await;
    assert_eq!((rest.data[0].record_id.clone(), rest.next_cursor), (Some(backup.id()), None));
    let of_tablet = zola().send(bench, list().device_id(tablet.clone())).await.data;
    assert_eq!(of_tablet.len(), 1);
    assert_eq!(zola().send(bench, ListBackupRecord::new(BackupModule::Albums, 2_u32)).await.data, []);
    let open = CreateBackupRecord::new(backup.lock.clone(), BOOK, tablet.clone());
    let open = zola().send(bench, open).await.data.unwrap().record_id.unwrap();
    zola().send(bench, UnbindDevice::new(tablet)).await;
    assert_eq!(zola().refused(bench, GetBackupRecord::new(open)).await, NOTHING);
    assert_eq!(backup.listed().await.len(), 3, "complete ones survive the device");
}

#[tokio::test]
async fn files_of_a_backup_follow_the_rules_of_files() {
    let backup = Started::new().await;
    let bench = &backup.bench;
    let folder = zola().send(bench, CreateDirectory::new(backup.space.as_str(), "Cards")).await.id.unwrap();
    let ines_space = ines().space(bench).await.container_id.unwrap();
    let foreign = ines().send(bench, CreateDirectory::new(ines_space, "x")).await.id.unwrap();
    let file = |name: &str| backup.new_file(name, 3);
    backup.added(file("a.vcf")).await;
    for (request, problem) in [
        (file("a.vcf"), "13000405 Duplicate file name."),
        (file("a/b.vcf"), "13000102 "),
        (file("b.vcf").parent_folder([foreign]), "13000302 File is not in the specified space."),
        (file("b.vcf").sha256("no"), "13000102 sha256 must have 64 hexadecimal digits"),
        (file("b.vcf").length(6_u64 << 30), "13000311 Insufficient space."),
        (file("b.vcf").length(0_u64).sha256(sha256(CARDS)), "13000402 File upload incomplete."),
    ] {
        let refused = zola().refused(bench, request).await;
        assert!(refused.starts_with(&format!("400 {problem}")), "{refused}");
    }
    let wrong = CreateBackupRecord::new(backup.lock.clone(), BOOK, "none");
    assert_eq!(zola().refused(bench, wrong).await, NOTHING);
    let wrong = zola().refused(bench, backup.complete().properties("{")).await;
    assert_eq!(wrong, "400 13000102 properties must be JSON text");
    let second = backup.added(file("a.vcf").parent_folder([folder])).await;
    backup.sent(&second, b"abc").await;
    zola().send(bench, CompleteFile::new(second)).await;
    let refused = zola().refused(bench, backup.complete()).await;
    assert_eq!(refused, "400 13000402 File upload incomplete. a.vcf was not uploaded.");
}

#[tokio::test]
async fn a_user_of_the_company_backs_up_to_the_own_space() {
    let bench = Bench::strict();
    let device = ADA.send(&bench, BindDevice::new("phone")).await.data.unwrap().device_id.unwrap();
    let lock = ADA.send(&bench, CreateBackupLock::new().module(BOOK)).await.data.unwrap().lock_id.unwrap();
    let create = CreateBackupRecord::new(lock.clone(), BOOK, device);
    let record = ADA.send(&bench, create).await.data.unwrap().record_id.unwrap();
    ADA.send(&bench, CreateBackupFile::new(lock.clone(), record.clone(), "empty.vcf")).await;
    ADA.send(&bench, CompleteBackup::new(lock, record.clone())).await;
    assert_eq!(ADA.send(&bench, ListBackupFile::new(record, 10_u32)).await.data.len(), 1);
}
