//! Messages to users of KooDrive.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::session;
use common::people::{LI, LIN, Person, RESEARCH};
use common::tree::{SALES_SPACE, WELCOME};
use hwc_models::koodrive::{
    BatchDeleteMessage, BatchReadMessage, CreateShare, GetUnreadCount, ListMessages, Message, MessageAction,
    MessageState, MessageType, ShareScope, UpdateSpecificMessageState,
};
use hwc_sandbox::account::DRIVE_USER_ID;

const NOOR: &str = "1316083732377071004";

/// Sends messages to the user of the built-in token, and one to Noor.
async fn bench() -> Bench {
    let bench = Bench::empty();
    for (kind, text) in [(MessageType::System, "one"), (MessageType::Management, "two"), (MessageType::System, "three")]
    {
        bench.sandbox.notify(DRIVE_USER_ID, kind, text).unwrap();
        bench.wait(60);
    }
    bench.sandbox.notify(NOOR, MessageType::Sharing, "for Noor").unwrap();
    bench
}

async fn list(bench: &Bench, request: ListMessages) -> Vec<Message> {
    bench.send(request).await.messages
}

async fn texts(bench: &Bench, request: ListMessages) -> Vec<String> {
    list(bench, request).await.into_iter().map(|message| message.context.unwrap()).collect()
}

async fn unread(bench: &Bench) -> u32 {
    bench.send(GetUnreadCount::new()).await.count.unwrap()
}

/// Returns the IDs of the messages, the newest first.
async fn ids(bench: &Bench) -> Vec<String> {
    list(bench, ListMessages::new()).await.into_iter().map(|message| message.id.unwrap().to_string()).collect()
}

#[tokio::test]
async fn messages_are_listed_from_the_newest() {
    let bench = bench().await;
    let messages = list(&bench, ListMessages::new()).await;
    assert_eq!(texts(&bench, ListMessages::new()).await, ["three", "two", "one"]);
    let last = messages.last().unwrap();
    assert_eq!((last.sender.as_deref(), last.kind.clone()), (Some("KooDrive"), Some(MessageType::System)));
    assert_eq!(last.state, Some(MessageState::Unread));
    assert_eq!(last.create_time.as_ref().unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    let kind = ListMessages::new().filter_type(MessageType::System);
    assert_eq!(texts(&bench, kind).await, ["three", "one"]);
    assert_eq!(texts(&bench, ListMessages::new().state(MessageState::Read)).await, [""; 0]);
    assert_eq!(texts(&bench, ListMessages::new().page_cursor("0")).await.len(), 3);
}

#[tokio::test]
async fn pages_continue_after_a_message_is_deleted_and_another_comes() {
    let bench = bench().await;
    let first = bench.send(ListMessages::new().page_size(1_u32)).await;
    bench.send(BatchDeleteMessage::new([first.messages[0].id.clone().unwrap()])).await;
    bench.sandbox.notify(DRIVE_USER_ID, MessageType::Team, "four").unwrap();
    let second = bench.send(ListMessages::new().page_size(2_u32).page_cursor(first.next_cursor.unwrap())).await;
    assert_eq!((second.messages.len(), second.next_cursor), (2, None));
    assert_eq!(second.messages[0].context.as_deref(), Some("two"));
    for size in [0_u32, 101] {
        assert!(bench.refused(ListMessages::new().page_size(size)).await.starts_with("400 13000102"));
    }
    assert!(bench.refused(ListMessages::new().page_cursor("x")).await.starts_with("400 13000102"));
}

#[tokio::test]
async fn the_unread_count_follows_what_is_read() {
    let bench = bench().await;
    assert_eq!(unread(&bench).await, 3);
    let ids = ids(&bench).await;
    let read = [ids[0].as_str(), ids[0].as_str(), "none"];
    let updates = bench.send(BatchReadMessage::new(read)).await.messages;
    assert_eq!(updates.iter().map(|update| update.changed.unwrap()).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(updates[2].id.as_ref().unwrap().as_str(), "none");
    assert_eq!(unread(&bench).await, 2);
    assert_eq!(texts(&bench, ListMessages::new().state(MessageState::Read)).await, ["three"]);
    bench.send(UpdateSpecificMessageState::new(MessageAction::ReadAll)).await;
    assert_eq!(unread(&bench).await, 0);
    assert_eq!(texts(&bench, ListMessages::new().state(MessageState::Read)).await.len(), 3);
}

#[tokio::test]
async fn messages_are_deleted_one_by_one_or_all() {
    let bench = bench().await;
    let ids = ids(&bench).await;
    let updates = bench.send(BatchDeleteMessage::new([ids[1].as_str(), "none"])).await.messages;
    assert_eq!(updates.iter().map(|update| update.changed.unwrap()).collect::<Vec<_>>(), [true, false]);
    assert_eq!((texts(&bench, ListMessages::new()).await.len(), unread(&bench).await), (2, 2));
    bench.send(UpdateSpecificMessageState::new(MessageAction::DeleteAll)).await;
    assert_eq!((texts(&bench, ListMessages::new()).await.len(), unread(&bench).await), (0, 0));
}

#[tokio::test]
async fn users_reach_their_own_messages_alone() {
    let bench = bench().await;
    let noor = session(&bench, NOOR).await;
    let headers = [("Authorization", noor.as_str())];
    let own = bench.send_with(ListMessages::new(), &headers).await.messages;
    assert_eq!(own.len(), 1);
    let of_ada = ids(&bench).await;
    let read = bench.send_with(BatchReadMessage::new(of_ada.clone()), &headers).await.messages;
    let deleted = bench.send_with(BatchDeleteMessage::new(of_ada), &headers).await.messages;
    assert!(read.iter().chain(&deleted).all(|update| update.changed == Some(false)));
    bench.send_with(UpdateSpecificMessageState::new(MessageAction::DeleteAll), &headers).await;
    assert_eq!(bench.send_with(GetUnreadCount::new(), &headers).await.count, Some(0));
    assert_eq!((texts(&bench, ListMessages::new()).await.len(), unread(&bench).await), (3, 3));
}

#[tokio::test]
async fn refused_calls_change_nothing() {
    let bench = bench().await;
    let none: [&str; 0] = [];
    assert!(bench.refused(BatchReadMessage::new(none)).await.starts_with("400 13000102"));
    assert!(bench.refused(BatchDeleteMessage::new(none)).await.starts_with("400 13000102"));
    let unknown = UpdateSpecificMessageState::new(MessageAction::from(2));
    assert_eq!(bench.refused(unknown).await, "400 13000102 operate is unknown");
    assert_eq!((texts(&bench, ListMessages::new()).await.len(), unread(&bench).await), (3, 3));
}

#[tokio::test]
async fn named_recipients_of_a_share_get_a_message() {
    let bench = Bench::demo();
    let li = Person::sign_in(&bench, LI).await;
    let (lin, noor) = (Person::sign_in(&bench, LIN).await, Person::sign_in(&bench, NOOR).await);
    let share = |scope| CreateShare::new(scope, SALES_SPACE, [WELCOME]).valid_days(7_u32);
    li.send(share(ShareScope::Named).department_ids([RESEARCH])).await;
    li.send(share(ShareScope::Enterprise)).await;
    assert_eq!(noor.send(GetUnreadCount::new()).await.count, Some(1));
    let message = noor.send(ListMessages::new()).await.messages.remove(0);
    assert_eq!((message.sender.as_deref(), message.kind), (Some("Li"), Some(MessageType::Sharing)));
    assert_eq!(message.context.as_deref(), Some("Li shared welcome.txt with you."));
    for other in [li, lin] {
        assert_eq!(other.send(GetUnreadCount::new()).await.count, Some(0));
    }
}
