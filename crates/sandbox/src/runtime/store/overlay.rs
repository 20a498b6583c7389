//! Changes by the clock that could not be written, as views in place of the tables. They allow reads on a full disk.

use rusqlite::Connection;

/// Tables whose rows change by the clock: the name, and the current state of a row.
const CHANGING: [(&str, &str); 2] = [
    ("cases", "iif(status = 0 AND taken_up_at <= {now}, 1, status)"),
    ("authorizations", "iif(status = 1 AND expires_at <= {now}, 3, status)"),
];

/// Tables that count those rows, and their current counts.
const COUNTING: [(&str, &str); 2] = [
    (
        "case_counts",
        "SELECT customer, status, business_type, coalesce(product, '') AS product, count(*) AS count
         FROM cases GROUP BY 1, 2, 3, 4",
    ),
    ("authorization_counts", "SELECT customer, status, count(*) AS count FROM authorizations GROUP BY 1, 2"),
];

/// Temporary views that hide the tables until this is dropped.
pub(crate) struct Overlay<'a> {
    db: &'a Connection,
}

impl<'a> Overlay<'a> {
    /// Shows the tables as they are at `now`.
    pub(crate) fn lay(db: &'a Connection, now: i64) -> rusqlite::Result<Self> {
        let overlay = Self { db };
        for (table, status) in CHANGING {
            let status = status.replace("{now}", &now.to_string());
            let columns: Vec<String> = columns(db, table)?
                .into_iter()
                .map(|column| if column == "status" { format!("{status} AS status") } else { column })
                .collect();
            view(db, table, &format!("SELECT {} FROM main.{table}", columns.join(", ")))?;
        }
        for (table, counts) in COUNTING {
            view(db, table, counts)?;
        }
        Ok(overlay)
    }
}

fn columns(db: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut columns = db.prepare_cached("SELECT name FROM pragma_table_info(?1, 'main')")?;
    columns.query_map([table], |row| row.get(0))?.collect()
}

fn view(db: &Connection, name: &str, select: &str) -> rusqlite::Result<()> {
    db.execute_batch(&format!("CREATE TEMP VIEW {name} AS {select}"))
}

impl Drop for Overlay<'_> {
    fn drop(&mut self) {
        for name in CHANGING.iter().chain(&COUNTING).map(|(name, _)| name) {
            // A view that was not created, or was rolled back with its transaction, does not exist.
            let _ = self.db.execute_batch(&format!("DROP VIEW IF EXISTS temp.{name}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(db: &Connection) -> String {
        let of = |sql: &str| -> String { db.query_row(sql, (), |row| row.get(0)).unwrap() };
        let cases = of("SELECT group_concat(status) FROM cases");
        cases + " counted " + &of("SELECT group_concat(status || ':' || count) FROM case_counts WHERE count > 0")
    }

    #[test]
    fn tables_are_shown_as_they_are_now() {
        let db = super::super::set_up(Connection::open_in_memory().unwrap(), |_| Ok(())).unwrap();
        for (id, taken_up_at) in [("a", 100), ("b", 200)] {
            let sql = "INSERT INTO cases (id, customer, status, description, business_type, sub_type, region, source, user_id,
                 user_name, extends, extension, opened_at, taken_up_at) VALUES (?1, '', 0, '', '', '', '', '', '', '', '', '', 0, ?2)";
            db.execute(sql, (id, taken_up_at)).unwrap();
        }
        assert_eq!(statuses(&db), "0,0 counted 0:2");
        let overlay = Overlay::lay(&db, 100).unwrap();
        assert_eq!(statuses(&db), "1,0 counted 0:1,1:1");
        assert!(db.execute("UPDATE cases SET status = 4", ()).is_err(), "nothing is written in place of it");
        drop(overlay);
        assert_eq!(statuses(&db), "0,0 counted 0:2");
    }
}
