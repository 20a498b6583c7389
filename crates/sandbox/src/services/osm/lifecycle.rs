//! The life cycle of a ticket as one table: the allowed acts in each state, and the state that follows. All handlers that
//! depend on the state of a ticket, or change it, use this module.

use hwc_models::osm::{CaseId, CaseStatus};

use crate::runtime::api_error::Refusal;
use crate::runtime::context::Context;
use crate::services::osm::{authorizations, business};

/// An act of a customer or an engineer on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Press,
    Cancel,
    Close,
    Delete,
    Score,
    /// Changes contacts, additional values, links or labels, but not the state.
    Change,
    Message,
    TakeUp,
    Reply,
    Resolve,
    AskCustomer,
    AskForAccess,
    Suspend,
    Complete,
    Invalidate,
}

/// The states, in the order of the columns of [`TABLE`].
const STATES: [i64; 9] = [0, 1, 2, 3, 4, 5, 12, 13, 17];

/// Marks an act that is not allowed in [`TABLE`].
const NO: i64 = -1;

/// The state after each act in each state. Sources: the console guide has urging in 0 and 1, canceling in 0 and closing in
/// 1. An old page has rating in 3. The rest is assumed. The last eight rows are acts of engineers.
#[rustfmt::skip]
const TABLE: [(Act, [i64; 9]); 15] = [
    //                     0   1   2   3   4   5  12  13  17
    (Act::Press,        [  0,  1, NO, NO, NO, NO, NO, NO, NO ]),
    (Act::Cancel,       [  4, NO, NO, NO, NO, NO, NO, NO, NO ]),
    (Act::Close,        [ NO,  3,  3, NO, NO, NO, NO, NO, NO ]),
    (Act::Delete,       [ NO, NO, NO, 13, 13, NO, 13, NO, NO ]),
    (Act::Score,        [ NO, NO, NO,  3, NO, NO, NO, NO, NO ]),
    (Act::Change,       [  0,  1,  2,  3,  4,  5, 12, NO, 17 ]),
    (Act::Message,      [  0,  1,  2, NO, NO,  5, NO, NO,  1 ]),
    (Act::TakeUp,       [  1, NO, NO, NO, NO,  1, NO, NO, NO ]),
    (Act::Reply,        [  1,  1,  2, NO, NO,  5, NO, NO, 17 ]),
    (Act::Resolve,      [ NO,  2, NO, NO, NO,  2, NO, NO,  2 ]),
    (Act::AskCustomer,  [ NO, 17, NO, NO, NO, 17, NO, NO, NO ]),
    (Act::AskForAccess, [ NO,  1, NO, NO, NO, NO, NO, NO, NO ]),
    (Act::Suspend,      [ NO,  5, NO, NO, NO, NO, NO, NO,  5 ]),
    (Act::Complete,     [ NO,  3,  3, NO, NO,  3, NO, NO,  3 ]),
    (Act::Invalidate,   [ 12, 12, NO, NO, NO, NO, NO, NO, NO ]),
];

/// The outcome of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The act was performed, and the ticket is now in this state.
    Done(i64),
    /// The state of the ticket does not allow the act.
    NotNow(i64),
}

/// Returns the state after an act, or `None` if the act is not allowed or the state is unknown.
fn next(act: Act, state: i64) -> Option<i64> {
    let (_, row) = TABLE.iter().find(|(listed, _)| *listed == act)?;
    let column = STATES.iter().position(|listed| *listed == state)?;
    row.get(column).copied().filter(|state| *state != NO)
}

/// Stores which tickets have been accepted by now. SQL queries for states must call this first.
pub(crate) fn settle(cx: &Context<'_>) -> rusqlite::Result<()> {
    // A write costs much more than the check whether there is anything to write.
    let due = "SELECT 1 FROM cases WHERE status = 0 AND taken_up_at <= ?1 LIMIT 1";
    if !cx.db.prepare_cached(due)?.exists([cx.now])? {
        return Ok(());
    }
    let sql = "UPDATE cases SET status = 1 WHERE status = 0 AND taken_up_at <= ?1";
    cx.db.prepare_cached(sql)?.execute([cx.now]).map(|_| ())
}

/// Returns the state of an existing ticket.
pub(crate) fn status(cx: &Context<'_>, case: &str) -> rusqlite::Result<i64> {
    settle(cx)?;
    cx.db.prepare_cached("SELECT status FROM cases WHERE id = ?1")?.query_row([case], |row| row.get(0))
}

/// Performs an act on an existing ticket if its state allows it.
pub(crate) fn attempt(cx: &Context<'_>, case: &str, act: Act) -> rusqlite::Result<Outcome> {
    let state = status(cx, case)?;
    let Some(new) = next(act, state) else {
        return Ok(Outcome::NotNow(state));
    };
    if new != state {
        enter(cx, case, new, act)?;
    }
    Ok(Outcome::Done(new))
}

/// Performs an act on an existing ticket and returns its new state. Returns an error if the state does not allow it.
pub(crate) fn step(cx: &Context<'_>, case: &CaseId, act: Act) -> Result<CaseStatus, Refusal> {
    match attempt(cx, case.as_str(), act)? {
        Outcome::Done(state) => Ok(CaseStatus::from(state)),
        Outcome::NotNow(_) => Err(not_now()),
    }
}

/// Returns an error if an existing ticket does not allow an act. Does not change the ticket.
pub(crate) fn require(cx: &Context<'_>, case: &CaseId, act: Act) -> Result<(), Refusal> {
    next(act, status(cx, case.as_str())?).map(|_| ()).ok_or_else(not_now)
}

fn not_now() -> Refusal {
    business("OSM.01010014", "The state of the ticket does not allow this.")
}

fn enter(cx: &Context<'_>, case: &str, state: i64, act: Act) -> rusqlite::Result<()> {
    cx.db
        .prepare_cached("UPDATE cases SET status = ?2, taken_up_at = min(taken_up_at, ?3) WHERE id = ?1")?
        .execute((case, state, cx.now))?;
    if matches!(state, 2 | 3) {
        stamp(cx, "UPDATE cases SET resolved_at = ?2 WHERE id = ?1 AND resolved_at IS NULL", case)?;
    }
    if act == Act::Close {
        stamp(cx, "UPDATE cases SET confirmed_at = ?2 WHERE id = ?1", case)?;
    }
    if matches!(state, 3 | 4 | 12) { call_off(cx, case) } else { Ok(()) }
}

fn stamp(cx: &Context<'_>, sql: &str, case: &str) -> rusqlite::Result<()> {
    cx.db.prepare_cached(sql)?.execute((case, cx.now)).map(|_| ())
}

/// Cancels the planned actions of engineers on a ticket and recalls their pending requests.
fn call_off(cx: &Context<'_>, case: &str) -> rusqlite::Result<()> {
    authorizations::recall(cx, case)?;
    let unwritten = "DELETE FROM messages WHERE case_id = ?1 AND written_at > ?2";
    cx.db.prepare_cached(unwritten)?.execute((case, cx.now)).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The snapshot of a test that tries each act in each state through the API. It lacks `Message`: messages check the
    /// table themselves, and the tests of messages cover their effects.
    const TRIED: &str = include_str!("../../../tests/snapshots/osm_life__every_act_in_every_state.snap");

    #[test]
    fn the_table_is_what_the_api_does() {
        let states: String = STATES.iter().map(|state| format!("{state:>4}")).collect();
        let mut lines = vec![format!("{:12}{states}", "")];
        for (act, row) in TABLE.iter().filter(|(act, _)| *act != Act::Message) {
            let cells = row.map(|state| if state == NO { "   .".to_owned() } else { format!("{state:>4}") });
            lines.push(format!("{:12}{}", format!("{act:?}"), cells.concat()));
        }
        let (_, tried) = TRIED.split_once("\n---\n").unwrap();
        assert_eq!(lines.join("\n").trim(), tried.trim());
    }

    #[test]
    fn the_readme_has_the_same_table() {
        let page = include_str!("../../../../../docs/sandbox.md").lines();
        let table = page.skip_while(|line| !line.starts_with("| | 0 waiting"));
        let rows: Vec<Vec<&str>> =
            table.skip(2).take_while(|line| line.starts_with('|')).map(|line| line.split('|').collect()).collect();
        assert_eq!(rows.len(), TABLE.len());
        for (cells, (act, row)) in rows.iter().zip(TABLE) {
            let told: Vec<i64> = cells[2..11].iter().map(|cell| cell.trim().parse().unwrap_or(NO)).collect();
            assert_eq!(told, row, "{act:?}, which is told as{}", cells[1]);
        }
    }

    #[test]
    fn a_state_that_is_not_known_allows_nothing() {
        assert_eq!(TABLE.iter().find_map(|(act, _)| next(*act, 19)), None);
    }
}
