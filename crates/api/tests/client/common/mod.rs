//! Shared code of the tests: a few operations, and a fake service with scripted responses.

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

/// Returns a clock that does not advance.
pub(crate) fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH)
}

/// Returns a builder with tokens, a clock that does not advance, and no retries, which would wait for the clock.
pub(crate) fn builder() -> ClientBuilder {
    Client::builder().auth_token(AUTH_TOKEN).koodrive_token(KOODRIVE_TOKEN).clock(Arc::new(clock())).max_attempts(1)
}

/// Returns a client of `fake`, with tokens.
pub(crate) fn client(fake: &Fake) -> Client {
    builder().transport(fake.transport()).build().unwrap()
}

/// Awaits `work`, and advances the clock to the next sleeper whenever it waits.
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

/// Returns the text of an error, the texts of its causes, and its `Debug` output.
pub(crate) fn everything(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error:?}");
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("\n{error}\n{error:?}"));
        next = error.source();
    }
    text
}
