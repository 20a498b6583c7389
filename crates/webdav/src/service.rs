//! The response to one request: checks, the protocol, and the reason of a failure.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use dav_server::body::BodyType;
use dav_server::{DavHandler, DavMethodSet};
use http_body_util::BodyExt;
use hwc_drive::Drive;
use tokio::sync::Semaphore;

use crate::checks::{check_if_header, check_sender, parse_paths};
use crate::context::RequestContext;
use crate::failure::Failure;
use crate::filesystem::DriveFileSystem;
use crate::locks::ExpiringLocks;
use crate::options::{ServerUser, WebDavOptions};

/// The maximum number of requests at a time, the bodies of their responses included. Others wait.
const MAX_REQUESTS: usize = 64;

/// The maximum size of a piece of a response in bytes.
const READ_BUFFER: usize = 64 << 10;

/// The user whom locks belong to. All clients are one user, and prove with tokens that a lock is theirs.
const PRINCIPAL: &str = "hwc";

/// The headers of all responses. A browser must not run a file of a drive as a page of this server, which could change all
/// others.
const HEADERS: [(&str, &str); 3] = [
    ("content-security-policy", "sandbox"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// A space as a WebDAV service, for programs with an HTTP server of their own. Clones share the locks and the cache.
///
/// It speaks the protocol of [RFC 4918](https://www.rfc-editor.org/rfc/rfc4918) with locks, and ranges in both directions.
#[derive(Clone)]
pub struct WebDavService(Arc<Inner>);

struct Inner {
    files: DriveFileSystem,
    handler: DavHandler<RequestContext>,
    user: Option<ServerUser>,
    slots: Arc<Semaphore>,
}

impl WebDavService {
    /// Creates a service for a space. Without a user in the options, it rejects requests for hosts other than this machine.
    #[must_use]
    pub fn new(drive: Drive, options: WebDavOptions) -> Self {
        let locks = ExpiringLocks::new(drive.client().clock());
        let files = DriveFileSystem::new(drive, options.folder);
        let methods = if options.read_only { DavMethodSet::WEBDAV_RO } else { DavMethodSet::WEBDAV_RW };
        let handler = DavHandler::<RequestContext>::builder().filesystem(Box::new(files.clone())).methods(methods);
        let handler = handler.autoindex(true).read_buf_size(READ_BUFFER);
        let handler = if options.read_only { handler } else { handler.locksystem(Box::new(locks)) };
        let slots = Arc::new(Semaphore::new(MAX_REQUESTS));
        Self(Arc::new(Inner { files, handler: handler.build_handler(), user: options.user, slots }))
    }

    /// Responds to a request.
    pub async fn respond(&self, request: Request<Body>) -> Response<Body> {
        let (mut head, body) = request.into_parts();
        // It makes dav-server list whole trees.
        head.headers.remove("x-litmus");
        let mut response = match self.check(&head) {
            Ok(context) => self.handle(Request::from_parts(head, body), context).await,
            Err(failure) => failure.into_response(),
        };
        if response.status() == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Basic realm=\"hwc\", charset=\"UTF-8\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        for (name, value) in HEADERS {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        response
    }

    fn check(&self, head: &Parts) -> Result<RequestContext, Failure> {
        check_sender(&head.headers, self.0.user.as_ref())?;
        check_if_header(&head.headers)?;
        let paths = parse_paths(head)?;
        let destination = paths.destination.map(|path| self.0.files.full_path(&path));
        Ok(RequestContext::new(head, self.0.files.full_path(&paths.path), destination))
    }

    async fn handle(&self, request: Request<Body>, context: RequestContext) -> Response<Body> {
        let slot = Arc::clone(&self.0.slots).acquire_owned().await;
        if let Err(failure) = self.0.files.revalidate(&context).await {
            return failure.into_response();
        }
        let is_list = request.method().as_str() == "PROPFIND";
        let response = self.0.handler.handle_guarded(request, PRINCIPAL.to_owned(), context.clone()).await;
        let is_empty = matches!(response.body().inner, BodyType::Empty);
        let mut response = response.map(move |body| {
            Body::new(body.map_frame(move |frame| {
                let _held_until_the_end = &slot;
                frame
            }))
        });
        if is_list && response.status() == StatusCode::NOT_IMPLEMENTED {
            // The status of RFC 4918 for a list of a whole tree.
            *response.status_mut() = StatusCode::FORBIDDEN;
        }
        match context.take_failure() {
            Some(failure) => explain(response, is_empty, failure),
            None => response,
        }
    }
}

/// Adds the reason to an error response. dav-server has one status for all failures that it does not know.
fn explain(mut response: Response<Body>, is_empty: bool, failure: Failure) -> Response<Body> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    // dav-server may also take a failure for a path that does not exist.
    if status == StatusCode::INTERNAL_SERVER_ERROR || failure.status.is_server_error() {
        *response.status_mut() = failure.status;
    }
    if is_empty { failure.describe(response) } else { response }
}

impl std::fmt::Debug for WebDavService {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebDavService").field("files", &self.0.files).finish_non_exhaustive()
    }
}
