//! Attachments: two kinds of uploads, five kinds of downloads, and their limits.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Bench, Reply};
use hwc_models::osm::{
    AccessoryPurpose, AccessoryRelation, CreateCases, CreateMessages, DeleteAccessories, DownloadAccessories,
    DownloadImages, ListAccessoryAccessUrls, NewMessage, ShowAccessoryLimits, ShowDownloadAccessoryUrl,
    UploadAccessory, UploadJsonAccessories,
};
use hwc_transport::Body;
use hwc_transport::http;
use hwc_wire::Request;
use hwc_wire::error_in_success_body;

const MEGABYTE: usize = 1 << 20;

/// Uploads a file in a form, with its description and the name of its part.
async fn upload_form(bench: &Bench, said: &str, file_name: &str, content: &[u8]) -> Reply {
    let mut body = Vec::new();
    body.extend_from_slice(b"--x\r\nContent-Disposition: form-data; name=\"form_data\"\r\n\r\n");
    body.extend_from_slice(said.as_bytes());
    let head = format!("\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(b"\r\nContent-Type: text/plain\r\n\r\n");
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = http::Request::post("https://osm.cn-south-1.myhuaweicloud.com/v2/servicerequest/accessorys")
        .header("X-Auth-Token", "token")
        .header("Content-Type", "multipart/form-data; boundary=x");
    bench.deliver(request.body(Body::from(body)).unwrap()).await
}

fn refusal(reply: &Reply) -> String {
    let refusal = error_in_success_body(&UploadAccessory::OPERATION.service.envelope, &reply.body);
    let refusal = refusal.unwrap_or_else(|| panic!("not refused: {}", reply.line()));
    format!("{} {} {}", reply.status.as_u16(), refusal.code, refusal.message)
}

fn json(name: &str, content: &[u8]) -> UploadJsonAccessories {
    let request = UploadJsonAccessories::new(STANDARD.encode(content)).accessory_name(name);
    request.accessory_from(AccessoryPurpose::Message)
}

async fn upload(bench: &Bench, name: &str, content: &[u8]) -> String {
    bench.send(json(name, content)).await.accessory_id.unwrap().to_string()
}

async fn download(bench: &Bench, ids: &str) -> Reply {
    bench.reply(DownloadAccessories::OPERATION, &DownloadAccessories::new(ids)).await
}

/// Returns the files of an archive, read through its directory.
fn unpacked(archive: &[u8]) -> Vec<String> {
    let number = |at: usize, length: usize| {
        archive[at..at + length].iter().rev().fold(0, |all, byte| all << 8 | usize::from(*byte))
    };
    let text = |at: usize, length: usize| String::from_utf8(archive[at..at + length].to_vec()).unwrap();
    let end = archive.len() - 22;
    assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
    let mut at = number(end + 16, 4);
    let files = (0..number(end + 10, 2)).map(|_| {
        assert_eq!(&archive[at..at + 4], b"PK\x01\x02");
        let (size, name, local) = (number(at + 24, 4), number(at + 28, 2), number(at + 42, 4));
        let line = format!("{}: {}", text(at + 46, name), text(local + 30 + name, size));
        at += 46 + name;
        line
    });
    files.collect()
}

async fn link(bench: &Bench, id: &str) -> String {
    let request = ShowDownloadAccessoryUrl::new(id, AccessoryRelation::Default);
    bench.send(request).await.accessory_url.unwrap().expose().to_owned()
}

#[tokio::test]
async fn a_file_in_a_form_comes_back_byte_for_byte() {
    let bench = Bench::empty();
    let content: Vec<u8> = (0..=255).chain(*b"\r\n--y--\r\n\n\r\0").collect();
    let said = r#"{"fileName":"trace.log","accessoryFrom":"message","uploadType":1}"#;
    let reply = upload_form(&bench, said, "part.txt", &content).await;
    assert_eq!(reply.line(), r#"200 {"accessory_id":"1001"}"#);
    let back = download(&bench, "1001").await;
    assert_eq!((back.status.as_u16(), back.header("Content-Type")), (200, Some("application/octet-stream")));
    assert_eq!(back.body, content);
    let kept = "SELECT id, name, file_name, media_type, purpose, kind, size, uploaded_at FROM accessories";
    let line = format!("1001|trace.log|part.txt|text/plain|message|1|{}|1767225600000", content.len());
    assert_eq!(bench.sql(kept).await, [line]);

    let unnamed = upload_form(&bench, "{}", "part.txt", b"x").await;
    assert_eq!(unnamed.line(), r#"200 {"accessory_id":"1002"}"#, "the part has a name");
    let urls = bench.send(ListAccessoryAccessUrls::new(["1002", "1001"])).await.accessory_urls;
    let names: Vec<_> = urls.iter().map(|url| url.accessory_name.as_deref().unwrap()).collect();
    assert_eq!(names, ["part.txt", "trace.log"]);
}

#[tokio::test]
async fn the_limits_are_told_and_held() {
    let bench = Bench::empty();
    let limits = bench.send(ShowAccessoryLimits::new()).await.accessory_limit.unwrap();
    assert_eq!((limits.limit_count, limits.limit_size), (Some(5), Some(4)));
    let kinds = "jpg,jpeg,bmp,png,gif,txt,zip,docx,msg,eml,xlsx,pdf,log,ini,mp4,mov";
    assert_eq!(limits.limit_file_type.as_deref(), Some(kinds));

    let largest = vec![7; 4 * MEGABYTE];
    let over = vec![7; 4 * MEGABYTE + 1];
    let kind = Some("200 OSM.01010001 Files of this type are not accepted.");
    let cases: [(&str, &[u8], Option<&str>); 8] = [
        ("a.txt", b"x", None),
        ("IMAGE.PNG", b"x", None),
        ("a.tar.zip", &largest, None),
        ("setup.exe", b"MZ", kind),
        ("test", b"x", None),
        ("a.", b"x", kind),
        ("empty.txt", b"", Some("200 OSM.01010001 The file is empty.")),
        ("long.log", &over, Some("200 OSM.01010001 The file has more than 4 MB.")),
    ];
    for (name, content, told) in cases {
        let reply = upload_form(&bench, &format!(r#"{{"fileName":"{name}"}}"#), "part.txt", content).await;
        match told {
            Some(told) => {
                assert_eq!(refusal(&reply), told, "{name}");
                let told = if content.is_empty() { "400 OSM.0001 accessory_data is empty" } else { told };
                assert_eq!(bench.refused(json(name, content)).await, told, "{name}");
            }
            None => assert!(reply.text().contains("accessory_id"), "{name}: {}", reply.line()),
        }
    }
    let odd = bench.refused(json("a.txt", b"x").upload_type(2)).await;
    assert_eq!(odd, "200 OSM.01010001 upload_type must be 0 or 1.");
    assert_eq!(bench.sql("SELECT count(*) FROM accessories").await, ["4"]);
    assert_eq!(bench.sql("SELECT count(*) FROM objects").await, ["4"]);
}

#[tokio::test]
async fn fifty_megabytes_can_be_uploaded_until_midnight_in_china() {
    let bench = Bench::empty();
    let large = STANDARD.encode(vec![7; 4 * MEGABYTE]);
    let large = UploadJsonAccessories::new(large).accessory_name("a.log").accessory_from(AccessoryPurpose::Message);
    for _ in 0..12 {
        bench.send(large.clone()).await;
    }
    let used_up = "200 OSM.01010005 The volume of uploads for today is used up.";
    assert_eq!(bench.refused(large.clone()).await, used_up);
    let two = upload(&bench, "b.log", &vec![7; 2 * MEGABYTE]).await;
    bench.send(DeleteAccessories::new(two)).await;
    assert_eq!(bench.refused(json("c.log", b"x")).await, used_up, "what was deleted counts");
    // It is eight in the morning in China.
    bench.wait(16 * 3600 - 1);
    assert_eq!(bench.refused(json("c.log", b"x")).await, used_up);
    bench.wait(1);
    bench.send(large).await;
}

#[tokio::test]
async fn several_files_come_as_an_archive() {
    let bench = Bench::empty();
    upload(&bench, "a.txt", b"one").await;
    upload(&bench, "b.log", b"two").await;
    upload(&bench, "a.txt", b"three").await;
    let packed = download(&bench, "1001,1003,1002").await;
    assert_eq!(unpacked(&packed.body), ["a.txt: one", "2 a.txt: three", "b.log: two"]);
    let many = download(&bench, &["1001"; 21].join(",")).await;
    assert_eq!(refusal(&many), "200 OSM.01010001 accessory_id has 21 attachments, at most 20.");
    let unknown = "200 OSM.01010001 accessory_id has an attachment that does not exist.";
    for ids in ["1001,9", "1001,", "9", "no-such-file"] {
        assert_eq!(refusal(&download(&bench, ids).await), unknown, "{ids}");
    }
}

#[tokio::test]
async fn images_are_known_by_how_they_begin() {
    let bench = Bench::empty();
    let files: [(&[u8], bool); 8] = [
        (b"\x89PNG\r\n\x1a\n and more", true),
        (b"\xff\xd8\xff\xe0 and more", true),
        (b"GIF87a and more", true),
        (b"GIF89a and more", true),
        (b"BM and more", true),
        (b"PNG, it says", false),
        (b"%PDF-1.7", false),
        (b"\xff\xd8", false),
    ];
    for (content, is_image) in files {
        let id = upload(&bench, "a.png", content).await;
        let shown = bench.reply(DownloadImages::OPERATION, &DownloadImages::new(id)).await;
        if is_image {
            assert_eq!(shown.body, content);
            assert_eq!(shown.header("Content-Type"), Some("application/octet-stream"));
        } else {
            assert_eq!(refusal(&shown), "200 OSM.01010001 The attachment is not an image.");
        }
    }
}

#[tokio::test]
async fn a_deleted_file_is_gone_for_all_who_ask() {
    let bench = Bench::empty();
    let id = upload(&bench, "a.png", b"BM").await;
    let old = link(&bench, &id).await;
    assert_eq!(bench.get(&old).await.body, &b"BM"[..]);
    bench.send(DeleteAccessories::new(id.clone())).await;
    let gone = "200 OSM.01010001 accessory_id has an attachment that does not exist.";
    assert_eq!(refusal(&download(&bench, &id).await), gone);
    assert_eq!(bench.refused(DownloadImages::new(id.clone())).await, gone);
    assert_eq!(bench.refused(DeleteAccessories::new(id.clone())).await, gone);
    assert_eq!(bench.refused(ShowDownloadAccessoryUrl::new(id.clone(), AccessoryRelation::Default)).await, gone);
    let listed = bench.refused(ListAccessoryAccessUrls::new([id.clone()])).await;
    assert_eq!(listed, "200 OSM.01010001 accessory_ids has an attachment that does not exist.");
    let attach = NewMessage::default().content("x").accessory_ids([id]);
    bench.send(CreateCases::new("Fault", "x", "source")).await;
    let attached = bench.refused(CreateMessages::new("case-1001", attach)).await;
    assert_eq!(attached, "200 OSM.01010001 accessory_ids has an attachment that does not exist or is in use.");
    upload(&bench, "b.png", b"BM of somebody else").await;
    assert_eq!(bench.get(&old).await.status, 404, "an old link never opens another file");
}

#[tokio::test]
async fn a_link_opens_until_it_expires() {
    let bench = Bench::empty();
    let id = upload(&bench, "a.txt", b"hello").await;
    let request = ShowDownloadAccessoryUrl::new(id.clone(), AccessoryRelation::Message).relation_id("not in one yet");
    let link = bench.send(request).await.accessory_url.unwrap();
    bench.wait(10_000);
    assert_eq!(bench.get(link.expose()).await.line(), "200 hello");
    bench.wait(1);
    assert!(bench.get(link.expose()).await.line().starts_with("403 <Error><Code>AccessDenied"));
    assert_eq!(download(&bench, &id).await.text(), "hello", "only the link has expired");
}

#[tokio::test]
async fn an_attachment_of_a_message_stays_with_it() {
    let bench = Bench::empty();
    let id = upload(&bench, "a.txt", b"hello").await;
    let request = CreateCases::new("Fault", "x", "source").accessory_ids([id.as_str()]);
    bench.send(request).await;
    let used = bench.refused(DeleteAccessories::new(id.clone())).await;
    assert_eq!(used, "200 OSM.01010001 The attachment is in use.");
    bench.send(CreateCases::new("Fault", "y", "source")).await;

    let ask = |kind: AccessoryRelation| ShowDownloadAccessoryUrl::new(id.clone(), kind);
    for fits in [
        ask(AccessoryRelation::Default).relation_id("anything"),
        ask(AccessoryRelation::Message).relation_id("1").incident_id("case-1001"),
        ask(AccessoryRelation::Case).relation_id("case-1001"),
    ] {
        let link = bench.send(fits).await.accessory_url.unwrap();
        assert_eq!(bench.get(link.expose()).await.text(), "hello");
    }
    let wrong = "200 OSM.01010001 The attachment does not belong to what relation_id and incident_id name.";
    for strays in [
        ask(AccessoryRelation::Message).relation_id("2"),
        ask(AccessoryRelation::Case).relation_id("case-1002"),
        ask(AccessoryRelation::Default).incident_id("case-1002"),
    ] {
        assert_eq!(bench.refused(strays).await, wrong);
    }
    let nowhere = bench.refused(ask(AccessoryRelation::Default).incident_id("case-9")).await;
    assert_eq!(nowhere, "200 OSM.01010015 Ticket not found.");
    let odd = bench.refused(ask(AccessoryRelation::from("ODD"))).await;
    assert_eq!(odd, "200 OSM.01010001 relation_type has an unknown value.");
}

#[tokio::test]
async fn a_new_ticket_takes_five_attachments_at_most() {
    let bench = Bench::empty();
    let mut ids = Vec::new();
    for _ in 0..6 {
        ids.push(upload(&bench, "a.txt", b"x").await);
    }
    let request = |ids: &[String]| CreateCases::new("Fault", "x", "source").accessory_ids(ids.to_vec());
    let six = bench.refused(request(&ids)).await;
    assert_eq!(six, "200 OSM.01010001 accessory_ids has 6 attachments, at most 5.");
    assert_eq!(bench.sql("SELECT count(*) FROM cases").await, ["0"]);
    bench.send(request(&ids[..5])).await;
}

#[tokio::test]
async fn the_attachments_of_the_examples_are_there() {
    let bench = Bench::demo();
    for id in ["1", "2", "123", "456", "123456"] {
        assert_eq!(download(&bench, id).await.text(), format!("The attachment {id}.\n"));
    }
    let image = bench.reply(DownloadImages::OPERATION, &DownloadImages::new("accessory-1234")).await;
    assert!(image.body.starts_with(b"\x89PNG"), "{}", image.line());
    assert_eq!(upload(&bench, "a.txt", b"x").await, "1001");
}
