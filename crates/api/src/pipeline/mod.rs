//! The request pipeline shared by all calls: validate, resolve, encode, authenticate, send, retry, decode.
//!
//! `auth/` makes calls itself, to sign in and to look up IDs. This recursion stays within this folder.

mod attempt;
mod auth;
mod call_state;
mod client_inner;
mod codec;
mod endpoints;
mod execute;
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

#[cfg(feature = "metrics")]
pub(crate) use self::metrics::describe as describe_metrics;
#[cfg(feature = "koodrive")]
pub(crate) use auth::upload_proof_number;
pub(crate) use client_inner::ClientInner;
pub(crate) use codec::{DownloadCodec, RawCodec, RecordCodec};
pub(crate) use endpoints::{EndpointConfig, parse_endpoint};
pub(crate) use execute::{CallParts, RecordResponse, Sent, execute, send};
pub(crate) use prepared_request::MIN_SECRET_HEADER_LEN;
use prepared_request::PreparedRequest;
pub use rate_limiter::RateControl;
use rate_limiter::RateLimiter;
pub(crate) use request_options::{CallOptions, RequestOptions};
use resolve::ResolvedTarget;
pub(crate) use response::{MAX_REDIRECTS, RawResponse, Redactor, redirect_target, sort_secrets, with_read_timeout};
pub(crate) use retry::{Attempt, AttemptError, Backoff, RetryBudget, RetryHints, RetryPolicy, send_with_retries};
pub(crate) use service_state::ServiceStates;
