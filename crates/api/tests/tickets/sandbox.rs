//! The workflows against the sandbox: it accepts their requests, with the expected effects.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use hwc_api::osm::{AuthorizationStatus, ListAuthorizations};
use hwc_api::tickets::{NewTicket, Tickets};
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, DecodeMode, FilePart, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

use crate::common::{NOW, clock, patiently, time};

/// A new sandbox, with a client and a clock that both share. Responses are decoded strictly.
pub(crate) struct Stage {
    pub(crate) client: Client,
    pub(crate) tickets: Tickets,
    pub(crate) clock: ManualClock,
}

pub(crate) fn stage() -> Stage {
    let clock = clock();
    let sandbox = Sandbox::new(SandboxOptions::default().clock(Arc::new(clock.clone()))).unwrap();
    let client = Client::builder().transport(sandbox).clock(Arc::new(clock.clone())).auth_token("any");
    let client = client.decode_mode(DecodeMode::Strict).build().unwrap();
    let tickets = client.tickets().language("en-us");
    Stage { client, tickets, clock }
}

impl Stage {
    pub(crate) async fn shown(&self, case: &osm::CaseId) -> osm::CaseDetail {
        self.client.send(osm::ShowCaseDetail::new(case)).await.unwrap().incident_detail_info.unwrap()
    }
}

fn ticket() -> NewTicket {
    NewTicket::new("The server does not start.").product("elastic cloud").problem("Fault").region("cn-north-4")
}

async fn open(tickets: &Tickets) -> osm::CaseId {
    tickets.open(ticket()).await.unwrap().case_id
}

#[tokio::test]
async fn a_ticket_is_opened_by_names_and_with_files() {
    let stage = stage();
    let tickets = &stage.tickets;
    let files = [FilePart::bytes("console.log", "disk full"), FilePart::bytes("note.txt", "since noon")];
    let opened = tickets.open(ticket().severity("high").files(files)).await.unwrap();
    let shown = stage.shown(&opened.case_id).await;
    assert_eq!(shown.simple_description.as_deref(), Some("The server does not start."));
    let attached = &shown.message_list[0].accessory_list;
    let names: Vec<&str> = attached.iter().filter_map(|file| file.file_actual_name.as_deref()).collect();
    assert_eq!(names, ["console.log", "note.txt"]);
    let error = tickets.open(ticket().problem("Faulty")).await.unwrap_err();
    let told = "problem `Faulty` is unknown; did you mean Fault? known: Fault, Performance, Usage";
    assert!(error.to_string().contains(told), "{error}");
}

#[tokio::test]
async fn files_are_attached_to_as_many_messages_as_it_takes() {
    let stage = stage();
    let Stage { tickets, clock, .. } = &stage;
    let case = open(tickets).await;
    let files = |count: usize| (0..count).map(|number| FilePart::bytes(format!("{number}.log"), "x"));
    let several = tickets.attach(&case, files(6)).await.unwrap();
    let shown = stage.shown(&case).await.message_list;
    let number = |id: &Option<osm::MessageId>| {
        shown.iter().find(|message| message.message_id == *id).unwrap().accessory_list.len()
    };
    assert_eq!(several.messages.iter().map(number).collect::<Vec<_>>(), [5, 1]);
    clock.advance(Duration::from_secs(1));
    let attached = tickets.attach(&case, files(5)).text("The logs.").await.unwrap().into_result().unwrap();
    let shown = stage.shown(&case).await;
    let message = shown.message_list.into_iter().find(|message| message.message_id == attached.message_id).unwrap();
    assert_eq!((message.content.as_deref(), message.accessory_list.len()), (Some("The logs."), 5));
    let reply = tickets.reply(&case, "Any news?").await.unwrap();
    assert!(reply.is_some() && reply != attached.message_id);
}

#[tokio::test]
async fn an_engineer_is_heard() {
    let Stage { client, tickets, clock } = stage();
    let case = open(&tickets).await;
    let mut messages = tickets.follow(&case).from_start().mark_read();
    let first = messages.try_next().await.unwrap().unwrap();
    assert_eq!(first.content.as_deref(), Some("The server does not start."));
    let answer = patiently(&clock, messages.try_next()).await.unwrap().unwrap();
    assert_eq!(answer.written_by, Some(osm::MessageSource::Engineer));
    tickets.reply(&case, "Thanks.").await.unwrap();
    let own = patiently(&clock, messages.try_next()).await.unwrap().unwrap();
    assert_eq!(own.content.as_deref(), Some("Thanks."));
    let unread = async || {
        let answer = client.send(osm::ListUnreadNewInstantMessages::new([&case])).await.unwrap();
        answer.imunread.first().and_then(|unread| unread.unread_num)
    };
    assert_eq!(unread().await, Some(0), "what was taken is marked");
    let next = patiently(&clock, messages.try_next()).await.unwrap().unwrap();
    assert_eq!(next.written_by, Some(osm::MessageSource::Engineer));
    assert_eq!(unread().await, Some(1), "the last one is still being looked at");
}

#[tokio::test]
async fn tickets_are_linked_and_labelled() {
    let Stage { tickets, .. } = stage();
    let mut cases = Vec::new();
    for _ in 0..5 {
        cases.push(open(&tickets).await);
    }
    let related = tickets.link(&cases[0], &cases[1..3]).await.unwrap();
    assert_eq!(related.added, cases[1..3]);
    let error = tickets.link(&cases[0], &cases[2..5]).await.unwrap_err();
    assert_eq!(error.violations().len(), 1, "{error}");
    assert_eq!(tickets.links(&cases[0]).await.unwrap().len(), 2);
    let labelled = tickets.label(&cases[0], ["mine", "later"]).await.unwrap();
    assert_eq!(labelled.created, ["later", "mine"]);
    let labelled = tickets.label(&cases[1], ["mine"]).await.unwrap();
    assert!(labelled.created.is_empty());
    tickets.unlabel(&cases[0], ["mine"]).await.unwrap();
    let names: Vec<Option<String>> =
        tickets.labels(&cases[0]).await.unwrap().into_iter().map(|label| label.name).collect();
    assert_eq!(names, [Some("later".to_owned())]);
    assert!(tickets.label(&cases[0], ["1", "2", "3", "4", "5"]).await.is_err());
    assert_eq!(tickets.labels(&cases[0]).await.unwrap().len(), 1);
}

/// Creates a ticket with a requested access grant.
async fn asked_for(stage: &Stage) -> osm::AuthorizationId {
    let case = open(&stage.tickets).await;
    stage.clock.advance(Duration::from_secs(61));
    let asked = ListAuthorizations::new().incident_id(case);
    stage.tickets.authorizations().list(asked).try_next().await.unwrap().unwrap().id.unwrap()
}

#[tokio::test]
async fn access_is_granted_and_taken_back() {
    let stage = stage();
    let id = asked_for(&stage).await;
    let grants = stage.tickets.authorizations();
    grants.grant(&id).duration(Duration::from_secs(3600)).await.unwrap();
    let granted = grants.show(&id).await.unwrap();
    assert_eq!(granted.status, Some(AuthorizationStatus::Granted));
    let end = granted.auth_expire_time.unwrap().unix_millis().unwrap();
    assert_eq!(end, (NOW as i64 + 61 + 3600) * 1000);
    grants.revoke(&id).await.unwrap();
    assert_eq!(grants.show(&id).await.unwrap().status, Some(AuthorizationStatus::Canceled));
}

#[tokio::test]
async fn access_is_refused() {
    let stage = stage();
    let id = asked_for(&stage).await;
    let grants = stage.tickets.authorizations();
    grants.reject(&id, "Not on this server.").await.unwrap();
    let refused = grants.show(&id).await.unwrap();
    assert_eq!(refused.status, Some(AuthorizationStatus::Rejected));
    assert_eq!(refused.reject_reason.as_deref(), Some("Not on this server."));
}

#[tokio::test]
async fn all_tickets_are_exported_in_two_parts() {
    let Stage { tickets, clock, .. } = stage();
    for _ in 0..30 {
        open(&tickets).await;
        clock.advance(Duration::from_millis(300));
    }
    let mut export = tickets.export();
    let mut ids = Vec::new();
    for _ in 0..17 {
        ids.push(export.try_next().await.unwrap().unwrap().case.incident_id.unwrap());
    }
    let late = open(&tickets).await;
    let line = export.checkpoint().unwrap().to_string();
    let mut export = tickets.export().resume(line.parse().unwrap());
    while let Some(record) = export.try_next().await.unwrap() {
        assert!(!record.messages().is_empty());
        ids.push(record.case.incident_id.unwrap());
    }
    assert!(!ids.contains(&late));
    let different: BTreeSet<_> = ids.iter().collect();
    let mut next = tickets.export().since(time(NOW + 9)).until(time(NOW + 10));
    clock.advance(Duration::from_secs(1));
    assert_eq!(next.try_next().await.unwrap().unwrap().case.incident_id, Some(late));
    assert_eq!(different.len(), ids.len());
    let before = ids.iter().filter(|id| id.as_str().starts_with("case-10")).count();
    assert!(before >= 30, "{ids:?}");
}
