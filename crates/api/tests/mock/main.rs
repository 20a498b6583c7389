//! Tests with mocks and made errors: the rules, the counts, and the errors of calls that no rule matches.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod failures;
mod fake_errors;
mod files;
mod rules;
mod spans;
mod verification;
