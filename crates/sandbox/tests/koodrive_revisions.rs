//! Versions of files of KooDrive.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{job, run, sales, session, text_of};
use common::uploads::{part, proof, send_part, sha256, space, state, upload_text, used, version};
use hwc_models::koodrive::{
    CompleteFileRevision, CreateHistoryVersions, CursorPage, DeleteRevision, FileRevision, GetRevision, JobAction,
    JobType, KeepPolicy, ListRevision, RestoreRevision, RevisionReason, UpdateRevision, UrlType,
};
use hwc_wire::Request;

/// Uploads a new version of a file.
async fn replace(bench: &Bench, request: CreateHistoryVersions, content: &str) {
    let file = request.file_id.clone();
    let made = bench.send(request.multi_parts(vec![part(1, content.len())])).await;
    assert_eq!((&made.file_id, made.rapid_upload), (&Some(file.clone()), Some(false)));
    send_part(bench, &made.multi_parts[0], content.as_bytes()).await;
    bench.send(CompleteFileRevision::new(file).sha256(sha256(content.as_bytes()))).await;
}

async fn list(bench: &Bench, space: &str, file: &str) -> Vec<FileRevision> {
    let page = bench.send(ListRevision::new(space, file)).await;
    assert_eq!(page.next_page_cursor.as_deref(), Some(""));
    page.revision_list
}

/// Returns the number, the size, the reason and the retention of each version.
fn shown(revisions: &[FileRevision]) -> Vec<(i64, u64, i64, bool)> {
    let shown = |revision: &FileRevision| {
        let reason = revision.create_reason.unwrap().code();
        (revision.revision_version.unwrap(), revision.size.unwrap(), reason, revision.keep_forever.unwrap())
    };
    revisions.iter().map(shown).collect()
}

/// Returns the content of a version.
async fn text(bench: &Bench, space: &str, file: &str, revision: &FileRevision) -> String {
    let id = revision.revision_id.clone().unwrap();
    let found = bench.send(GetRevision::new(space, file, id)).await;
    bench.get(found.download_url.unwrap().expose()).await.text()
}

fn id(revision: &FileRevision) -> String {
    revision.revision_id.clone().unwrap().to_string()
}

#[tokio::test]
async fn a_new_version_replaces_the_content_and_keeps_the_old_one() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "plan.docx", "one").await;
    let first = list(&bench, &space, &file).await;
    assert_eq!(shown(&first), [(1, 3, 1, false)]);
    bench.wait(60);
    replace(&bench, version(&space, &file, 5), "three").await;
    assert_eq!(text_of(&bench, &space, &file).await, "three");
    let both = list(&bench, &space, &file).await;
    assert_eq!(shown(&both), [(2, 5, 1, false), (1, 3, 1, false)]);
    let mut old = first[0].clone();
    old.latest_version = Some(false);
    assert_eq!(both[1], old);
    let newest = &both[0];
    assert_eq!((newest.name.as_deref(), newest.extension.as_deref()), (Some("plan.docx"), Some("docx")));
    assert_eq!((newest.created_at, newest.latest_version), (Some(1_767_225_660_000), Some(true)));
    assert_eq!(newest.created_by.as_deref(), Some("1316083732377071001"));
    assert_eq!(id(newest).split('.').next(), id(&both[1]).split('.').next(), "one stored object");
    assert_eq!(text(&bench, &space, &file, &both[1]).await, "one");
    assert_eq!(text(&bench, &space, &file, newest).await, "three");
}

#[tokio::test]
async fn a_version_has_a_url_for_each_network() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "plan.docx", "one").await;
    let newest = list(&bench, &space, &file).await.remove(0);
    for network in [UrlType::External, UrlType::Internal] {
        let wanted = GetRevision::new(space.as_str(), file.as_str(), id(&newest)).url_type(network).fields("*");
        let found = bench.send(wanted).await;
        assert_eq!(
            (found.revision_id, found.size, found.revision_version),
            (newest.revision_id.clone(), Some(3), Some(1))
        );
        assert_eq!(bench.get(found.download_url.unwrap().expose()).await.text(), "one");
    }
    let wanted = || GetRevision::new(space.as_str(), file.as_str(), id(&newest));
    for wrong in [wanted().url_type(3), wanted().fields("size")] {
        assert!(bench.refused(wrong).await.starts_with("400 13000102"));
    }
}

#[tokio::test]
async fn automatic_cleaning_keeps_two_versions_and_those_kept_for_ever() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "plan.docx", "1").await;
    replace(&bench, version(&space, &file, 2).keep_policy(KeepPolicy::Forever), "22").await;
    replace(&bench, version(&space, &file, 3), "333").await;
    assert_eq!(shown(&list(&bench, &space, &file).await), [(3, 3, 1, false), (2, 2, 1, true), (1, 1, 1, false)]);
    replace(&bench, version(&space, &file, 4).keep_policy(KeepPolicy::Automatic), "4444").await;
    let left = list(&bench, &space, &file).await;
    assert_eq!(shown(&left), [(4, 4, 1, false), (3, 3, 1, false), (2, 2, 1, true)]);
    assert_eq!(used(&bench).await, 9);

    bench.send(UpdateRevision::new(space.as_str(), file.as_str(), id(&left[1])).keep_forever(true)).await;
    bench.send(UpdateRevision::new(space.as_str(), file.as_str(), id(&left[2])).keep_forever(false)).await;
    replace(&bench, version(&space, &file, 5), "55555").await;
    replace(&bench, version(&space, &file, 6), "666666").await;
    let left = list(&bench, &space, &file).await;
    assert_eq!(shown(&left), [(6, 6, 1, false), (5, 5, 1, false), (3, 3, 1, true)]);
    assert_eq!(text(&bench, &space, &file, &left[2]).await, "333");
    assert_eq!(used(&bench).await, 14);
}

#[tokio::test]
async fn a_restored_version_is_the_newest_one() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "plan.docx", "one").await;
    replace(&bench, version(&space, &file, 5), "three").await;
    let both = list(&bench, &space, &file).await;
    bench.send(RestoreRevision::new(space.as_str(), file.as_str(), id(&both[1]))).await;
    assert_eq!(text_of(&bench, &space, &file).await, "one");
    let left = list(&bench, &space, &file).await;
    assert_eq!(shown(&left), [(3, 3, RevisionReason::Restored.code(), false), (2, 5, 1, false)]);
    assert_eq!(text(&bench, &space, &file, &left[1]).await, "three");
    let before = state(&bench).await;
    let newest = RestoreRevision::new(space.as_str(), file.as_str(), id(&left[0]));
    assert_eq!(bench.refused(newest).await, "400 13000403 Change file status failed.");
    let gone = RestoreRevision::new(space.as_str(), file.as_str(), id(&both[1]));
    assert_eq!(bench.refused(gone).await, "400 13000309 Resource not found.");
    assert_eq!(state(&bench).await, before);
}

#[tokio::test]
async fn an_old_version_can_be_deleted_and_the_newest_one_cannot() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "plan.docx", "one").await;
    replace(&bench, version(&space, &file, 5), "three").await;
    let both = list(&bench, &space, &file).await;
    let delete = |revision: &FileRevision| DeleteRevision::new(space.as_str(), file.as_str(), id(revision));
    let old = bench.send(GetRevision::new(space.as_str(), file.as_str(), id(&both[1]))).await.download_url.unwrap();
    let before = state(&bench).await;
    assert_eq!(bench.refused(delete(&both[0])).await, "400 13000403 Change file status failed.");
    assert_eq!(state(&bench).await, before);
    bench.send(delete(&both[1])).await;
    assert_eq!(shown(&list(&bench, &space, &file).await), [(2, 5, 1, false)]);
    assert_eq!(used(&bench).await, 5);
    assert_eq!(bench.refused(delete(&both[1])).await, "400 13000309 Resource not found.");
    assert_eq!(bench.get(old.expose()).await.status.as_u16(), 404, "nothing has this content");
}

#[tokio::test]
async fn versions_are_listed_by_pages() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "plan.docx", "1").await;
    for length in 2..=5 {
        let request = version(&space, &file, length).keep_policy(KeepPolicy::Forever);
        replace(&bench, request, &"x".repeat(length)).await;
    }
    let (mut sizes, mut cursor) = (Vec::new(), String::new());
    loop {
        let info = CursorPage::default().page_size(2_u32).page_cursor(cursor);
        let page = bench.send(ListRevision::new(space.as_str(), file.as_str()).page_info(info)).await;
        sizes.push(page.revision_list.iter().map(|revision| revision.size.unwrap()).collect::<Vec<_>>());
        cursor = page.next_page_cursor.unwrap();
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(sizes, [vec![5, 4], vec![3, 2], vec![1]]);
    let wrong = CursorPage::default().page_cursor("nowhere");
    let refusal = bench.refused(ListRevision::new(space.as_str(), file.as_str()).page_info(wrong)).await;
    assert!(refusal.starts_with("400 13000102"), "{refusal}");
    let fields = ListRevision::new(space.as_str(), file.as_str()).fields("size");
    assert!(bench.refused(fields).await.starts_with("400 13000102"));
}

#[tokio::test]
async fn a_known_content_is_a_version_at_once() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "a.txt", "one").await;
    upload_text(&bench, &space, "b.txt", "hello").await;
    let request = version(&space, &file, 5).sha256(sha256(b"hello")).proof_code(proof("Bearer token", b"hello"));
    let made = bench.send(request.mime_type("text/markdown")).await;
    assert_eq!((made.rapid_upload, made.upload_id, made.multi_parts.len()), (Some(true), None, 0));
    assert_eq!(text_of(&bench, &space, &file).await, "hello");
    let mime = "SELECT record ->> 'mime' FROM records WHERE kind = 'koodrive.file' ORDER BY key";
    assert_eq!(bench.sql(mime).await, ["text/markdown", "text/plain"]);
}

#[tokio::test]
async fn a_new_upload_of_a_version_replaces_the_unfinished_one() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "a.txt", "one").await;
    let old = bench.send(version(&space, &file, 5).multi_parts(vec![part(1, 5)])).await;
    replace(&bench, version(&space, &file, 3), "two").await;
    let late = common::uploads::put(&bench, old.multi_parts[0].upload_url.as_ref().unwrap().expose(), b"hello").await;
    assert!(late.line().contains("NoSuchUpload"), "{}", late.line());
    let again = bench.refused(CompleteFileRevision::new(file)).await;
    assert_eq!(again, "400 13000401 Upload task not found.");
}

#[tokio::test]
async fn versions_follow_their_file() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "a.txt", "one").await;
    replace(&bench, version(&space, &file, 5), "three").await;
    let copied = run(&bench, job(JobType::Copy, &space, &[&file])).await;
    let copy = copied.task_infos[0].new_file_id.clone().unwrap();
    assert_eq!(shown(&list(&bench, &space, copy.as_str()).await), [(1, 5, 1, false)], "the copy has the newest one");
    run(&bench, job(JobType::Delete, &space, &[&file]).action_type(JobAction::Recycle)).await;
    let refusal = bench.refused(ListRevision::new(space.as_str(), file.as_str())).await;
    assert_eq!(refusal, "400 13000306 File is in the recycle bin.");
    assert_eq!(used(&bench).await, 13);
    run(&bench, job(JobType::Delete, &space, &[&file]).action_type(JobAction::DeleteForever)).await;
    assert_eq!(used(&bench).await, 5);
    assert_eq!(bench.sql("SELECT count(*) FROM records WHERE kind = 'koodrive.revision'").await, ["0"]);
}

#[tokio::test]
async fn the_versions_of_others_are_out_of_reach() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let file = upload_text(&bench, &space, "a.txt", "one").await;
    replace(&bench, version(&space, &file, 5), "three").await;
    let old = id(&list(&bench, &space, &file).await[1]);
    let stranger = session(&bench, "1316083732377071004").await;
    let headers = [("Authorization", stranger.as_str())];
    let before = state(&bench).await;
    let (s, f, r) = (space.as_str(), file.as_str(), old.as_str());
    for reply in [
        bench.reply_to(ListRevision::OPERATION, &ListRevision::new(s, f), &headers).await,
        bench.reply_to(GetRevision::OPERATION, &GetRevision::new(s, f, r), &headers).await,
        bench.reply_to(RestoreRevision::OPERATION, &RestoreRevision::new(s, f, r), &headers).await,
        bench.reply_to(UpdateRevision::OPERATION, &UpdateRevision::new(s, f, r).keep_forever(true), &headers).await,
        bench.reply_to(DeleteRevision::OPERATION, &DeleteRevision::new(s, f, r), &headers).await,
    ] {
        assert!(reply.line().starts_with("400 ") && reply.text().contains("13000410"), "{}", reply.line());
    }
    assert_eq!(state(&bench).await, before);
    let folder = bench.refused(ListRevision::new(s, "root")).await;
    assert!(folder.starts_with("400 13000406"), "{folder}");
    let other = bench.refused(GetRevision::new(s, f, "1.2")).await;
    assert!(other.starts_with("400 13000309"), "{other}");
}
