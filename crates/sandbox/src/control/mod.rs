//! The control API below `/_sandbox/`: everything that a test needs to do to a running sandbox, in JSON over HTTP.
//!
//! Each route is a thin layer over a method of [`Sandbox`]. The routes and their documents come from one table.

#[allow(clippy::needless_pass_by_value, reason = "an action owns the body of its request")]
mod actions;
mod call;
mod error;
mod guard;
mod openapi;
mod routes;
mod state;

pub(crate) use guard::is_control;
/// The secret that a server requires for its control API, in the header `Authorization: Bearer TOKEN`.
pub use hwc_transport::local_server::AccessToken as ControlToken;
pub use openapi::control_openapi;
pub(crate) use state::ControlState;

use hwc_transport::blocking;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use hwc_transport::http::request::Parts;
use hwc_transport::http::{HeaderValue, Request, Response, StatusCode};
use serde_json::Value as Json;

use crate::runtime::sandbox::Sandbox;
use actions::requests;
use call::ControlCall;
use error::ControlError;
use routes::{Found, Route};

/// The maximum size of a body.
pub(crate) const MAX_BODY: usize = 1 << 20;

impl Sandbox {
    /// Returns the response to a request of the control API, whose path begins with `/_sandbox/`.
    ///
    /// The caller has to check that the request comes from someone who may control the sandbox. A server checks a
    /// [`ControlToken`] in the header `Authorization`. Must be called in a tokio runtime.
    ///
    /// ```
    /// use hwc_sandbox::{Sandbox, SandboxOptions};
    /// use hwc_transport::bytes::Bytes;
    /// use hwc_transport::http::Request;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// let request = Request::post("/_sandbox/clock").header("Content-Type", "application/json");
    /// let response = sandbox.control(request.body(Bytes::from(r#"{"frozen": true}"#))?).await;
    /// assert_eq!(response.status(), 200);
    /// assert!(sandbox.clock().is_frozen());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
    /// ```
    pub async fn control(&self, request: Request<Bytes>) -> Response<Bytes> {
        let (head, body) = request.into_parts();
        match routes::find(&head.method, head.uri.path()) {
            Found::Route(route, parameters) => {
                let outcome = match ControlCall::new(&head, parameters, body) {
                    Ok(call) => self.run_control(route, call).await,
                    Err(error) => Err(error),
                };
                outcome.map_or_else(|error| error_response(&error), |json| respond(route.status, &json))
            }
            Found::OtherMethod(allowed) => {
                let mut response = error_response(&ControlError::method_not_allowed(&allowed));
                if let Ok(allowed) = HeaderValue::try_from(allowed) {
                    response.headers_mut().insert(ALLOW, allowed);
                }
                response
            }
            Found::Nothing => error_response(&ControlError::not_found(format!("no such path: {}", head.uri.path()))),
        }
    }

    /// Runs an action on a thread where it may block.
    async fn run_control(&self, route: &'static Route, call: ControlCall) -> Result<Json, ControlError> {
        if route.waits {
            requests::wait(self, &call).await?;
        }
        let sandbox = self.clone();
        let running = blocking::spawn(move || route.endpoint.run(&sandbox, &call));
        running.await.unwrap_or_else(|error| Err(ControlError::internal(error.to_string())))
    }
}

/// Checks a request to the server. Returns the error response to one that is rejected.
pub(crate) fn check(head: &Parts, token: &ControlToken) -> Option<Response<Bytes>> {
    guard::check(head, token).err().map(|error| error_response(&error))
}

/// Returns the response to a request whose body cannot be read.
pub(crate) fn unreadable(is_too_large: bool) -> Response<Bytes> {
    error_response(&match is_too_large {
        true => ControlError::too_large(),
        false => ControlError::invalid("the body of the request is incomplete"),
    })
}

fn error_response(error: &ControlError) -> Response<Bytes> {
    respond(error.status, &error.json())
}

fn respond(status: StatusCode, json: &Json) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(json.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
