//! Embed URLs: freshness, one renewal for all callers, failures and a slow service.

use std::time::Duration;

use hwc_api::ErrorKind;
use hwc_api::insight_workflows::{EmbedUrls, Viewer};

use crate::issuer::{Issuer, LIFETIME};

const LINK: &str = "https://insight.example.com/embed/embed-1";

fn urls(issuer: &Issuer) -> EmbedUrls {
    issuer.client().insight().embed("embed-1", LINK)
}

async fn open(urls: &EmbedUrls) -> String {
    urls.url("user-1").await.unwrap().url.expose().to_owned()
}

/// Opens `count` URLs at the same time.
async fn open_all(issuer: &Issuer, urls: &EmbedUrls, count: usize) -> Vec<String> {
    let calls: Vec<_> = (0..count).map(|_| tokio::spawn(urls.url("user-1"))).collect();
    let mut opened = Vec::new();
    for call in calls {
        let url = issuer.clock.run_to_completion(call).await.unwrap().unwrap();
        opened.push(url.url.expose().to_owned());
    }
    opened
}

#[tokio::test]
async fn ten_thousand_concurrent_viewers_share_the_tickets_that_they_need() {
    let issuer = Issuer::new().slow(Duration::from_secs(2));
    let urls = urls(&issuer);
    let opened = open_all(&issuer, &urls, 10_000).await;
    issuer.check(&opened);
    assert_eq!(opened.len(), 10_000);
    // Each ticket is renewed when a tenth of its 1000 uses is left.
    assert_eq!(issuer.issued(), 12);
    assert_eq!(issuer.most(), 1, "renewals do not overlap");
}

#[tokio::test]
async fn every_use_of_a_small_ticket_counts() {
    let issuer = Issuer::new();
    let urls = urls(&issuer).uses_per_ticket(3);
    let opened = open_all(&issuer, &urls, 10).await;
    issuer.check(&opened);
    assert_eq!(issuer.issued(), 4);
    let reloads = urls.uses_per_url(2);
    let opened = open_all(&issuer, &reloads, 4).await;
    assert_eq!((issuer.issued(), opened.len()), (8, 4), "a second URL would need a fourth use");
}

#[tokio::test]
async fn a_ticket_is_renewed_before_it_expires() {
    let issuer = Issuer::new();
    let urls = urls(&issuer).margin(Duration::from_secs(60));
    let first = urls.url("user-1").await.unwrap();
    let lifetime = first.expires_at.unwrap().duration_since(hwc_api::Clock::now(&issuer.clock)).unwrap();
    assert_eq!(lifetime, LIFETIME, "learned from the list");
    issuer.clock.advance(LIFETIME - Duration::from_secs(61));
    assert_eq!(open(&urls).await, first.url.expose());
    issuer.clock.advance(Duration::from_secs(1));
    let second = open(&urls).await;
    assert_eq!((second.as_str(), issuer.issued()), (format!("{LINK}?ticket=ticket-2").as_str(), 2));
    // Hours later, each URL is still valid when it is given out.
    for _ in 0..100 {
        issuer.clock.advance(Duration::from_secs(617));
        issuer.check(&[open(&urls).await]);
    }
}

#[tokio::test]
async fn a_failure_is_shared_by_those_who_wait_and_does_not_last() {
    let issuer = Issuer::new().slow(Duration::from_secs(1));
    issuer.fail(true);
    let urls = urls(&issuer);
    let calls: Vec<_> = (0..10_000).map(|_| tokio::spawn(urls.url("user-1"))).collect();
    for call in calls {
        let error = issuer.clock.run_to_completion(call).await.unwrap().unwrap_err();
        assert_eq!(
            (error.kind(), error.operation().map(|operation| operation.name)),
            (ErrorKind::Service, Some("CreateTickets"))
        );
    }
    assert_eq!(issuer.attempts(), 1, "one request for all of them");
    issuer.fail(false);
    let opened = issuer.clock.run_to_completion(urls.url("user-1")).await.unwrap();
    issuer.check(&[opened.url.expose().to_owned()]);
}

#[tokio::test]
async fn the_old_ticket_is_used_while_the_renewal_fails() {
    let issuer = Issuer::new();
    let urls = urls(&issuer).margin(Duration::from_secs(600)).uses_per_ticket(100);
    let first = open(&urls).await;
    issuer.fail(true);
    issuer.clock.advance(LIFETIME - Duration::from_secs(600));
    for _ in 0..50 {
        assert_eq!(open(&urls).await, first);
    }
    assert_eq!(issuer.attempts(), 2, "the renewal is retried after a while, not with each call");
    issuer.clock.advance(Duration::from_secs(600));
    assert!(urls.url("user-1").await.is_err(), "an expired ticket is never given out");
    issuer.fail(false);
    assert_ne!(open(&urls).await, first);
}

#[tokio::test]
async fn a_used_up_ticket_is_not_given_out_while_the_renewal_fails() {
    let issuer = Issuer::new();
    let urls = urls(&issuer).uses_per_ticket(20);
    let mut opened = vec![open(&urls).await];
    issuer.fail(true);
    while let Ok(url) = urls.url("user-1").await {
        opened.push(url.url.expose().to_owned());
    }
    issuer.check(&opened);
    assert_eq!(opened.len(), 20);
}

#[tokio::test]
async fn an_unknown_expiry_is_replaced_by_what_was_learned() {
    let issuer = Issuer::new();
    issuer.hide_list(true);
    let urls = urls(&issuer).assumed_lifetime(Duration::from_secs(100)).margin(Duration::from_secs(10));
    let first = urls.url("user-1").await.unwrap();
    assert_eq!(first.expires_at, None);
    issuer.clock.advance(Duration::from_secs(89));
    assert_eq!(open(&urls).await, first.url.expose());
    issuer.hide_list(false);
    issuer.clock.advance(Duration::from_secs(1));
    assert!(urls.url("user-1").await.unwrap().expires_at.is_some());
    issuer.hide_list(true);
    issuer.clock.advance(LIFETIME);
    let third = open(&urls).await;
    issuer.clock.advance(Duration::from_secs(3000));
    assert_eq!(open(&urls).await, third, "the lifetime of the second ticket is assumed");
}

#[tokio::test]
async fn each_viewer_has_a_ticket() {
    let issuer = Issuer::new();
    let urls = urls(&issuer);
    for viewer in 0..200 {
        urls.url(format!("user-{viewer}")).await.unwrap();
    }
    assert_eq!(issuer.issued(), 200);
    let plain = open(&urls).await;
    let grouped = urls.url(Viewer::new("user-1").groups(["group-1"])).await.unwrap();
    assert_ne!(grouped.url.expose(), plain);
    assert_eq!(open(&urls.clone()).await, plain, "clones share their tickets");
}

#[tokio::test]
async fn what_cannot_work_is_refused_before_a_ticket_is_created() {
    let issuer = Issuer::new();
    for urls in [
        urls(&issuer).uses_per_ticket(0),
        urls(&issuer).uses_per_url(0),
        issuer.client().insight().embed("e", "/embed"),
    ] {
        let error = urls.url("user-1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }
    assert_eq!(issuer.attempts(), 0);
}

#[tokio::test]
async fn a_ticket_whose_response_is_lost_is_replaced() {
    let issuer = Issuer::new();
    issuer.lose_next();
    let urls = issuer.client().insight().max_attempts(2).embed("embed-1", LINK);
    let opened = issuer.clock.run_to_completion(urls.url("user-1")).await.unwrap();
    assert!(opened.url.expose().ends_with("ticket-2"), "the first one is unknown, and expires unused");
}

#[tokio::test]
async fn a_canceled_caller_does_not_stop_the_renewal() {
    let issuer = Issuer::new().slow(Duration::from_secs(5));
    let urls = urls(&issuer);
    let first = tokio::spawn(urls.url("user-1"));
    tokio::task::yield_now().await;
    first.abort();
    let opened = issuer.clock.run_to_completion(urls.url("user-1")).await.unwrap();
    assert!(opened.url.expose().ends_with("ticket-1"));
    assert_eq!(issuer.attempts(), 1);
}

#[tokio::test]
async fn urls_are_not_printed() {
    let issuer = Issuer::new();
    let urls = issuer.client().insight().embed("embed-1", format!("{LINK}?ticket=MARK-1"));
    let url = urls.url("user-1").await.unwrap();
    let printed = format!("{urls:?} {url:?} {:?}", urls.url("user-1"));
    assert!(!printed.contains("MARK") && !printed.contains("ticket-1"), "{printed}");
}
