//! The table of all hand-written types, and the samples that it is compared with.

mod calls;
mod client;
mod errors;
mod insight;
mod same;
mod sandbox;
mod show;
mod silent;
mod table;
mod tickets;
mod transport;
mod wire;

use std::collections::BTreeSet;

pub(crate) use show::everything;
use show::{MARK, Sample};
use table::{Row, Status};

/// The table, which `cargo xtask ci secrecy` compares with the public types.
const TABLE: &str = include_str!("../types.txt");

async fn samples() -> Vec<Sample> {
    let mut samples = [wire::samples(), client::samples(), transport::samples().await, calls::samples().await].concat();
    samples.extend(errors::samples().await);
    samples.extend(sandbox::samples().await);
    samples.extend(insight::samples().await);
    samples.extend(tickets::samples());
    samples
}

#[tokio::test]
async fn no_type_prints_a_secret() {
    let samples = samples().await;
    let printed: Vec<&Sample> = samples.iter().filter(|sample| sample.text.contains(MARK)).collect();
    assert!(printed.is_empty(), "secrets in {printed:#?}");
}

#[test]
fn a_type_that_prints_a_secret_is_noticed() {
    assert!(show::debug("Some::Type", &Some(MARK)).text.contains(MARK));
    let source = std::io::Error::other(MARK);
    assert!(show::error("Some::Error", &hwc_api::TransportError::maybe_sent(source)).text.contains(MARK));
}

#[tokio::test]
async fn the_table_and_the_samples_agree() {
    let samples = samples().await;
    let checked: Vec<&str> = samples.iter().map(|sample| sample.path).collect();
    agree(&checked, |status| *status == Status::Checked, "`checked` in types.txt, and a sample in types/");
    agree(silent::NAMES, |status| *status == Status::Silent, "`prints nothing` in types.txt, and a line in silent.rs");
    agree(same::NAMES, |status| matches!(status, Status::Is(_)), "`is` in types.txt, and a line in same.rs");
}

/// Asserts that both contain the same types. Otherwise, `rule` was violated.
fn agree(names: &[&str], is_meant: fn(&Status<'_>) -> bool, rule: &str) {
    let rows = table::read(TABLE);
    let meant: BTreeSet<&str> = rows.iter().filter(|row| is_meant(&row.status)).map(|row| row.path).collect();
    let named: BTreeSet<&str> = names.iter().copied().collect();
    let lonely: Vec<&&str> = meant.symmetric_difference(&named).collect();
    assert!(lonely.is_empty(), "either both or none, {rule}: {lonely:?}");
}

#[test]
fn the_table_is_in_order() {
    let rows = table::read(TABLE);
    assert!(rows.is_sorted_by(|one, next| one.path < next.path), "sorted, and each there once");
    let known = |path: &str| rows.iter().any(|row: &Row<'_>| row.path == path && !matches!(row.status, Status::Is(_)));
    for row in &rows {
        if let Status::Is(other) = row.status {
            assert!(known(other), "{} is {other}, which is not in the table", row.path);
        }
    }
}
