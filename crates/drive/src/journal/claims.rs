//! Claims: a transfer runs once at a time, over all processes.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::Journal;
use crate::error::{Error, Result};

/// The right to run a transfer. It ends when it is dropped, or with the process.
#[derive(Debug)]
#[must_use = "the claim ends when it is dropped"]
pub(crate) struct Claim {
    journal: Journal,
    key: String,
}

impl Journal {
    /// Claims a transfer. `path` names it in errors.
    ///
    /// # Errors
    /// Returns [`Error::Busy`] if the transfer runs elsewhere.
    pub(crate) fn claim(&self, key: &str, path: &str) -> Result<Claim> {
        let busy = || Error::Busy { path: path.to_owned() };
        if !self.active().insert(key.to_owned()) {
            return Err(busy());
        }
        let claim = Claim { journal: self.clone(), key: key.to_owned() };
        let mut db = self.db();
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut statement = transaction.prepare_cached("SELECT owner FROM claims WHERE key = ?1")?;
        let owner: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
        drop(statement);
        let own = self.0.owner.name();
        if owner.is_some_and(|owner: String| owner.as_str() != own && self.0.owner.is_alive(&owner)) {
            drop(transaction);
            drop(db);
            return Err(busy());
        }
        let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO claims (key, owner) VALUES (?1, ?2)")?;
        insert.execute([key, own])?;
        drop(insert);
        transaction.commit()?;
        drop(db);
        Ok(claim)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let own = self.journal.0.owner.name();
        let delete = |db: &Connection| {
            db.prepare_cached("DELETE FROM claims WHERE key = ?1 AND owner = ?2")?.execute([self.key.as_str(), own])
        };
        // A claim that stays ends with the process.
        let _ = delete(&self.journal.db());
        self.journal.active().remove(&self.key);
    }
}
