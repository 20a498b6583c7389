//! Requests in the form in which they are recorded and compared: without secrets and without values that vary between
//! runs.

use hwc_wire::{Operation, Service, SettingLocation};

use super::cursor::{Cursor, FormatError};
use super::headers;
use super::ordered_json::{OrderedJson, object, texts};
use super::recorded_body::RecordedBody;
use super::secrets::Secrets;
use super::sensitive_names::SensitiveNames;
use super::target;
use super::unredacted_body::UnredactedBody;
use crate::{HttpRequest, Presigned};

/// The options of a recorder. A replay reads them from the file.
#[derive(Clone, PartialEq)]
pub(super) struct RecordOptions {
    /// Names of additional secrets, besides those of the operations.
    pub(super) redact: Vec<String>,
    /// Additional request headers to record.
    pub(super) headers: Vec<String>,
    /// The maximum size of a recorded body in bytes.
    pub(super) max_body: u64,
}

/// The default maximum size of a recorded body in bytes.
pub(super) const MAX_BODY_BYTES: u64 = 1 << 20;

impl Default for RecordOptions {
    fn default() -> Self {
        Self { redact: Vec::new(), headers: Vec::new(), max_body: MAX_BODY_BYTES }
    }
}

/// A recorded request. It contains no secrets.
#[derive(Clone, PartialEq)]
pub(super) struct RecordedRequest {
    pub(super) service: Option<String>,
    pub(super) operation: Option<String>,
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) headers: Vec<String>,
    pub(super) body: RecordedBody,
}

/// The context of a request, needed to redact its response.
pub(super) struct RedactionContext {
    operation: Option<&'static Operation>,
    is_file: bool,
    /// The secrets of the request. The response may repeat them.
    pub(super) secrets: Secrets,
}

/// The placeholder for a presigned URL.
const PRESIGNED_URL: &str = "[presigned link]";

/// Headers with an ID that is generated for each call.
const GENERATED_HEADERS: &[&str] = &["x-traceid"];

impl RedactionContext {
    pub(super) fn names<'a>(&self, options: &'a RecordOptions) -> SensitiveNames<'a> {
        SensitiveNames { operation: self.operation, is_file: self.is_file, additional: &options.redact }
    }
}

impl RecordedRequest {
    /// Records a request. Returns it with the context for its response.
    pub(super) fn record(request: &HttpRequest, options: &RecordOptions) -> (Self, RedactionContext) {
        let operation = request.extensions().get::<&'static Operation>().copied();
        let service = operation.map(|operation| operation.service);
        let service = service.or_else(|| request.extensions().get::<&'static Service>().copied());
        let is_file = request.extensions().get::<Presigned>().is_some();
        let mut context = RedactionContext { operation, is_file, secrets: Secrets::default() };
        let names = context.names(options);
        let content_type = headers::content_type(request.headers());
        let body = UnredactedBody::sent(request.body(), &content_type, options.max_body);
        headers::collect(request.headers(), names, &mut context.secrets);
        body.collect(names, &mut context.secrets);
        let target = redacted_target(request, names, &mut context.secrets);
        let is_recorded = |name: &str| is_setting(service, name) || has(&options.headers, name);
        let recorded = Self {
            service: service.or(operation.map(|operation| operation.service)).map(|service| service.id.to_owned()),
            operation: operation.map(|operation| operation.name.to_owned()),
            method: request.method().to_string(),
            target,
            headers: headers::sent(request.headers(), is_recorded, names, &context.secrets),
            body: body.redact(names, &context.secrets, false),
        };
        (recorded, context)
    }

    /// Returns the operation, method and path, such as `osm.ListCases GET /v2/servicerequest/cases`.
    pub(super) fn label(&self) -> String {
        let (path, _) = target::split(&self.target);
        let parts =
            [Some(self.name()).filter(|name| !name.is_empty()), Some(self.method.clone()), Some(path.to_owned())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Returns the service and the operation, as far as they are known.
    pub(super) fn name(&self) -> String {
        let parts = [self.service.as_deref(), self.operation.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(".")
    }

    pub(super) fn to_tree(&self) -> OrderedJson {
        object([
            ("method", Some(self.method.as_str().into())),
            ("target", Some(self.target.as_str().into())),
            ("headers", Some(texts(&self.headers)).filter(|_| !self.headers.is_empty())),
            ("body", self.body.to_tree()),
        ])
    }

    /// Reads the request of an exchange.
    pub(super) fn from_node(exchange: &Cursor<'_>) -> Result<Self, FormatError> {
        let text = |name: &str| exchange.optional(name).map(|node| node.text().map(str::to_owned)).transpose();
        let node = exchange.member("request")?;
        node.expect_members(&["method", "target", "headers", "body"])?;
        Ok(Self {
            service: text("service")?,
            operation: text("operation")?,
            method: node.member("method")?.text()?.to_owned(),
            target: node.member("target")?.text()?.to_owned(),
            headers: node.texts("headers")?,
            body: RecordedBody::from_node(node.optional("body").as_ref())?,
        })
    }
}

/// Returns the path and query without secrets, or the placeholder for a presigned URL. Adds the secrets to `secrets`.
fn redacted_target(request: &HttpRequest, names: SensitiveNames<'_>, secrets: &mut Secrets) -> String {
    let uri = request.uri();
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    if names.is_file {
        target::collect_url(&uri.to_string(), secrets);
        target::collect_url(target, secrets);
        return PRESIGNED_URL.to_owned();
    }
    target::collect(target, names, secrets);
    target::redact(target, names, secrets)
}

fn is_setting(service: Option<&'static Service>, name: &str) -> bool {
    let settings = service.map_or(&[] as &[_], |service| service.settings);
    let mut headers = settings.iter().filter(|setting| setting.location == SettingLocation::Header);
    !GENERATED_HEADERS.contains(&name) && headers.any(|setting| setting.wire.eq_ignore_ascii_case(name))
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
