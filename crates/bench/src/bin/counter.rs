//! Counts allocations. All work runs on a single thread, which is the counted one. A reallocation counts as a new block.

use std::collections::BTreeMap;

use allocation_counter::measure;
use hwc_bench::Outcome;
use hwc_bench::benchmarks::{Caller, walk_by_cursor, walk_by_offset};
use hwc_bench::helper::{runtime, tell};

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["call", endpoint, calls] => call(endpoint, calls.parse()?),
        ["offset", tickets] => peak(async |count| walk_by_offset(count).await, tickets.parse()?),
        ["cursor", records] => peak(async |count| walk_by_cursor(count).await, records.parse()?),
        _ => Err(format!("there is no such work: {words:?}").into()),
    }
}

/// Counts allocations per call, by caller and number of tickets.
fn call(endpoint: &str, calls: u64) -> Outcome<()> {
    let mut counts: BTreeMap<&str, BTreeMap<u32, f64>> = BTreeMap::new();
    for tickets in [1, 100] {
        for (name, caller) in Caller::over_http(endpoint)?.into_iter().chain(Caller::without_network(tickets)?) {
            let runtime = runtime()?;
            // The first calls connect and resolve credentials.
            runtime.block_on(caller.clone().call_concurrently(tickets, 3, 1))?;
            let mut done = Ok(());
            let counted = measure(|| done = runtime.block_on(caller.clone().call_concurrently(tickets, calls, 1)));
            done?;
            counts.entry(name).or_default().insert(tickets, counted.count_total as f64 / calls as f64);
        }
    }
    tell(&counts)
}

/// Measures the peak number of allocated bytes.
fn peak(walk: impl AsyncFn(u64) -> Outcome<u64>, count: u64) -> Outcome<()> {
    let runtime = runtime()?;
    let mut done = Ok(0);
    let counted = measure(|| done = runtime.block_on(walk(count)));
    done?;
    tell(&BTreeMap::from([("peak", counted.bytes_max)]))
}
