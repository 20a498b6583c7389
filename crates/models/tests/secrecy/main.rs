//! Tests of secrets in the generated types, found through their descriptors. None is printed, and each operation lists all
//! of its own.
//!
//! Every field of every request and response is filled, at any depth. Fields of a secret kind get a mark. No output of such
//! a record or of its errors may contain the mark.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod fill;
mod made;
mod names;
mod steps;

use std::collections::BTreeSet;
use std::iter::once;

use hwc_models::CATALOG;
use hwc_models::wire::catalog::OperationEntry;
use hwc_models::wire::{ValueRef, record};

use fill::{FORMS, MARKS, count, filled};
use steps::STEPS;

/// Returns all operations, and one with secrets in every form that a spec allows.
fn entries() -> impl Iterator<Item = &'static OperationEntry> {
    CATALOG.entries().chain(once(&made::ENTRY))
}

fn assert_clean(entry: &OperationEntry, what: &str, text: &str) {
    for mark in MARKS {
        assert!(!text.contains(mark), "{}: {what} prints a secret: {text}", entry.operation.full_name());
    }
}

#[test]
fn no_generated_type_prints_a_secret() {
    for entry in entries() {
        for make in [entry.request, entry.response] {
            let (record, expected) = (filled(make, FORMS[0].1), count(make));
            assert_eq!(record::collect_secrets(&*record).len(), expected, "{record:?}: not every secret was filled");
            let shown = format!("{record:?}");
            assert_eq!(shown.matches("[redacted]").count(), expected, "{shown}");
            assert_clean(entry, "Debug", &shown);
            assert_clean(entry, "Debug with indentation", &format!("{record:#?}"));
            assert_clean(entry, "Serialize", &serde_json::to_string(&ValueRef::Record(&*record)).unwrap());
        }
    }
    let real: usize = CATALOG.entries().map(|entry| count(entry.request) + count(entry.response)).sum();
    assert!(real >= 20, "only {real} secrets were found: the test looks in the wrong place");
}

#[test]
fn nothing_that_goes_wrong_with_a_generated_type_prints_a_secret() {
    let mut spoke = BTreeSet::new();
    for entry in entries() {
        for (form, secret) in FORMS {
            for (step, run) in STEPS {
                let text = run(entry, *secret);
                assert_clean(entry, &format!("{step} with a secret that is {form}"), &text);
                if !text.is_empty() {
                    spoke.insert(*step);
                }
            }
        }
    }
    assert_eq!(spoke.len(), STEPS.len(), "each step must have had something to say: {spoke:?}");
}

#[test]
fn operations_name_their_secrets_and_nothing_else() {
    for entry in entries() {
        let secret = names::of(entry, true);
        assert_eq!(entry.operation.sensitive, Vec::from_iter(secret), "{}", entry.operation.full_name());
    }
}

/// Fields that have the name of a secret and are not secret.
const HARMLESS: &[(&str, &str)] = &[
    ("osm.CheckNeedVerify", "need_verify_code"),
    // The number of a session that is over.
    ("osm.ListHistoryOperateLogs", "session_id"),
    ("osm.ListHistorySessions", "session_id"),
    ("osm.ListTransportHistories", "session_id"),
];

#[test]
fn what_is_called_like_a_secret_is_one_or_known_to_be_harmless() {
    let mut found = BTreeSet::new();
    for entry in CATALOG.entries() {
        let suspect = names::of(entry, false).into_iter().filter(|name| names::is_suspect(name));
        found.extend(suspect.map(|name| (entry.operation.full_name(), name)));
    }
    let found: Vec<(&str, &str)> = found.iter().map(|(operation, name)| (operation.as_str(), *name)).collect();
    assert_eq!(found, HARMLESS, "mark it as a secret in spec/, or add it to HARMLESS");
}
