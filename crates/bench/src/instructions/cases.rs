//! The cases whose instructions are counted.

use crate::Outcome;
use crate::benchmarks::{Caller, Work, short_pieces};
use crate::helper::runtime;

/// The pages of a call: the number of tickets, the name, and the number of counted calls.
const PAGES: [(u32, &str, u64); 2] = [(1, "600-byte response", 400), (100, "page of 100 tickets (57 KB)", 40)];

/// The calls before the counted ones, which connect and resolve credentials.
const WARM_UP: u64 = 3;

/// Work that can be repeated.
enum CaseWork {
    Calls { caller: Caller, tickets: u32 },
    Piece(Work),
}

/// Work whose instructions are counted.
pub(super) struct Case {
    /// The heading of its table.
    pub(super) group: String,
    pub(super) name: &'static str,
    /// True if others are compared with it.
    pub(super) is_baseline: bool,
    /// The number of counted repetitions.
    pub(super) iterations: u64,
    work: CaseWork,
}

impl Case {
    /// Returns the name, which is unique.
    pub(super) fn id(&self) -> String {
        format!("{}: {}", self.group, self.name)
    }

    /// Does the work `iterations` times after the warm-up.
    pub(super) fn run(self, iterations: u64) -> Outcome<()> {
        let repetitions = WARM_UP + iterations;
        match self.work {
            CaseWork::Calls { caller, tickets } => {
                runtime()?.block_on(caller.call_concurrently(tickets, repetitions, 1))
            }
            CaseWork::Piece((_, mut work)) => (0..repetitions).try_for_each(|_| work()),
        }
    }
}

/// Returns all cases, with calls to the server at `endpoint`.
pub(super) fn all(endpoint: &str) -> Outcome<Vec<Case>> {
    let mut cases = Vec::new();
    for (tickets, page, iterations) in PAGES {
        cases.extend(calls(&format!("call: {page}"), Caller::over_http(endpoint)?, tickets, iterations));
        let group = format!("call without a network: {page}");
        cases.extend(calls(&group, Caller::without_network(tickets)?, tickets, iterations));
    }
    for comparison in short_pieces()? {
        let last = comparison.works.len().saturating_sub(1);
        let iterations = comparison.iterations.div_ceil(100);
        for (index, work) in comparison.works.into_iter().enumerate() {
            let (group, name) = (comparison.title.clone(), work.0);
            cases.push(Case { group, name, is_baseline: index == last, iterations, work: CaseWork::Piece(work) });
        }
    }
    Ok(cases)
}

/// Returns the case with this ID.
pub(super) fn find(endpoint: &str, id: &str) -> Outcome<Case> {
    let found = all(endpoint)?.into_iter().find(|case| case.id() == id);
    found.ok_or_else(|| format!("unknown case: {id}").into())
}

/// Returns the cases of some callers. The first hand-written program is the baseline.
fn calls(group: &str, callers: Vec<(&'static str, Caller)>, tickets: u32, iterations: u64) -> Vec<Case> {
    let baseline = callers.iter().position(|(name, _)| name.contains("by hand"));
    let case = |(index, (name, caller))| Case {
        group: group.to_owned(),
        name,
        is_baseline: baseline == Some(index),
        iterations,
        work: CaseWork::Calls { caller, tickets },
    };
    callers.into_iter().enumerate().map(case).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const NOWHERE: &str = "http://127.0.0.1:1";

    #[test]
    fn each_case_has_its_own_id_and_each_group_one_baseline() {
        let cases = all(NOWHERE).unwrap();
        let ids: BTreeSet<String> = cases.iter().map(Case::id).collect();
        let groups: BTreeSet<&str> = cases.iter().map(|case| case.group.as_str()).collect();
        assert_eq!(ids.len(), cases.len());
        assert_eq!(cases.iter().filter(|case| case.is_baseline).count(), groups.len());
    }

    #[test]
    fn a_case_without_a_network_runs() {
        find(NOWHERE, "call without a network: 600-byte response: hwc, token, no network").unwrap().run(2).unwrap();
        let error = find(NOWHERE, "call").err().unwrap().to_string();
        assert_eq!(error, "unknown case: call");
    }
}
