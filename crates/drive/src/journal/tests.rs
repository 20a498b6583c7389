//! Tests of the journal alone.

use super::*;

fn upload() -> UploadRecord {
    UploadRecord {
        source: "/a".to_owned(),
        name: "a".to_owned(),
        length: 250,
        modified: -5,
        sha256: "00".to_owned(),
        file_id: "F1".to_owned(),
        is_version: false,
        part_size: 128,
        states: vec![[1, 2, 3, 4, 5, 6, 7, u32::MAX]],
        done: vec![],
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("hwc-journal-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

#[test]
fn an_upload_is_found_with_its_parts() {
    let journal = Journal::in_memory().unwrap();
    journal.start_upload("k", &upload()).unwrap();
    assert_eq!(journal.find_upload("k").unwrap(), Some(upload()));
    journal.finish_upload_part("k", 2).unwrap();
    assert_eq!(journal.find_upload("k").unwrap().unwrap().done, [2]);
    assert_eq!(journal.pending().unwrap()[0].done, 128);
    journal.remove_upload("k").unwrap();
    assert_eq!(journal.find_upload("k").unwrap(), None);
    assert_eq!(journal.pending().unwrap(), []);
}

#[test]
fn a_transfer_has_one_owner() {
    let folder = folder("claims");
    let path = folder.join("journal.sqlite");
    let (first, second) = (Journal::open(&path).unwrap(), Journal::open(&path).unwrap());
    let claim = first.claim("k", "a").unwrap();
    assert!(matches!(first.claim("k", "a"), Err(Error::Busy { .. })));
    assert!(matches!(second.claim("k", "a"), Err(Error::Busy { .. })));
    drop(claim);
    let claim = second.claim("k", "a").unwrap();
    assert!(matches!(first.claim("k", "a"), Err(Error::Busy { .. })));
    // The claim of a process that ended does not count. Its lock ended with it.
    std::mem::forget(claim);
    let dead = "1-1";
    second.db().execute("UPDATE claims SET owner = ?1", [dead]).unwrap();
    drop(first.claim("k", "a").unwrap());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_journal_of_a_newer_version_is_refused() {
    let folder = folder("version");
    let path = folder.join("journal.sqlite");
    drop(Journal::open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 1000).unwrap();
    let error = Journal::open(&path).unwrap_err().to_string();
    assert!(error.contains("newer version"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[cfg(unix)]
#[test]
fn other_users_cannot_read_a_journal() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("mode");
    let path = folder.join("journal.sqlite");
    let _journal = Journal::open(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::remove_dir_all(&folder).unwrap();
}
