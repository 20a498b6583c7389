//! Random operations of two users on their own spaces and on one that they share, beside a model in memory. Each operation must
//! have the outcome that the model predicts. Trees, recycle bins, lists, used sizes, versions and contents are compared as well.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod changes;
mod check;
#[path = "../common/mod.rs"]
mod common;
mod jobs;
mod model;
mod perform;
mod permissions;
mod revisions;
mod steps;
mod versions;
mod world;

use common::Bench;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use steps::Step;
use world::World;

/// The seeds of the sequences, without `PROPTEST_RNG_SEED`.
const SEEDS: [u64; 3] = [1, 20_260_101, 4711];

/// The number of sequences per seed, without `PROPTEST_CASES`.
const SEQUENCES: u32 = 1;

/// The number of attempts to shorten a sequence that fails.
const SHRINKING: u32 = 300;

#[test]
fn the_drive_does_what_the_model_does() {
    let mut config = Config { failure_persistence: None, max_shrink_iters: SHRINKING, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = SEQUENCES;
    }
    let seeds = match config.rng_seed {
        RngSeed::Fixed(seed) => vec![seed],
        RngSeed::Random => SEEDS.to_vec(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for seed in seeds {
        let config = Config { rng_seed: RngSeed::Fixed(seed), ..config.clone() };
        let done = TestRunner::new(config).run(&steps::sequence(), |steps| runtime.block_on(play(steps)));
        done.unwrap_or_else(|error| panic!("with PROPTEST_RNG_SEED={seed}: {}", described(error)));
    }
}

/// Returns the failure of a sequence, with one step per line.
fn described(error: TestError<Vec<Option<Step>>>) -> String {
    match error {
        TestError::Fail(reason, steps) => {
            let steps: Vec<String> = steps.iter().flatten().map(|step| format!("{step:?}")).collect();
            format!("{reason}\n{}", steps.join("\n"))
        }
        TestError::Abort(reason) => reason.to_string(),
    }
}

/// Performs steps and compares the drive with the model.
async fn play(steps: Vec<Option<Step>>) -> Result<(), TestCaseError> {
    let bench = Bench::demo();
    let mut world = World::of(&bench).await;
    for (number, step) in steps.iter().flatten().enumerate() {
        let at = |why: TestCaseError| TestCaseError::fail(format!("step {number}, {step:?}: {why}"));
        world.perform(step).await.map_err(at)?;
        world.check(number).await.map_err(at)?;
    }
    world.check(0).await.map_err(|why| TestCaseError::fail(format!("at the end: {why}")))
}
