//! Exports of all tickets: each ticket once, regardless of the service's behavior and of concurrent changes.

use std::collections::BTreeSet;
use std::time::Duration;

use hwc_api::tickets::{Checkpoint, TicketExport};
use hwc_api::{Error, ErrorKind, osm};
use serde_json::json;

use crate::archive::{Archive, UNDATED, Ways, all_ways, numbers};
use crate::common::{NOW, patiently, time};
use crate::desk::{Desk, refusal};

const PLAIN: Ways = Ways { newest_first: true, ends_count: true, by_seconds: true };

/// The first millisecond after the export.
const END: i64 = NOW as i64 * 1000;

/// Returns all IDs up to the end or to the first error.
async fn rest(desk: &Desk, export: &mut TicketExport) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        match patiently(&desk.clock, export.try_next()).await {
            Ok(Some(record)) => ids.push(record.case.incident_id.unwrap().to_string()),
            Ok(None) => return (ids, None),
            Err(error) => return (ids, Some(error)),
        }
    }
}

async fn all(desk: &Desk, mut export: TicketExport) -> Vec<String> {
    let (ids, error) = rest(desk, &mut export).await;
    assert!(error.is_none(), "{error:?}");
    ids
}

/// Returns `count` tickets within `seconds` before the end, several of them in the same second and the same millisecond.
fn tickets(count: u64, seconds: u64) -> Vec<(String, i64)> {
    let mut number = numbers(count);
    let opened = |number: &mut dyn FnMut(u64) -> u64| {
        let second = END - 1000 - i64::try_from(number(seconds)).unwrap() * 1000;
        second + [0, 0, 1, 500, 999][usize::try_from(number(5)).unwrap()]
    };
    (0..count).map(|id| (format!("case-{id:05}"), opened(&mut number))).collect()
}

/// Returns the IDs in the order of the export.
fn in_order(tickets: &[(String, i64)]) -> Vec<String> {
    let mut sorted: Vec<(i64, &String)> = tickets.iter().map(|(id, opened)| (*opened, id)).collect();
    sorted.sort();
    sorted.into_iter().map(|(_, id)| id.clone()).collect()
}

#[tokio::test]
async fn each_ticket_comes_once_and_in_order_whatever_the_reference_leaves_open() {
    for ways in all_ways() {
        for (count, seconds) in [(0, 1), (1, 1), (40, 3), (1100, 100), (700, 1_000_000)] {
            let tickets = tickets(count, seconds);
            let desk = Archive::new(ways, tickets.clone()).desk();
            assert_eq!(all(&desk, desk.tickets().export()).await, in_order(&tickets), "{ways:?} {count} {seconds}");
        }
    }
}

/// Marks the IDs of some tickets, for which the service then returns unreadable times.
fn undated(tickets: Vec<(String, i64)>) -> Vec<(String, i64)> {
    let mark = |(id, opened): (String, i64)| (if id.ends_with('3') { format!("{UNDATED}{id}") } else { id }, opened);
    tickets.into_iter().map(mark).collect()
}

#[tokio::test]
async fn a_time_that_cannot_be_read_ends_no_export() {
    for ways in all_ways() {
        for (count, seconds) in [(40, 3), (1100, 100), (700, 1_000_000)] {
            let tickets = undated(tickets(count, seconds));
            let desk = Archive::new(ways, tickets.clone()).desk();
            let (undated, dated): (Vec<_>, Vec<_>) =
                all(&desk, desk.tickets().export()).await.into_iter().partition(|id| id.starts_with(UNDATED));
            let expected: Vec<_> = tickets.iter().filter(|(id, _)| !id.starts_with(UNDATED)).cloned().collect();
            assert_eq!(dated, in_order(&expected), "{ways:?} {count} {seconds}");
            let once: BTreeSet<&String> = undated.iter().collect();
            assert_eq!((once.len(), undated.len()), (tickets.len() - dated.len(), tickets.len() - dated.len()));
        }
    }
}

#[tokio::test]
async fn an_export_that_is_resumed_loses_no_ticket_whose_time_cannot_be_read() {
    let tickets = undated(tickets(600, 60));
    let ids: BTreeSet<String> = tickets.iter().map(|(id, _)| id.clone()).collect();
    let desk = Archive::new(PLAIN, tickets).desk();
    let mut checkpoints = Vec::new();
    let (mut export, mut before) = (desk.tickets().export(), Vec::new());
    while let Some(record) = export.try_next().await.unwrap() {
        before.push(record.case.incident_id.unwrap().to_string());
        checkpoints.push(export.checkpoint().unwrap().clone());
    }
    for (index, checkpoint) in checkpoints.into_iter().enumerate().step_by(37) {
        let after = all(&desk, desk.tickets().export().resume(checkpoint)).await;
        let dated = |ids: &[String]| ids.iter().filter(|id| !id.starts_with(UNDATED)).count();
        assert_eq!(dated(&before[..=index]) + dated(&after), dated(&before), "what has a time comes once");
        let both: BTreeSet<String> = before[..=index].iter().chain(&after).cloned().collect();
        assert_eq!(both, ids, "{index}");
    }
}

#[tokio::test]
async fn tickets_that_come_and_go_make_no_other_one_slip_through() {
    for ways in all_ways() {
        let tickets = tickets(900, 1000);
        let stay: Vec<(String, i64)> = tickets.iter().filter(|(id, _)| !id.ends_with('7')).cloned().collect();
        let leave: Vec<String> = tickets.iter().map(|(id, _)| id.clone()).filter(|id| id.ends_with('7')).collect();
        let archive = Archive::new(ways, tickets).after_each_page(move |tickets, page| {
            tickets.insert(format!("new-{page:04}"), END + i64::from(page) * 100);
            if page % 5 == 0 {
                leave.get(page as usize).map(|id| tickets.remove(id));
            }
        });
        let desk = archive.desk();
        let mut came = all(&desk, desk.tickets().export()).await;
        assert!(came.iter().all(|id| !id.starts_with("new-")), "they are of the next export");
        came.retain(|id| !id.ends_with('7'));
        assert_eq!(came, in_order(&stay), "{ways:?}");
    }
}

#[tokio::test]
async fn a_ticket_that_leaves_between_two_pages_makes_the_window_be_read_again() {
    let tickets = tickets(150, 10);
    let newest = in_order(&tickets).pop().unwrap();
    let archive = Archive::new(PLAIN, tickets.clone()).after_each_page(move |tickets, page| {
        if page == 1 {
            tickets.remove(&newest);
        }
    });
    let desk = archive.desk();
    let mut export = desk.tickets().export();
    let mut gone = Vec::new();
    let mut count = 0;
    while let Some(record) = export.try_next().await.unwrap() {
        count += 1;
        gone.extend(record.detail.is_none().then_some(record.case.incident_id));
    }
    assert_eq!((count, gone.len()), (150, 1), "all that were listed, the one that left with what the list showed");
    assert_eq!(desk.all("ListCases").len(), 4, "two pages, and both again");
}

#[tokio::test]
async fn a_list_that_never_keeps_still_is_an_error() {
    let archive = Archive::new(PLAIN, tickets(150, 10)).after_each_page(|tickets, page| {
        if page % 2 == 1 {
            let first = tickets.keys().next().unwrap().clone();
            tickets.remove(&first);
        }
    });
    let desk = archive.desk();
    let (ids, error) = rest(&desk, &mut desk.tickets().export()).await;
    assert!(ids.is_empty());
    assert_eq!(
        error.unwrap().to_string(),
        "osm.ListCases: inconsistent pages: the list changed in each scan; tickets may be missing"
    );
}

#[tokio::test]
async fn a_total_that_is_wrong_but_steady_does_no_harm() {
    let row = json!({ "incident_id": "a", "create_time": "2023-11-14T22:00:00.000Z" });
    for total in [json!(7), json!(null)] {
        let row = row.clone();
        let desk = Desk::new().on("ShowCaseDetail", json!({})).does("ListCases", move |asked| {
            let rows = if asked.query("offset").is_none() { vec![row.clone()] } else { Vec::new() };
            (200, json!({ "total_count": total, "incident_info_list": rows }))
        });
        assert_eq!(all(&desk, desk.tickets().export()).await, ["a"]);
    }
}

#[tokio::test]
async fn a_list_that_always_gives_its_first_page_is_an_error_and_not_a_short_list() {
    let rows: Vec<_> = (0..100)
        .map(|id| json!({ "incident_id": format!("case-{id}"), "create_time": "2023-11-14T22:00:00.000Z" }))
        .collect();
    let desk = Desk::new().on("ListCases", json!({ "total_count": 300, "incident_info_list": rows }));
    let (ids, error) = rest(&desk, &mut desk.tickets().export()).await;
    assert!(ids.is_empty(), "200 others are missing");
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert!(error.to_string().ends_with("tickets may be missing"), "{error}");
    assert_eq!(desk.all("ListCases").len(), 8, "two pages, four times");
}

#[tokio::test]
async fn an_export_goes_on_from_each_checkpoint_with_nothing_lost_and_nothing_twice() {
    let tickets = tickets(700, 60);
    let expected = in_order(&tickets);
    for ways in all_ways() {
        let archive = Archive::new(ways, tickets.clone());
        let desk = archive.desk();
        let (mut came, mut line, mut number) = (Vec::new(), None::<String>, numbers(7));
        loop {
            let mut export = desk.tickets().export();
            export = line.iter().fold(export, |export, line| export.resume(line.parse().unwrap()));
            let before = came.len();
            for _ in 0..=number(150) {
                let Some(record) = patiently(&desk.clock, export.try_next()).await.unwrap() else { break };
                came.push(record.case.incident_id.unwrap().to_string());
            }
            assert!(came.len() <= expected.len(), "some came twice");
            line = export.checkpoint().map(ToString::to_string);
            archive.tickets.lock().unwrap().insert(format!("new-{before}"), END + 1);
            desk.clock.advance(Duration::from_secs(1));
            if came.len() == before {
                break;
            }
        }
        assert_eq!(came, expected, "{ways:?}");
    }
}

#[tokio::test]
async fn details_are_read_a_few_at_a_time_and_come_in_order() {
    for (at_once, most) in [(None, 4), (Some(9), 9), (Some(0), 1)] {
        let tickets = tickets(30, 10);
        let desk = Archive::new(PLAIN, tickets.clone()).desk().slow("ShowCaseDetail", Duration::from_secs(1));
        let mut export = desk.tickets().export();
        export = at_once.into_iter().fold(export, TicketExport::concurrency);
        assert_eq!(all(&desk, export).await, in_order(&tickets));
        assert_eq!(desk.most(), most);
    }
}

#[tokio::test]
async fn time_that_the_program_takes_is_not_held_against_what_is_read_ahead() {
    let tickets = tickets(3, 10);
    let expected = in_order(&tickets);
    // The first two calls get a response, the third one never does; afterwards, all do again.
    for (at_once, error) in [(2, None), (1, Some(ErrorKind::Timeout))] {
        let desk = Archive::new(PLAIN, tickets.clone()).desk().slow("ShowCaseDetail", Duration::from_secs(1));
        let mut export = desk.tickets().export().concurrency(at_once);
        let mut came = Vec::new();
        for slow in [1, 1000] {
            let desk = desk.clone().slow("ShowCaseDetail", Duration::from_secs(slow));
            let outcome = patiently(&desk.clock, export.try_next()).await;
            let kind = outcome.as_ref().err().map(Error::kind);
            assert_eq!(kind, error.filter(|_| slow == 1000), "with somebody waiting, time that is up is an error");
            came.extend(outcome.ok().flatten().and_then(|record| record.case.incident_id).map(|id| id.to_string()));
        }
        let desk = desk.slow("ShowCaseDetail", Duration::from_secs(1));
        desk.clock.advance(Duration::from_secs(120));
        came.extend(all(&desk, export).await);
        assert_eq!(came, expected);
    }
}

#[tokio::test]
async fn a_ticket_that_cannot_be_read_is_tried_again_or_left_out() {
    let tickets = tickets(3, 10);
    let expected = in_order(&tickets);
    let desk = Archive::new(PLAIN, tickets).desk();
    let desk = desk.once("ShowCaseDetail", 200, refusal("OSM.0003")).once("ShowCaseDetail", 500, json!({}));
    let mut export = desk.tickets().export().concurrency(1);
    let (ids, error) = rest(&desk, &mut export).await;
    assert_eq!((ids.len(), error.unwrap().service().unwrap().code.as_str()), (0, "OSM.0003"));
    assert!(export.checkpoint().is_none());
    assert_eq!(rest(&desk, &mut export).await.1.unwrap().kind(), ErrorKind::Service, "the same one again");
    let left_out = export.skip().unwrap();
    assert_eq!(left_out.incident_id.unwrap().as_str(), expected[0]);
    assert!(export.checkpoint().unwrap().to_string().ends_with(&expected[0]));
    assert_eq!(rest(&desk, &mut export).await.0, expected[1..]);
    assert!(export.skip().is_none());
}

#[tokio::test]
async fn a_span_a_filter_and_a_zone_are_kept_to() {
    let tickets = [("a", 10), ("b", 9), ("c", 8), ("d", 7)].map(|(id, ago)| (id.to_owned(), END - ago * 1000));
    let desk = Archive::new(PLAIN, tickets).desk();
    let filter = osm::ListCases::new().app_key("disk");
    let export = desk.tickets().time_zone("GMT-03:30").group_id("g").export().filter(filter);
    assert_eq!(all(&desk, export.since(time(NOW - 9)).until(time(NOW - 7))).await, ["b", "c"]);
    let asked = desk.all("ListCases")[0].clone();
    assert_eq!(asked.headers["x-time-zone"], "GMT-03:30");
    assert_eq!(asked.query("query_start_time").as_deref(), Some("2023-11-14 18:43:10"), "a second before");
    assert_eq!(asked.query("query_end_time").as_deref(), Some("2023-11-14 18:43:14"), "a second after");
    assert_eq!((asked.query("app_key").as_deref(), asked.query("group_id").as_deref()), (Some("disk"), Some("g")));
    let shown = desk.all("ShowCaseDetail")[0].clone();
    assert_eq!((shown.headers["x-time-zone"].as_str(), shown.query("group_id").as_deref()), ("GMT-03:30", Some("g")));
    let empty = desk.tickets().export().since(time(NOW)).until(time(NOW - 5));
    assert!(all(&desk, empty).await.is_empty());
}

#[tokio::test]
async fn exports_from_end_to_end_have_each_ticket_once() {
    let tickets = tickets(40, 10);
    let archive = Archive::new(PLAIN, tickets.clone());
    let desk = archive.desk();
    let mut export = desk.tickets().export();
    let mut came = rest(&desk, &mut export).await.0;
    archive.tickets.lock().unwrap().extend([("late-1".to_owned(), END), ("late-2".to_owned(), END + 1500)]);
    desk.clock.advance(Duration::from_secs(2));
    let line = export.checkpoint().unwrap().to_string();
    let mut finished = desk.tickets().export().resume(line.parse().unwrap());
    assert!(rest(&desk, &mut finished).await.0.is_empty(), "it had all of its tickets");
    let next = desk.tickets().export().since(finished.checkpoint().unwrap().until());
    came.extend(all(&desk, next).await);
    let late = ["late-1", "late-2"].map(str::to_owned);
    assert_eq!(came, [in_order(&tickets), late.to_vec()].concat());
}

#[tokio::test]
async fn an_end_that_is_still_to_come_is_now() {
    let far = time(NOW).checked_add(Duration::from_secs((i64::MAX as u64) - NOW)).unwrap_or(time(NOW + 10));
    for until in [time(NOW + 10), far] {
        let archive = Archive::new(PLAIN, [("a".to_owned(), END - 5000), ("b".to_owned(), END + 5000)]);
        let desk = archive.desk();
        let mut export = desk.tickets().export().until(until);
        assert_eq!(rest(&desk, &mut export).await.0, ["a"]);
        let line = export.checkpoint().unwrap().to_string();
        assert!(line.starts_with(&format!("1:{END}:")), "{line}");
        let line = line.replacen(&END.to_string(), &i64::MAX.to_string(), 1);
        if let Ok(checkpoint) = line.parse() {
            let mut export = desk.tickets().export().resume(checkpoint);
            assert!(rest(&desk, &mut export).await.0.is_empty(), "b is still to come");
            assert_eq!(export.checkpoint().unwrap().until(), time(NOW), "where the next one has to begin");
        }
    }
    let desk = Archive::new(PLAIN, tickets(3, 10)).desk();
    assert!(all(&desk, desk.tickets().export().since(far)).await.is_empty());
}

#[tokio::test]
async fn what_would_make_an_export_wrong_is_told() {
    let desk = Archive::new(PLAIN, tickets(3, 10)).desk();
    let first = |export: TicketExport| {
        let desk = desk.clone();
        async move { rest(&desk, &mut { export }).await.1.unwrap() }
    };
    let tickets = desk.tickets();
    let error = first(tickets.export().filter(osm::ListCases::new().limit(5_u32))).await;
    assert!(error.to_string().ends_with("the filter must not set times, offset or limit; use `since` and `until`"));
    let error = first(tickets.clone().time_zone("Asia/Shanghai").export()).await;
    assert_eq!(error.kind(), ErrorKind::Config);
    let mut export = tickets.export();
    export.try_next().await.unwrap().unwrap();
    let checkpoint: Checkpoint = export.checkpoint().unwrap().clone();
    let other = osm::ListCases::new().app_key("disk");
    let error = first(tickets.export().filter(other).resume(checkpoint.clone())).await;
    assert!(error.to_string().ends_with("the checkpoint belongs to an export with another filter"));
    let error = first(tickets.clone().group_id("g").export().resume(checkpoint.clone())).await;
    assert!(error.to_string().ends_with("another filter"), "the group is part of it");
    let error = first(tickets.export().until(time(NOW - 1)).resume(checkpoint.clone())).await;
    assert!(error.to_string().ends_with("the checkpoint belongs to an export with another end; do not set `until`"));
    assert_eq!(all(&desk, tickets.export().until(time(NOW)).resume(checkpoint)).await.len(), 2, "the same end will do");
    let far = json!({ "incident_id": "x", "create_time": "2023-11-14T22:13:25.000Z" });
    for (row, text) in [
        (far, "x was not opened within the requested time span; the filters use another time"),
        (json!({ "create_time": "2023-11-14T22:00:00.000Z" }), "missing field `incident_info_list[].incident_id`"),
    ] {
        let desk = Desk::new().on("ListCases", json!({ "total_count": 1, "incident_info_list": [row] }));
        let error = rest(&desk, &mut desk.tickets().export()).await.1.unwrap();
        assert!(error.to_string().ends_with(text), "{error}");
    }
}

#[tokio::test]
async fn a_second_with_more_tickets_than_can_be_listed_is_an_error_and_not_a_short_list() {
    let tickets = (0..65_700).map(|id| (format!("case-{id:05}"), END - 5000));
    let desk = Archive::new(PLAIN, tickets).desk();
    let (ids, error) = rest(&desk, &mut desk.tickets().export().since(time(NOW - 5)).until(time(NOW - 4))).await;
    assert!(ids.is_empty());
    assert_eq!(error.unwrap().kind(), ErrorKind::ListTruncated);
}

#[tokio::test]
async fn a_record_is_json_with_the_names_of_the_service() {
    let desk = Archive::new(PLAIN, [("a".to_owned(), END - 1000)]).desk();
    let record = desk.tickets().export().try_next().await.unwrap().unwrap();
    assert_eq!(record.messages()[0].content.as_deref(), Some("about a"));
    let json = serde_json::to_value(&record).unwrap();
    let case = json!({ "incident_id": "a", "status": 1, "create_time": "2023-11-14T22:13:19.000Z", "label_list": [] });
    assert_eq!(json["case"], case);
    assert_eq!(json["detail"]["message_list"][0]["content"], "about a");
}
