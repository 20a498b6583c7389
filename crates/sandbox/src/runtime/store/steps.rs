//! The versions of the tables, and the migration steps between them. A new database gets the tables of the newest version at
//! once, since all steps take as long as the demo data.
//!
//! A released step is never changed: a change of the tables is a new step. `tests/upgrades.rs` opens a file of each version.

use rusqlite::Connection;

use crate::runtime::error::SandboxError;

/// The version before the first step. No file has it.
const BASE: i64 = 4;

/// The steps, in order.
pub(super) const ALL: &[&str] = &[
    concat!(
        include_str!("schema/shared.sql"),
        include_str!("schema/osm_cases.sql"),
        include_str!("schema/osm_messages.sql"),
        include_str!("schema/osm_configuration.sql"),
        include_str!("schema/osm_authorizations.sql"),
        include_str!("schema/koodrive.sql"),
        include_str!("schema/insight.sql"),
    ),
    concat!(include_str!("schema/records.sql"), include_str!("schema/records_migration.sql")),
    include_str!("schema/files_migration.sql"),
    include_str!("schema/space_usage.sql"),
];

/// The tables of the newest version. A test writes them, and compares them with the tables after all steps.
const NEWEST: &str = include_str!("schema/newest.sql");

/// Creates the tables of the newest version in a new database.
pub(super) fn create(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(NEWEST)?;
    db.pragma_update(None, "user_version", newest())
}

/// Returns the version after these steps.
fn version_after(steps: &[&str]) -> i64 {
    BASE + i64::try_from(steps.len()).unwrap_or_default()
}

/// Returns the version after all steps.
pub(super) fn newest() -> i64 {
    version_after(ALL)
}

/// Returns the version of a database; 0 for a new one.
pub(super) fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Runs the steps that a database lacks. The caller rolls all of them back if one fails.
pub(super) fn upgrade(db: &Connection, steps: &[&str]) -> Result<(), SandboxError> {
    let (found, newest) = (version(db)?, version_after(steps));
    let done = match found {
        0 => 0,
        found => usize::try_from(found - BASE).unwrap_or(0),
    };
    if found > newest || (found != 0 && done == 0) {
        return Err(SandboxError::OtherVersion { found, newest });
    }
    if found == newest {
        return Ok(());
    }
    for step in &steps[done..] {
        db.execute_batch(step)?;
    }
    Ok(db.pragma_update(None, "user_version", newest)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE a (x TEXT)";
    const SECOND: &str = "ALTER TABLE a ADD COLUMN y TEXT; UPDATE a SET y = x || '!'";

    #[test]
    fn a_database_takes_the_steps_that_it_lacks() {
        let db = Connection::open_in_memory().unwrap();
        upgrade(&db, &[FIRST]).unwrap();
        db.execute("INSERT INTO a VALUES ('kept')", ()).unwrap();
        assert_eq!(version(&db).unwrap(), 5);
        for _ in 0..2 {
            upgrade(&db, &[FIRST, SECOND]).unwrap();
            assert_eq!(version(&db).unwrap(), 6);
            let row: String = db.query_row("SELECT x || y FROM a", (), |row| row.get(0)).unwrap();
            assert_eq!(row, "keptkept!");
        }
        let error = upgrade(&db, &[FIRST]).unwrap_err();
        assert!(matches!(error, SandboxError::OtherVersion { found: 6, newest: 5 }), "{error:?}");
    }

    /// Returns the statements that create the tables, by name, and fails if a table has rows.
    fn schema(db: &Connection) -> Vec<String> {
        let sql =
            "SELECT type, name, sql FROM sqlite_schema WHERE sql NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
        let mut select = db.prepare(sql).unwrap();
        let rows = select.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        let rows: Vec<(String, String, String)> = rows.collect::<rusqlite::Result<_>>().unwrap();
        for (_, name, _) in rows.iter().filter(|(kind, ..)| kind == "table") {
            let is_empty = format!("SELECT NOT EXISTS (SELECT 1 FROM {name})");
            assert!(db.query_row(&is_empty, (), |row| row.get::<_, bool>(0)).unwrap(), "{name} has rows");
        }
        rows.into_iter().map(|(_, _, sql)| sql).collect()
    }

    /// Writes the file if `UPDATE_DOCS` is set.
    #[test]
    fn a_new_database_has_the_tables_of_all_steps() {
        let (stepwise, new) = (Connection::open_in_memory().unwrap(), Connection::open_in_memory().unwrap());
        upgrade(&stepwise, ALL).unwrap();
        let expected = schema(&stepwise);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/runtime/store/schema/newest.sql");
            let head =
                "-- The tables after all steps. Written by `UPDATE_DOCS=1 cargo test -p hwc-sandbox --lib steps`.\n";
            std::fs::write(path, format!("{head}\n{};\n", expected.join(";\n\n"))).unwrap();
            return;
        }
        create(&new).unwrap();
        assert!(
            schema(&new) == expected,
            "newest.sql is out of date: run `UPDATE_DOCS=1 cargo test -p hwc-sandbox --lib steps`"
        );
        assert_eq!(version(&new).unwrap(), version(&stepwise).unwrap());
    }

    #[test]
    fn a_version_before_the_first_step_is_refused() {
        for found in [-1, 1, BASE] {
            let db = Connection::open_in_memory().unwrap();
            db.pragma_update(None, "user_version", found).unwrap();
            assert!(matches!(upgrade(&db, ALL), Err(SandboxError::OtherVersion { .. })), "{found}");
        }
    }
}
