//! The client of the control API of a running sandbox.

use std::env;
use std::fmt;

use hwc_api::serde_json::{self, Value};
use hwc_api::transport::ReqwestTransport;
use hwc_transport::http::{Method, Request};
use hwc_transport::{Body, Transport};
use serde::{Deserialize, Serialize};

use super::running;
use crate::error::{CliError, with_causes};
use crate::exit::ExitStatus;
use crate::runtime;

/// The variables with the URL of a sandbox and the token of its control API, which `hwc sandbox env` and `exec` set.
pub(crate) const URL: &str = "HWC_SANDBOX_URL";
pub(crate) const TOKEN: &str = "HWC_SANDBOX_TOKEN";

/// The maximum size of a response.
const MAX_RESPONSE: usize = 64 << 20;

/// The token of a control API. It is stored as it is, and never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct StoredToken(pub(crate) String);

impl fmt::Debug for StoredToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A sandbox with a control API.
pub(crate) struct ControlClient {
    /// The endpoint of all services, without a slash at its end.
    pub(crate) url: String,
    pub(crate) token: StoredToken,
    transport: ReqwestTransport,
}

impl ControlClient {
    /// Returns the client of the sandbox in the environment, or of the one in the background.
    ///
    /// # Errors
    /// Fails if there is none, or if it has no control API.
    pub(crate) fn find() -> Result<Self, CliError> {
        let (url, token) = match from_environment()? {
            Some(found) => found,
            None => {
                let running = running::find()?.ok_or_else(not_running)?;
                let token = running.control_token.clone().ok_or_else(without_control)?;
                (running.endpoint(), token)
            }
        };
        // The sandbox is on this machine.
        let transport = ReqwestTransport::builder().no_proxy().build();
        let transport = transport.map_err(|error| CliError::internal(with_causes(&error)))?;
        Ok(Self { url, token, transport })
    }

    /// Sends a request to a path below `/_sandbox/`, and returns the response.
    pub(crate) fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, CliError> {
        runtime::run(self.request(method, path, body))
    }

    /// Gets a resource.
    pub(crate) fn get(&self, path: &str) -> Result<Value, CliError> {
        self.send(Method::GET, path, None)
    }

    /// Performs an action.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, CliError> {
        self.send(Method::POST, path, Some(body))
    }

    /// Sends a request, like [`send`](Self::send).
    pub(crate) async fn request(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, CliError> {
        let request = Request::builder().method(method).uri(format!("{}/_sandbox/{path}", self.url));
        let request = request.header("Authorization", format!("Bearer {}", self.token.0));
        let request = match body {
            Some(body) => request.header("Content-Type", "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        let request = request.map_err(|error| CliError::config(format!("invalid `{URL}`: {error}")))?;
        let response = self.transport.send(request).await;
        let response = response.map_err(|error| {
            let message = format!("cannot reach the sandbox at {}: {}", self.url, with_causes(&error));
            CliError::with_exit(ExitStatus::Network, "not_sent", message)
        })?;
        let (head, body) = response.into_parts();
        let body = body.collect(MAX_RESPONSE).await.map_err(|error| CliError::interrupted_body(&error))?;
        let json: Value = serde_json::from_slice(&body).unwrap_or_default();
        if head.status.is_success() { Ok(json) } else { Err(rejected(head.status.as_u16(), &json)) }
    }
}

/// Returns the URL and the token in the environment. Only a sandbox on this machine gets the token.
fn from_environment() -> Result<Option<(String, StoredToken)>, CliError> {
    let Some(url) = variable(URL) else { return Ok(None) };
    if !hwc_api::is_loopback(&url) {
        return Err(CliError::config(format!(
            "invalid `{URL}`: expected the URL of a sandbox on this machine, not `{url}`"
        )));
    }
    let token = variable(TOKEN).ok_or_else(|| CliError::config(format!("`{URL}` is set without `{TOKEN}`")))?;
    Ok(Some((url.trim_end_matches('/').to_owned(), StoredToken(token))))
}

/// Returns a variable that is set and not empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn not_running() -> CliError {
    let message = format!("no sandbox runs: start one with `hwc sandbox start`, or set `{URL}` and `{TOKEN}`");
    CliError::config(message).with_next("hwc sandbox start", "to start a sandbox in the background")
}

fn without_control() -> CliError {
    CliError::config(
        "the sandbox in the background was started by an earlier version: restart it with `hwc sandbox stop` and `hwc sandbox start`",
    )
}

/// Converts an error response. An invalid value is an error of the command line.
fn rejected(status: u16, json: &Value) -> CliError {
    let text = |name: &str| json["error"][name].as_str().map(str::to_owned);
    let message = text("message").unwrap_or_else(|| format!("the sandbox returned status {status}"));
    let code = text("code").unwrap_or_else(|| "service".to_owned());
    let exit = match status {
        400 => ExitStatus::Usage,
        401 | 403 | 421 => ExitStatus::Config,
        _ => ExitStatus::Service,
    };
    CliError::with_exit(exit, &code, message)
}
