//! The sandbox as an HTTP server in its own process. Measures its request rate, its start-up time, its memory, and its
//! speed with many tickets.

mod export;
mod load;

use bytes::Bytes;
use http::{HeaderValue, Request};

use crate::harness::{Candidate, Times, Watch, measure_rounds, median, memory, ratio};
use crate::helper::{Child, Prism, create, runtime};
use crate::report::{Limit, Report, Table};
use crate::{Options, Outcome, data};

use load::Load;

/// Connections of the load.
const CONNECTIONS: u64 = 32;

const LIST: &str = "GET ListCases, one ticket of the demo data";
const BY_PRISM: &str = "GET ListCases, one made-up ticket, by prism";
const CREATE: &str = "POST CreateCases, in a sandbox of its own";

/// The smallest ratios of the rates of the sandbox to that of prism for a GET: of the same GET, with a response of the same size,
/// and of a POST that opens a ticket.
const LIST_RATIO: f64 = 10.0;
const CREATE_RATIO: f64 = LIST_RATIO / 3.0;

/// The largest memory with many tickets, in MB.
const MEMORY: f64 = 100.0;

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    start_up(options, report)?;
    rate(options, report)?;
    growth(options, report)
}

/// Measures the time from the start of the process to its first line, with the demo data.
fn start_up(options: &Options, report: &mut Report) -> Outcome<()> {
    let mut times = Vec::new();
    for _ in 0..=options.rounds() {
        let watch = Watch::start();
        let sandbox = demo(options)?;
        times.push(watch.wall().as_secs_f64() * 1e3);
        drop(sandbox);
    }
    let mut table = Table::new("start", &[("wall", "ms")]);
    table.row("until it can be called, with the demo data", [Some(median(&times[1..]))]);
    report.table(table);
    Ok(())
}

/// Measures request rates, beside prism if it is installed. Writes go to a separate sandbox, so that the length of lists does
/// not change.
fn rate(options: &Options, report: &mut Report) -> Outcome<()> {
    let (read, written) = (demo(options)?, start(options, 0)?);
    let prism = Prism::find().filter(|_| !options.quick).map(|program| Prism::start(&program)).transpose()?;
    let (one, five) = (list(1)?, list(5)?);
    let agreement = get("/v2/servicerequest/agreements/published-agreement?agreement_type=0")?;
    let mut kinds = vec![
        (LIST, read.address(), one.clone(), 16_000),
        ("GET ListCases, 5 tickets of the demo data", read.address(), five, 16_000),
        ("GET ShowLatestPublishedAgreement", read.address(), agreement, 16_000),
        (CREATE, written.address(), create(0)?, 16_000),
    ];
    kinds.extend(prism.as_ref().map(|prism| (BY_PRISM, prism.address(), one, 3_200)));
    let runtime = runtime()?;
    let mut candidates = Vec::new();
    for (name, address, request, count) in &kinds {
        let load = runtime.block_on(Load::connect(address, CONNECTIONS))?;
        let (runtime, count) = (&runtime, options.pick(*count, CONNECTIONS * 2));
        candidates.push(Candidate::new(*name, count, move || runtime.block_on(load.send(request, count))));
    }
    let times = measure_rounds(options.rounds(), &mut candidates)?;
    if prism.is_none() && !options.quick {
        report.skip("prism is not installed: `crates/bench/peers/prism/install`");
    }
    add_rates(report, &candidates, &times);
    Ok(())
}

/// Adds the table and the budgets of the request rates.
fn add_rates(report: &mut Report, candidates: &[Candidate<'_>], times: &[Times]) {
    let title = format!("requests over {CONNECTIONS} connections");
    let mut table = Table::new(title, &[("rate", "requests/s"), ("wall", "us"), ("ratio", "")]);
    for (candidate, own) in candidates.iter().zip(times) {
        let (wall, ratio) = (median(&own.wall), ratio(&times[0].wall, &own.wall).median);
        table.row(candidate.name.clone(), [Some(1e6 / wall), Some(wall), Some(ratio)]);
    }
    table.note(
        "One thread sends, each server is a process of its own. A ratio compares rates with that of the first row.",
    );
    report.table(table);
    let of = |name| candidates.iter().position(|candidate| candidate.name == name).map(|index| &times[index].wall);
    let Some(prism) = of(BY_PRISM) else { return };
    for (name, least) in [(LIST, LIST_RATIO), (CREATE, CREATE_RATIO)] {
        let figure = of(name).map_or(0.0, |own| ratio(prism, own).median);
        report.budget(&format!("rate of {name}, against the GET by prism"), figure, Limit::AtLeast(least), "x");
    }
}

/// Compares two sandboxes, one with many more tickets: their memory and their response times.
fn growth(options: &Options, report: &mut Report) -> Outcome<()> {
    let (few, many) = options.pick((1_000, 100_000), (10, 100));
    let running = [demo(options)?, start(options, few)?, start(options, many)?];
    let mut table = Table::new("resident memory", &[("resident", "MB")]);
    let resident = |child: &Child| memory::resident(Some(child.id())).map(memory::megabytes);
    for (name, child) in
        ["the demo data".to_owned(), format!("{few} tickets"), format!("{many} tickets")].into_iter().zip(&running)
    {
        table.row(name, [resident(child)]);
    }
    if let Some(megabytes) = resident(&running[0]) {
        report.budget("sandbox, resident memory with the demo data", megabytes, Limit::AtMost(40.0), "MB");
    }
    if let Some(megabytes) = resident(&running[2]).filter(|_| !options.quick) {
        report.budget(&format!("sandbox, resident memory with {many} tickets"), megabytes, Limit::AtMost(MEMORY), "MB");
    }
    report.table(table);
    lookups(options, report, [(few, &running[1]), (many, &running[2])])?;
    export::run(report, many, &running[2])
}

fn demo(options: &Options) -> Outcome<Child> {
    Child::start(&options.programs.helper, &["sandbox", "demo"])
}

fn start(options: &Options, tickets: u64) -> Outcome<Child> {
    Child::start(&options.programs.helper, &["sandbox", &tickets.to_string()])
}

fn lookups(options: &Options, report: &mut Report, sandboxes: [(u64, &Child); 2]) -> Outcome<()> {
    let runtime = runtime()?;
    let mut table = Table::new("one request at a time", &[("wall", "us"), ("ratio", "")]);
    let kinds = [("ListCases, first page of 10", "?limit=10"), ("ShowCaseDetail", "/case-1005")];
    for (name, rest) in kinds {
        let request = get(&format!("{}{rest}", data::CASES))?;
        let count = options.pick(500, 2);
        let mut loads = Vec::new();
        for (_, sandbox) in sandboxes {
            loads.push(runtime.block_on(Load::connect(sandbox.address(), 1))?);
        }
        let mut candidates = Vec::new();
        for load in &loads {
            let (runtime, request) = (&runtime, &request);
            candidates.push(Candidate::new(name, count, move || runtime.block_on(load.send(request, count))));
        }
        let times = measure_rounds(options.rounds(), &mut candidates)?;
        let growth = ratio(&times[1].wall, &times[0].wall).median;
        for ((tickets, _), own) in sandboxes.iter().zip(&times) {
            let row = format!("{name}, {tickets} tickets stored");
            table.row(row, [Some(median(&own.wall)), Some(ratio(&own.wall, &times[0].wall).median)]);
        }
        let what = format!("{name}: {} tickets stored against {}", sandboxes[1].0, sandboxes[0].0);
        report.budget(&what, growth, Limit::AtMost(1.5), "x");
    }
    report.table(table);
    Ok(())
}

/// Returns the request for a page of tickets.
fn list(limit: u32) -> Outcome<Request<Bytes>> {
    get(&format!("{}?limit={limit}", data::CASES))
}

fn get(target: &str) -> Outcome<Request<Bytes>> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = target.parse()?;
    request.headers_mut().insert("host", HeaderValue::from_static("localhost"));
    request.headers_mut().insert("x-auth-token", HeaderValue::from_static("a-token-of-no-account"));
    Ok(request)
}
