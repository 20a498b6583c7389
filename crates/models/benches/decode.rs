//! Decoding a page of tickets, side by side with the same structs written with serde's derive. The machine may be noisy:
//! both take turns, and the medians and their ratio are what counts. `cargo bench -p hwc-models --bench decode`

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use hwc_models::osm;
use hwc_wire::{Mode, Timestamp};
use serde::Deserialize;

/// How often both take turns.
const RUNS: usize = 7;

/// How often a page is decoded in one turn.
const ROUNDS: u32 = 500;

#[derive(Deserialize)]
struct Page {
    #[serde(alias = "count")]
    total_count: Option<u64>,
    #[serde(default)]
    incident_info_list: Vec<Ticket>,
}

#[derive(Deserialize)]
struct Ticket {
    xcustomer_id: Option<String>,
    xcustomer_name: Option<String>,
    status: Option<i64>,
    incident_id: Option<String>,
    business_type_name: Option<String>,
    incident_type_name: Option<String>,
    product_category_name: Option<String>,
    incident_service_type: Option<String>,
    customer_id: Option<String>,
    dc_name: Option<String>,
    simple_description: Option<String>,
    root_cause: Option<String>,
    resolution: Option<String>,
    create_time: Option<String>,
    confirmed_time: Option<String>,
    #[serde(default)]
    label_list: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    label_id: Option<u32>,
    name: Option<String>,
    color: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let json = page(100);
    let (ours, deviations) = hwc_wire::decode::<osm::ListCasesResponse>(json.as_bytes(), Mode::Tolerant)?;
    let theirs: Page = serde_json::from_slice(json.as_bytes())?;
    assert!(deviations.is_empty(), "the page is as documented: {deviations:?}");
    assert!(same_page(&ours, &theirs), "both read the same");

    let (hwc, serde) = take_turns(
        &mut || {
            let page = hwc_wire::decode::<osm::ListCasesResponse>(black_box(json.as_bytes()), Mode::Tolerant);
            drop(black_box(page));
        },
        &mut || drop(black_box(serde_json::from_slice::<Page>(black_box(json.as_bytes())))),
    );
    say(&format!("a page of 100 tickets, {} bytes; median of {RUNS} turns", json.len()));
    say(&format!("hwc_wire::decode  {:>8.1} us", micros(hwc)));
    say(&format!("serde's derive    {:>8.1} us", micros(serde)));
    say(&format!("ratio             {:>8.3}", micros(hwc) / micros(serde)));
    Ok(())
}

/// A page with every documented field filled.
fn page(tickets: usize) -> String {
    let list: Vec<String> = (0..tickets).map(ticket).collect();
    format!(r#"{{"total_count":{tickets},"incident_info_list":[{}]}}"#, list.join(","))
}

fn ticket(index: usize) -> String {
    let texts = ["does not start", "is slow since the update of last night", "reports an error on \\\"save\\\""];
    let text = texts[index % texts.len()];
    format!(
        concat!(
            r#"{{"xcustomer_id":"user-{i:05}","xcustomer_name":"name of user {i}","status":{status},"#,
            r#""incident_id":"case-2026-{i:06}","business_type_name":"Instances","incident_type_name":"Usage","#,
            r#""product_category_name":"Elastic Cloud Server","incident_service_type":"basic","#,
            r#""customer_id":"account-{i:04}","dc_name":"CN North-Beijing4","#,
            r#""simple_description":"Server {i} {text}","root_cause":"Disk {i}","#,
            r#""resolution":"Replaced","create_time":"2026-07-07T09:33:43.000Z","#,
            r#""confirmed_time":"2026-07-08T10:00:00.000Z","#,
            r##""label_list":[{{"label_id":{i},"name":"label {i}","color":"#00ff00"}}]}}"##
        ),
        i = index,
        status = [0, 1, 2, 3, 17][index % 5],
        text = text,
    )
}

fn same_page(ours: &osm::ListCasesResponse, theirs: &Page) -> bool {
    let pairs = ours.incident_info_list.iter().zip(&theirs.incident_info_list);
    ours.total_count == theirs.total_count
        && ours.incident_info_list.len() == theirs.incident_info_list.len()
        && pairs.into_iter().all(|(ours, theirs)| same_ticket(ours, theirs))
}

fn same_ticket(ours: &osm::CaseInfo, theirs: &Ticket) -> bool {
    let texts = [
        (ours.xcustomer_id.as_ref().map(osm::SubCustomerId::as_str), &theirs.xcustomer_id),
        (ours.xcustomer_name.as_deref(), &theirs.xcustomer_name),
        (ours.incident_id.as_ref().map(osm::CaseId::as_str), &theirs.incident_id),
        (ours.business_type_name.as_deref(), &theirs.business_type_name),
        (ours.incident_type_name.as_deref(), &theirs.incident_type_name),
        (ours.product_category_name.as_deref(), &theirs.product_category_name),
        (ours.incident_service_type.as_deref(), &theirs.incident_service_type),
        (ours.customer_id.as_ref().map(osm::CustomerId::as_str), &theirs.customer_id),
        (ours.dc_name.as_deref(), &theirs.dc_name),
        (ours.simple_description.as_deref(), &theirs.simple_description),
        (ours.root_cause.as_deref(), &theirs.root_cause),
        (ours.resolution.as_deref(), &theirs.resolution),
        (ours.create_time.as_ref().map(Timestamp::as_str), &theirs.create_time),
        (ours.confirmed_time.as_ref().map(Timestamp::as_str), &theirs.confirmed_time),
    ];
    let labels = ours.label_list.iter().zip(&theirs.label_list);
    texts.iter().all(|(ours, theirs)| *ours == theirs.as_deref())
        && ours.status.map(|status| status.code()) == theirs.status
        && ours.label_list.len() == theirs.label_list.len()
        && labels.into_iter().all(|(ours, theirs)| same_label(ours, theirs))
}

fn same_label(ours: &osm::CaseLabel, theirs: &Label) -> bool {
    ours.label_id == theirs.label_id && ours.name == theirs.name && ours.color == theirs.color
}

/// The median times of one round of each, after a turn to warm up.
fn take_turns(left: &mut dyn FnMut(), right: &mut dyn FnMut()) -> (Duration, Duration) {
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    for _ in 0..=RUNS {
        lefts.push(turn(left));
        rights.push(turn(right));
    }
    (median(lefts.split_off(1)), median(rights.split_off(1)))
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn turn(work: &mut dyn FnMut()) -> Duration {
    let start = std::time::Instant::now();
    for _ in 0..ROUNDS {
        work();
    }
    start.elapsed() / ROUNDS
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn say(line: &str) {
    println!("{line}");
}
