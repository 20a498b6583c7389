//! `hwc demo`: a story told with real calls on the sandbox, whose clock the story moves on. It needs no account, no
//! network and no environment, and comes out the same in each run.

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

/// Tells the story, in lines for people or as one JSON object for each call.
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

/// There is no story without the sandbox.
#[cfg(not(feature = "sandbox"))]
pub(crate) fn run(_: bool) -> Result<(), Failure> {
    Err(Failure::no_sandbox())
}
