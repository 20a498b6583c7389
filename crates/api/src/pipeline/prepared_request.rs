//! Encoded requests without authentication. They are the same for all attempts.

use hwc_transport::http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use hwc_transport::http::uri::PathAndQuery;
use hwc_transport::http::{HeaderName, HeaderValue, Method, Uri};
use hwc_transport::{Body, HttpRequest};
use hwc_wire::RequestParts;
use hwc_wire::{AuthRequirement, Operation, Service};

use super::auth::Authenticator;
use super::response::{Redactor, ResponseMode, accept_encoding, sort_secrets};
use super::{ClientInner, RequestOptions, ResolvedTarget};
use crate::error::Error;

/// An encoded request without authentication.
pub(crate) struct PreparedRequest {
    pub(super) service: &'static Service,
    pub(super) operation: Option<&'static Operation>,
    pub(super) auth: AuthRequirement,
    /// True if the request already has its authentication.
    pub(super) is_authenticated: bool,
    method: Method,
    uri: Uri,
    /// The headers in order. The last one of a name replaces the others.
    headers: Vec<Header>,
    body: Option<Body>,
    /// The form in which the response is received.
    pub(super) response_mode: ResponseMode,
    /// The secrets of the request, which are redacted if the service repeats them.
    secrets: Vec<String>,
}

/// A header of a request.
pub(crate) type Header = (HeaderName, HeaderValue);

/// The media type of requests and responses.
static JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The minimum length of a secret that is redacted. Shorter ones occur in texts by chance, and the gaps would reveal them.
pub(crate) const MIN_SECRET_LEN: usize = 4;

/// The minimum length of a secret header value among the call's options.
pub(crate) const MIN_SECRET_HEADER_LEN: usize = 8;

impl PreparedRequest {
    /// Adds the URL and headers to the parts. Default headers of the client come first, headers of the call's options last.
    pub(super) fn new(
        client: &ClientInner,
        options: &RequestOptions,
        target: &ResolvedTarget<'_>,
        service: &'static Service,
        method: hwc_wire::Method,
        parts: RequestParts,
    ) -> Result<Self, Error> {
        let endpoint = &target.state.endpoint(client, service)?.uri;
        let uri = join_uri(endpoint, parts.path_and_query)
            .ok_or_else(|| Error::invalid("invalid request URI: path or query is malformed"))?;
        let mut headers = initial_headers(client, parts.body.is_some());
        for (name, value) in &parts.headers {
            headers.push(parse_header(name, value, false)?);
        }
        options.check_headers()?;
        for header in options.headers() {
            headers.push(header?);
        }
        headers.extend(options.authorization.clone().map(|authorization| (AUTHORIZATION, authorization)));
        Ok(Self {
            service,
            operation: None,
            auth: AuthRequirement::Any,
            is_authenticated: options.authorization.is_some(),
            method: http_method(method),
            uri,
            headers,
            body: parts.body.map(Body::from),
            response_mode: ResponseMode::Json,
            secrets: secrets(client, options),
        })
    }

    /// Sets a body of another type than JSON. It must be replayable.
    pub(super) fn with_body(mut self, body: Body, content_type: HeaderValue) -> Self {
        self.body = Some(body);
        self.headers.push((CONTENT_TYPE, content_type));
        self
    }

    /// Sets the form in which the response is received. Files are accepted with any content type, and uncompressed.
    pub(super) fn with_response_mode(mut self, response_mode: ResponseMode) -> Self {
        self.response_mode = response_mode;
        if response_mode != ResponseMode::Json {
            self.headers.push((ACCEPT, HeaderValue::from_static("*/*")));
            self.headers.push((ACCEPT_ENCODING, HeaderValue::from_static("identity")));
        }
        self
    }

    /// Adds the secrets of the request.
    pub(super) fn with_secrets(mut self, secrets: Vec<String>) -> Self {
        self.secrets.extend(secrets);
        sort_secrets(&mut self.secrets);
        self
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    pub(super) fn method(&self) -> &Method {
        &self.method
    }

    /// Sets the URL of the following attempts.
    pub(super) fn set_uri(&mut self, uri: Uri) {
        self.uri = uri;
    }

    /// Returns the secrets of an attempt, which the service may repeat.
    pub(super) fn redactor<'a>(&'a self, authenticator: Option<&'a Authenticator>) -> Redactor<'a> {
        let names = self.operation.map_or(&[][..], |operation| operation.sensitive);
        Redactor { secrets: &self.secrets, names, authenticator }
    }

    /// Sets the operation of the request.
    pub(super) fn for_operation(mut self, operation: &'static Operation) -> Self {
        mark_sensitive(self.headers.iter_mut().map(|(name, value)| (&*name, value)), operation.sensitive);
        Self { operation: Some(operation), auth: operation.auth, ..self }
    }

    /// Returns the request for one attempt. Its extensions contain the operation or, without one, the service, for use by
    /// transports. `added_headers` is the number of headers for which it reserves space.
    pub(super) fn to_http(&self, added_headers: usize) -> HttpRequest {
        let mut request = HttpRequest::new(self.body.as_ref().and_then(Body::try_clone).unwrap_or_default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        let headers = request.headers_mut();
        headers.reserve(self.headers.len() + added_headers);
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        match self.operation {
            Some(operation) => drop(request.extensions_mut().insert(operation)),
            None => drop(request.extensions_mut().insert(self.service)),
        }
        request
    }
}

/// Joins the endpoint and the path with its query. Only the path and the query are parsed.
fn join_uri(endpoint: &Uri, target: String) -> Option<Uri> {
    let target = match endpoint.path().trim_end_matches('/') {
        "" => target,
        folder => format!("{folder}{target}"),
    };
    let mut parts = endpoint.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

/// Returns the secrets among the headers of the client and the call.
fn secrets(client: &ClientInner, options: &RequestOptions) -> Vec<String> {
    let defaults = client.default_headers.values().filter(|value| value.len() >= MIN_SECRET_HEADER_LEN);
    let defaults = defaults.filter_map(|value| value.to_str().ok()).map(str::to_owned);
    defaults.chain(options.secrets(MIN_SECRET_HEADER_LEN)).collect()
}

fn initial_headers(client: &ClientInner, has_body: bool) -> Vec<Header> {
    let mut headers = Vec::with_capacity(8 + client.default_headers.len());
    headers.extend(client.default_headers.iter().map(|(name, value)| (name.clone(), value.clone())));
    headers.push((ACCEPT, JSON.clone()));
    headers.push((ACCEPT_ENCODING, accept_encoding()));
    headers.push((USER_AGENT, client.user_agent.clone()));
    if has_body {
        headers.push((CONTENT_TYPE, JSON.clone()));
    }
    headers
}

/// Parses a header. Errors do not contain its value, which may be a secret. If `sensitive` is true, it is also redacted in
/// `Debug` output.
pub(crate) fn parse_header(name: &str, value: &str, sensitive: bool) -> Result<Header, Error> {
    let name = HeaderName::try_from(name).map_err(|_| Error::invalid("invalid header name"))?;
    let value = HeaderValue::try_from(value);
    let mut value =
        value.map_err(|_| Error::invalid(format!("the value of the header {name} contains invalid characters")))?;
    value.set_sensitive(sensitive);
    Ok((name, value))
}

/// Marks the headers with these names as sensitive.
pub(super) fn mark_sensitive<'a>(
    headers: impl IntoIterator<Item = (&'a HeaderName, &'a mut HeaderValue)>,
    names: &[&str],
) {
    if names.is_empty() {
        return;
    }
    for (name, value) in headers {
        if names.iter().any(|secret| secret.eq_ignore_ascii_case(name.as_str())) {
            value.set_sensitive(true);
        }
    }
}

fn http_method(method: hwc_wire::Method) -> Method {
    match method {
        hwc_wire::Method::Get => Method::GET,
        hwc_wire::Method::Head => Method::HEAD,
        hwc_wire::Method::Post => Method::POST,
        hwc_wire::Method::Put => Method::PUT,
        hwc_wire::Method::Patch => Method::PATCH,
        hwc_wire::Method::Delete => Method::DELETE,
    }
}
