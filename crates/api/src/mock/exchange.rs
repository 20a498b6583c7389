//! The server side of a mock: decodes requests and encodes responses.

use hwc_transport::bytes::Bytes;
use hwc_transport::form::{self, Part};
use hwc_transport::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hwc_transport::http::request::Parts;
use hwc_transport::http::{self, StatusCode};
use hwc_transport::{HttpResponse, TransportError};
use hwc_wire::{
    Binary, DecodeContext, DecodeMode, FormPartRef, Operation, Record, Request, RequestRef, Service, decode_request,
    encode_response,
};
use serde_json::{Value, json};

/// A request, as the server receives it.
pub(super) struct Exchange {
    pub(super) head: Parts,
    pub(super) body: Bytes,
}

impl Exchange {
    /// Returns the operation that the client set, or `None` for raw calls and presigned URLs.
    fn operation(&self) -> Option<&'static Operation> {
        self.head.extensions.get::<&'static Operation>().copied()
    }

    /// Returns the service that the client set, or `None` for presigned URLs.
    pub(super) fn service(&self) -> &'static Service {
        static NONE: Service = Service::new("");
        let service = self.head.extensions.get::<&'static Service>().copied();
        self.operation().map(|operation| operation.service).or(service).unwrap_or(&NONE)
    }

    pub(super) fn is_for(&self, operation: &Operation) -> bool {
        self.operation().is_some_and(|known| known.name == operation.name && known.service.id == operation.service.id)
    }

    pub(super) fn to_http(&self) -> http::Request<Bytes> {
        http::Request::from_parts(self.head.clone(), self.body.clone())
    }

    /// Decodes the request.
    pub(super) fn decode<R: Request>(&self) -> Result<R, TransportError> {
        let mut request = R::unset();
        match self.decode_into(R::OPERATION, &mut request) {
            Ok(()) => Ok(request),
            Err(problem) => {
                let name = R::OPERATION.full_name();
                Err(TransportError::setup(format!("the mock cannot decode the request {name}: {problem}")))
            }
        }
    }

    fn decode_into(&self, operation: &Operation, request: &mut dyn Record) -> Result<(), String> {
        let header = |name: &str| self.head.headers.get(name).and_then(|value| value.to_str().ok());
        let is_form = request.descriptor().is_form();
        let parts = is_form.then(|| form::parts(header("Content-Type"), &self.body)).transpose();
        let parts: Option<Vec<Part<'_>>> = parts.map_err(|error| error.to_string())?;
        let form: Option<Vec<FormPartRef<'_>>> = parts.as_ref().map(|parts| parts.iter().map(Part::received).collect());
        let received = RequestRef {
            path: &path_parameters(operation.path, self.head.uri.path()),
            query: self.head.uri.query().unwrap_or_default(),
            header: &header,
            body: &self.body,
            form: form.as_deref(),
        };
        let mut cx = DecodeContext::new(DecodeMode::Lenient);
        decode_request(operation, received, request, &mut cx).map_err(|error| error.to_string())
    }

    /// Describes the request for errors. The query is omitted, because its values may be secret.
    pub(super) fn describe(&self) -> String {
        let target = format!("{} {}", self.head.method, self.head.uri.path());
        self.operation().map_or(target.clone(), |operation| format!("{} ({target})", operation.full_name()))
    }
}

/// Returns the parameters of a path. The endpoint may have a folder before the path of the operation.
fn path_parameters<'a>(template: &'static str, path: &'a str) -> Vec<(&'static str, &'a str)> {
    let names = template.trim_end_matches('/').rsplit('/');
    let pairs = names.zip(path.trim_end_matches('/').rsplit('/'));
    pairs.filter_map(|(name, text)| Some((name.strip_prefix('{')?.strip_suffix('}')?, text))).collect()
}

/// Encodes the response of an operation.
pub(super) fn encode(operation: &Operation, response: &dyn Record) -> Result<HttpResponse, TransportError> {
    let unwritable = |error| TransportError::setup(format!("the mock cannot encode the response: {error}"));
    let mut parts = encode_response(response).map_err(unwritable)?;
    let envelope = &operation.service.envelope;
    if let (true, None, Some(members)) = (envelope.on_success, &parts.content, parts.body.as_object_mut()) {
        members.insert(envelope.code.to_owned(), json!(0));
        members.insert(envelope.message.to_owned(), json!("success"));
    }
    let content = parts.content.map(Binary::into_vec);
    let content_type = if content.is_some() { "application/octet-stream" } else { "application/json" };
    let body = content.unwrap_or_else(|| parts.body.to_string().into_bytes());
    let mut http = self::response(operation.success.first().copied().unwrap_or(200), content_type, body);
    for (name, value) in parts.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            http.headers_mut().insert(name, value);
        }
    }
    Ok(http)
}

/// Returns an error response in the form of the service.
pub(super) fn encode_error(service: &Service, status: u16, code: &str, message: &str) -> HttpResponse {
    let numeric = || code.parse::<u64>().ok().filter(|_| service.envelope.on_success);
    let code = numeric().map_or_else(|| Value::from(code), Value::from);
    let body = json!({ service.envelope.code: code, service.envelope.message: message });
    response(status, "application/json", body.to_string().into_bytes())
}

fn response(status: u16, content_type: &'static str, body: Vec<u8>) -> HttpResponse {
    let mut response = HttpResponse::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
