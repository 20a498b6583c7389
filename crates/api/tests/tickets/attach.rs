//! Attachments: limits first, concurrent uploads, one message, and a complete outcome.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hwc_api::{ErrorKind, FilePart, osm};
use serde_json::{Value, json};

use crate::common::{broken, patiently};
use crate::desk::{Desk, refusal};

fn desk() -> Desk {
    let mut next = 0;
    let upload = move |_: &_| {
        next += 1;
        (200, json!({ "accessory_id": format!("a-{next}") }))
    };
    Desk::new()
        .on("ShowAccessoryLimits", json!({ "accessory_limit": { "limit_count": 10, "limit_size": 1 } }))
        .does("UploadAccessory", upload)
        .on("DeleteAccessories", json!({}))
        .on("CreateMessages", json!({}))
        .on("ShowCaseDetail", detail(&json!([message("m-1", "old", "2025-01-01T10:00:00.000Z", &[])])))
}

fn detail(messages: &Value) -> Value {
    json!({ "incident_detail_info": { "status": 1, "message_list": messages } })
}

fn message(id: &str, text: &str, time: &str, attachments: &[&str]) -> Value {
    let attachments: Vec<Value> = attachments.iter().map(|id| json!({ "accessory_id": id })).collect();
    json!({ "type": 0, "message_id": id, "content": text, "create_time": time, "accessory_list": attachments })
}

fn files(count: usize) -> Vec<FilePart> {
    (0..count).map(|index| FilePart::bytes(format!("{index}.log"), "x")).collect()
}

/// Returns a file with a name only.
fn no_content() -> FilePart {
    let mut file = FilePart::default();
    file.file_name = "empty.log".to_owned();
    file
}

#[tokio::test]
async fn one_message_has_all_attachments() {
    let written = detail(&json!([
        message("m-1", "See the logs.", "2025-01-01T12:00:00.000Z", &[]),
        message("m-2", "See the logs.", "2025-01-01T11:00:00.000Z", &["a-1", "a-2"]),
    ]));
    let desk = desk().once("ShowCaseDetail", 200, written);
    let attached = desk.tickets().group_id("g").attach("case-1", files(2)).text("See the logs.").await.unwrap();
    let attached = attached.into_result().unwrap();
    assert!(attached.written);
    assert_eq!(attached.message_id, Some(osm::MessageId::from("m-2")), "the one with the attachments, not the latest");
    let ids: Vec<&str> = attached.uploaded.iter().map(|uploaded| uploaded.accessory_id.as_str()).collect();
    assert_eq!(ids, ["a-1", "a-2"]);
    let sent = json!({ "message": { "content": "See the logs.", "accessory_ids": ["a-1", "a-2"] }, "group_id": "g" });
    assert_eq!(desk.only("CreateMessages").json(), sent);
    assert!(desk.all("UploadAccessory")[0].body.contains(r#""accessoryFrom":"message""#));
    assert_eq!(desk.only("ShowCaseDetail").query("group_id").as_deref(), Some("g"));
}

#[tokio::test]
async fn without_a_text_the_files_are_named() {
    let desk = desk();
    let attached = desk.tickets().attach("case-1", files(2)).await.unwrap();
    assert_eq!(desk.only("CreateMessages").json()["message"]["content"], "0.log, 1.log");
    assert_eq!((attached.written, attached.message_id), (true, None), "it was written, and not found");
}

fn sent(desk: &Desk) -> Vec<(Value, usize)> {
    let messages = desk.all("CreateMessages").into_iter().map(|asked| asked.json()["message"].clone());
    messages.map(|sent| (sent["content"].clone(), sent["accessory_ids"].as_array().unwrap().len())).collect()
}

#[tokio::test]
async fn more_files_than_a_message_takes_become_several_messages() {
    let written = detail(&json!([
        message("m-1", "x", "2025-01-01T10:00:00.000Z", &["a-1"]),
        message("m-3", "x", "2025-01-01T10:00:02.000Z", &["a-14"]),
    ]));
    let limits = json!({ "accessory_limit": { "limit_count": 5 } });
    let desk = desk().on("ShowAccessoryLimits", limits).once("ShowCaseDetail", 200, written);
    let attached = desk.tickets().attach("case-1", files(14)).text("The logs.").await.unwrap();
    assert_eq!((attached.uploaded.len(), attached.failed.len(), attached.written), (14, 0, true));
    let last = "10.log, 11.log, 12.log, 13.log (3/3)";
    let texts = [("The logs. (1/3)", 5), ("5.log, 6.log, 7.log, 8.log, 9.log (2/3)", 5), (last, 4)];
    assert_eq!(sent(&desk), texts.map(|(text, number)| (json!(text), number)));
    let ids = [Some("m-1"), None, Some("m-3")].map(|id| id.map(osm::MessageId::from));
    assert_eq!((attached.messages.as_slice(), &attached.message_id), (ids.as_slice(), &ids[0]));
    let desk = desk.on("ShowAccessoryLimits", json!({}));
    let _ = desk.tickets().attach("case-1", files(11)).await.unwrap();
    assert_eq!(sent(&desk)[3..].iter().map(|(_, number)| *number).collect::<Vec<_>>(), [10, 1], "ten at most, always");
}

#[tokio::test]
async fn a_further_message_that_fails_does_not_hide_what_was_written() {
    for (status, answer, deleted) in [(200, refusal("OSM.01010015"), 3), (503, json!({}), 1)] {
        let limits = json!({ "accessory_limit": { "limit_count": 2 } });
        let desk = desk().on("ShowAccessoryLimits", limits);
        let desk = desk.once("CreateMessages", 200, json!({})).once("CreateMessages", status, answer);
        let attached = desk.tickets().attach("case-1", files(5)).await.unwrap();
        assert_eq!((attached.written, attached.messages.len(), attached.uploaded.len()), (true, 1, 2));
        let failed: Vec<&str> = attached.failed.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(failed, ["2.log", "3.log", "4.log"]);
        assert!(attached.failed[2].1.to_string().ends_with("the message was not written"));
        assert_eq!(desk.all("CreateMessages").len(), 2, "the third is not written after the second failed");
        assert_eq!(desk.all("DeleteAccessories").len(), deleted, "what is certainly attached to nothing");
    }
}

#[tokio::test]
async fn files_of_one_name_are_told_apart() {
    let one = |path: &str, content: &str| {
        let mut file = FilePart::bytes("a.log", content.to_owned());
        file.path = Some(path.into());
        file.content = None;
        file
    };
    let missing = [one("no/x/a.log", "1"), one("no/y/a.log", "2"), FilePart::bytes("b.log", "")];
    let error = desk().tickets().attach("case-1", missing).await.unwrap_err();
    let broken = broken(&error);
    assert!(broken[0].starts_with("files[\"x/a.log\"] ") && broken[1].starts_with("files[\"y/a.log\"] "), "{broken:?}");
    let desk = desk().once("UploadAccessory", 200, refusal("OSM.01010005"));
    let told = Arc::new(Mutex::new(BTreeSet::new()));
    let teller = Arc::clone(&told);
    let twins = [FilePart::bytes("a.log", "1"), FilePart::bytes("a.log", "2")];
    let attach = desk.tickets().attach("case-1", twins).concurrency(1);
    let attached = attach.on_progress(move |name, _| teller.lock().unwrap().extend([name.to_owned()])).await.unwrap();
    assert_eq!(attached.failed[0].0, "a.log");
    let uploaded = &attached.uploaded[0];
    assert_eq!((uploaded.file_name.as_str(), uploaded.distinct_name.as_str()), ("a.log", "a.log (2)"));
    assert!(told.lock().unwrap().contains("a.log (2)"), "{told:?}");
}

#[tokio::test]
async fn a_few_are_uploaded_at_once_and_kept_in_order() {
    for (at_once, seconds) in [(None, 4), (Some(1), 10), (Some(20), 1), (Some(0), 10)] {
        let desk = desk().slow("UploadAccessory", Duration::from_secs(1));
        let mut attach = desk.tickets().attach("case-1", files(10));
        attach = at_once.into_iter().fold(attach, hwc_api::tickets::AttachCall::concurrency);
        let begun = hwc_api::Clock::monotonic(&desk.clock);
        let attached = patiently(&desk.clock, attach).await.unwrap();
        assert_eq!(hwc_api::Clock::monotonic(&desk.clock) - begun, Duration::from_secs(seconds), "{at_once:?}");
        assert_eq!(desk.most(), at_once.unwrap_or(3).clamp(1, 10));
        let names: Vec<String> = attached.uploaded.iter().map(|uploaded| uploaded.file_name.clone()).collect();
        assert_eq!(names, (0..10).map(|index| format!("{index}.log")).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn files_that_fail_are_named_and_the_others_attached() {
    let desk = desk().once("UploadAccessory", 200, refusal("OSM.01010005"));
    let attached = desk.tickets().attach("case-1", files(3)).text("x").await.unwrap();
    assert_eq!(attached.uploaded.len(), 2);
    let [(name, error)] = attached.failed.as_slice() else { panic!("{attached:?}") };
    assert_eq!((name.as_str(), error.service().unwrap().code.as_str()), ("0.log", "OSM.01010005"));
    assert_eq!(desk.only("CreateMessages").json()["message"]["accessory_ids"], json!(["a-1", "a-2"]));
    assert_eq!(attached.into_result().unwrap_err().service().unwrap().code, "OSM.01010005");
}

#[tokio::test]
async fn no_message_is_written_without_any_of_its_files() {
    let desk = desk().once("UploadAccessory", 500, json!({})).once("UploadAccessory", 200, json!({}));
    let attached = desk.tickets().attach("case-1", files(2)).text("see the log").await.unwrap();
    assert_eq!((attached.written, attached.uploaded.len(), attached.failed.len()), (false, 0, 2));
    assert_eq!(
        attached.failed[1].1.to_string(),
        "osm.UploadAccessory: cannot decode the response: missing field `accessory_id`"
    );
    assert!(desk.all("CreateMessages").is_empty());
}

#[tokio::test]
async fn what_was_uploaded_goes_with_a_message_that_was_refused() {
    for (status, answer, deleted) in [(200, refusal("OSM.01010015"), 2), (503, json!({}), 0)] {
        let desk = desk().once("CreateMessages", status, answer);
        let error = desk.tickets().attach("case-1", files(2)).await.unwrap_err();
        assert_eq!(error.operation().unwrap().name, "CreateMessages");
        assert_eq!(desk.all("DeleteAccessories").len(), deleted);
    }
}

#[tokio::test]
async fn patience_without_an_end_grows_no_further() {
    let desk = desk();
    let client = desk.builder().timeout(Duration::MAX).attempt_timeout(Duration::MAX).build().unwrap();
    let file = FilePart::bytes("large.log", vec![0; 100_000]);
    assert_eq!(client.tickets().attach("case-1", [file]).await.unwrap().uploaded.len(), 1);
}

#[tokio::test]
async fn everything_wrong_is_told_before_anything_is_sent() {
    let limits = json!({ "limit_count": "4", "limit_size": "1", "limit_file_type": "log, txt" });
    let desk = Desk::new().on("ShowAccessoryLimits", json!({ "accessory_limit": limits }));
    let mut all = files(9);
    all.extend([FilePart::bytes("run.sh", "x"), FilePart::bytes("", "x"), no_content()]);
    all.push(FilePart::bytes("big.log", vec![0; (1 << 20) + 1]));
    let error = desk.tickets().attach("case-1", all).text("x".repeat(2001)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(
        broken(&error),
        [
            "message.content has 2007 characters, at most 2000",
            "files[\"run.sh\"] does not have an accepted type: log, txt",
            "files[\"\"].file_name has 0 characters, at least 1",
            "files[\"\"] does not have an accepted type: log, txt",
            "files[\"empty.log\"] has no content",
            "files[\"big.log\"] has 1048577 bytes, at most 1 MB",
        ]
    );
    assert!(error.to_string().starts_with("tickets.attach: invalid request: message.content has"));
    assert_eq!(desk.operations(), ["ShowAccessoryLimits"]);
    let error = desk.tickets().attach("case-1", []).await.unwrap_err();
    assert!(error.to_string().ends_with("a message needs a text or a file"));
}

#[tokio::test]
async fn a_reply_needs_no_limits_and_finds_its_id_by_text_and_time() {
    let written = detail(&json!([
        message("m-9", "ok", "2025-01-01T11:00:00.000Z", &[]),
        message("m-7", "ok", "2025-01-01T10:00:00.000Z", &[]),
        { "type": 1, "message_id": "m-10", "content": "ok", "create_time": "2025-01-01T12:00:00.000Z" },
    ]));
    let desk = desk().once("ShowCaseDetail", 200, written);
    assert_eq!(desk.tickets().reply("case-1", "ok").await.unwrap(), Some(osm::MessageId::from("m-9")));
    assert_eq!(desk.only("CreateMessages").json(), json!({ "message": { "content": "ok" } }));
    assert_eq!(desk.operations(), ["CreateMessages", "ShowCaseDetail"]);
    let desk = desk.once("ShowCaseDetail", 500, json!({}));
    let id = desk.tickets().reply("case-1", "ok").await.unwrap();
    assert_eq!(id, None, "the message is there, whatever comes after it");
    let error = desk.tickets().reply("case-1", "").await.unwrap_err();
    assert!(error.to_string().ends_with("a message needs a text or a file"));
    let attached = desk.tickets().reply("case-1", "See this.").files(files(1)).await.unwrap();
    assert_eq!((attached.uploaded.len(), attached.written), (1, true));
}

#[cfg(feature = "system-clock")]
#[tokio::test]
async fn files_on_disk_are_read_and_their_progress_told_by_name() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("tickets_attach");
    std::fs::create_dir_all(&folder).unwrap();
    let paths = ["one.log", "two.log"].map(|name| folder.join(name));
    paths.iter().for_each(|path| std::fs::write(path, "y".repeat(100_000)).unwrap());
    let desk = desk();
    let told = Arc::new(Mutex::new(BTreeSet::new()));
    let teller = Arc::clone(&told);
    let attach = desk.tickets().attach("case-1", paths.map(FilePart::path)).on_progress(move |name, progress| {
        if Some(progress.bytes) == progress.total {
            teller.lock().unwrap().insert(name.to_owned());
        }
    });
    assert_eq!(attach.await.unwrap().uploaded.len(), 2);
    assert_eq!(*told.lock().unwrap(), BTreeSet::from(["one.log".to_owned(), "two.log".to_owned()]));
    assert!(desk.all("UploadAccessory").iter().all(|asked| asked.body.contains(&"y".repeat(100_000))));
}

#[cfg(feature = "system-clock")]
#[tokio::test]
async fn the_files_of_a_directory_are_attached() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("attach_directory");
    std::fs::create_dir_all(folder.join("old")).unwrap();
    std::fs::create_dir_all(folder.join("empty")).unwrap();
    for (name, text) in [("b.log", "b"), ("a.log", "a"), ("old/a.log", "old"), ("core", "core")] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let desk = desk();
    let is_log = |path: &std::path::Path| path.extension().is_some_and(|ending| ending == "log");
    let outcome = desk.tickets().attach_directory("c", &folder).filter(is_log).concurrency(1).await.unwrap();
    let names: Vec<&str> = outcome.uploaded.iter().map(|uploaded| uploaded.distinct_name.as_str()).collect();
    assert_eq!(names, ["attach_directory/a.log", "b.log", "old/a.log"]);
    let outcome = desk.tickets().attach("c", files(1)).directory(&folder).await.unwrap();
    assert_eq!(outcome.uploaded.len(), 5);
    let before = desk.asked().len();
    let wrong = desk.tickets().attach_directory("c", folder.join("empty")).directory(folder.join("none"));
    let error = wrong.await.unwrap_err();
    let broken = broken(&error);
    assert_eq!((error.kind(), broken.len(), desk.asked().len()), (ErrorKind::InvalidRequest, 2, before));
    assert!(broken[0].contains("has no files to attach") && broken[1].contains("cannot be read: "), "{broken:?}");
}
