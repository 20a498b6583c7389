//! The store alone: parts, hashes and what is left on the disk.
#![allow(clippy::unwrap_used, reason = "what fails here is a failed test")]

use std::io::Read;

use super::*;

const UPLOAD: &str = "0000000000000000000000000000000A";

fn part(number: u32, size: u64) -> Part {
    Part { number, size, announced: None }
}

/// Stores a part and returns its result.
fn send(store: &ContentStore, part: &Part, before: Option<u32>, content: &[u8]) -> Result<(), PartError> {
    let mut writer = store.begin_part(UPLOAD, part, before)?;
    for piece in content.chunks(3) {
        writer.write(piece)?;
    }
    store.finish_part(UPLOAD, part.number, writer)
}

fn read(store: &ContentStore, sha256: &str) -> String {
    let mut text = String::new();
    store.open(sha256).unwrap().unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Returns the names in a folder of the store.
fn names(store: &ContentStore, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(store.folder(folder).unwrap()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn equal_contents_are_stored_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = ContentStore::new(Some(&folder.path().join("state.db")));
    let one = store.put(&mut &b"hello"[..]).unwrap();
    assert_eq!(one, Stored { sha256: sha256(b"hello"), size: 5 });
    assert_eq!(store.put(&mut &b"hello"[..]).unwrap(), one);
    assert_eq!(store.put(&mut io::empty()).unwrap(), Stored { sha256: sha256(b""), size: 0 });
    assert_eq!((read(&store, &one.sha256), names(&store, "incoming").len()), ("hello".to_owned(), 0));
    store.remove(&one.sha256).unwrap();
    store.remove(&one.sha256).unwrap();
    assert!(store.open(&one.sha256).unwrap().is_none() && store.open("../uploads").unwrap().is_none());
    assert_eq!(names(&store, "contents"), [sha256(b"")]);
}

#[test]
fn small_contents_of_a_temporary_store_need_no_file() {
    let store = ContentStore::new(None);
    let small = store.put(&mut &b"hello"[..]).unwrap();
    assert_eq!(small, Stored { sha256: sha256(b"hello"), size: 5 });
    assert_eq!((read(&store, &small.sha256), store.root.current()), ("hello".to_owned(), None));
    let large = "x".repeat(small::LARGEST + 1);
    let stored = store.put(&mut large.as_bytes()).unwrap();
    assert_eq!(stored, Stored { sha256: sha256(large.as_bytes()), size: large.len() as u64 });
    assert_eq!((read(&store, &stored.sha256), names(&store, "contents")), (large, vec![stored.sha256]));
    let saved = store.save().unwrap();
    store.remove(&small.sha256).unwrap();
    assert!(store.open(&small.sha256).unwrap().is_none());
    store.restore(&saved).unwrap();
    assert_eq!(read(&store, &small.sha256), "hello");
}

#[test]
fn the_memory_for_small_contents_is_limited() {
    let store = ContentStore::new(None);
    let contents: Vec<String> = (0..300).map(|number| format!("{number:04096}")).collect();
    for content in &contents {
        let stored = store.put(&mut content.as_bytes()).unwrap();
        assert_eq!(read(&store, &stored.sha256), *content);
    }
    assert_eq!(names(&store, "contents").len(), contents.len() - 256, "1 MB of 4 KB each");
    store.remove(&sha256(contents[0].as_bytes())).unwrap();
    store.put(&mut "x".repeat(4096).as_bytes()).unwrap();
    assert_eq!(names(&store, "contents").len(), contents.len() - 256, "a removed content makes room");
}

#[test]
fn parts_in_any_order_are_one_content() {
    let store = ContentStore::new(None);
    store.begin_upload(UPLOAD).unwrap();
    let parts = [part(1, 4), part(2, 2), part(7, 3)];
    send(&store, &parts[2], Some(2), b"789").unwrap();
    send(&store, &parts[0], None, b"xxxx").unwrap();
    let missing = store.join(UPLOAD, &parts, &[]).unwrap_err();
    assert!(matches!(missing, JoinError::Missing(2)), "{missing:?}");
    send(&store, &parts[1], Some(1), b"56").unwrap();
    send(&store, &parts[0], None, b"1234").unwrap();
    let wrong = store.join(UPLOAD, &parts, &[&sha256(b"other")]).unwrap_err();
    assert!(matches!(wrong, JoinError::WrongHash), "{wrong:?}");
    let stored = store.join(UPLOAD, &parts, &[&sha256(b"123456789")]).unwrap();
    assert_eq!((read(&store, &stored.sha256), stored.size), ("123456789".to_owned(), 9));
    assert_eq!(store.join(UPLOAD, &parts, &[]).unwrap(), stored, "a repeated transaction");
    assert!(send(&store, &parts[0], None, b"1234").is_err(), "the upload is complete");
    store.end_upload(UPLOAD).unwrap();
    assert!(names(&store, "incoming").is_empty() && names(&store, "uploads").is_empty());
}

#[test]
fn a_part_has_exactly_its_size() {
    let store = ContentStore::new(None);
    store.begin_upload(UPLOAD).unwrap();
    for content in [&b"12"[..], b"1234"] {
        let error = send(&store, &part(1, 3), None, content).unwrap_err();
        assert!(matches!(error, PartError::WrongSize), "{error:?}");
    }
    assert!(names(&store, "incoming").is_empty());
    assert!(fs::read_dir(store.folder("uploads").unwrap().join(UPLOAD)).unwrap().next().is_none());
}

#[test]
fn announced_states_are_checked_against_the_content() {
    let content: Vec<u8> = (0..200).collect();
    let mut before = Sha256State::START;
    before.update(&content[..128]);
    for is_right in [true, false] {
        let store = ContentStore::new(None);
        store.begin_upload(UPLOAD).unwrap();
        let announced = if is_right { before.clone() } else { Sha256State::resume([1; 8], 128).unwrap() };
        let parts = [part(1, 128), Part { announced: Some(announced), ..part(2, 72) }];
        send(&store, &parts[1], Some(1), &content[128..]).unwrap();
        send(&store, &parts[0], None, &content[..128]).unwrap();
        match store.join(UPLOAD, &parts, &[]) {
            Ok(stored) => assert_eq!((is_right, stored.sha256), (true, sha256(&content))),
            Err(error) => assert!(!is_right && matches!(error, JoinError::WrongState(2)), "{error:?}"),
        }
    }
}

#[test]
fn a_lasting_store_removes_what_nobody_uses() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("state.db");
    let store = ContentStore::new(Some(&data));
    let used = store.put(&mut &b"used"[..]).unwrap().sha256;
    store.put(&mut &b"unused"[..]).unwrap();
    for upload in ["A", "B"] {
        store.begin_upload(upload).unwrap();
    }
    let left = store.begin_part("A", &part(1, 3), None).unwrap();
    std::mem::forget(left);
    drop(store);
    let store = ContentStore::new(Some(&data));
    store.remove_orphans(&|content| content == used, &|upload| upload == "B").unwrap();
    assert_eq!((names(&store, "contents"), names(&store, "uploads")), (vec![used], vec!["B".to_owned()]));
    assert!(names(&store, "incoming").is_empty());
}

#[cfg(unix)]
#[test]
fn the_files_are_readable_by_their_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    for store in [ContentStore::new(None), ContentStore::new(Some(&folder.path().join("state.db")))] {
        let stored = store.put(&mut &[0; small::LARGEST + 1][..]).unwrap();
        let content = store.folder("contents").unwrap().join(stored.sha256);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&content.join("00001")), mode(&content)), (0o600, 0o700));
        assert_eq!(mode(content.parent().unwrap().parent().unwrap()), 0o700);
    }
}
