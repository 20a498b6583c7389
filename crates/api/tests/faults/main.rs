//! The fault matrix: the outcome of a call and its number of requests, for each failure of a network, a gateway or a
//! service. Each row runs against a server of hand-written bytes, with a clock that the test controls. `docs/faults.md`
//! is generated from the same rows.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod call;
mod docs;
mod observed;
mod play;
mod row;
mod rows;
mod script;
mod server;
mod stage;

use std::collections::BTreeSet;

#[tokio::test]
async fn each_fault_has_the_outcome_that_the_table_says() {
    let only = std::env::var("FAULT").unwrap_or_default();
    let mut failures = Vec::new();
    for group in rows::all() {
        for row in group.rows.iter().filter(|row| row.name.contains(&only)) {
            if row.gzip.is_some_and(|on| on != cfg!(feature = "gzip")) {
                continue;
            }
            for case in &row.cases {
                if let Err(wrong) = play::play(row, case).await {
                    failures.push(format!("{} / {} / {:?}: {wrong}", group.title, row.name, case.call));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} cases failed:\n\n{}\n", failures.len(), failures.join("\n\n"));
}

#[test]
fn the_table_says_what_the_rows_say() {
    docs::check(&rows::all()).unwrap();
}

#[test]
fn no_two_rows_have_the_same_name() {
    let groups = rows::all();
    let mut names = BTreeSet::new();
    let rows = groups.iter().flat_map(|group| &group.rows);
    rows.for_each(|row| assert!(names.insert((row.name, row.gzip)), "there are two rows `{}`", row.name));
}
