//! Following a ticket: each message once, with growing intervals, through errors, up to the end of the ticket.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hwc_api::tickets::MessageFollower;
use hwc_api::{Clock, ErrorKind, osm};
use serde_json::{Value, json};

use crate::common::patiently;
use crate::desk::{Desk, refusal};

/// The messages on a ticket, and the times of polls in seconds.
#[derive(Clone, Default)]
struct Ticket {
    messages: Arc<Mutex<Vec<Value>>>,
    looks: Arc<Mutex<Vec<u64>>>,
    status: Arc<Mutex<u32>>,
}

impl Ticket {
    fn desk(&self) -> Desk {
        let (ticket, desk) = (self.clone(), Desk::new());
        let clock = desk.clock.clone();
        let show = move |_: &_| {
            ticket.looks.lock().unwrap().push(clock.monotonic().as_secs());
            let messages = ticket.messages.lock().unwrap().clone();
            let status = *ticket.status.lock().unwrap();
            (200, json!({ "incident_detail_info": { "status": status, "message_list": messages } }))
        };
        desk.does("ShowCaseDetail", show).on("UpdateNewInstantMessagesRead", json!({}))
    }

    fn write(&self, number: usize) {
        let time = format!("2025-01-01 10:00:{number:02}");
        let message =
            json!({ "message_id": number.to_string(), "content": format!("text {number}"), "create_time": time });
        self.messages.lock().unwrap().insert(0, message);
    }

    fn done(&self, status: osm::CaseStatus) {
        *self.status.lock().unwrap() = u32::try_from(status.code()).unwrap();
    }

    fn looks(&self) -> Vec<u64> {
        self.looks.lock().unwrap().clone()
    }
}

async fn rest(desk: &Desk, follow: &mut MessageFollower) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some(message) = patiently(&desk.clock, follow.try_next()).await.unwrap() {
        texts.push(message.content.unwrap());
    }
    texts
}

/// Waits until the clock has advanced by that many seconds. Returns true if no message arrived.
async fn nothing_for(desk: &Desk, follow: &mut MessageFollower, seconds: u64) -> bool {
    let end = desk.clock.monotonic() + Duration::from_secs(seconds);
    let mut next = Box::pin(follow.try_next());
    loop {
        tokio::select! {
            biased;
            _ = &mut next => return false,
            () = tokio::task::yield_now() => {
                if desk.clock.monotonic() >= end {
                    return true;
                }
                desk.clock.advance(Duration::from_secs(1));
            }
        }
    }
}

#[tokio::test]
async fn new_messages_come_oldest_first_and_once_until_the_ticket_is_done() {
    let ticket = Ticket::default();
    ticket.write(1);
    let desk = ticket.desk();
    let mut follow = desk.tickets().follow("c");
    assert!(nothing_for(&desk, &mut follow, 3).await, "what was there before is not new");
    ticket.write(2);
    ticket.write(3);
    assert_eq!(patiently(&desk.clock, follow.try_next()).await.unwrap().unwrap().content.as_deref(), Some("text 2"));
    ticket.write(4);
    ticket.done(osm::CaseStatus::Completed);
    assert_eq!(rest(&desk, &mut follow).await, ["text 3", "text 4"], "the last ones come with the end");
    assert_eq!(follow.status(), Some(osm::CaseStatus::Completed));
    assert_eq!(follow.try_next().await.unwrap(), None, "nothing is asked after the end");
    assert_eq!(ticket.looks(), [0, 5, 10]);
}

#[tokio::test]
async fn looks_ease_off_and_pick_up_again() {
    let ticket = Ticket::default();
    let desk = ticket.desk();
    let mut follow = desk.tickets().follow("c");
    assert!(nothing_for(&desk, &mut follow, 200).await);
    assert_eq!(ticket.looks(), [0, 5, 15, 35, 75, 135, 195]);
    ticket.write(1);
    assert!(patiently(&desk.clock, follow.try_next()).await.unwrap().is_some());
    assert!(nothing_for(&desk, &mut follow, 20).await);
    assert_eq!(ticket.looks()[7..], [255, 260, 270]);
}

#[tokio::test]
async fn giving_up_a_wait_does_not_put_off_the_next_look() {
    let ticket = Ticket::default();
    let desk = ticket.desk();
    let mut follow = desk.tickets().follow("c");
    for _ in 0..7 {
        assert!(nothing_for(&desk, &mut follow, 2).await);
    }
    assert_eq!(ticket.looks(), [0, 5], "at 0, 5 and 15, whoever waited");
    assert!(nothing_for(&desk, &mut follow, 2).await);
    assert_eq!(ticket.looks(), [0, 5, 15]);
}

#[tokio::test]
async fn following_begins_where_it_is_told() {
    let ticket = Ticket::default();
    (1..=4).for_each(|number| ticket.write(number));
    ticket.done(osm::CaseStatus::Canceled);
    let desk = ticket.desk();
    let tickets = desk.tickets();
    assert!(rest(&desk, &mut tickets.follow("c")).await.is_empty());
    let all = ["text 1", "text 2", "text 3", "text 4"];
    assert_eq!(rest(&desk, &mut tickets.follow("c").from_start()).await, all);
    assert_eq!(rest(&desk, &mut tickets.follow("c").after("2")).await, all[2..]);
    assert_eq!(rest(&desk, &mut tickets.follow("c").after("4")).await, all[4..]);
    let mut unknown = tickets.follow("c").after("gone");
    for _ in 0..2 {
        let error = patiently(&desk.clock, unknown.try_next()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().ends_with("message `gone` is not on the ticket"), "{error}");
    }
}

#[tokio::test]
async fn the_first_look_fails_at_once_and_the_next_call_looks_again() {
    let ticket = Ticket::default();
    let desk = ticket.desk().once("ShowCaseDetail", 503, json!({})).once("ShowCaseDetail", 429, json!({}));
    let mut follow = desk.tickets().follow("c").from_start();
    ticket.write(1);
    for status in [503, 429] {
        let error = patiently(&desk.clock, follow.try_next()).await.unwrap_err();
        assert_eq!(error.service().unwrap().status, status);
    }
    assert!(patiently(&desk.clock, follow.try_next()).await.unwrap().is_some());
}

#[tokio::test]
async fn the_end_of_a_ticket_need_not_be_the_end() {
    let ticket = Ticket::default();
    ticket.done(osm::CaseStatus::Completed);
    let desk = ticket.desk();
    let mut follow = desk.tickets().follow("c").keep_following();
    assert!(nothing_for(&desk, &mut follow, 10).await);
    ticket.write(1);
    assert!(patiently(&desk.clock, follow.try_next()).await.unwrap().is_some());
    for status in [osm::CaseStatus::AwaitingConfirmation, osm::CaseStatus::Suspended, 99.into()] {
        let ticket = Ticket::default();
        ticket.done(status);
        let desk = ticket.desk();
        assert!(nothing_for(&desk, &mut desk.tickets().follow("c"), 10).await, "{status:?} is no end");
    }
}

#[tokio::test]
async fn errors_that_may_pass_do_not_end_it() {
    let ticket = Ticket::default();
    let desk = ticket.desk();
    let mut follow = desk.tickets().follow("c").from_start();
    assert!(nothing_for(&desk, &mut follow, 1).await);
    let desk = desk.once("ShowCaseDetail", 503, json!({})).once("ShowCaseDetail", 429, json!({}));
    ticket.write(1);
    assert!(patiently(&desk.clock, follow.try_next()).await.unwrap().is_some());
    assert_eq!(desk.all("ShowCaseDetail").len(), 4);
    assert_eq!(ticket.looks(), [0, 35], "refused at 5 and at 15");
}

#[tokio::test]
async fn other_errors_are_told_and_the_next_call_goes_on() {
    let ticket = Ticket::default();
    let desk = ticket.desk();
    let mut follow = desk.tickets().follow("c");
    assert!(nothing_for(&desk, &mut follow, 1).await);
    ticket.write(1);
    let desk = desk.once("ShowCaseDetail", 200, refusal("OSM.0003")).once("ShowCaseDetail", 200, json!({}));
    let error = patiently(&desk.clock, follow.try_next()).await.unwrap_err();
    assert_eq!(error.service().unwrap().code, "OSM.0003");
    let error = patiently(&desk.clock, follow.try_next()).await.unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("incident_detail_info")));
    assert!(patiently(&desk.clock, follow.try_next()).await.unwrap().is_some(), "the message was not lost");
    assert_eq!(ticket.looks(), [0, 35], "it waits after errors too");
}

#[tokio::test]
async fn messages_are_marked_as_read_when_they_were_taken() {
    let ticket = Ticket::default();
    ticket.write(1);
    ticket.write(2);
    let desk = ticket.desk().once("UpdateNewInstantMessagesRead", 503, json!({}));
    let mut follow = desk.tickets().group_id("g").follow("c").from_start().mark_read();
    assert!(follow.try_next().await.unwrap().is_some());
    assert!(follow.try_next().await.unwrap().is_some());
    assert!(desk.all("UpdateNewInstantMessagesRead").is_empty(), "the second one is still being looked at");
    assert!(nothing_for(&desk, &mut follow, 1).await);
    assert_eq!(desk.only("UpdateNewInstantMessagesRead").json(), json!({ "group_id": "g" }));
    ticket.done(osm::CaseStatus::Completed);
    assert!(rest(&desk, &mut follow).await.is_empty());
    assert_eq!(desk.all("UpdateNewInstantMessagesRead").len(), 2, "the first try failed");
    assert!(follow.try_next().await.unwrap().is_none());
    assert_eq!(desk.all("UpdateNewInstantMessagesRead").len(), 2, "all is marked");
}
