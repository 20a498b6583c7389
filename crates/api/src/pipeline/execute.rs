//! The steps of a call, and the two ways to run them.

use std::pin::{Pin, pin};
use std::sync::Arc;

use hwc_wire::{Operation, Record};
use tracing::Instrument;

use super::call_state::CallState;
use super::codec::{CallCodec, RecordCodec};
use super::prepared_request::mark_sensitive;
use super::{CallOptions, ClientInner, RequestOptions, attempt, resolve};
use crate::core::{BoxFuture, Response};
use crate::error::Error;

/// The parts of a call before it is sent.
#[derive(Debug)]
pub(crate) struct CallParts {
    pub(crate) client: Arc<ClientInner>,
    pub(crate) request: Box<dyn Record>,
    pub(crate) options: CallOptions,
}

/// The outcome of a call, with its request.
pub(crate) struct Sent {
    pub(crate) request: Box<dyn Record>,
    pub(crate) outcome: Result<RecordResponse, Error>,
}

/// A response whose type is known only at run time.
pub(crate) type RecordResponse = Response<Box<dyn Record>>;

/// The future of a call.
type CallFuture<'a> = Pin<Box<dyn Future<Output = Result<Response<()>, Error>> + Send + 'a>>;

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
/// crate, and in every module, that awaits it. For the same reason [`send`] is in this file: both are compiled with one copy
/// of the steps.
#[inline(never)]
pub(crate) fn execute<'a>(
    client: &'a Arc<ClientInner>,
    codec: &'a mut dyn CallCodec,
    options: &'a RequestOptions,
) -> CallFuture<'a> {
    Box::pin(run(client, codec, options))
}

/// Runs a call as [`execute`] does, and decodes the response into `body`. The future owns the parts.
#[inline(never)]
pub(crate) fn send(parts: CallParts, operation: &'static Operation, mut body: Box<dyn Record>) -> BoxFuture<Sent> {
    Box::pin(async move {
        let CallParts { client, request, options } = parts;
        let mut codec = RecordCodec { operation, request: &*request, response: &mut *body };
        let outcome = run(&client, &mut codec, options.get()).await;
        Sent { request, outcome: outcome.map(|response| response.with_body(body)) }
    })
}

async fn run(
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
    // Boxed, so that neither future exceeds a kilobyte: allocators serve larger blocks slowly.
    let mut response = Box::pin(attempt::send(client, &target, &mut request, state)).await?;
    let deviations = codec.decode(client, options, state.deadline(), &mut response);
    let deviations = deviations.map_err(|error| {
        error.with_response(request.redactor(state.authenticator.as_ref()).failed_response(&response))
    })?;
    mark_sensitive(&mut response.headers, codec.operation().map_or(&[], |operation| operation.sensitive));
    Ok(response.into_response(state.attempts, deviations))
}
