//! The request pipeline shared by all calls: validate, resolve, encode, authenticate, send, retry, decode.
//!
//! `auth/` makes calls itself, to sign in and to look up IDs. This recursion stays within this folder.

mod attempt;
mod auth;
mod call_state;
mod client_inner;
mod codec;
mod endpoints;
#[cfg(feature = "metrics")]
mod metrics;
mod multipart;
mod prepared_request;
mod rate_limiter;
mod request_options;
mod resolve;
mod response;
mod retry;
mod service_state;
mod throttling;

use std::pin::{Pin, pin};
use std::sync::Arc;

use tracing::Instrument;

#[cfg(feature = "metrics")]
pub(crate) use self::metrics::describe as describe_metrics;
#[cfg(feature = "koodrive")]
pub(crate) use auth::upload_proof_number;
pub(crate) use client_inner::ClientInner;
pub(crate) use codec::{DownloadCodec, RawCodec, RecordCodec};
pub(crate) use endpoints::{EndpointConfig, parse_endpoint};
pub(crate) use prepared_request::MIN_SECRET_HEADER_LEN;
use prepared_request::{PreparedRequest, mark_sensitive};
pub use rate_limiter::RateControl;
use rate_limiter::RateLimiter;
pub(crate) use request_options::{CallOptions, RequestOptions};
use resolve::ResolvedTarget;
pub(crate) use response::{MAX_REDIRECTS, RawResponse, Redactor, redirect_target, sort_secrets, with_read_timeout};
pub(crate) use retry::{Attempt, AttemptError, Backoff, RetryBudget, RetryHints, RetryPolicy, send_with_retries};
pub(crate) use service_state::ServiceStates;

use crate::core::Response;
use crate::error::Error;
use call_state::CallState;
use codec::CallCodec;

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
/// The deadline and the `tracing` span of the call cover all steps. Each step that waits for more than the clock ends at the
/// deadline by itself. A timer around all of them would be one more for each call.
///
/// It returns a boxed future and is not an `async fn`. An `async fn`, with all that it awaits, is compiled again in every
/// crate that awaits it. The boxed future is compiled in this crate only.
#[inline(never)]
pub(crate) fn execute<'a>(
    client: &'a Arc<ClientInner>,
    codec: &'a mut dyn CallCodec,
    options: &'a RequestOptions,
) -> CallFuture<'a> {
    Box::pin(run(client, codec, options))
}

/// The future of a call.
type CallFuture<'a> = Pin<Box<dyn Future<Output = Result<Response<()>, Error>> + Send + 'a>>;

/// Runs a call as [`execute`] does, for callers that are boxed themselves.
pub(crate) async fn run(
    client: &Arc<ClientInner>,
    codec: &mut dyn CallCodec,
    options: &RequestOptions,
) -> Result<Response<()>, Error> {
    let mut state = CallState::new(client, codec, options);
    let span = state.span.clone();
    let outcome = run_steps(client, codec, options, &mut state).instrument(span).await;
    state.finish(outcome)
}

async fn run_steps(
    client: &Arc<ClientInner>,
    codec: &mut dyn CallCodec,
    options: &RequestOptions,
    state: &mut CallState<'_>,
) -> Result<Response<()>, Error> {
    client.clock.check().map_err(|error| Error::clock(&error))?;
    codec.validate(client, options)?;
    let target = state.within_deadline(pin!(resolve::resolve(client, codec, options))).await?;
    let mut request = codec.encode(client, options, &target)?.with_response_mode(codec.response_mode());
    state.record_request(&request);
    let mut response = attempt::send(client, &target, &mut request, state).await?;
    let deviations = codec.decode(client, options, state.deadline(), &mut response);
    let deviations = deviations.map_err(|error| {
        error.with_response(request.redactor(state.authenticator.as_ref()).failed_response(&response))
    })?;
    mark_sensitive(&mut response.headers, codec.operation().map_or(&[], |operation| operation.sensitive));
    Ok(response.into_response(state.attempts, deviations))
}
