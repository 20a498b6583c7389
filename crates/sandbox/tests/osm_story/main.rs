//! Random stories of tickets, with acts that are allowed and acts that are not: after each of them, all that can be read of
//! tickets has to agree, what was refused must have changed nothing, and nothing may fail inside.
//!
//! A new sort of act is a line in `acts.rs`; a new reading that has to agree is one in `agreement.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod acts;
mod agreement;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/tickets.rs"]
mod tickets;

use acts::{Act, Outcome, acts};
use common::Bench;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

/// How many stories are told when `PROPTEST_CASES` does not say.
const STORIES: u32 = 8;

#[test]
fn whatever_is_done_with_tickets_all_readings_agree() {
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = STORIES;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(20_260_101);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let told = TestRunner::new(config).run(&acts(), |story| runtime.block_on(tell(&story)));
    told.unwrap_or_else(|error| panic!("{error}"));
}

async fn tell(story: &[Act]) -> Result<(), TestCaseError> {
    let bench = Bench::demo();
    let mut known = agreement::listed(&bench).await;
    let mut read = agreement::read_all(&bench, &known).await;
    for act in story {
        let ids: Vec<String> = known.iter().cloned().chain(["case-foreign", "case-0"].map(str::to_owned)).collect();
        let outcome = act.perform(&bench, &ids).await?;
        if let Outcome::Opened(id) = &outcome {
            known.push(id.clone());
        }
        let before = std::mem::replace(&mut read, agreement::read_all(&bench, &known).await);
        if let (Outcome::Refused(why), true) = (&outcome, before != read) {
            return Err(TestCaseError::fail(format!("{act:?} was refused ({why}) and changed something")));
        }
        agreement::check(&bench, &known).await.map_err(|why| TestCaseError::fail(format!("after {act:?}: {why}")))?;
    }
    Ok(())
}
