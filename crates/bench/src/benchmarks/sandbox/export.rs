//! The waits of other requests while all tickets are exported.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::get;
use super::load::{Load, longest_wait};
use crate::harness::Watch;
use crate::helper::{Child, create, runtime};
use crate::report::{Limit, Report, Table};
use crate::{Outcome, data};

/// Measures the longest wait of each kind of request during an export. The requests of all kinds run concurrently, one of
/// each kind at a time.
pub(super) fn run(report: &mut Report, tickets: u64, sandbox: &Child) -> Outcome<()> {
    let kinds = [
        ("ListCases, first page of 10", get(&format!("{}?limit=10", data::CASES))?),
        ("ShowCaseDetail", get(&format!("{}/case-1005", data::CASES))?),
        ("CreateCases", create(0)?),
    ];
    let export = get(&format!("{}/export", data::CASES))?;
    let mut table = Table::new(format!("while {tickets} tickets are exported"), &[("longest wait", "ms")]);
    let mut longest = 0.0_f64;
    let (exported, waits) = runtime()?.block_on(async {
        let end = Arc::new(AtomicBool::new(false));
        let mut probes = Vec::new();
        for (_, request) in &kinds {
            let load = Load::connect(sandbox.address(), 1).await?;
            probes.push(tokio::spawn(longest_wait(load, request.clone(), Arc::clone(&end))));
        }
        let (load, watch) = (Load::connect(sandbox.address(), 1).await?, Watch::start());
        let exported = load.send(&export, 1).await.map(|()| watch.wall().as_secs_f64() * 1e3);
        end.store(true, Ordering::Relaxed);
        let mut waits = Vec::new();
        for probe in probes {
            waits.push(probe.await??);
        }
        Outcome::Ok((exported?, waits))
    })?;
    for ((name, _), wait) in kinds.iter().zip(&waits) {
        longest = longest.max(*wait);
        table.row(*name, [Some(*wait)]);
    }
    table.row("the export itself", [Some(exported)]);
    report.budget("longest wait of a request during an export", longest, Limit::AtMost(100.0), "ms");
    report.table(table);
    Ok(())
}
