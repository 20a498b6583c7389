//! The life cycle of a ticket as one table: the allowed acts in each state, and the state that follows. All handlers that
//! depend on the state of a ticket, or change it, use this module.

use hwc_models::osm::{CaseId, CaseStatus};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::{authorizations, business};

/// An event of a customer or an engineer on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TicketEvent {
    Urge,
    Cancel,
    Close,
    Delete,
    Rate,
    /// Changes contacts, additional values, links or labels, but not the state.
    Change,
    Message,
    Start,
    Reply,
    Resolve,
    RequestInformation,
    RequestAccess,
    Suspend,
    Complete,
    Invalidate,
}

/// The states, in the order of the columns of [`TABLE`].
const STATES: [i64; 9] = [0, 1, 2, 3, 4, 5, 12, 13, 17];

/// Marks an event that is not allowed in [`TABLE`].
const NO: i64 = -1;

/// The state after each event in each state. Sources: the console guide has urging in 0 and 1, canceling in 0 and closing in
/// 1. An old page has rating in 3. The rest is assumed. The last eight rows are acts of engineers.
#[rustfmt::skip]
const TABLE: [(TicketEvent, [i64; 9]); 15] = [
    //                     0   1   2   3   4   5  12  13  17
    (TicketEvent::Urge,        [  0,  1, NO, NO, NO, NO, NO, NO, NO ]),
    (TicketEvent::Cancel,       [  4, NO, NO, NO, NO, NO, NO, NO, NO ]),
    (TicketEvent::Close,        [ NO,  3,  3, NO, NO, NO, NO, NO, NO ]),
    (TicketEvent::Delete,       [ NO, NO, NO, 13, 13, NO, 13, NO, NO ]),
    (TicketEvent::Rate,        [ NO, NO, NO,  3, NO, NO, NO, NO, NO ]),
    (TicketEvent::Change,       [  0,  1,  2,  3,  4,  5, 12, NO, 17 ]),
    (TicketEvent::Message,      [  0,  1,  2, NO, NO,  5, NO, NO,  1 ]),
    (TicketEvent::Start,       [  1, NO, NO, NO, NO,  1, NO, NO, NO ]),
    (TicketEvent::Reply,        [  1,  1,  2, NO, NO,  5, NO, NO, 17 ]),
    (TicketEvent::Resolve,      [ NO,  2, NO, NO, NO,  2, NO, NO,  2 ]),
    (TicketEvent::RequestInformation,  [ NO, 17, NO, NO, NO, 17, NO, NO, NO ]),
    (TicketEvent::RequestAccess, [ NO,  1, NO, NO, NO, NO, NO, NO, NO ]),
    (TicketEvent::Suspend,      [ NO,  5, NO, NO, NO, NO, NO, NO,  5 ]),
    (TicketEvent::Complete,     [ NO,  3,  3, NO, NO,  3, NO, NO,  3 ]),
    (TicketEvent::Invalidate,   [ 12, 12, NO, NO, NO, NO, NO, NO, NO ]),
];

/// The outcome of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transition {
    /// The event was performed, and the ticket is now in this state.
    Applied(i64),
    /// The state of the ticket does not allow the event.
    Rejected(i64),
}

/// Returns the state after an event, or `None` if the event is not allowed or the state is unknown.
fn next_state(event: TicketEvent, state: i64) -> Option<i64> {
    let (_, row) = TABLE.iter().find(|(listed, _)| *listed == event)?;
    let column = STATES.iter().position(|listed| *listed == state)?;
    row.get(column).copied().filter(|state| *state != NO)
}

/// Stores which tickets have been accepted by now. SQL queries for states must call this first.
pub(crate) fn apply_due_transitions(cx: &Context<'_>) -> rusqlite::Result<()> {
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
    apply_due_transitions(cx)?;
    cx.db.prepare_cached("SELECT status FROM cases WHERE id = ?1")?.query_row([case], |row| row.get(0))
}

/// Performs an event on an existing ticket if its state allows it.
pub(crate) fn try_transition(cx: &Context<'_>, case: &str, event: TicketEvent) -> rusqlite::Result<Transition> {
    let state = status(cx, case)?;
    let Some(new) = next_state(event, state) else {
        return Ok(Transition::Rejected(state));
    };
    if new != state {
        enter_state(cx, case, new, event)?;
    }
    Ok(Transition::Applied(new))
}

/// Performs an event on an existing ticket and returns its new state. Returns an error if the state does not allow it.
pub(crate) fn transition(cx: &Context<'_>, case: &CaseId, event: TicketEvent) -> Result<CaseStatus, ApiError> {
    match try_transition(cx, case.as_str(), event)? {
        Transition::Applied(state) => Ok(CaseStatus::from(state)),
        Transition::Rejected(_) => Err(not_allowed()),
    }
}

/// Returns an error if an existing ticket does not allow an event. Does not change the ticket.
pub(crate) fn check_transition(cx: &Context<'_>, case: &CaseId, event: TicketEvent) -> Result<(), ApiError> {
    next_state(event, status(cx, case.as_str())?).map(|_| ()).ok_or_else(not_allowed)
}

fn not_allowed() -> ApiError {
    business("OSM.01010014", "The state of the ticket does not allow this.")
}

fn enter_state(cx: &Context<'_>, case: &str, state: i64, event: TicketEvent) -> rusqlite::Result<()> {
    cx.db
        .prepare_cached("UPDATE cases SET status = ?2, taken_up_at = min(taken_up_at, ?3) WHERE id = ?1")?
        .execute((case, state, cx.now))?;
    if matches!(state, 2 | 3) {
        set_time(cx, "UPDATE cases SET resolved_at = ?2 WHERE id = ?1 AND resolved_at IS NULL", case)?;
    }
    if event == TicketEvent::Close {
        set_time(cx, "UPDATE cases SET confirmed_at = ?2 WHERE id = ?1", case)?;
    }
    if matches!(state, 3 | 4 | 12) { cancel_pending(cx, case) } else { Ok(()) }
}

fn set_time(cx: &Context<'_>, sql: &str, case: &str) -> rusqlite::Result<()> {
    cx.db.prepare_cached(sql)?.execute((case, cx.now)).map(|_| ())
}

/// Cancels the planned actions of engineers on a ticket and recalls their pending requests.
fn cancel_pending(cx: &Context<'_>, case: &str) -> rusqlite::Result<()> {
    authorizations::revoke(cx, case)?;
    let unwritten = "DELETE FROM messages WHERE case_id = ?1 AND written_at > ?2";
    cx.db.prepare_cached(unwritten)?.execute((case, cx.now)).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The snapshot of a test that tries each event in each state through the API. It lacks `Message`: messages check the
    /// table themselves, and the tests of messages cover their effects.
    const TRIED: &str = include_str!("../../../tests/snapshots/osm_life__every_act_in_every_state.snap");

    #[test]
    fn the_table_is_what_the_api_does() {
        let states: String = STATES.iter().map(|state| format!("{state:>4}")).collect();
        let mut lines = vec![format!("{:20}{states}", "")];
        for (event, row) in TABLE.iter().filter(|(event, _)| *event != TicketEvent::Message) {
            let cells = row.map(|state| if state == NO { "   .".to_owned() } else { format!("{state:>4}") });
            lines.push(format!("{:20}{}", format!("{event:?}"), cells.concat()));
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
        for (cells, (event, row)) in rows.iter().zip(TABLE) {
            let documented: Vec<i64> = cells[2..11].iter().map(|cell| cell.trim().parse().unwrap_or(NO)).collect();
            assert_eq!(documented, row, "{event:?}, which the page calls{}", cells[1]);
        }
    }

    #[test]
    fn a_state_that_is_not_known_allows_nothing() {
        assert_eq!(TABLE.iter().find_map(|(event, _)| next_state(*event, 19)), None);
    }
}
