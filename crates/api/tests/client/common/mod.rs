//! What the tests share: a few operations, and a service that gives the answers it was told.

mod fake;
mod operations;

use std::sync::Arc;
use std::time::SystemTime;

use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, ClientBuilder};

pub(crate) use fake::{Fake, Seen};
pub(crate) use operations::*;

pub(crate) const AUTH_TOKEN: &str = "AUTH-TOKEN-9f3c";
pub(crate) const KOODRIVE_TOKEN: &str = "KOODRIVE-TOKEN-77aa";

/// A clock that stands still.
pub(crate) fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH)
}

/// A builder with tokens, a clock that stands still, and no retries, which would wait for that.
pub(crate) fn builder() -> ClientBuilder {
    Client::builder().auth_token(AUTH_TOKEN).koodrive_token(KOODRIVE_TOKEN).clock(Arc::new(clock())).max_attempts(1)
}

/// A client of `fake`, with tokens.
pub(crate) fn client(fake: &Fake) -> Client {
    builder().transport(fake.transport()).build().unwrap()
}

/// Awaits `work`, and moves time on to the next sleeper whenever it waits.
pub(crate) async fn patiently<T>(clock: &ManualClock, work: impl IntoFuture<Output = T>) -> T {
    let mut work = std::pin::pin!(work.into_future());
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = tokio::task::yield_now() => {
                clock.advance_to_next();
            }
        }
    }
}

/// The text of an error, of all that caused it, and what `{:?}` shows.
pub(crate) fn everything(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error:?}");
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("\n{error}\n{error:?}"));
        next = error.source();
    }
    text
}
