//! The handlers of Service Tickets, in process, with a manual clock.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use hwc_models::osm::{
    CaseStatus, CreateCases, CreateRelations, ListAccessoryAccessUrls, ListCases, ListRelation, ShowCaseDetail,
    UploadJsonAccessories,
};

fn case(description: &str) -> CreateCases {
    CreateCases::new("Fault", description, "83aeb0f2834c4df49826c781d32a963e").region_id("cn-south-1")
}

async fn open(bench: &Bench, description: &str) -> String {
    bench.send(case(description)).await.incident_id.unwrap().to_string()
}

async fn ids(bench: &Bench, request: ListCases) -> Vec<String> {
    let page = bench.send(request).await;
    page.incident_info_list.iter().map(|info| info.incident_id.as_ref().unwrap().to_string()).collect()
}

#[tokio::test]
async fn a_new_ticket_waits_and_is_taken_up_after_a_minute() {
    let bench = Bench::empty();
    assert_eq!(open(&bench, "The disk is slow.").await, "case-1001");
    let status = |bench: &Bench| {
        let sent = bench.sandbox.clone();
        let clock = bench.clock.clone();
        async move {
            let bench = Bench { sandbox: sent, clock };
            bench.send(ShowCaseDetail::new("case-1001")).await.incident_detail_info.unwrap().status.unwrap()
        }
    };
    assert_eq!(status(&bench).await, CaseStatus::Queued);
    bench.wait(59);
    assert_eq!(status(&bench).await, CaseStatus::Queued);
    bench.wait(1);
    assert_eq!(status(&bench).await, CaseStatus::InProgress);
}

#[tokio::test]
async fn a_ticket_shows_its_messages_and_attachments() {
    let bench = Bench::empty();
    let upload = UploadJsonAccessories::new("aGVsbG8=").accessory_name("hello.txt").accessory_from("incident");
    let accessory = bench.send(upload).await.accessory_id.unwrap();
    let request = case("The disk is slow.").accessory_ids([accessory.clone()]).remind_time("0").severity_id("high");
    let id = bench.send(request).await.incident_id.unwrap();
    let detail = bench.send(ShowCaseDetail::new(id)).await.incident_detail_info.unwrap();
    assert_eq!(detail.create_time.unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    assert_eq!(detail.ext_info.unwrap().remind_time.as_deref(), Some("0"));
    assert_eq!(detail.severity_name.as_deref(), Some("严重"));
    let [message] = detail.message_list.as_slice() else { panic!("one message") };
    assert_eq!(message.content.as_deref(), Some("The disk is slow."));
    assert_eq!(message.accessory_list[0].accessory_id, Some(accessory));
    assert_eq!(message.accessory_list[0].file_actual_name.as_deref(), Some("hello.txt"));
}

#[tokio::test]
async fn lists_of_tickets_are_filtered_and_come_in_pages() {
    let bench = Bench::empty();
    open(&bench, "The disk is slow.").await;
    bench.wait(60);
    open(&bench, "The network is slow.").await;
    open(&bench, "An invoice is missing.").await;
    let page = bench.send(ListCases::new().offset(1_u32).limit(1_u32)).await;
    assert_eq!(page.total_count, Some(3));
    assert_eq!(page.incident_info_list[0].incident_id.as_ref().unwrap().as_str(), "case-1002");
    assert_eq!(ids(&bench, ListCases::new()).await, ["case-1003", "case-1002", "case-1001"]);
    assert_eq!(ids(&bench, ListCases::new().status(1)).await, ["case-1001"]);
    assert_eq!(ids(&bench, ListCases::new().incident_id("case-1002")).await, ["case-1002"]);
    assert_eq!(ids(&bench, ListCases::new().search_key(["SLOW", "disk"])).await, ["case-1001"]);
    assert_eq!(ids(&bench, ListCases::new().app_key("1003")).await, ["case-1003"]);
    assert_eq!(ids(&bench, ListCases::new().x_customer_name("nobody")).await, [""; 0]);
    assert_eq!(ids(&bench, ListCases::new().label_id_list([1_u32])).await, [""; 0]);
    // Eight in the morning in China is midnight in UTC.
    let early = ListCases::new().query_start_time("2026-01-01 08:00:00").query_end_time("2026-01-01 08:00:59");
    assert_eq!(ids(&bench, early).await, ["case-1001"]);
    assert_eq!(bench.send(ListCases::new().limit(0_u32)).await.incident_info_list, []);
}

#[tokio::test]
async fn tickets_that_cannot_be_are_refused() {
    let bench = Bench::empty();
    let unknown = bench.refused(case("x").accessory_ids(["999"])).await;
    assert_eq!(unknown, "200 OSM.01010001 accessory_ids has an attachment that does not exist or is in use.");
    assert_eq!(open(&bench, "x").await, "case-1001", "the refused one is undone, its id too");
    assert_eq!(bench.refused(ShowCaseDetail::new("case-9")).await, "200 OSM.01010015 Ticket not found.");
    let time = bench.refused(ListCases::new().query_start_time("yesterday")).await;
    assert_eq!(time, "400 OSM.0001 query_start_time must be a time");
}

#[tokio::test]
async fn attachments_can_be_read_until_their_link_expires() {
    let bench = Bench::empty();
    let upload = UploadJsonAccessories::new("aGVsbG8=").accessory_name("hello.txt").accessory_from("incident");
    let id = bench.send(upload).await.accessory_id.unwrap();
    let answer = bench.send(ListAccessoryAccessUrls::new([id])).await;
    let [url] = answer.accessory_urls.as_slice() else { panic!("one link") };
    assert_eq!(url.accessory_name.as_deref(), Some("hello.txt"));
    let link = url.accessory_url.as_ref().unwrap().expose();
    assert!(
        link.starts_with("https://osm.cn-south-1.myhuaweicloud.com/sandbox/objects/1?expires=1767235600&"),
        "{link}"
    );
    assert_eq!(bench.get(link).await.line(), "200 hello");
    let forged = bench.get(&link.replace("/1?", "/2?")).await;
    assert_eq!(forged.status, 403);
    assert!(forged.text().contains("SignatureDoesNotMatch"));
    assert_eq!(bench.raw("PUT", link, &[], "").await.status, 405);
    bench.wait(10_001);
    assert!(bench.get(link).await.line().starts_with("403 <Error><Code>AccessDenied"));
}

#[tokio::test]
async fn attachments_that_cannot_be_are_refused() {
    let bench = Bench::empty();
    let upload = UploadJsonAccessories::new("not base64!").accessory_name("a").accessory_from("incident");
    assert_eq!(bench.refused(upload).await, "200 OSM.01010001 accessory_data is not Base64.");
    let unnamed = UploadJsonAccessories::new("aGVsbG8=").accessory_from("incident");
    assert_eq!(bench.refused(unnamed).await, "400 OSM.0001 accessory_name is required");
    let unknown = bench.refused(ListAccessoryAccessUrls::new(["7"])).await;
    assert_eq!(unknown, "200 OSM.01010001 accessory_ids has an attachment that does not exist.");
}

#[tokio::test]
async fn a_ticket_is_linked_to_three_others_at_most() {
    let bench = Bench::empty();
    for number in 1..=5 {
        open(&bench, &format!("problem {number}")).await;
    }
    bench.send(CreateRelations::new("case-1001", ["case-1002", "case-1003"])).await;
    bench.send(CreateRelations::new("case-1001", ["case-1003", "case-1004"])).await;
    let links = bench.send(ListRelation::new("case-1001")).await.case_relation_list;
    let ids: Vec<&str> = links.iter().map(|link| link.case_id.as_ref().unwrap().as_str()).collect();
    assert_eq!(ids, ["case-1002", "case-1003", "case-1004"]);
    assert_eq!(links[0].simple_description.as_deref(), Some("problem 2"));

    let fourth = "200 OSM.01010043 A ticket can be linked to three others at most.";
    assert_eq!(bench.refused(CreateRelations::new("case-1001", ["case-1005"])).await, fourth);
    let at_once = ["case-1001", "case-1003", "case-1004", "case-1005"];
    assert_eq!(bench.refused(CreateRelations::new("case-1002", at_once)).await, fourth);
    assert_eq!(bench.send(ListRelation::new("case-1001")).await.case_relation_list.len(), 3, "the fourth is undone");
}

#[tokio::test]
async fn links_that_cannot_be_are_refused() {
    let bench = Bench::empty();
    open(&bench, "x").await;
    let missing = "200 OSM.01010015 Ticket not found.";
    assert_eq!(bench.refused(CreateRelations::new("case-1001", ["case-9"])).await, missing);
    assert_eq!(bench.refused(CreateRelations::new("case-9", ["case-1001"])).await, missing);
    assert_eq!(bench.refused(ListRelation::new("case-9")).await, missing);
    let itself = bench.refused(CreateRelations::new("case-1001", ["case-1001"])).await;
    assert_eq!(itself, "200 OSM.01010044 A ticket cannot be linked to itself.");
}
