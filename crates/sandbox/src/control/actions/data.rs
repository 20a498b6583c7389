//! The data: returning to the start, loading a seed, and expiring tokens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::call::{ControlCall, Outcome};
use super::clock::ClockView;
use crate::runtime::sandbox::Sandbox;
use crate::runtime::seed::Seed;

/// The options of a reset.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct ResetOptions {
    /// The new data. Default: that of the start.
    seed: Option<Seed>,
}

/// The data to load.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct SeedChoice {
    /// The new data.
    seed: Seed,
}

/// The data after a change.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct LoadedSeed {
    /// The data.
    seed: Seed,
    /// The clock.
    clock: ClockView,
}

/// An empty result.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct Done {}

pub(in crate::control) fn reset(sandbox: &Sandbox, _: &ControlCall, options: ResetOptions) -> Outcome<LoadedSeed> {
    sandbox.clock().reset();
    sandbox.clear_faults();
    let seed = options.seed.unwrap_or_else(|| sandbox.seed());
    sandbox.load_seed(seed)?;
    Ok(LoadedSeed { seed, clock: ClockView::of(sandbox) })
}

pub(in crate::control) fn load(sandbox: &Sandbox, _: &ControlCall, choice: SeedChoice) -> Outcome<LoadedSeed> {
    sandbox.load_seed(choice.seed)?;
    Ok(LoadedSeed { seed: choice.seed, clock: ClockView::of(sandbox) })
}

pub(in crate::control) fn expire_tokens(sandbox: &Sandbox, _: &ControlCall) -> Outcome<Done> {
    sandbox.expire_tokens()?;
    Ok(Done {})
}
