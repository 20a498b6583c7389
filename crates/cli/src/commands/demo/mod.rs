//! `hwc demo`: a guided demo with real calls to the sandbox. The demo controls the sandbox's clock. It needs no
//! account, network or environment variables, and its output is the same in each run.

#[cfg(feature = "sandbox")]
mod drive;
#[cfg(feature = "sandbox")]
mod embedding;
#[cfg(feature = "sandbox")]
mod show;
#[cfg(feature = "sandbox")]
mod shown;
#[cfg(feature = "sandbox")]
mod sign_in;
#[cfg(feature = "sandbox")]
mod stage;
#[cfg(feature = "sandbox")]
mod tickets;
#[cfg(feature = "sandbox")]
mod watch;

use crate::failure::Failure;

/// Runs the demo and prints text for people or one JSON object per call.
#[cfg(feature = "sandbox")]
pub(crate) fn run(json: bool) -> Result<(), Failure> {
    crate::runtime::run(async {
        let mut stage = stage::Stage::new(json)?;
        sign_in::tell(&mut stage).await?;
        tickets::tell(&mut stage).await?;
        drive::tell(&mut stage).await?;
        embedding::tell(&mut stage).await?;
        stage.end()
    })
}

/// Returns an error: the demo needs the sandbox.
#[cfg(not(feature = "sandbox"))]
pub(crate) fn run(_: bool) -> Result<(), Failure> {
    Err(Failure::no_sandbox())
}
