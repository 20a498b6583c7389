//! Messages on tickets, as read by a chat program.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use hwc_models::osm::{
    CreateCases, CreateMessages, ListMessages, ListMoreInstantMessages, ListMoreInstantMessagesResponse,
    ListNewInstantMessages, ListNewInstantMessagesResponse, ListUnreadNewInstantMessages, MessageSource, NewMessage,
    ReadState, ShowCaseDetail, UpdateNewInstantMessagesRead,
};

const GREETING: &str = "I have taken up your ticket and am looking into it.";
const ANSWER: &str = "Thank you for your message. I am looking into it.";

async fn open(bench: &Bench, description: &str) {
    bench.send(CreateCases::new("Fault", description, "source")).await;
}

async fn say(bench: &Bench, case: &str, text: &str) {
    bench.send(CreateMessages::new(case, NewMessage::default().content(text))).await;
}

fn more(time: &str, source: MessageSource, limit: u32) -> ListMoreInstantMessages {
    ListMoreInstantMessages::new("case-1001", time, source).limit(limit)
}

fn texts(page: &ListMoreInstantMessagesResponse) -> Vec<&str> {
    page.message_list.iter().map(|message| message.content.as_deref().unwrap()).collect()
}

/// Returns ticket and text of the messages of a poll.
fn news(poll: &ListNewInstantMessagesResponse) -> Vec<String> {
    let of = poll.immsg.iter().flat_map(|of| of.message_list.iter().map(move |message| (of, message)));
    of.map(|(of, message)| format!("{}: {}", of.incident_id.as_ref().unwrap(), message.content.as_deref().unwrap()))
        .collect()
}

#[tokio::test]
async fn older_messages_are_loaded_from_one_that_is_known() {
    let bench = Bench::empty();
    open(&bench, "one").await;
    for text in ["two", "three"] {
        bench.wait(10);
        say(&bench, "case-1001", text).await;
    }
    bench.wait(60);
    // The greeting comes after 60 seconds, the replies after 70 and 80.
    let from = "2026-01-01T00:01:10.000Z";
    let page = bench.send(more(from, MessageSource::Engineer, 2)).await;
    assert_eq!((page.count, texts(&page)), (Some(4), vec!["three", GREETING]));
    let known = page.message_list[0].create_time.clone().unwrap();
    let page = bench.send(more(known.as_str(), MessageSource::Customer, 100)).await;
    assert_eq!((page.count, texts(&page)), (Some(2), vec!["one", "two"]));
    let all = bench.send(more("2999-01-01T00:00:00.000Z", MessageSource::Customer, 100)).await;
    assert_eq!((all.count, all.message_list.len()), (Some(6), 6));
    assert_eq!(all.message_list, bench.send(ListMessages::new("case-1001")).await.message_list);
}

#[tokio::test]
async fn the_time_of_the_known_message_has_several_forms() {
    let bench = Bench::empty();
    open(&bench, "one").await;
    bench.wait(1);
    say(&bench, "case-1001", "two").await;
    let forms = [
        ("2026-01-01T00:00:01.000Z", 1),
        ("2026-01-01 08:00:01", 1),
        ("20260101080001", 1),
        ("1767225601000", 1),
        ("1767225600000", 0),
        ("1971-01-01T00:00:00.000Z", 0),
    ];
    for (time, count) in forms {
        assert_eq!(bench.send(more(time, MessageSource::Customer, 100)).await.count, Some(count), "{time}");
    }
    let zone = [("X-Auth-Token", "token"), ("X-Time-Zone", "GMT")];
    let page = bench.send_with(more("2026-01-01 00:00:01", MessageSource::Customer, 100), &zone).await;
    assert_eq!(texts(&page), ["one"]);
}

#[tokio::test]
async fn of_messages_at_one_time_the_source_tells_which_is_known() {
    let bench = Bench::empty();
    open(&bench, "one").await;
    bench.wait(60);
    // Written in the same millisecond as the greeting, which was stored before.
    say(&bench, "case-1001", "two").await;
    let at = "2026-01-01T00:01:00.000Z";
    assert_eq!(texts(&bench.send(more(at, MessageSource::Customer, 9)).await), ["one", GREETING]);
    assert_eq!(texts(&bench.send(more(at, MessageSource::Engineer, 9)).await), ["one"]);
}

#[tokio::test]
async fn a_poll_brings_what_is_new_and_nothing_twice() {
    let bench = Bench::empty();
    open(&bench, "first").await;
    open(&bench, "second").await;
    let both = || ListNewInstantMessages::new(["case-1001", "case-1002", "case-1001"]);
    let poll = bench.send(both()).await;
    assert_eq!(news(&poll), ["case-1001: first", "case-1002: second"]);
    let mark = poll.last_message_time_id.unwrap();
    let poll = bench.send(both().last_message_time_id(mark.clone())).await;
    assert_eq!((news(&poll), poll.immsg.len(), poll.imstatus.len()), (vec![], 0, 2));

    say(&bench, "case-1002", "at the same time").await;
    let poll = bench.send(both().last_message_time_id(mark)).await;
    assert_eq!(news(&poll), ["case-1002: at the same time"]);
    let mark = poll.last_message_time_id.unwrap();
    bench.wait(60);
    let poll = bench.send(both().last_message_time_id(mark)).await;
    let expected = [format!("case-1001: {GREETING}"), format!("case-1002: {GREETING}"), format!("case-1002: {ANSWER}")];
    assert_eq!(news(&poll), expected, "what was stored ahead of its time is new when that has come");
    let mark = poll.last_message_time_id.unwrap();
    assert_eq!(news(&bench.send(both().last_message_time_id(mark)).await), [""; 0]);
}

#[tokio::test]
async fn a_poll_tells_which_tickets_have_unread_messages() {
    let bench = Bench::empty();
    open(&bench, "first").await;
    open(&bench, "second").await;
    let states = async || {
        let poll = bench.send(ListNewInstantMessages::new(["case-1002", "case-1001"])).await;
        poll.imstatus.iter().map(|of| (of.incident_id.clone().unwrap().to_string(), of.status.unwrap())).collect()
    };
    let of = |first, second| vec![("case-1002".to_owned(), second), ("case-1001".to_owned(), first)];
    let before: Vec<_> = states().await;
    assert_eq!(before, of(ReadState::Read, ReadState::Read));
    bench.wait(60);
    let greeted: Vec<_> = states().await;
    assert_eq!(greeted, of(ReadState::Unread, ReadState::Unread));
    bench.send(UpdateNewInstantMessagesRead::new("case-1001")).await;
    let marked: Vec<_> = states().await;
    assert_eq!(marked, of(ReadState::Read, ReadState::Unread));
}

#[tokio::test]
async fn calls_that_cannot_be_are_refused() {
    let bench = Bench::empty();
    open(&bench, "x").await;
    let missing = "200 OSM.01010015 Ticket not found.";
    assert_eq!(bench.refused(ListMessages::new("case-9")).await, missing);
    let elsewhere = ListMoreInstantMessages::new("case-9", "2999-01-01T00:00:00.000Z", 0).limit(1_u32);
    assert_eq!(bench.refused(elsewhere).await, missing);
    assert_eq!(bench.refused(ListNewInstantMessages::new(["case-1001", "case-9"])).await, missing);
    assert_eq!(bench.refused(ListUnreadNewInstantMessages::new(["case-9"])).await, missing);
    assert_eq!(bench.refused(UpdateNewInstantMessagesRead::new("case-9")).await, missing);
    let source = more("2999-01-01T00:00:00.000Z", MessageSource::from(2), 1);
    assert_eq!(bench.refused(source).await, "200 OSM.01010001 type must be 0 or 1.");
    let time = more("soon", MessageSource::Customer, 1);
    assert_eq!(bench.refused(time).await, "400 OSM.0001 create_time must be a time");
    let mark = ListNewInstantMessages::new(["case-1001"]).last_message_time_id("yesterday");
    assert_eq!(bench.refused(mark).await, "200 OSM.01010001 last_message_time_id is invalid.");
}

#[tokio::test]
async fn markup_is_kept_and_shown_to_who_asks_for_it() {
    let bench = Bench::empty();
    open(&bench, "<p>x</p>").await;
    for (asked, expected) in [(None, "x"), (Some(true), "x"), (Some(false), "<p>x</p>")] {
        let (mut list, mut detail) = (ListMessages::new("case-1001"), ShowCaseDetail::new("case-1001"));
        let mut older = more("2999-01-01T00:00:00.000Z", MessageSource::Customer, 1);
        let mut poll = ListNewInstantMessages::new(["case-1001"]);
        list.trim_osm_rich_text_label = asked;
        detail.trim_osm_rich_text_label = asked;
        older.trim_osm_rich_text_label = asked;
        poll.trim_osm_rich_text_label = asked;
        assert_eq!(bench.send(list).await.message_list[0].content.as_deref(), Some(expected));
        assert_eq!(texts(&bench.send(older).await), [expected]);
        assert_eq!(news(&bench.send(poll).await), [format!("case-1001: {expected}")]);
        let shown = bench.send(detail).await.incident_detail_info.unwrap().message_list.remove(0);
        assert_eq!(shown.content.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn what_comes_right_after_the_mark_is_unread() {
    let bench = Bench::demo();
    let unread = async || bench.send(ListUnreadNewInstantMessages::new(["case-1002"])).await.imunread[0].unread_num;
    bench.sandbox.engineer().reply("case-1002", "One.").unwrap();
    bench.send(UpdateNewInstantMessagesRead::new("case-1002")).await;
    assert_eq!(unread().await, Some(0));
    bench.sandbox.engineer().reply("case-1002", "Two, at the same time by the clock.").unwrap();
    assert_eq!(unread().await, Some(1));
}
