//! The way of a call, from the request to the answer. There is one for all operations, and it is here.

mod adaptive;
mod ask;
mod attempt;
mod budget;
mod deadline;
mod decoding;
mod download;
mod form;
mod hints;
mod inflate;
mod judge;
mod limiter;
mod mend;
mod outgoing;
mod raw;
mod redirect;
mod retry;
mod run;
mod send;
mod settle;
mod stall;
mod typed;

use std::pin::{Pin, pin};

use tracing::Instrument;

pub(crate) use ask::{Answer, Ask};
pub(crate) use budget::Budget;
pub(crate) use deadline::within;
pub(crate) use download::DownloadAsk;
pub(crate) use hints::Hints;
pub use limiter::RateControl;
pub(crate) use limiter::RateLimiter;
pub(crate) use outgoing::{SHORTEST, insert as insert_header};
pub(crate) use raw::RawAsk;
pub(crate) use redirect::{MOVES, location};
pub(crate) use retry::Retries;
pub(crate) use send::user_agent;
pub(crate) use stall::watched;
pub(crate) use typed::TypedAsk;

use crate::call::{Options, Reply};
use crate::client::Client;
use crate::error::Error;
use run::Run;

/// Makes a call, in this order:
///
/// 1. **check limits**: every documented limit of the request; all violations are reported together.
/// 2. **settle**: where the service is, who calls it, and, where the path holds a project that is not set, which one.
/// 3. **encode**: the request becomes an address, headers and bytes.
/// 4. **retry**: runs 5 to 9 until the outcome is final.
/// 5. **credentials**: finds what proves who calls. None for operations that need none.
/// 6. **rate limit**: waits if the service asked for a pause, or the client has a rate limit.
/// 7. **sign**: puts the proof on the request; within the loop, since signatures hold the date.
/// 8. **send**: hands the request to the transport and takes the whole answer into memory, up to the cap; of a download,
///    only what is needed to tell a file from a refusal.
/// 9. **judge**: finds a refusal in the status or the body, and what class it is of.
/// 10. **decode**: reads the answer and notes where it differs from its description.
///
/// The deadline of the call spans all of it, and so does its span for `tracing`.
///
/// No `async fn`: whoever awaits one compiles it, and all that it awaits, once more. As a box it is compiled in this crate alone.
#[inline(never)]
pub(crate) fn execute<'a>(client: &'a Client, ask: &'a mut dyn Ask, options: &'a Options) -> Pending<'a> {
    Box::pin(call(client, ask, options))
}

/// A call that is under way.
type Pending<'a> = Pin<Box<dyn Future<Output = Result<Reply<()>, Error>> + Send + 'a>>;

async fn call(client: &Client, ask: &mut dyn Ask, options: &Options) -> Result<Reply<()>, Error> {
    let mut run = Run::new(&client.0, ask, options);
    let span = run.span();
    let limit = run.limit;
    let outcome = {
        let work = pin!(steps(client, ask, options, &mut run));
        within(&*client.0.clock, limit, work).instrument(span.clone()).await
    };
    run.finish(&client.0, &span, outcome)
}

async fn steps(client: &Client, ask: &mut dyn Ask, options: &Options, run: &mut Run) -> Result<Reply<()>, Error> {
    let config = &*client.0;
    config.clock.check().map_err(|error| Error::clock(&error))?;
    ask.check(config, options)?;
    let settled = settle::settle(client, ask, options).await?;
    let mut outgoing = ask.encode(config, options, &settled)?.taking(ask.takes());
    let mut answer = retry::until_final(client, &settled, &mut outgoing, run).await?;
    let deviations = ask.decode(config, options, run.deadline(), &mut answer)?;
    outgoing::hide(&mut answer.headers, ask.operation().map_or(&[], |operation| operation.sensitive));
    Ok(Reply::new(answer, run.attempts, deviations))
}
