//! Messages on tickets: those of customers, the replies of engineers, and read marks.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, implemented};
use hwc_models::CATALOG;
use hwc_models::osm::{
    AccessoryPurpose, CreateCases, CreateMessages, IamUserType, ListMessages, ListUnreadNewInstantMessages, Message,
    MessageSource, NewMessage, ReplierType, RevokeMessage, ShowCaseDetail, UpdateNewInstantMessagesRead,
    UploadJsonAccessories,
};
use hwc_wire::error_in_success_body;

const GREETING: &str = "I have taken up your ticket and am looking into it.";
const ANSWER: &str = "Thank you for your message. I am looking into it.";

async fn open(bench: &Bench, description: &str) -> String {
    bench.send(CreateCases::new("Fault", description, "source")).await.incident_id.unwrap().to_string()
}

async fn upload(bench: &Bench, name: &str) -> String {
    let request = UploadJsonAccessories::new("aGVsbG8=").accessory_name(name);
    bench.send(request.accessory_from(AccessoryPurpose::Message)).await.accessory_id.unwrap().to_string()
}

fn message(text: &str) -> CreateMessages {
    CreateMessages::new("case-1001", NewMessage::default().content(text))
}

fn with_files(text: &str, files: &[String]) -> CreateMessages {
    let ids: Vec<&str> = files.iter().map(String::as_str).collect();
    CreateMessages::new("case-1001", NewMessage::default().content(text).accessory_ids(ids))
}

fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.content.as_deref().unwrap()).collect()
}

async fn listed(bench: &Bench) -> Vec<Message> {
    bench.send(ListMessages::new("case-1001").limit(100_u32)).await.message_list
}

async fn unread(bench: &Bench) -> u32 {
    bench.send(ListUnreadNewInstantMessages::new(["case-1001"])).await.imunread[0].unread_num.unwrap()
}

#[tokio::test]
async fn a_message_is_there_for_all_that_read_it() {
    let bench = Bench::empty();
    open(&bench, "The disk is slow.").await;
    bench.wait(5);
    let files = [upload(&bench, "b.txt").await, upload(&bench, "a.log").await];
    let named = [files[1].clone(), files[0].clone()];
    bench.send(with_files("Here are the logs.", &named)).await;

    let page = bench.send(ListMessages::new("case-1001")).await;
    assert_eq!(page.count, Some(2));
    let [first, second] = page.message_list.as_slice() else { panic!("two messages") };
    assert_eq!((first.is_first_message, second.is_first_message), (Some(1), Some(0)));
    assert_eq!(second.written_by, Some(MessageSource::Customer));
    assert_eq!(second.replier_type, Some(ReplierType::Customer));
    assert_eq!(second.iam_user_type, Some(IamUserType::IamUser));
    assert_eq!((second.replier.as_deref(), second.replier_name.as_deref()), (Some("sandbox-user"), Some("sandbox")));
    assert_eq!(second.content.as_deref(), Some("Here are the logs."));
    assert_eq!(second.create_time.as_ref().unwrap().as_str(), "2026-01-01T00:00:05.000Z");
    let held: Vec<_> = second.accessory_list.iter().map(|file| file.file_actual_name.as_deref().unwrap()).collect();
    assert_eq!(held, ["a.log", "b.txt"], "in the order in which the message named them");

    let detail = bench.send(ShowCaseDetail::new("case-1001")).await.incident_detail_info.unwrap();
    let shown = &detail.message_list[1];
    assert_eq!(shown.content, second.content);
    assert_eq!((&shown.create_time, &shown.accessory_list), (&second.create_time, &second.accessory_list));
    let zone = [("X-Auth-Token", "token"), ("X-Time-Zone", "GMT+8")];
    let there = bench.send_with(ListMessages::new("case-1001"), &zone).await.message_list.remove(1);
    assert_eq!(there.create_time.unwrap().as_str(), "2026-01-01T00:00:05.000Z");
}

#[tokio::test]
async fn lists_of_messages_come_in_pages() {
    let bench = Bench::empty();
    open(&bench, "one").await;
    for text in ["two", "three"] {
        bench.send(message(text)).await;
    }
    let page = bench.send(ListMessages::new("case-1001").offset(1_u32).limit(1_u32)).await;
    assert_eq!((page.count, texts(&page.message_list)), (Some(3), vec!["two"]));
    assert_eq!(bench.send(ListMessages::new("case-1001").limit(0_u32)).await.message_list, []);
    for number in 4..=11 {
        bench.send(message(&number.to_string())).await;
    }
    assert_eq!(bench.send(ListMessages::new("case-1001")).await.message_list.len(), 10);
}

#[tokio::test]
async fn an_engineer_says_hello_and_answers_after_a_minute() {
    let bench = Bench::empty();
    open(&bench, "The disk is slow.").await;
    bench.wait(20);
    bench.send(message("It is worse now.")).await;
    assert_eq!(texts(&listed(&bench).await), ["The disk is slow.", "It is worse now."]);
    bench.wait(40);
    let all = listed(&bench).await;
    assert_eq!(texts(&all), ["The disk is slow.", "It is worse now.", GREETING]);
    assert_eq!((all[2].written_by, all[2].replier_type), (Some(MessageSource::Engineer), Some(ReplierType::Engineer)));
    assert_eq!((all[2].replier.as_deref(), all[2].iam_user_type), (Some("engineer-1"), None));
    assert_eq!(all[2].replier_name.as_deref(), Some("Support engineer"));
    assert_eq!(all[2].create_time.as_ref().unwrap().as_str(), "2026-01-01T00:01:00.000Z");
    bench.wait(19);
    assert_eq!(bench.send(ListMessages::new("case-1001")).await.count, Some(3));
    bench.wait(1);
    assert_eq!(texts(&listed(&bench).await)[3], ANSWER);
    let detail = bench.send(ShowCaseDetail::new("case-1001")).await.incident_detail_info.unwrap();
    assert_eq!(detail.message_list[3].content.as_deref(), Some(ANSWER));
}

#[tokio::test]
async fn a_ticket_takes_messages_until_it_has_ended() {
    let states = [(0, true), (1, true), (2, true), (3, false), (4, false), (5, true), (12, false), (17, true)];
    for (status, taken) in states {
        let bench = Bench::empty();
        open(&bench, "x").await;
        bench.sql(&format!("UPDATE cases SET status = {status}")).await;
        if taken {
            bench.send(message("more")).await;
            assert_eq!(listed(&bench).await.len(), 2, "{status}");
        } else {
            let refused = bench.refused(message("more")).await;
            assert_eq!(refused, "200 OSM.01010014 The state of the ticket does not allow this.");
            assert_eq!(listed(&bench).await.len(), 1, "{status}");
        }
        let answered = bench.sql("SELECT status FROM cases").await;
        assert_eq!(answered, [if status == 17 { "1".to_owned() } else { status.to_string() }]);
        let logged = bench.sql("SELECT user_name, done_at FROM case_logs WHERE operation = 85").await;
        assert_eq!(logged, vec!["sandbox|1767225600000"; usize::from(status == 17)], "{status}");
    }
}

#[tokio::test]
async fn messages_that_cannot_be_are_refused_and_change_nothing() {
    let bench = Bench::empty();
    open(&bench, "x").await;
    let mut files = Vec::new();
    for number in 0..6 {
        files.push(upload(&bench, &format!("{number}.txt")).await);
    }
    let refused = async |request: CreateMessages| {
        let told = bench.refused(request).await;
        assert_eq!(bench.sql("SELECT count(*) FROM messages").await, ["2"], "{told}");
        told
    };
    let empty = "200 OSM.01010001 message.content is empty, and there are no attachments.";
    assert_eq!(refused(message(" \n")).await, empty);
    let unknown = "200 OSM.01010001 accessory_ids has an attachment that does not exist or is in use.";
    assert_eq!(refused(with_files("x", &[files[0].clone(), "9".to_owned()])).await, unknown);
    let many = refused(with_files("x", &files)).await;
    assert_eq!(many, "200 OSM.01010001 accessory_ids has 6 attachments, at most 5.");
    assert!(refused(message(&"x".repeat(2001))).await.starts_with("400 OSM.0001 "));
    let elsewhere = CreateMessages::new("case-9", NewMessage::default().content("x"));
    assert_eq!(refused(elsewhere).await, "200 OSM.01010015 Ticket not found.");

    bench.send(with_files("", &files[..5])).await;
    let told = bench.refused(with_files("again", &files[..1])).await;
    assert_eq!(told, unknown, "an attachment is in one message");
}

#[tokio::test]
async fn what_one_wrote_can_be_taken_back() {
    let bench = Bench::empty();
    open(&bench, "x").await;
    let file = upload(&bench, "secret.txt").await;
    bench.send(with_files("My password is secret.", &[file])).await;
    let id = bench.send(ShowCaseDetail::new("case-1001")).await.incident_detail_info.unwrap().message_list[1]
        .message_id
        .clone()
        .unwrap();
    bench.send(RevokeMessage::new("case-1001", id.clone())).await;
    assert_eq!(texts(&listed(&bench).await), ["x"]);
    let detail = bench.send(ShowCaseDetail::new("case-1001")).await.incident_detail_info.unwrap();
    assert_eq!(detail.message_list.len(), 1);
    assert_eq!(bench.sql("SELECT count(*) FROM objects").await, ["0"], "its attachments are gone");
    bench.wait(60);
    assert_eq!(texts(&listed(&bench).await), ["x", GREETING], "nobody answers what was taken back");
    let twice = bench.refused(RevokeMessage::new("case-1001", id)).await;
    assert_eq!(twice, "200 OSM.01010001 The ticket does not have this message.");
}

#[tokio::test]
async fn what_is_not_ones_own_cannot_be_taken_back() {
    let bench = Bench::empty();
    open(&bench, "x").await;
    bench.send(message("mine")).await;
    bench.wait(60);
    let ids = bench.send(ShowCaseDetail::new("case-1001")).await.incident_detail_info.unwrap().message_list;
    let ids: Vec<String> = ids.iter().map(|message| message.message_id.as_ref().unwrap().to_string()).collect();
    let told = async |case: &str, id: &str| {
        let told = bench.refused(RevokeMessage::new(case, id)).await;
        assert_eq!(listed(&bench).await.len(), 4, "{told}");
        told
    };
    let first = "200 OSM.01010001 The first message describes the ticket and cannot be revoked.";
    assert_eq!(told("case-1001", &ids[0]).await, first);
    let others = "200 OSM.01010002 Only the author of a message can revoke it.";
    assert_eq!(told("case-1001", &ids[2]).await, others, "an engineer's");
    assert_eq!(told("case-1001", "no-such-message").await, "200 OSM.01010001 The ticket does not have this message.");
    assert_eq!(told("case-9", &ids[1]).await, "200 OSM.01010015 Ticket not found.");
    bench.sql("UPDATE messages SET author_id = 'another' WHERE content = 'mine'").await;
    assert_eq!(told("case-1001", &ids[1]).await, others, "another user's");
    bench.sql("UPDATE messages SET author_id = 'sandbox-user' WHERE content = 'mine'").await;
    bench.sql("UPDATE cases SET status = 4").await;
    let ended = "200 OSM.01010014 The state of the ticket does not allow this.";
    assert_eq!(told("case-1001", &ids[1]).await, ended);
}

#[tokio::test]
async fn messages_are_unread_until_they_are_marked() {
    let bench = Bench::empty();
    open(&bench, "x").await;
    bench.send(message("Hello?")).await;
    let asked = bench.send(ListUnreadNewInstantMessages::new(["case-1001", "case-1001"])).await.imunread;
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].unread_num, asked[0].status), (Some(0), Some(0)), "it waits, and its own are no news");
    bench.wait(60);
    let asked = bench.send(ListUnreadNewInstantMessages::new(["case-1001"])).await.imunread;
    assert_eq!((asked[0].unread_num, asked[0].status), (Some(2), Some(1)));
    assert_eq!(asked[0].incident_id.as_ref().unwrap().as_str(), "case-1001");
    listed(&bench).await;
    assert_eq!(unread(&bench).await, 2, "reading is not marking");
    bench.send(UpdateNewInstantMessagesRead::new("case-1001")).await;
    assert_eq!(unread(&bench).await, 0);
    bench.send(message("And now?")).await;
    assert_eq!(unread(&bench).await, 0);
    bench.wait(60);
    assert_eq!(unread(&bench).await, 1);
    bench.send(UpdateNewInstantMessagesRead::new("case-1001")).await;
    bench.send(UpdateNewInstantMessagesRead::new("case-1001")).await;
    assert_eq!(unread(&bench).await, 0);
}

#[tokio::test]
async fn the_examples_of_the_reference_find_something() {
    let mut tried = Vec::new();
    for entry in implemented() {
        let operation = entry.operation;
        let is_form = (entry.request)().descriptor().is_form();
        if is_form || !["Messages", "Accessories", "Labels", "Feedback"].contains(&operation.group) {
            continue;
        }
        for example in &CATALOG.operation(operation).unwrap().examples {
            let (method, target) = example.request.split_once(' ').unwrap();
            let url = format!("{}{target}", operation.service.regions[0].endpoint);
            let body = example.request_body.as_ref().map(ToString::to_string).unwrap_or_default();
            let reply = Bench::demo().raw(method, &url, &[("X-Auth-Token", "token")], &body).await;
            assert_eq!(reply.status, 200, "{}: {}", example.request, reply.line());
            assert_eq!(error_in_success_body(&operation.service.envelope, &reply.body), None, "{}", example.request);
        }
        tried.push(operation.name);
    }
    assert!(tried.len() >= 22, "{tried:?}");
}

#[tokio::test]
async fn demo_tickets_have_a_conversation_and_nobody_says_hello() {
    let bench = Bench::demo();
    bench.wait(3600);
    let shown = async |case: &str| texts(&bench.send(ListMessages::new(case)).await.message_list).join(" / ");
    assert!(shown("case-1001").await.contains(" / Of which product is the invoice? / Of the servers in cn-north-4."));
    let access = "The disk of a server is slow. / May I sign in to look at the disk?";
    assert_eq!(shown("case-1002").await, access);
    assert_eq!(shown("case-1003").await, "The server does not start.");
    let cases = ["case-1001", "case-1002", "case-1003"];
    let unread = bench.send(ListUnreadNewInstantMessages::new(cases)).await.imunread;
    let unread: Vec<_> = unread.iter().map(|messages| messages.unread_num.unwrap()).collect();
    assert_eq!(unread, [0, 1, 0]);
    bench.send(RevokeMessage::new("case_123", "message_123")).await;
    assert_eq!(shown("case_123").await, "The ticket of which an example takes a message back.");
}

#[tokio::test]
async fn taking_a_message_back_is_no_answer() {
    let bench = Bench::empty();
    open(&bench, "x").await;
    bench.wait(60);
    bench.send(message("A typo.")).await;
    let id = bench.send(ShowCaseDetail::new("case-1001")).await.incident_detail_info.unwrap().message_list;
    let id = id.last().unwrap().message_id.clone().unwrap();
    bench.sandbox.engineer().request_information("case-1001").unwrap();
    bench.send(RevokeMessage::new("case-1001", id)).await;
    let case = bench.send(ShowCaseDetail::new("case-1001")).await.incident_detail_info.unwrap();
    assert_eq!(case.status.unwrap().code(), 17, "the engineers still wait for an answer");
}
