//! The request pipeline shared by all calls.

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

use crate::call::{Options, Response};
use crate::client::Client;
use crate::error::Error;
use run::Run;

/// Runs a call in these steps:
///
/// 1. **validate**: validates all documented constraints of the request and reports all violations together.
/// 2. **resolve**: resolves the endpoint, the credentials and, if the path contains a project that is not set, the project.
/// 3. **encode**: encodes the request as URL, headers and body.
/// 4. **retry**: runs steps 5 to 9 until the outcome is final.
/// 5. **credentials**: gets the authentication. Skipped for operations that need none.
/// 6. **rate limit**: waits if the service requested a delay, or the client has a rate limit.
/// 7. **sign**: authenticates the request. This is part of the loop because signatures contain the date.
/// 8. **send**: sends the request and reads the complete response into memory, up to the size limit. For downloads, it
///    reads only enough to distinguish a file from an error response.
/// 9. **classify**: detects an error response by status or body, and determines its class.
/// 10. **decode**: decodes the response and records deviations from its description.
///
/// The deadline and the `tracing` span of the call cover all steps.
///
/// It returns a boxed future and is not an `async fn`. An `async fn`, with all that it awaits, is compiled again in every
/// crate that awaits it. The boxed future is compiled in this crate only.
#[inline(never)]
pub(crate) fn execute<'a>(client: &'a Client, ask: &'a mut dyn Ask, options: &'a Options) -> Pending<'a> {
    Box::pin(call(client, ask, options))
}

/// The future of a call.
type Pending<'a> = Pin<Box<dyn Future<Output = Result<Response<()>, Error>> + Send + 'a>>;

async fn call(client: &Client, ask: &mut dyn Ask, options: &Options) -> Result<Response<()>, Error> {
    let mut run = Run::new(&client.0, ask, options);
    let span = run.span();
    let limit = run.limit;
    let outcome = {
        let work = pin!(steps(client, ask, options, &mut run));
        within(&*client.0.clock, limit, work).instrument(span.clone()).await
    };
    run.finish(&client.0, &span, outcome)
}

async fn steps(client: &Client, ask: &mut dyn Ask, options: &Options, run: &mut Run) -> Result<Response<()>, Error> {
    let config = &*client.0;
    config.clock.check().map_err(|error| Error::clock(&error))?;
    ask.check(config, options)?;
    let settled = settle::settle(client, ask, options).await?;
    let mut outgoing = ask.encode(config, options, &settled)?.taking(ask.takes());
    let mut answer = retry::until_final(client, &settled, &mut outgoing, run).await?;
    let deviations = ask.decode(config, options, run.deadline(), &mut answer)?;
    outgoing::hide(&mut answer.headers, ask.operation().map_or(&[], |operation| operation.sensitive));
    Ok(Response::new(answer, run.attempts, deviations))
}
