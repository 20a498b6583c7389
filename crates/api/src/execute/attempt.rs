//! One attempt of a call: authenticate, wait for the rate limiter, sign, send, classify.

use std::pin::pin;

use hwc_transport::http::Uri;
use hwc_wire::AuthRequirement;

use super::ask::Answer;
use super::deadline::within;
use super::hints::Hints;
use super::judge::{redacted, refusal, refused};
use super::outgoing::Outgoing;
use super::redirect;
use super::run::Run;
use super::send::{Exchange, receive};
use super::settle::Settled;
use crate::client::{Client, ClientInner};
use crate::credentials::{Proof, Renewal};
use crate::error::Error;

/// The outcome of a successful attempt.
pub(super) enum Step {
    Answer(Answer),
    /// A redirect to another path of the same origin.
    Moved(Uri, u16),
}

/// The properties of an attempt's authentication that a recovery needs.
#[derive(Clone)]
pub(super) struct Mendable {
    /// The clock skew used for the signature. `None` for authentication without a date.
    pub(super) skew: Option<i64>,
    pub(super) renewal: Option<Renewal>,
}

/// A failed attempt, with the data for a recovery or a retry.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) hints: Hints,
    pub(super) proof: Option<Mendable>,
}

/// Runs steps 5 to 9 once.
pub(super) async fn attempt(
    client: &Client,
    settled: &Settled,
    outgoing: &Outgoing,
    run: &mut Run,
) -> Result<Step, Failure> {
    let config = &*client.0;
    let proof = find(client, settled, outgoing).await.map_err(Failure::unanswered)?;
    let turn = settled.kept.limiter.wait(&*config.clock, outgoing.service.id, &|| run.left(config)).await;
    turn.map_err(Failure::unanswered)?;
    let skew = config.skew();
    let exchange = begin(config, outgoing, proof.as_ref()).map_err(Failure::unanswered)?;
    let sent_before = std::mem::replace(&mut run.sent, true);
    run.attempts += 1;
    let limit = run.attempt_limit;
    let received = {
        let work = pin!(receive(config, exchange, outgoing.takes));
        within(&*config.clock, limit, work).await
    };
    let answer = match received.unwrap_or_else(|| Err(Error::timeout(limit, true))) {
        Ok(answer) => answer,
        Err(error) => {
            run.sent = sent_before || !error.is_not_sent();
            return Err(Failure::unanswered(error.at(outgoing.uri())));
        }
    };
    run.answered(&answer, &|text| redacted(outgoing, proof.as_ref(), text));
    let mendable = proof
        .as_ref()
        .map(|proof| Mendable { skew: proof.is_dated().then_some(skew), renewal: proof.renewal().cloned() });
    verdict(config, settled, outgoing, proof.as_ref(), answer).map_err(|failure| Failure { proof: mendable, ..failure })
}

/// Passes the request to the transport, which does nothing until polled. It is separate from [`attempt`] to keep the request
/// out of that future.
fn begin<'a>(config: &'a ClientInner, outgoing: &Outgoing, proof: Option<&Proof>) -> Result<Exchange<'a>, Error> {
    let mut request = outgoing.request();
    if let Some(proof) = proof {
        proof.put_on(&mut request, &|| config.now())?;
    }
    Ok(config.transport.send(request))
}

async fn find(client: &Client, settled: &Settled, outgoing: &Outgoing) -> Result<Option<Proof>, Error> {
    if outgoing.auth == AuthRequirement::None || outgoing.carries_proof {
        return Ok(None);
    }
    let proof = settled.identity.proof(client, outgoing.service, outgoing.auth, settled.project.as_deref());
    proof.await.map(Some)
}

fn verdict(
    config: &ClientInner,
    settled: &Settled,
    outgoing: &Outgoing,
    proof: Option<&Proof>,
    answer: Answer,
) -> Result<Step, Failure> {
    let hints = || Hints::read(&answer.headers, config.now());
    if let Some(moved) = redirect::location(outgoing.uri(), outgoing.method(), answer.status, &answer.headers) {
        return match moved {
            Ok(uri) => Ok(Step::Moved(uri, answer.status.as_u16())),
            Err(why) => {
                Err(Failure { error: Error::redirected(answer.status.as_u16(), why), hints: hints(), proof: None })
            }
        };
    }
    let Some(refusal) = refusal(outgoing, &answer) else {
        return Ok(Step::Answer(answer));
    };
    let hints = hints();
    let error = refused(outgoing, proof, hints, &answer, &refusal);
    if error.is_throttled() {
        settled.kept.limiter.throttled(&*config.clock, hints.retry_after);
    }
    Err(Failure { error, hints, proof: None })
}

impl Failure {
    /// Creates a failure without a response.
    fn unanswered(error: Error) -> Self {
        Self { error, hints: Hints::default(), proof: None }
    }
}
