//! The way of a call, from the request to the answer. There is one for all operations, and it is here.

mod ask;
mod credentials;
mod deadline;
mod judge;
mod outgoing;
mod raw;
mod retry;
mod send;
mod typed;

use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) use ask::{Answer, Ask};
pub(crate) use deadline::within;
pub(crate) use outgoing::insert as insert_header;
pub(crate) use raw::RawAsk;
pub(crate) use send::{fetch, user_agent};
pub(crate) use typed::TypedAsk;

use crate::call::{Options, Reply};
use crate::client::Client;
use crate::error::Error;

/// Makes a call, in this order:
///
/// 1. **check limits**: every documented limit of the request; all violations are reported together.
/// 2. **encode**: the request becomes an address, headers and bytes. Up to here nothing is awaited.
/// 3. **retry**: runs 4 to 7 until the outcome is final.
/// 4. **credentials**: finds what proves who calls. None for operations that need none.
/// 5. **sign**: puts it on the request; within the loop, since signatures hold the date.
/// 6. **send**: hands the request to the transport and takes the whole answer into memory, up to the cap.
/// 7. **judge**: finds a refusal in the status or the body, and what class it is of.
/// 8. **decode**: reads the answer and notes where it differs from its description.
///
/// The deadline of the call spans all of it.
pub(crate) async fn execute(client: &Client, ask: &mut dyn Ask, options: &Options) -> Result<Reply<()>, Error> {
    let config = &*client.0;
    let limit = options.timeout.unwrap_or(config.timeout);
    let (what, operation, idempotent) = (ask.what(), ask.operation(), ask.is_idempotent());
    let sent = AtomicBool::new(false);
    let steps = async {
        ask.check(config, options)?;
        let outgoing = ask.encode(config, options)?;
        let (outcome, attempts) = retry::until_final(|| async {
            let credential = credentials::find(config, &outgoing)?;
            let request = credentials::sign(outgoing.request(), credential.as_ref());
            sent.store(true, Ordering::Relaxed);
            let answer = send::send(config, request).await?;
            judge::judge(&outgoing, credential.as_ref(), answer)
        })
        .await;
        let answer = outcome?;
        let deviations = ask.decode(config, options, &answer)?;
        Ok(Reply::new(answer, attempts, deviations))
    };
    let outcome = within(&*config.clock, limit, steps).await;
    let late = || Err(Error::timeout(limit, sent.load(Ordering::Relaxed)));
    outcome.unwrap_or_else(late).map_err(|error| error.about(what, operation, idempotent))
}
