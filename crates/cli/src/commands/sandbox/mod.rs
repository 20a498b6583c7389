//! `hwc sandbox serve`, and the built-in sandbox for other commands.

#[cfg(not(feature = "sandbox"))]
mod absent;
#[cfg(feature = "sandbox")]
mod embedded;

#[cfg(not(feature = "sandbox"))]
use absent as present;
#[cfg(feature = "sandbox")]
use embedded as present;

use crate::arguments::SandboxCommand;
use crate::failure::Failure;

pub(crate) use present::client_builder;
#[cfg(feature = "sandbox")]
pub(crate) use present::{client_of, failed};

/// Runs a command of `hwc sandbox`.
pub(crate) fn run(command: SandboxCommand) -> Result<(), Failure> {
    match command {
        SandboxCommand::Serve(options) => present::serve(options),
    }
}
