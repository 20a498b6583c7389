//! The sandbox as an HTTP server in its own process. Measures its request rate, its start-up time, its memory, and its
//! speed with many tickets.

mod export;
mod load;

use bytes::Bytes;
use http::{HeaderValue, Request};

use crate::harness::{Candidate, Watch, measure_rounds, median, memory, ratio};
use crate::helper::{Child, create, runtime};
use crate::report::{Limit, Report, Table};
use crate::{Options, Outcome, data};

use load::Load;

/// Connections of the load.
const CONNECTIONS: u64 = 32;

/// The request rate of `prism mock` on a machine similar to that of the budgets, in requests per second.
const PRISM: f64 = 1_600.0;

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

/// Measures request rates. Writes go to a separate sandbox, so that the length of lists does not change.
fn rate(options: &Options, report: &mut Report) -> Outcome<()> {
    let (read, written) = (demo(options)?, start(options, 0)?);
    let runtime = runtime()?;
    let count = options.pick(16_000, CONNECTIONS * 2);
    let agreement = "/v2/servicerequest/agreements/published-agreement?agreement_type=0";
    let kinds = [
        ("GET ListCases, 5 tickets of the demo data", &read, get(&format!("{}?limit=5", data::CASES))?),
        ("GET ShowLatestPublishedAgreement", &read, get(agreement)?),
        ("POST CreateCases, in a sandbox of its own", &written, create(0)?),
    ];
    let mut candidates = Vec::new();
    for (name, sandbox, request) in &kinds {
        let load = runtime.block_on(Load::connect(sandbox, CONNECTIONS))?;
        let runtime = &runtime;
        candidates.push(Candidate::new(*name, count, move || runtime.block_on(load.send(request, count))));
    }
    let times = measure_rounds(options.rounds(), &mut candidates)?;
    let title = format!("requests over {CONNECTIONS} connections");
    let mut table = Table::new(title, &[("rate", "requests/s"), ("wall", "us")]);
    for (candidate, times) in candidates.iter().zip(&times) {
        let wall = median(&times.wall);
        table.row(candidate.name.clone(), [Some(1e6 / wall), Some(wall)]);
    }
    table.note("One thread sends and one responds, each in its own process.");
    let validated = 1e6 / median(&times[0].wall);
    let what = "sandbox, one validated GET (ListCases), 20x prism";
    report.budget(what, validated, Limit::AtLeast(20.0 * PRISM), "requests/s");
    report.table(table);
    Ok(())
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
            loads.push(runtime.block_on(Load::connect(sandbox, 1))?);
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

fn get(target: &str) -> Outcome<Request<Bytes>> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = target.parse()?;
    request.headers_mut().insert("host", HeaderValue::from_static("localhost"));
    request.headers_mut().insert("x-auth-token", HeaderValue::from_static("a-token-of-no-account"));
    Ok(request)
}
