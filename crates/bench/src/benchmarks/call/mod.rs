//! Whole calls for the same pages from the same server. The server runs in its own process, so the CPU time of this
//! process is that of the client with all its threads.

mod caller;

use std::collections::BTreeMap;

pub use caller::Caller;

use crate::harness::{self, Candidate, Times, measure_rounds, ratio};
use crate::helper::{Child, Nginx, ask, runtime};
use crate::report::{Limit, Report, Table};
use crate::{Options, Outcome};

/// The requested pages: the number of tickets, and the name.
const PAGES: [(u32, &str); 2] = [(1, "600-byte response"), (100, "page of 100 tickets (57 KB)")];

/// The number of rounds: more than elsewhere, since the budgets are closer to the figures.
const ROUNDS: usize = 11;

/// The number of concurrent calls in the crowded case.
const CONCURRENCY: u64 = 64;

/// The number of concurrent calls, and the name of the case.
const CONCURRENCIES: [(u64, &str); 2] = [(1, "one at a time"), (CONCURRENCY, "64 in flight")];

/// The baseline: the first caller whose name contains this text.
const BASELINE: &str = "serde by hand";

/// Allocations per call, by candidate and number of tickets.
type Allocations = BTreeMap<String, BTreeMap<u32, f64>>;

/// A caller and its name in the tables.
type NamedCaller = (&'static str, Caller);

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    let server = Child::start(&options.programs.helper, &["serve", "0"])?;
    let calls = options.pick("400", "5");
    let allocations: Allocations = ask(&options.programs.counter, &["call", server.address(), calls])?;
    for (tickets, name) in PAGES {
        alone(options, report, &allocations, tickets, name)?;
        for (in_flight, how) in CONCURRENCIES {
            let calls = options.pick(if tickets == 1 { 6_400 } else { 1_280 }, CONCURRENCY);
            let callers = Caller::over_http(server.address())?;
            let times = measure(options, &callers, tickets, calls, in_flight)?;
            let mut table = table(&format!("{name}, {how}"), &callers, &times, &allocations, tickets);
            table.note("The server is that of this benchmark, on hyper.");
            report.table(table);
            add_budgets(report, tickets, in_flight, &callers, &times);
        }
    }
    with_nginx(options, report)
}

/// Measures the same on nginx, a server that was not written for this benchmark. It has no budgets. A quarter of the
/// calls is enough to see a difference.
fn with_nginx(options: &Options, report: &mut Report) -> Outcome<()> {
    if !Nginx::is_installed() {
        report.skip("nginx is not installed");
        return Ok(());
    }
    let server = Nginx::start()?;
    for (tickets, name) in PAGES {
        for (in_flight, how) in CONCURRENCIES {
            let calls = options.pick(if tickets == 1 { 1_600 } else { 320 }, CONCURRENCY);
            let mut callers = Caller::over_http(server.address())?;
            callers.retain(|(name, _)| *name != "hwc, access key");
            let times = measure(options, &callers, tickets, calls, in_flight)?;
            let title = format!("{name}, {how}, nginx");
            let mut table = table(&title, &callers, &times, &Allocations::new(), tickets);
            table.note("The server is nginx with one worker, which sends files. It has no budget.");
            report.table(table);
        }
    }
    Ok(())
}

/// Measures calls without a network, where the overhead of the client is most visible.
fn alone(options: &Options, report: &mut Report, allocations: &Allocations, tickets: u32, name: &str) -> Outcome<()> {
    let callers = Caller::without_network(tickets)?;
    let calls = options.pick(if tickets == 1 { 20_000 } else { 1_000 }, 10);
    let times = measure(options, &callers, tickets, calls, 1)?;
    let mut table = table(&format!("{name}, no network"), &callers, &times, allocations, tickets);
    table.note("The transport is a function that returns the response at once. The hand-written code builds an `http` request and decodes the response.");
    report.table(table);
    Ok(())
}

fn measure(
    options: &Options,
    callers: &[NamedCaller],
    tickets: u32,
    calls: u64,
    in_flight: u64,
) -> Outcome<Vec<Times>> {
    let runtime = runtime()?;
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for (name, caller) in callers {
        let runtime = &runtime;
        candidates.push(Candidate::new(*name, calls, move || {
            runtime.block_on(caller.clone().call_concurrently(tickets, calls, in_flight))
        }));
    }
    measure_rounds(options.pick(ROUNDS, 1), &mut candidates)
}

fn table(title: &str, callers: &[NamedCaller], times: &[Times], allocations: &Allocations, tickets: u32) -> Table {
    let mut columns = vec![
        ("CPU", "us"),
        ("CPU ratio", ""),
        ("lowest", ""),
        ("highest", ""),
        ("wall", "us"),
        ("rate", "calls/s"),
        ("rate ratio", ""),
        ("allocations", ""),
    ];
    // Allocations do not depend on the server and are counted once.
    if allocations.is_empty() {
        columns.pop();
    }
    let mut table = Table::new(title, &columns);
    let baseline = &times[baseline(callers)];
    for ((name, _), own) in callers.iter().zip(times) {
        let (cpu, wall) = (harness::median(&own.cpu), harness::median(&own.wall));
        let of_cpu = ratio(&own.cpu, &baseline.cpu);
        let of_rate = ratio(&baseline.wall, &own.wall);
        let counted = allocations.get(*name).and_then(|counted| counted.get(&tickets)).copied();
        let figures = [cpu, of_cpu.median, of_cpu.lowest, of_cpu.highest, wall, 1e6 / wall, of_rate.median];
        table.row(*name, figures.map(Some).into_iter().chain([counted]).take(columns.len()));
    }
    table.note(format!("Medians of {ROUNDS} rounds."));
    table
}

/// Returns the index of the baseline.
fn baseline(callers: &[NamedCaller]) -> usize {
    callers.iter().position(|(name, _)| name.contains(BASELINE)).unwrap_or_default()
}

/// The limits of a caller against the baseline.
struct Budgets {
    caller: &'static str,
    /// The highest CPU time of a small call, and of a page.
    cpu: [f64; 2],
    /// The lowest rate of concurrent calls.
    rate: f64,
}

const BUDGETS: [Budgets; 2] = [
    Budgets { caller: "hwc, token", cpu: [1.10, 1.00], rate: 0.95 },
    Budgets { caller: "hwc on hyper, token", cpu: [0.85, 0.95], rate: 1.15 },
];

/// Adds the budgets. They apply to calls with a token, since the baseline does not sign either.
fn add_budgets(report: &mut Report, tickets: u32, in_flight: u64, callers: &[NamedCaller], times: &[Times]) {
    let baseline = &times[baseline(callers)];
    let pages = if tickets == 1 { "600-byte response" } else { "page of 100 tickets" };
    for Budgets { caller, cpu, rate } in BUDGETS {
        let Some(own) = callers.iter().position(|(name, _)| *name == caller).map(|index| &times[index]) else {
            continue;
        };
        let subject = format!("{pages}, {caller}, against reqwest + serde by hand");
        if in_flight > 1 {
            let ratio = ratio(&baseline.wall, &own.wall).median;
            report.budget(&format!("calls/s at 64 in flight, {subject}"), ratio, Limit::AtLeast(rate), "x");
        } else {
            let ratio = ratio(&own.cpu, &baseline.cpu).median;
            let most = if tickets == 1 { cpu[0] } else { cpu[1] };
            report.budget(&format!("CPU per call, {subject}"), ratio, Limit::AtMost(most), "x");
        }
    }
}
