//! Responses of a mock that are not the typed response: errors, raw HTTP responses, and failures of the network.

use hwc_transport::http::header::{HeaderName, HeaderValue};
use hwc_transport::http::{HeaderMap, StatusCode};
use hwc_transport::{Body, HttpResponse, TransportError};
use hwc_wire::Service;

use super::exchange::encode_error;

/// A response of a [`Mock`](super::Mock) other than the typed one: an error of the service, a raw HTTP response, or a failure
/// of the network.
///
/// ```
/// use hwc_api::mock::MockError;
///
/// let error = MockError::status(404).code("OSM.0006").message("no such ticket").header("x-request-id", "r-1");
/// let page = MockError::raw(502, "<html>Bad Gateway</html>");
/// let network = MockError::not_sent();
/// ```
#[derive(Debug)]
#[must_use = "a rule has to return it"]
pub struct MockError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    headers: HeaderMap,
}

#[derive(Debug)]
enum Kind {
    Service { status: u16, code: String, message: String },
    Raw(StatusCode, Body),
    NotSent,
    MaybeSent,
    TimedOut,
}

impl MockError {
    fn new(kind: Kind) -> Self {
        Self(Box::new(Inner { kind, headers: HeaderMap::new() }))
    }

    /// Creates an error response in the form of the service, without code and message.
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Service { status, code: String::new(), message: String::new() })
    }

    /// Creates an HTTP response with this status and body, such as the page of a gateway, or JSON that does not fit.
    ///
    /// # Panics
    /// Panics if the status is not between 100 and 999.
    pub fn raw(status: u16, body: impl Into<Body>) -> Self {
        Self::new(Kind::Raw(StatusCode::from_u16(status).expect("a status is between 100 and 999"), body.into()))
    }

    /// Creates a failure to send: nothing reached the service.
    pub fn not_sent() -> Self {
        Self::new(Kind::NotSent)
    }

    /// Creates a lost response: the service may have processed the request.
    pub fn maybe_sent() -> Self {
        Self::new(Kind::MaybeSent)
    }

    /// Creates a timeout of the transport: the service may have processed the request. For a timeout of the client, use
    /// [`Mock::delay`](super::Mock::delay).
    pub fn timed_out() -> Self {
        Self::new(Kind::TimedOut)
    }

    /// Sets the error code of the service.
    ///
    /// # Panics
    /// Panics if the response is not one of [`status`](Self::status).
    #[track_caller]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        match &mut self.0.kind {
            Kind::Service { code: own, .. } => *own = code.into(),
            _ => panic!("only `MockError::status` has a code"),
        }
        self
    }

    /// Sets the message of the service.
    ///
    /// # Panics
    /// Panics if the response is not one of [`status`](Self::status).
    #[track_caller]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        match &mut self.0.kind {
            Kind::Service { message: own, .. } => *own = message.into(),
            _ => panic!("only `MockError::status` has a message"),
        }
        self
    }

    /// Adds a header of the response, such as `Retry-After` or `X-Request-Id`. A failure of the network has none.
    ///
    /// # Panics
    /// Panics if the name or the value is not valid in HTTP.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::try_from(name).expect("a valid header name");
        self.0.headers.append(name, HeaderValue::try_from(value).expect("a valid header value"));
        self
    }

    /// Converts it to the result of the transport.
    pub(super) fn into_response(self, service: &Service) -> Result<HttpResponse, TransportError> {
        const CAUSE: &str = "failure of the mock";
        let mut response = match self.0.kind {
            Kind::Service { status, code, message } => encode_error(service, status, &code, &message),
            Kind::Raw(status, body) => {
                let mut response = HttpResponse::new(body);
                *response.status_mut() = status;
                response
            }
            Kind::NotSent => return Err(TransportError::not_sent(CAUSE)),
            Kind::MaybeSent => return Err(TransportError::maybe_sent(CAUSE)),
            Kind::TimedOut => return Err(TransportError::maybe_sent(CAUSE).timed_out()),
        };
        for (name, value) in &self.0.headers {
            response.headers_mut().append(name, value.clone());
        }
        Ok(response)
    }
}
