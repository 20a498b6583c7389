//! Random stories of tickets, with allowed and forbidden acts. After each act, all readings must agree, an error must have
//! left the database unchanged, and no internal error may occur.
//!
//! A new kind of act is a line in `acts.rs`, or in `talk.rs` (messages), `sort.rs` (labels) or `access.rs` (grants). These
//! files also have their readings that must agree; those of tickets are in `agreement.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod access;
mod acts;
mod agreement;
#[path = "../common/mod.rs"]
mod common;
mod sort;
mod talk;
#[path = "../common/tickets.rs"]
mod tickets;
mod world;

use acts::{Act, Outcome, acts};
use common::Bench;
use common::database::dump;
use proptest::prop_assert_eq;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use world::World;

/// The default number of stories, without `PROPTEST_CASES`.
const STORIES: u32 = 20;

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
    let mut world = World::of(&bench, agreement::listed(&bench).await).await;
    agreement::check(&bench, &world, 0).await.map_err(TestCaseError::fail)?; // stores changes by the clock
    let mut stored = dump(&bench).await;
    for (number, act) in story.iter().enumerate() {
        let outcome = act.perform(&bench, &mut world).await?;
        if let Outcome::Refused(why) = &outcome {
            let now = dump(&bench).await;
            prop_assert_eq!(&stored, &now, "{:?} was refused ({}) and changed something", act, why);
        }
        if let Outcome::Opened(id) = outcome {
            world.known.push(id);
        }
        let checked = agreement::check(&bench, &world, number).await;
        checked.map_err(|why| TestCaseError::fail(format!("after {act:?}: {why}")))?;
        stored = dump(&bench).await;
    }
    for act in 0..3 {
        let checked = agreement::check(&bench, &world, act).await;
        checked.map_err(|why| TestCaseError::fail(format!("at the end: {why}")))?;
    }
    Ok(())
}
