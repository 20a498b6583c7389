//! Customer actions on tickets, against the sandbox.

use std::time::Duration;

use hwc_api::osm::{self, CaseId, CaseStatus};
use hwc_api::tickets::Tickets;

use crate::sandbox::{Stage, stage};

const SOURCE: &str = "83aeb0f2834c4df49826c781d32a963e";

async fn open(stage: &Stage) -> CaseId {
    let ticket = osm::CreateCases::new("Usage", "How do I resize a disk?", SOURCE);
    stage.client.send(ticket).await.unwrap().incident_id.unwrap()
}

#[tokio::test]
async fn a_ticket_is_urged_closed_rated_and_deleted() {
    let stage = stage();
    let (case, tickets) = (open(&stage).await, &stage.tickets);
    stage.clock.advance(Duration::from_secs(61));
    tickets.urge(&case).reason("Please hurry.").await.unwrap();
    assert_eq!(tickets.urge(&case).await.unwrap_err().service().unwrap().code, "OSM.01010004", "a moment ago");
    tickets.close(&case).comment("Well done.").rating("1", 5).await.unwrap();
    let shown = stage.shown(&case).await;
    assert_eq!((shown.status, shown.judgement.as_deref()), (Some(CaseStatus::Completed), Some("Well done.")));
    assert_eq!(shown.incident_satisfaction[0].satisfaction_value, Some(5));
    tickets.rate(&case, "On second thought, not so well.").rating("1", 2).await.unwrap();
    assert_eq!(stage.shown(&case).await.incident_satisfaction[0].satisfaction_value, Some(2));
    tickets.delete(&case).await.unwrap();
}

#[tokio::test]
async fn a_ticket_is_withdrawn_and_whoever_follows_it_is_told() {
    let stage = stage();
    let (case, tickets) = (open(&stage).await, &stage.tickets);
    let mut messages = tickets.follow(&case);
    tickets.cancel(&case).reason("Found it.").await.unwrap();
    assert_eq!(messages.try_next().await.unwrap(), None);
    assert_eq!(messages.status(), Some(CaseStatus::Canceled));
    assert!(tickets.close(&case).await.is_err(), "it is over");
}

#[tokio::test]
async fn links_go_as_they_came() {
    let stage = stage();
    let (one, other) = (open(&stage).await, open(&stage).await);
    let tickets: &Tickets = &stage.tickets;
    tickets.link(&one, [&other]).await.unwrap();
    tickets.unlink(&one, &other).await.unwrap();
    assert!(tickets.links(&one).await.unwrap().is_empty());
}
