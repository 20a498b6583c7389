//! Requests in the form in which they are recorded and compared: without secrets and without values that vary between
//! runs.

use hwc_wire::{Operation, Service, SettingLocation};

use super::body::Raw;
use super::content::Content;
use super::headers;
use super::names::Names;
use super::node::{Node, Wrong};
use super::secrets::Secrets;
use super::target;
use super::tree::{Tree, object, texts};
use crate::{HttpRequest, Presigned};

/// The options of a recorder. A replay reads them from the file.
#[derive(Clone, PartialEq)]
pub(super) struct Options {
    /// Names of additional secrets, besides those of the operations.
    pub(super) redact: Vec<String>,
    /// Additional request headers to record.
    pub(super) headers: Vec<String>,
    /// The maximum size of a recorded body in bytes.
    pub(super) max_body: u64,
}

/// The default maximum size of a recorded body in bytes.
pub(super) const MAX_BODY: u64 = 1 << 20;

impl Default for Options {
    fn default() -> Self {
        Self { redact: Vec::new(), headers: Vec::new(), max_body: MAX_BODY }
    }
}

/// A recorded request. It contains no secrets.
#[derive(Clone, PartialEq)]
pub(super) struct Ask {
    pub(super) service: Option<String>,
    pub(super) operation: Option<String>,
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) headers: Vec<String>,
    pub(super) body: Content,
}

/// The context of a request, needed to redact its response.
pub(super) struct Known {
    operation: Option<&'static Operation>,
    is_file: bool,
    /// The secrets of the request. The response may repeat them.
    pub(super) secrets: Secrets,
}

/// The placeholder for a presigned URL.
const LINK: &str = "[presigned link]";

/// Headers with an ID that is generated for each call.
const TRACES: &[&str] = &["x-traceid"];

impl Known {
    pub(super) fn names<'a>(&self, options: &'a Options) -> Names<'a> {
        Names { operation: self.operation, is_file: self.is_file, more: &options.redact }
    }
}

impl Ask {
    /// Records a request. Returns it with the context for its response.
    pub(super) fn of(request: &HttpRequest, options: &Options) -> (Self, Known) {
        let operation = request.extensions().get::<&'static Operation>().copied();
        let service = operation.map(|operation| operation.service);
        let service = service.or_else(|| request.extensions().get::<&'static Service>().copied());
        let is_file = request.extensions().get::<Presigned>().is_some();
        let mut known = Known { operation, is_file, secrets: Secrets::default() };
        let names = known.names(options);
        let kind = headers::content_type(request.headers());
        let body = Raw::sent(request.body(), &kind, options.max_body);
        headers::find(request.headers(), names, &mut known.secrets);
        body.find(names, &mut known.secrets);
        let target = address(request, names, &mut known.secrets);
        let kept = |name: &str| is_setting(service, name) || has(&options.headers, name);
        let ask = Self {
            service: service.or(operation.map(|operation| operation.service)).map(|service| service.id.to_owned()),
            operation: operation.map(|operation| operation.name.to_owned()),
            method: request.method().to_string(),
            target,
            headers: headers::sent(request.headers(), kept, names, &known.secrets),
            body: body.redact(names, &known.secrets, false),
        };
        (ask, known)
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

    pub(super) fn to_tree(&self) -> Tree {
        object([
            ("method", Some(self.method.as_str().into())),
            ("target", Some(self.target.as_str().into())),
            ("headers", Some(texts(&self.headers)).filter(|_| !self.headers.is_empty())),
            ("body", self.body.to_tree()),
        ])
    }

    /// Reads the request of an exchange.
    pub(super) fn from_node(exchange: &Node<'_>) -> Result<Self, Wrong> {
        let text = |name: &str| exchange.optional(name).map(|node| node.text().map(str::to_owned)).transpose();
        let node = exchange.member("request")?;
        node.known(&["method", "target", "headers", "body"])?;
        Ok(Self {
            service: text("service")?,
            operation: text("operation")?,
            method: node.member("method")?.text()?.to_owned(),
            target: node.member("target")?.text()?.to_owned(),
            headers: node.texts("headers")?,
            body: Content::from_node(node.optional("body").as_ref())?,
        })
    }
}

/// Returns the path and query without secrets, or the placeholder for a presigned URL. Adds the secrets to `secrets`.
fn address(request: &HttpRequest, names: Names<'_>, secrets: &mut Secrets) -> String {
    let uri = request.uri();
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    if names.is_file {
        target::find_link(&uri.to_string(), secrets);
        target::find_link(target, secrets);
        return LINK.to_owned();
    }
    target::find(target, names, secrets);
    target::redact(target, names, secrets)
}

fn is_setting(service: Option<&'static Service>, name: &str) -> bool {
    let settings = service.map_or(&[] as &[_], |service| service.settings);
    let mut headers = settings.iter().filter(|setting| setting.location == SettingLocation::Header);
    !TRACES.contains(&name) && headers.any(|setting| setting.wire.eq_ignore_ascii_case(name))
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
