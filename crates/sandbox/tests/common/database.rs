//! Access to the sandbox's database, for data that no operation returns. It replaces the handler of an operation that tests
//! do not need otherwise, so it works for any kind of sandbox.

use std::sync::{Arc, Mutex};

use hwc_models::osm::{ShowLoginType, ShowLoginTypeResponse};
use hwc_sandbox::ApiError;
use hwc_sandbox::account::AUTH_TOKEN;
use hwc_sandbox::rusqlite::types::Value;
use hwc_sandbox::rusqlite::{self, Connection};

use super::Bench;

/// Runs a function on the database and returns its result.
pub(crate) async fn database<T: Send + 'static>(
    bench: &Bench,
    work: impl Fn(&Connection) -> rusqlite::Result<T> + Send + Sync + 'static,
) -> T {
    let found = Arc::new(Mutex::new(None));
    let into = found.clone();
    bench.sandbox.on::<ShowLoginType>(move |cx, _| {
        let value = work(cx.db).map_err(ApiError::from)?;
        *into.lock().unwrap() = Some(value);
        Ok(ShowLoginTypeResponse::default())
    });
    bench.send_with(ShowLoginType::new(), &[("X-Auth-Token", AUTH_TOKEN)]).await;
    let found = found.lock().unwrap().take();
    found.unwrap()
}

/// Returns all stored rows, one per line, except the number of the last request.
pub(crate) async fn dump(bench: &Bench) -> String {
    database(bench, rows_of_all_tables).await
}

fn rows_of_all_tables(db: &Connection) -> rusqlite::Result<String> {
    let mut tables = db.prepare_cached("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let tables = tables.query_map((), |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let mut text = String::new();
    for table in tables {
        let sql = format!("SELECT * FROM {table}");
        let mut statement = db.prepare_cached(&sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|index| row.get(index)).collect::<rusqlite::Result<Vec<Value>>>()?;
            if values[0] != Value::Text("request".to_owned()) {
                text += &format!("{table} {values:?}\n");
            }
        }
    }
    Ok(text)
}
