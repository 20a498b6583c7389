//! Uploads to KooDrive: parts, names in use, and contents that the company has already.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, job, run, sales, session, text_of};
use common::uploads::{
    SMALLEST, bytes, file, part, proof, put, send_part, sha256, space, state, upload, upload_text, used, words_after,
};
use hwc_models::koodrive::{
    CompleteFile, ConflictPolicy, CreateFile, CreateFileResponse, GetDownLoadUrl, JobAction, JobType, UploadPart,
    UploadUrl,
};
use hwc_wire::Request;

const NO_UPLOAD: &str = "400 13000401 Upload task not found.";

#[tokio::test]
async fn a_file_exists_once_its_upload_is_complete() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let made = bench.send(file(&space, "note.txt", 5).multi_parts(vec![part(1, 5)])).await;
    let id = made.file_id.clone().unwrap();
    assert_eq!(made.file_name.as_deref(), Some("note.txt"));
    assert_eq!((made.rapid_upload, made.exist), (Some(false), Some(false)));
    assert_eq!(made.parent_folder[0].as_str(), format!("DEUI7pa0C24Aroot{space}"));
    let not_yet = bench.send(GetDownLoadUrl::new(space.as_str(), [id.clone()])).await;
    assert_eq!(not_yet.downloads[0].code.as_deref(), Some("13000407"));
    assert_eq!(used(&bench).await, 0);

    send_part(&bench, &made.multi_parts[0], b"hello").await;
    bench.send(CompleteFile::new(id.clone()).sha256(sha256(b"hello").to_uppercase())).await;
    assert_eq!(text_of(&bench, &space, id.as_str()).await, "hello");
    assert_eq!(used(&bench).await, 5);
    assert_eq!(bench.refused(CompleteFile::new(id.clone())).await, NO_UPLOAD);
    let late = put(&bench, made.multi_parts[0].upload_url.as_ref().unwrap().expose(), b"HELLO").await;
    assert!(late.line().starts_with("404 <Error><Code>NoSuchUpload</Code>"), "{}", late.line());
    assert_eq!(text_of(&bench, &space, id.as_str()).await, "hello");
}

#[tokio::test]
async fn parts_are_joined_in_their_order_and_can_be_sent_again() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let content = bytes(SMALLEST + 10);
    let made = bench.send(file(&space, "large.bin", content.len())).await;
    let id = made.file_id.unwrap();
    assert!(made.multi_parts.is_empty());
    let first = bench.send(UploadUrl::new(id.clone(), vec![part(1, SMALLEST)])).await.multi_parts.remove(0);
    let second = bench.send(UploadUrl::new(id.clone(), vec![part(2, 10)])).await.multi_parts.remove(0);
    send_part(&bench, &second, &content[SMALLEST..]).await;
    let incomplete = "400 13000402 File upload incomplete. Part 1 is missing.";
    let before = state(&bench).await;
    assert_eq!(bench.refused(CompleteFile::new(id.clone())).await, incomplete);
    assert_eq!(state(&bench).await, before);
    send_part(&bench, &first, &vec![1; SMALLEST]).await;
    send_part(&bench, &first, &content[..SMALLEST]).await;
    bench.send(CompleteFile::new(id.clone()).sha256(sha256(&content))).await;
    let url = bench.send(GetDownLoadUrl::new(space, [id])).await.downloads.remove(0).url.unwrap();
    let end = bench.raw("GET", url.expose(), &[("Range", "bytes=5242878-5242883")], "").await;
    assert_eq!((end.status.as_u16(), &end.body[..]), (206, &content[SMALLEST - 2..SMALLEST + 4]));
}

/// Uploads two parts in parallel. The second one has this state of the hash before it.
async fn in_parallel(bench: &Bench, space: &str, content: &[u8], state: Vec<u32>) -> (String, Vec<UploadPart>) {
    let mut second = part(2, content.len() - SMALLEST);
    second.part_offset = Some(SMALLEST as u64);
    second.hash_ctx = state;
    let mut first = part(1, SMALLEST);
    first.part_offset = Some(0);
    let made = bench.send(file(space, "large.bin", content.len()).multi_parts(vec![first, second])).await;
    send_part(bench, &made.multi_parts[1], &content[SMALLEST..]).await;
    send_part(bench, &made.multi_parts[0], &content[..SMALLEST]).await;
    (made.file_id.unwrap().to_string(), made.multi_parts)
}

#[tokio::test]
async fn parts_in_parallel_are_checked_against_their_states() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let content = bytes(SMALLEST + 10);
    let state = words_after(&content[..SMALLEST]);
    let (id, parts) = in_parallel(&bench, &space, &content, state.clone()).await;
    assert_eq!((&parts[1].hash_ctx, parts[1].part_offset), (&state, Some(SMALLEST as u64)));
    bench.send(CompleteFile::new(id.as_str()).sha256(sha256(&content))).await;

    let (wrong, _) = in_parallel(&bench, &space, &content, vec![1; 8]).await;
    let refusal = "400 13000402 File upload incomplete. The hashCtx of part 2 is wrong.";
    assert_eq!(bench.refused(CompleteFile::new(wrong.as_str())).await, refusal);
}

#[tokio::test]
async fn a_content_with_another_hash_is_refused() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let refusal = "400 13000402 File upload incomplete. The content has another SHA-256.";
    let wanted = file(&space, "note.txt", 5).sha256(sha256(b"hello")).multi_parts(vec![part(1, 5)]);
    let made = bench.send(wanted).await;
    let id = made.file_id.unwrap();
    send_part(&bench, &made.multi_parts[0], b"jello").await;
    assert_eq!(bench.refused(CompleteFile::new(id.clone())).await, refusal);
    assert_eq!(used(&bench).await, 0);
    send_part(&bench, &made.multi_parts[0], b"hello").await;
    assert_eq!(bench.refused(CompleteFile::new(id.clone()).sha256(sha256(b"jello"))).await, refusal);
    bench.send(CompleteFile::new(id)).await;
    assert_eq!(used(&bench).await, 5);
}

#[tokio::test]
async fn a_name_in_use_is_handled_by_the_policy() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let first = upload_text(&bench, &space, "note.txt", "one").await;
    let renamed = upload(&bench, file(&space, "note.txt", 3), b"two").await;
    assert_eq!(renamed.file_name.as_deref(), Some("note_20260101_080000.txt"));
    let before = state(&bench).await;
    let refused = file(&space, "note.txt", 3).auto_rename(ConflictPolicy::Refuse);
    assert_eq!(bench.refused(refused).await, "400 13000405 Duplicate file name.");
    let same = file(&space, "note.txt", 3).auto_rename(ConflictPolicy::SkipIfSame);
    let exists = bench.send(same.clone().sha256(sha256(b"one"))).await;
    assert_eq!((exists.exist, exists.file_id.unwrap().to_string()), (Some(true), first));
    assert_eq!(state(&bench).await, before, "nothing was created");
    let differs = bench.send(same.sha256(sha256(b"not"))).await;
    assert_eq!((differs.exist, differs.file_name.as_deref()), (Some(false), Some("note_20260101_080000(1).txt")));
}

#[tokio::test]
async fn a_name_can_be_taken_while_an_upload_runs() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let open = async |policy| {
        let wanted = file(&space, "note.txt", 5).auto_rename(policy).multi_parts(vec![part(1, 5)]);
        let made = bench.send(wanted).await;
        send_part(&bench, &made.multi_parts[0], b"hello").await;
        made.file_id.unwrap()
    };
    let (refused, renamed) = (open(ConflictPolicy::Refuse).await, open(ConflictPolicy::Rename).await);
    let taken = upload_text(&bench, &space, "note.txt", "other").await;
    let refusal = "400 13000405 Duplicate file name.";
    assert_eq!(bench.refused(CompleteFile::new(refused.clone())).await, refusal);
    bench.send(CompleteFile::new(renamed)).await;
    run(&bench, job(JobType::Delete, &space, &[&taken]).action_type(JobAction::DeleteForever)).await;
    bench.send(CompleteFile::new(refused.clone())).await;
    assert_eq!(text_of(&bench, &space, refused.as_str()).await, "hello");
}

/// Creates a file with a hash and a proof, with these headers.
async fn instant(bench: &Bench, request: CreateFile, code: &str, headers: &[(&str, &str)]) -> CreateFileResponse {
    bench.send_with(request.proof_code(code), headers).await
}

#[tokio::test]
async fn a_known_content_is_not_sent_again_if_the_caller_has_it() {
    let bench = Bench::demo();
    let (space, welcome) = (sales(&bench).await, b"Welcome to the sandbox.\n");
    let wanted = |name: &str| file(&space, name, welcome.len()).sha256(sha256(welcome));
    let headers = [("Authorization", "Bearer token")];
    let code = proof("Bearer token", welcome);
    // Computed with another program, by the recipe of the reference.
    assert_eq!(code, "c1322e68d7c2eb0865f97a788e20a3e1de05a12b22b7df1f819223e65f4207b7");
    let made = instant(&bench, wanted("copy.txt").pre_hash(sha256(welcome)), &code, &headers).await;
    assert_eq!((made.rapid_upload, made.multi_parts.len()), (Some(true), 0));
    let id = made.file_id.unwrap().to_string();
    assert_eq!(text_of(&bench, &space, &id).await, "Welcome to the sandbox.\n");

    let before = proof("Bearer+token", welcome);
    assert_eq!(instant(&bench, wanted("a.txt"), &before, &headers).await.rapid_upload, Some(false), "another origin");
    let prefix = wanted("b.txt").pre_hash(sha256(b"other"));
    assert_eq!(instant(&bench, prefix, &code, &headers).await.rapid_upload, Some(false), "another prefix");
    let longer = file(&space, "c.txt", 25).sha256(sha256(welcome));
    assert_eq!(instant(&bench, longer, &code, &headers).await.rapid_upload, Some(false), "another length");
    assert_eq!(bench.send(wanted("d.txt")).await.rapid_upload, Some(false), "no proof");
    let unknown = file(&space, "e.txt", 5).sha256(sha256(b"hello"));
    assert_eq!(instant(&bench, unknown, &proof("Bearer token", b"hello"), &headers).await.rapid_upload, Some(false));

    run(&bench, job(JobType::Delete, &space, &[FILE]).action_type(JobAction::DeleteForever)).await;
    assert_eq!(text_of(&bench, &space, &id).await, "Welcome to the sandbox.\n", "the content is shared");
}

#[tokio::test]
async fn the_proof_of_an_app_is_made_from_the_user() {
    let bench = Bench::demo();
    let (space, welcome) = (sales(&bench).await, b"Welcome to the sandbox.\n");
    let signed =
        [("Authorization", "HMAC-SHA256 Access=app, SignedHeaders=host, Signature=0"), ("X-User-Id", "user-7")];
    let wanted = file(&space, "copy.txt", welcome.len()).sha256(sha256(welcome));
    let made = instant(&bench, wanted, &proof("user-7", welcome), &signed).await;
    assert_eq!(made.rapid_upload, Some(true));
}

#[tokio::test]
async fn an_empty_file_needs_neither_parts_nor_a_proof() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let made = bench.send(file(&space, "empty.txt", 0)).await;
    bench.send(CompleteFile::new(made.file_id.clone().unwrap())).await;
    assert_eq!(text_of(&bench, &space, made.file_id.unwrap().as_str()).await, "");
    let again = bench.send(file(&space, "empty.txt", 0).sha256(sha256(b""))).await;
    assert_eq!(again.rapid_upload, Some(true));
    let with_part = upload(&bench, file(&space, "other.txt", 0), b"").await;
    assert_eq!(with_part.rapid_upload, Some(false));
}

#[tokio::test]
async fn the_properties_of_a_file_are_those_of_its_request() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let wanted = file(&space, "note", 5)
        .mime_type("text/markdown")
        .description("Minutes")
        .created_time("2025-11-03T07:01:40Z")
        .hidden(true);
    upload(&bench, wanted, b"hello").await;
    let fields = "record ->> 'mime', record ->> 'description', record ->> 'created_at', record ->> 'hidden'";
    let found = bench.sql(&format!("SELECT {fields} FROM records WHERE kind = 'koodrive.file'")).await;
    assert_eq!(found, ["text/markdown|Minutes|1762153300000|1"]);
}

#[tokio::test]
async fn an_upload_belongs_to_the_user_who_started_it() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let made = bench.send(file(&space, "note.txt", 5).multi_parts(vec![part(1, 5)])).await;
    let id = made.file_id.unwrap();
    send_part(&bench, &made.multi_parts[0], b"hello").await;
    // Both users may open the space.
    let other = session(&bench, "1316083732377071002").await;
    let headers = [("Authorization", other.as_str())];
    let before = state(&bench).await;
    let urls = bench.reply_to(UploadUrl::OPERATION, &UploadUrl::new(id.clone(), vec![part(1, 5)]), &headers).await;
    let completed = bench.reply_to(CompleteFile::OPERATION, &CompleteFile::new(id.clone()), &headers).await;
    for reply in [urls, completed] {
        assert!(reply.line().starts_with("400 ") && reply.text().contains("13000401"), "{}", reply.line());
    }
    assert_eq!(state(&bench).await, before);
    bench.send(CompleteFile::new(id)).await;
}
