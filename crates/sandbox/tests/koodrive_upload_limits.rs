//! The limits of uploads to KooDrive. A rejected call changes nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{job, run, sales, session};
use common::uploads::{SMALLEST, file, part, put, send_part, sha256, space, state, upload, upload_text, used, version};
use hwc_models::koodrive::{
    CompleteFile, CompleteFileRevision, CreateFile, CreateHistoryVersions, FileType, JobAction, JobType, UploadMode,
    UploadType, UploadUrl,
};
use hwc_wire::Request;

/// One GB, the capacity of the space.
const GB: usize = 1 << 30;

/// Sends a request that is rejected with this code and changes nothing.
async fn rejected<E: Request>(bench: &Bench, request: E, code: &str) {
    let before = state(bench).await;
    let refusal = bench.refused(request).await;
    assert!(refusal.starts_with(&format!("400 {code}")), "{refusal}");
    assert_eq!(state(bench).await, before);
}

#[tokio::test]
async fn files_have_limits() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let wanted = || file(&space, "a.txt", 5);
    for wrong in [
        wanted().upload_mode(UploadMode::from("put")),
        wanted().upload_type(UploadType::Plain),
        wanted().upload_type(UploadType::Revision),
        wanted().file_type(FileType::Folder),
        wanted().file_type(FileType::from("99")),
        wanted().auto_rename(1),
        wanted().length((200_u64 << 30) + 1),
        wanted().description("x".repeat(513)),
        wanted().sha256("abc"),
        wanted().created_time("yesterday"),
        file(&space, "a/b", 5),
        file(&space, "..", 5),
        file(&space, &"a".repeat(251), 5),
        CreateFile::new(space.as_str(), ["root"], "a.txt"),
    ] {
        rejected(&bench, wrong, "13000102").await;
    }
}

#[tokio::test]
async fn parts_have_limits() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let made = bench.send(file(&space, "a.bin", 3 * SMALLEST)).await;
    let id = made.file_id.unwrap();
    let at = |number: u32, size: usize, offset: usize, words: usize| {
        let mut part = part(number, size);
        part.part_offset = Some(offset as u64);
        part.hash_ctx = vec![0; words];
        part
    };
    let mut without_offset = at(2, SMALLEST, 0, 8);
    without_offset.part_offset = None;
    for wrong in [
        vec![part(0, SMALLEST)],
        vec![part(10_001, SMALLEST)],
        vec![part(1, 5 * GB + 1)],
        vec![part(1, SMALLEST), part(1, SMALLEST)],
        vec![part(1, SMALLEST - 1), part(2, SMALLEST)],
        vec![part(1, 2 * SMALLEST), part(2, SMALLEST + 1)],
        vec![at(2, SMALLEST, SMALLEST, 0)],
        vec![at(2, SMALLEST, SMALLEST, 5)],
        vec![at(2, SMALLEST, SMALLEST + 1, 8)],
        vec![at(2, SMALLEST + 1, SMALLEST, 8)],
        vec![at(2, 2 * SMALLEST, 2 * SMALLEST, 8)],
        vec![without_offset],
    ] {
        rejected(&bench, UploadUrl::new(id.clone(), wrong.clone()), "13000102").await;
        rejected(&bench, file(&space, "b.bin", 3 * SMALLEST).multi_parts(wrong), "13000102").await;
    }
    bench.send(UploadUrl::new(id.clone(), vec![part(10_000, 1), at(2, SMALLEST, SMALLEST, 8)])).await;
    rejected(&bench, CompleteFile::new(id), "13000402").await;
}

#[tokio::test]
async fn a_part_has_the_size_of_its_url() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let made = bench.send(file(&space, "a.txt", 5).multi_parts(vec![part(1, 5)])).await;
    let (id, url) = (made.file_id.unwrap(), made.multi_parts[0].upload_url.clone().unwrap());
    let refusal = "403 <Error><Code>SignatureDoesNotMatch</Code><Message>The signature does not match the method, the \
                   URL, the host or the length.</Message></Error>";
    for content in ["hell", "hello!", ""] {
        assert_eq!(put(&bench, url.expose(), content.as_bytes()).await.line(), refusal);
    }
    let other = url.expose().replace("partNumber=1", "partNumber=2");
    assert_eq!(put(&bench, &other, b"hello").await.line(), refusal);
    assert_eq!(bench.raw("GET", url.expose(), &[], "").await.status.as_u16(), 405);
    rejected(&bench, CompleteFile::new(id.clone()), "13000402").await;
    send_part(&bench, &made.multi_parts[0], b"hello").await;
    // The file has one byte less than the registered part now.
    bench.send(UploadUrl::new(id.clone(), vec![part(1, 4)])).await;
    rejected(&bench, CompleteFile::new(id), "13000402").await;
}

#[tokio::test]
async fn urls_and_uploads_expire() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let made = bench.send(file(&space, "a.txt", 5).multi_parts(vec![part(1, 5)])).await;
    let id = made.file_id.unwrap();
    let url = made.multi_parts[0].upload_url.clone().unwrap();
    bench.wait(3600);
    assert_eq!(put(&bench, url.expose(), b"hello").await.line(), "200 ");
    bench.wait(1);
    let expired = put(&bench, url.expose(), b"hello").await;
    assert_eq!(expired.line(), "403 <Error><Code>AccessDenied</Code><Message>The URL has expired.</Message></Error>");
    bench.wait(24 * 3600 - 3602);
    let renewed = bench.send(UploadUrl::new(id.clone(), vec![part(1, 5)])).await.multi_parts.remove(0);
    send_part(&bench, &renewed, b"hello").await;
    bench.wait(1);
    let late = put(&bench, renewed.upload_url.as_ref().unwrap().expose(), b"hello").await;
    assert!(late.line().contains("NoSuchUpload"), "{}", late.line());
    rejected(&bench, UploadUrl::new(id.clone(), vec![part(1, 5)]), "13000401").await;
    rejected(&bench, CompleteFile::new(id), "13000401").await;
    rejected(&bench, CompleteFile::new("unknown"), "13000401").await;
    rejected(&bench, UploadUrl::new("unknown", vec![part(1, 5)]), "13000401").await;
    rejected(&bench, CompleteFileRevision::new("unknown"), "13000401").await;
    upload_text(&bench, &space, "b.txt", "hello").await;
    assert_eq!(bench.sql("SELECT count(*) FROM records WHERE kind = 'koodrive.upload'").await, ["0"]);
}

#[tokio::test]
async fn a_full_space_takes_no_upload() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    rejected(&bench, file(&space, "a.bin", GB + 1), "13000311").await;
    let almost = bench.send(file(&space, "a.bin", GB)).await;
    let small = upload_text(&bench, &space, "b.txt", "hello").await;
    rejected(&bench, file(&space, "c.bin", GB - 4), "13000311").await;
    rejected(&bench, version(&space, &small, GB - 4), "13000311").await;
    bench.send(file(&space, "c.bin", GB - 5)).await;
    // The space was not full when the upload began.
    rejected(&bench, CompleteFile::new(almost.file_id.unwrap()), "13000311").await;
    assert_eq!(used(&bench).await, 5);
}

#[tokio::test]
async fn versions_count_against_the_space() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let id = upload_text(&bench, &space, "b.txt", "hello").await;
    let made = bench.send(version(&space, &id, 7).multi_parts(vec![part(1, 7)])).await;
    send_part(&bench, &made.multi_parts[0], b"goodbye").await;
    assert_eq!(used(&bench).await, 5);
    bench.send(CompleteFileRevision::new(id)).await;
    assert_eq!(used(&bench).await, 12);
    rejected(&bench, file(&space, "c.bin", GB - 11), "13000311").await;
}

#[tokio::test]
async fn the_folder_of_an_upload_is_a_usable_one() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let id = upload_text(&bench, &space, "a.txt", "hello").await;
    let into = |folder: &str| {
        let mut request = file(&space, "b.txt", 5);
        request.parent_folder = vec![folder.into()];
        request
    };
    rejected(&bench, into(&id), "13000304").await;
    rejected(&bench, into("unknown"), "13000302").await;
    rejected(&bench, file("unknown", "b.txt", 5), "13000301").await;
    run(&bench, job(JobType::Delete, &space, &[&id]).action_type(JobAction::Recycle)).await;
    rejected(&bench, version(&space, &id, 5), "13000306").await;
    // No operation disables the space of a group.
    bench.sql("UPDATE records SET record = json_set(record, '$.status', 1) WHERE kind = 'koodrive.space'").await;
    rejected(&bench, file(&space, "b.txt", 5), "13000412").await;
}

#[tokio::test]
async fn a_recycled_folder_takes_no_upload() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    // No operation creates folders here.
    let insert = "INSERT INTO records (kind, owner, key, record) SELECT kind, owner, 'folder-1', json_set(record, '$.id', \
                  'folder-1', '$.file_type', '10', '$.content', NULL, '$.name', 'docs', '$.size', 0) FROM records";
    upload_text(&bench, &space, "a.txt", "hello").await;
    bench.sql(&format!("{insert} WHERE kind = 'koodrive.file'")).await;
    let mut request = file(&space, "b.txt", 5).multi_parts(vec![part(1, 5)]);
    request.parent_folder = vec!["folder-1".into()];
    let made = bench.send(request.clone()).await;
    send_part(&bench, &made.multi_parts[0], b"hello").await;
    run(&bench, job(JobType::Delete, &space, &["folder-1"]).action_type(JobAction::Recycle)).await;
    rejected(&bench, request, "13000404").await;
    rejected(&bench, CompleteFile::new(made.file_id.clone().unwrap()), "13000404").await;
    run(&bench, job(JobType::Restore, &space, &["folder-1"])).await;
    bench.send(CompleteFile::new(made.file_id.unwrap())).await;
}

#[tokio::test]
async fn versions_have_limits() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let id = upload_text(&bench, &space, "a.txt", "hello").await;
    for wrong in [
        version(&space, &id, 5).upload_mode(UploadMode::from("put")),
        version(&space, &id, 5).upload_type(UploadType::Revision),
        version(&space, &id, 5).keep_policy(2),
        version(&space, &id, 5).sha256("abc"),
        version(&space, &id, 5).multi_parts(vec![part(1, 6)]),
        CreateHistoryVersions::new(space.as_str(), id.as_str(), (200_u64 << 30) + 1),
    ] {
        rejected(&bench, wrong, "13000102").await;
    }
    rejected(&bench, version(&space, "unknown", 5), "13000302").await;
    rejected(&bench, version(&space, "root", 5), "13000406").await;
    let made = bench.send(version(&space, &id, 5).multi_parts(vec![part(1, 5)])).await;
    rejected(&bench, CompleteFileRevision::new(id.as_str()), "13000402").await;
    rejected(&bench, CompleteFile::new(id.as_str()), "13000401").await;
    send_part(&bench, &made.multi_parts[0], b"other").await;
    let other = CompleteFileRevision::new(id.as_str()).sha256(sha256(b"hello"));
    rejected(&bench, other, "13000402").await;
}

#[tokio::test]
async fn nobody_uploads_to_the_space_of_others() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let made = upload(&bench, file(&space, "a.txt", 5), b"hello").await;
    let id = made.file_id.unwrap();
    let stranger = session(&bench, "1316083732377071004").await;
    let headers = [("Authorization", stranger.as_str())];
    let before = state(&bench).await;
    for reply in [
        bench.reply_to(CreateFile::OPERATION, &file(&space, "b.txt", 5), &headers).await,
        bench.reply_to(CreateHistoryVersions::OPERATION, &version(&space, id.as_str(), 5), &headers).await,
    ] {
        assert!(reply.line().starts_with("400 ") && reply.text().contains("13000410"), "{}", reply.line());
    }
    assert_eq!(state(&bench).await, before);
}
