//! Opening of tickets and their data: contacts, additional values, copies, links, quotas.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;
#[path = "common/tickets.rs"]
mod tickets;

use common::Bench;
use hwc_models::osm::{
    CaseAction, CreateCaseExtendsParam, CreateCases, CreateRelations, DeleteRelation, ListCaseCcEmails, ListCaseQuotas,
    ListRelation, ShowCaseDetail, ShowCaseExtendsParam, UpdateCaseContactInfo, UpdateCases,
};
use hwc_wire::{Json, Request};
use serde_json::json;
use tickets::{SOURCE, detail, log, open, refused, ticket};

const ENGLISH: [(&str, &str); 2] = [("X-Auth-Token", "token"), ("X-Language", "en-us")];

fn values<const N: usize>(values: [(&str, Json); N]) -> [(String, Json); N] {
    values.map(|(name, value)| (name.to_owned(), value))
}

/// Returns a request with all fields except attachments, which have their own tests.
fn full() -> CreateCases {
    let extension = [
        ("remindCCEmail", json!("a@example.com; b@example.com")),
        ("contactType", json!(1)),
        ("commodityId", json!("commodity-1")),
        ("isReceiveMsgRemind", json!(true)),
    ];
    CreateCases::new("Fault", "The disk is slow.", SOURCE)
        .incident_sub_type_id("category-1")
        .product_category_id("product-1")
        .region_id("cn-south-1")
        .severity_id("high")
        .project_id("project-1")
        .area_code("86")
        .remind_mobile("13800000001")
        .remind_mail("ada@example.com")
        .remind_time("09:00-18:00")
        .verify_code("123456")
        .phone_verified_id("verified-1")
        .email_verified_id("verified-2")
        .extends_map(values([("instance", json!("server-1")), ("error_code", json!({ "deep": [1, null] }))]))
        .extension_map(values(extension))
}

#[tokio::test]
async fn a_ticket_shows_all_that_it_was_opened_with() {
    let bench = Bench::empty();
    // The IDs of verified contacts and the code are needed for the check of contacts, and are not returned.
    let mut request = full();
    (request.phone_verified_id, request.email_verified_id, request.verify_code) = (None, None, None);
    let id = bench.send(request).await.incident_id.unwrap();
    let header = [("X-Auth-Token", "token"), ("X-Language", "en-us"), ("X-Time-Zone", "GMT-03:30")];
    let shown = bench.reply_to(ShowCaseDetail::OPERATION, &ShowCaseDetail::new(id.clone()), &header).await.json();
    insta::assert_json_snapshot!(shown);
    let stored = bench.send(ShowCaseExtendsParam::new(id)).await.answer.unwrap();
    insta::assert_json_snapshot!(stored);
}

#[tokio::test]
async fn names_are_in_the_language_of_the_call() {
    let bench = Bench::empty();
    let mut request = full();
    (request.phone_verified_id, request.email_verified_id, request.verify_code) = (None, None, None);
    let id = bench.send(request).await.incident_id.unwrap();
    let names = |case: hwc_models::osm::CaseDetail| {
        [case.business_type_name, case.incident_type_name, case.dc_name, case.severity_name].map(Option::unwrap)
    };
    assert_eq!(names(detail(&bench, id.as_str()).await), ["故障", "技术支持", "华南-广州", "严重"]);
    let english = bench.send_with(ShowCaseDetail::new(id), &ENGLISH).await.incident_detail_info.unwrap();
    assert_eq!(names(english), ["Fault", "Technical support", "CN South-Guangzhou", "High"]);
}

#[tokio::test]
async fn tickets_that_cannot_be_open_nothing() {
    let bench = Bench::demo();
    let extension = |name: &str, value: Json| ticket("x").extension_map(values([(name, value)]));
    let eleven = ["a@example.com"; 11].join(";");
    let cases = [
        (ticket("x").severity_id("none"), "OSM.01010006 Severity not found."),
        (ticket("x").incident_sub_type_id("none"), "OSM.01010030 Ticket type not found."),
        (ticket("x").region_id("none"), "OSM.01010033 Region not found."),
        (
            extension("remindCCEmail", json!("a@example.com;nobody")),
            "OSM.01010008 remindCCEmail has an invalid mail address: nobody",
        ),
        (extension("remindCCEmail", json!(["a@example.com"])), "OSM.01010008 remindCCEmail must be a text."),
        (extension("remindCCEmail", json!(eleven)), "OSM.01010008 remindCCEmail has more than ten addresses."),
        (extension("contactType", json!("12")), "OSM.01010001 contactType has more than 1 characters."),
        (extension("commodityId", json!([])), "OSM.01010001 commodityId must be a text."),
        (
            ticket("x").accessory_ids(["nope"]),
            "OSM.01010001 accessory_ids has an attachment that does not exist or is in use.",
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(refused(&bench, "case-1003", request).await, format!("200 {expected}"));
    }
    let long = bench.refused(ticket(&"x".repeat(1201))).await;
    assert_eq!(long, "400 OSM.0001 simple_description has 1201 characters, at most 1200");
    let contact = ticket("x").remind_mobile("13900002222").area_code("86").verify_code("654321");
    assert!(refused(&bench, "case-1003", contact).await.starts_with("200 OSM.01010010 "));
    assert_eq!(open(&bench, "x").await, "case-1004", "no id was used up");
}

#[tokio::test]
async fn questions_about_bills_have_a_quota_of_fifty_a_day() {
    let bench = Bench::empty();
    let quota = |kind: &str| ListCaseQuotas::new(kind).product_category_id("product-1");
    let fault = bench.send(quota("Fault")).await;
    assert_eq!((fault.total, fault.un_used), (Some(-1), Some(-1)));
    let bill = || CreateCases::new("Billing", "x", SOURCE);
    for left in (0..50).rev() {
        bench.send(bill()).await;
        let answer = bench.send(quota("Billing")).await;
        assert_eq!((answer.total, answer.un_used), (Some(50), Some(left)));
    }
    let more = refused(&bench, "case-1001", bill()).await;
    assert_eq!(more, "200 OSM.01010037 The daily quota of tickets of this problem type is used up.");
    open(&bench, "a fault").await;
    bench.wait(24 * 3600);
    bench.send(bill()).await;
    assert_eq!(bench.send(quota("Billing")).await.un_used, Some(49));
}

#[tokio::test]
async fn contacts_change_where_the_request_says_so() {
    let bench = Bench::demo();
    let id = "case-1003";
    let first = UpdateCaseContactInfo::new(id).area_code("86").remind_mobile("1").remind_mail("2").remind_time("0");
    bench.send(first.extension_map(values([("contactType", json!("2")), ("other", json!(null))]))).await;
    bench.send(UpdateCaseContactInfo::new(id).remind_mobile("3")).await;
    let contact = detail(&bench, id).await.ext_info.unwrap();
    let fields = [contact.area_code, contact.remind_mobile, contact.remind_mail, contact.remind_time];
    assert_eq!(fields.map(Option::unwrap), ["86", "3", "2", "0"]);
    assert_eq!(contact.contact_type.as_deref(), Some("2"));
    let stored = bench.send(ShowCaseExtendsParam::new(id)).await.answer.unwrap();
    assert_eq!(stored["extension_map"], json!({ "contactType": "2", "other": null }));
    assert_eq!(log(&bench, id).await, [0, 114, 114]);
    bench.send(UpdateCaseContactInfo::new(id)).await;
    assert_eq!(log(&bench, id).await, [0, 114, 114], "nothing was changed");
    let wrong = UpdateCaseContactInfo::new(id).remind_time("1").extension_map(values([("remindCCEmail", json!("x"))]));
    assert!(refused(&bench, id, wrong).await.starts_with("200 OSM.01010008 "));
    let foreign = bench.refused(UpdateCaseContactInfo::new("case-foreign").remind_time("1")).await;
    assert!(foreign.starts_with("200 OSM.01010002 "), "{foreign}");
}

#[tokio::test]
async fn copies_are_remembered_and_taken_away() {
    let bench = Bench::demo();
    let copies = async || {
        let answer = bench.send(ListCaseCcEmails::new()).await;
        let last = answer.cc_email_info[0].clone();
        assert_eq!(last.user_id.unwrap().as_str(), "sandbox-user");
        assert_eq!(last.customer_id.unwrap().as_str(), "customer-1");
        (last.cc_email.unwrap(), answer.mc_email_infos)
    };
    assert_eq!(copies().await, (String::new(), Vec::new()));
    let to =
        |text: &str| UpdateCaseContactInfo::new("case-1003").extension_map(values([("remindCCEmail", json!(text))]));
    bench.send(to("a@example.com;b@example.com")).await;
    let id = bench.send(ticket("x").extension_map(values([("remindCCEmail", json!("c@example.com"))]))).await;
    let id = id.incident_id.unwrap();
    assert_eq!(detail(&bench, id.as_str()).await.ext_info.unwrap().cc_email.as_deref(), Some("c@example.com"));
    let known = ["c@example.com", "a@example.com", "b@example.com"].map(str::to_owned).to_vec();
    assert_eq!(copies().await, ("c@example.com".to_owned(), known));
    let long = format!("{}@example.com", "x".repeat(30));
    bench.send(to(&format!("d@example.com,e@example.com,f@example.com,{long}"))).await;
    let (last, known) = copies().await;
    assert_eq!(last, format!("d@example.com;e@example.com;f@example.com;{long}"));
    assert_eq!(known, ["d", "e", "f", "c", "a"].map(|name| format!("{name}@example.com")), "five, none of them long");
    bench.send(to("")).await;
    assert_eq!(detail(&bench, "case-1003").await.ext_info.unwrap().cc_email.as_deref(), Some(""));
    assert_eq!(log(&bench, "case-1003").await, [0, 114, 114, 115]);
    assert_eq!(copies().await.0, last, "what was used last is still known");
}

#[tokio::test]
async fn the_answer_has_the_copies_used_last_as_an_object() {
    let bench = Bench::demo();
    let url = "http://localhost/v2/servicerequest/carbon-copy-emails";
    let reply = bench.raw("GET", url, &[("X-Auth-Token", "token")], "").await;
    insta::assert_snapshot!(reply.line(), @r#"200 {"cc_email_info":{"user_id":"sandbox-user","customer_id":"customer-1","cc_email":""},"mc_email_infos":[]}"#);
}

#[tokio::test]
async fn further_values_are_added_by_name() {
    let bench = Bench::demo();
    let store = |map: Json| {
        let map: std::collections::BTreeMap<String, Json> = map.as_object().unwrap().clone().into_iter().collect();
        CreateCaseExtendsParam::new("1").extends_map(map)
    };
    bench.send(store(json!({ "disks": "3", "nested": { "a": [1, 2.5, null] } }))).await;
    bench.send(store(json!({ "disks": 4, "磁盘": "慢" }))).await;
    bench.send(store(json!({ "instance": "server-1" })).message_id("1")).await;
    bench.send(store(json!({ "other": true })).message_id("1")).await;
    let stored = bench.send(ShowCaseExtendsParam::new("1")).await.answer.unwrap();
    let all = json!({
        "extends_map": { "disks": 4, "nested": { "a": [1, 2.5, null] }, "磁盘": "慢" },
        "messages": { "1": { "instance": "server-1", "other": true } },
    });
    assert_eq!(stored, all);
    for message in ["2", "x", "-1"] {
        let unknown = refused(&bench, "1", store(json!({ "a": 1 })).message_id(message)).await;
        assert_eq!(unknown, "200 OSM.01010001 The ticket does not have this message.");
    }
    let other = bench.send(ShowCaseExtendsParam::new("case-1003")).await.answer.unwrap();
    assert_eq!(other, json!({ "extends_map": {} }));
    assert_eq!(bench.refused(ShowCaseExtendsParam::new("case-9")).await, "200 OSM.01010015 Ticket not found.");
}

#[tokio::test]
async fn links_join_tickets_of_one_account_and_one_business() {
    let bench = Bench::demo();
    let link = |to: &str| CreateRelations::new("case-1002", [to]);
    assert_eq!(
        refused(&bench, "case-1002", link("case-foreign")).await,
        "200 OSM.01010048 The tickets belong to different customers."
    );
    assert_eq!(
        refused(&bench, "case-1002", link("case-partner")).await,
        "200 OSM.01010049 The tickets are handled by different organizations."
    );
    let from_foreign = bench.refused(CreateRelations::new("case-foreign", ["case-1002"])).await;
    assert_eq!(from_foreign, "200 OSM.01010002 The ticket belongs to another customer.");
    let mixed = CreateRelations::new("case-1002", ["case-1003", "case-foreign"]);
    assert!(refused(&bench, "case-1002", mixed).await.starts_with("200 OSM.01010048 "));
    bench.send(link("case-cancelled")).await;
    bench.send(link("case-cancelled")).await;
    let links = bench.send(ListRelation::new("case-1002")).await.case_relation_list;
    let [only] = links.as_slice() else { panic!("one link") };
    assert_eq!(only.user_name.as_deref(), Some("Li"));
    assert_eq!(bench.send(ListRelation::new("case-cancelled")).await.case_relation_list, []);
}

#[tokio::test]
async fn a_link_is_taken_away_once() {
    let bench = Bench::demo();
    bench.send(CreateRelations::new("case-1002", ["case-1003", "case-123"])).await;
    let delete = |related: &str| DeleteRelation::new("case-1002", related);
    bench.send(delete("case-1003")).await;
    let links = bench.send(ListRelation::new("case-1002")).await.case_relation_list;
    assert_eq!(links[0].case_id.as_ref().unwrap().as_str(), "case-123");
    let again = refused(&bench, "case-1002", delete("case-1003")).await;
    assert_eq!(again, "200 OSM.01010001 The tickets are not linked.");
    let unknown = refused(&bench, "case-1002", delete("case-9")).await;
    assert_eq!(unknown, "200 OSM.01010015 Ticket not found.");
    let foreign = refused(&bench, "case-1002", delete("case-foreign")).await;
    assert_eq!(foreign, "200 OSM.01010002 The ticket belongs to another customer.");
    let other_way = bench.refused(DeleteRelation::new("case-123", "case-1002")).await;
    assert_eq!(other_way, "200 OSM.01010001 The tickets are not linked.");
    bench.send(UpdateCases::new("case-cancelled", CaseAction::Delete)).await;
    let deleted = bench.refused(CreateRelations::new("case-1002", ["case-cancelled"])).await;
    assert_eq!(deleted, "200 OSM.01010014 The state of the ticket does not allow this.");
}

#[tokio::test]
async fn operations_on_a_ticket_that_is_unknown_say_so_first() {
    let bench = Bench::demo();
    let post = async |method: &str, path: &str, body: &str| {
        let url = format!("http://localhost/v2/servicerequest/cases/case-0{path}");
        bench.raw(method, &url, &[("X-Auth-Token", "token")], body).await.json()["error_code"].clone()
    };
    let requests = [
        ("GET", "", ""),
        ("GET", "/status", ""),
        ("GET", "/operate-logs", ""),
        ("GET", "/relations", ""),
        ("GET", "/extends-param", ""),
        ("POST", "/extends-param", r#"{"message_id":"9"}"#),
        ("PUT", "/contact-info", r#"{"extension_map":{"remindCCEmail":"nobody"}}"#),
        ("POST", "/action?action_id=reopen", "{}"),
        ("POST", "/score", r#"{"judgement":"","incident_satisfaction_list":[]}"#),
        ("POST", "/relations", r#"{"related_id_list":["case-0"]}"#),
        ("DELETE", "/relations", r#"{"related_id":"case-0"}"#),
    ];
    for (method, path, body) in requests {
        assert_eq!(post(method, path, body).await, "OSM.01010015", "{method} {path}");
    }
}
