//! The attempts of a call: authenticate, wait for the rate limiter, sign, send, classify, recover.

use std::pin::pin;
use std::sync::Arc;

use hwc_transport::http::Uri;
use hwc_wire::AuthRequirement;

use super::auth::Authenticator;
use super::call_state::CallState;
use super::response::{
    RawResponse, ReadError, ResponseFuture, find_error, read_response, redirect_target, service_error,
};
use super::retry::{Attempt, Recoverable, Recovery};
use super::{AttemptError, ClientInner, PreparedRequest, ResolvedTarget, RetryHints, RetryPolicy, send_with_retries};
use crate::error::Error;

/// The outcome of a successful attempt.
enum AttemptOutcome {
    Response(RawResponse),
    /// A redirect to another path of the same origin.
    Redirect(Uri, u16),
}

/// Step 4: sends the request until the outcome is final.
pub(super) async fn send(
    client: &Arc<ClientInner>,
    target: &ResolvedTarget<'_>,
    request: &mut PreparedRequest,
    state: &mut CallState<'_>,
) -> Result<RawResponse, Error> {
    let policy = RetryPolicy {
        max_attempts: state.max_attempts,
        idempotent: state.idempotent,
        deadline: state.deadline(),
        backoff: state.backoff,
    };
    let mut call = CallAttempt { client, target, request, state, recovery: Recovery::default() };
    let response = send_with_retries(client, &policy, &mut call).await?;
    client.retry_budget.deposit();
    Ok(response)
}

/// The attempts of a call.
struct CallAttempt<'a, 's> {
    client: &'a Arc<ClientInner>,
    target: &'a ResolvedTarget<'a>,
    request: &'a mut PreparedRequest,
    state: &'a mut CallState<'s>,
    recovery: Recovery,
}

impl Attempt for CallAttempt<'_, '_> {
    type Output = RawResponse;

    /// Follows redirects, and sends the request again after each recovery.
    async fn run(&mut self, previous: Option<Error>) -> Result<RawResponse, AttemptError> {
        self.state.last_error = previous.or(self.state.last_error.take());
        loop {
            match attempt(self.client, self.target, self.request, self.state).await {
                Ok(AttemptOutcome::Response(response)) => return Ok(response),
                Ok(AttemptOutcome::Redirect(uri, status)) => {
                    self.recovery.count_redirect(status)?;
                    self.request.set_uri(uri);
                }
                Err(failed) if self.recovery.recover(self.client, &self.target.identity, &failed) => {}
                Err(failed) => return Err(failed),
            }
        }
    }
}

/// Runs steps 5 to 9 once.
async fn attempt(
    client: &Arc<ClientInner>,
    target: &ResolvedTarget<'_>,
    request: &PreparedRequest,
    state: &mut CallState<'_>,
) -> Result<AttemptOutcome, AttemptError> {
    state.authenticator = state.within_deadline(pin!(authenticate(client, target, request))).await?;
    let limiter = &target.state.limiter;
    limiter.wait(&*client.clock, request.service.id, &|| state.remaining()).await?;
    let skew = client.clock_skew.millis();
    let response = begin(client, request, state.authenticator.as_ref())?;
    let sent_before = std::mem::replace(&mut state.sent, true);
    state.begin_attempt();
    let response = {
        let work = pin!(read_response(client, response, request.response_mode));
        state.within_attempt(work).await
    };
    let response = match response {
        Ok(response) => response,
        Err(failed) => return Err(incomplete(request, state, failed, sent_before).into()),
    };
    state.record_response(request, &response);
    let recoverable = state.authenticator.as_ref().map(|authenticator| Recoverable {
        skew: authenticator.is_dated().then_some(skew),
        invalidation: authenticator.invalidation().cloned(),
    });
    classify(client, target, request, state.authenticator.as_ref(), response)
        .map_err(|failed| AttemptError { recoverable, ..failed })
}

/// Returns the error for a response that is missing or incomplete.
fn incomplete(request: &PreparedRequest, state: &mut CallState<'_>, failed: ReadError, sent_before: bool) -> Error {
    let ReadError { error, received } = failed;
    state.sent = sent_before || !error.is_not_sent();
    let error = error.with_uri(request.uri());
    let Some(response) = received else { return error };
    state.record_response(request, &response);
    error.with_response(request.redactor(state.authenticator.as_ref()).failed_response(&response))
}

/// Passes the request to the transport, which does nothing until polled. It is separate from [`attempt`] to keep the request
/// out of that future.
fn begin<'a>(
    client: &'a ClientInner,
    request: &PreparedRequest,
    authenticator: Option<&Authenticator>,
) -> Result<ResponseFuture<'a>, Error> {
    let mut request = request.to_http(authenticator.map_or(0, Authenticator::header_count));
    if let Some(authenticator) = authenticator {
        authenticator.apply(&mut request, &|| client.now())?;
    }
    Ok(client.transport.send(request))
}

async fn authenticate(
    client: &Arc<ClientInner>,
    target: &ResolvedTarget<'_>,
    request: &PreparedRequest,
) -> Result<Option<Authenticator>, Error> {
    if request.auth == AuthRequirement::None || request.is_authenticated {
        return Ok(None);
    }
    let authenticator = target.identity.authenticator(client, request.service, request.auth, target.project.as_deref());
    authenticator.await.map(Some)
}

/// Step 9: distinguishes responses, redirects and error responses.
fn classify(
    client: &ClientInner,
    target: &ResolvedTarget<'_>,
    request: &PreparedRequest,
    authenticator: Option<&Authenticator>,
    response: RawResponse,
) -> Result<AttemptOutcome, AttemptError> {
    let redactor = request.redactor(authenticator);
    let hints = || RetryHints::read(&response.headers, client.now());
    let status = response.status.as_u16();
    if let Some(redirect) = redirect_target(request.uri(), request.method(), response.status, &response.headers) {
        return match redirect {
            Ok(uri) => Ok(AttemptOutcome::Redirect(uri, status)),
            Err(why) => {
                let error = Error::redirected(status, why).with_response(redactor.failed_response(&response));
                Err(AttemptError::new(error, hints()))
            }
        };
    }
    let Some(body) = find_error(request, &response) else {
        return Ok(AttemptOutcome::Response(response));
    };
    let hints = hints();
    let error = service_error(request.service, redactor, hints, &response, &body);
    if error.is_rate_limited() {
        target.state.limiter.record_throttled(&*client.clock, hints.retry_after);
    }
    Err(AttemptError::new(error, hints))
}
