//! Checks after each act: details, states, lists, counts and logs of all tickets, and their contents, must agree.

use std::collections::BTreeMap;

use hwc_models::osm::{ListCaseCounts, ListCases, ListOrderIncident, ListRelation};

use crate::common::Bench;
use crate::tickets::{detail, ids, log, status};
use crate::world::World;
use crate::{access, sort, talk};

/// The final states, by their operations in the log.
const ENDS: [(i64, i64); 4] = [(3, 3), (4, 4), (13, 13), (16, 12)];

/// Returns the tickets of the account.
pub(crate) async fn listed(bench: &Bench) -> Vec<String> {
    let mut all = ids(bench, ListCases::new().limit(100_u32)).await;
    all.extend(ids(bench, ListCases::new().limit(100_u32).status(13)).await);
    all
}

/// Checks that the readings of the tickets of the account agree. Lists and states are read after each act. The rest takes
/// turns: the contents of a third of the tickets each time, and labels and grants every third time.
pub(crate) async fn check(bench: &Bench, world: &World, act: usize) -> Result<(), String> {
    let mut states: BTreeMap<&str, i64> = BTreeMap::new();
    for (number, id) in world.known.iter().enumerate() {
        states.insert(id, status(bench, id).await);
        if (number + act).is_multiple_of(3) {
            one(bench, id).await?;
            talk::check(bench, world, id).await?;
        }
    }
    lists(bench, &states).await?;
    match act % 3 {
        0 => access::check(bench).await,
        1 => sort::check(bench, world).await,
        _ => counts(bench, &states).await,
    }
}

pub(crate) fn same<T: PartialEq + std::fmt::Debug>(what: &str, left: &T, right: &T) -> Result<(), String> {
    if left == right { Ok(()) } else { Err(format!("{what}: {left:?} and {right:?}")) }
}

/// Checks that detail, state and log of a ticket agree.
async fn one(bench: &Bench, id: &str) -> Result<(), String> {
    let (case, state, log) = (detail(bench, id).await, status(bench, id).await, log(bench, id).await);
    same(&format!("the states of {id}"), &case.status.unwrap().code(), &state)?;
    same(&format!("the first entry in the log of {id}"), &log.first(), &Some(&0))?;
    let end = log.iter().rev().find_map(|entry| ENDS.iter().find(|(logged, _)| logged == entry)).map(|(_, end)| *end);
    let is_over = ENDS.iter().any(|(_, end)| *end == state);
    same(&format!("the end of {id} by its log and its state"), &end, &is_over.then_some(state))?;
    same(&format!("the time when {id} was solved"), &case.resolve_time.is_some(), &was_solved(state, &log))?;
    let links = bench.send(ListRelation::new(id)).await.case_relation_list;
    same(&format!("more than three links of {id}"), &(links.len() > 3), &false)
}

/// Returns true if a ticket has a result, by its state and log. A ticket whose result was rejected does not count.
fn was_solved(state: i64, log: &[i64]) -> bool {
    state == 2 || log.contains(&3)
}

/// Checks that the lists have all tickets with their states, and deleted ones only if requested.
async fn lists(bench: &Bench, states: &BTreeMap<&str, i64>) -> Result<(), String> {
    let page = bench.send(ListCases::new().limit(100_u32)).await;
    let mut listed: BTreeMap<String, i64> = BTreeMap::new();
    for info in &page.incident_info_list {
        listed.insert(info.incident_id.as_ref().unwrap().to_string(), info.status.unwrap().code());
    }
    let expected: BTreeMap<String, i64> =
        states.iter().filter(|(_, state)| **state != 13).map(|(id, state)| ((*id).to_owned(), *state)).collect();
    same("the tickets and those in the list", &expected, &listed)?;
    same("the total and the list", &page.total_count, &Some(listed.len() as u64))?;
    let old = bench.send(ListOrderIncident::new().page_size(100_u32)).await;
    let old_ids: Vec<_> = old.incident_info_list.iter().map(|info| (info.incident_id.clone(), info.status)).collect();
    let new_ids: Vec<_> = page.incident_info_list.iter().map(|info| (info.incident_id.clone(), info.status)).collect();
    same("the old list and the new one", &old_ids, &new_ids)
}

/// Checks the counts against the tickets and the lists by state.
async fn counts(bench: &Bench, states: &BTreeMap<&str, i64>) -> Result<(), String> {
    let mut expected: BTreeMap<i64, u64> = BTreeMap::new();
    for state in states.values() {
        *expected.entry(*state).or_default() += 1;
    }
    let counts = bench.send(ListCaseCounts::new()).await.incident_status_counts;
    let counted: BTreeMap<i64, u64> =
        counts.iter().map(|count| (count.status.unwrap().code(), count.count.unwrap())).collect();
    same("the tickets and their counts", &expected, &counted)?;
    for (state, count) in counted {
        let page = bench.send(ListCases::new().status(state).limit(1_u32)).await;
        same(&format!("the total of state {state}"), &page.total_count, &Some(count))?;
    }
    Ok(())
}
