//! A sandbox with a manual clock, behind a wire that records requests and that tests can disturb. The tests of hwc-webdav and
//! hwc-object-store use it as well.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hwc_api::http::{Method, Response};
use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{BodyError, HttpRequest, HttpResponse};
use hwc_api::{Body, ByteStream, Client, SERVICES, Transport, TransportError};
use hwc_drive::{Drive, Entry, NamePolicy, RemotePath, UploadSource};
use hwc_sandbox::{Sandbox, SandboxOptions, account};

/// The end of a request that a test disturbs.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The request does not arrive.
    NotSent,
    /// The request takes effect, and the response is lost.
    Lost,
    /// A status without a body, and without effect.
    Status(u16),
    /// A business error of KooDrive without effect.
    Code(&'static str),
    /// The response ends after this number of bytes.
    Cut(usize),
    /// A byte of the response is another one.
    Flip(usize),
    /// A text in the response is another one.
    Replace(&'static str, &'static str),
}

/// A request on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) range: Option<String>,
}

impl Seen {
    /// Returns true for a part that is sent to the storage.
    pub(crate) fn is_part(&self) -> bool {
        self.method == Method::PUT && self.path.starts_with("/sandbox/uploads/")
    }

    /// Returns true for a content that is received from the storage.
    pub(crate) fn is_content(&self) -> bool {
        self.path.starts_with("/sandbox/contents/")
    }
}

type Hook = Box<dyn FnMut(&Seen) -> Option<Fault> + Send>;

/// A transport that records requests, and disturbs those that a hook selects.
#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: ManualClock,
    seen: Arc<Mutex<Vec<Seen>>>,
    hook: Arc<Mutex<Hook>>,
}

impl Wire {
    /// Creates a sandbox that verifies credentials, and the wire to it.
    pub(crate) fn new() -> Self {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone()).verify_credentials(true)).unwrap();
        Self { sandbox, clock, seen: Arc::default(), hook: Arc::new(Mutex::new(Box::new(|_| None))) }
    }

    /// Returns a client of the sandbox with a token.
    pub(crate) fn client(&self, token: &str) -> Client {
        let builder = Client::builder().transport(self.clone()).clock(Arc::new(self.clock.clone()));
        let builder =
            SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, "http://sandbox.invalid"));
        builder.koodrive_token(token).build().unwrap()
    }

    /// Opens the personal space of the user, with a cache of its own.
    pub(crate) async fn drive(&self) -> Drive {
        self.clock.run_to_completion(Drive::open(self.client(account::DRIVE_TOKEN), None)).await.unwrap()
    }

    /// Writes a file, or a new version of it.
    pub(crate) async fn write(&self, drive: &Drive, to: &str, bytes: impl AsRef<[u8]>) -> Entry {
        let source = UploadSource::spool(bytes.as_ref(), "spooled").unwrap();
        let work = async {
            let outcome = drive.upload(&source, &path(to), NamePolicy::Replace).await?;
            drive.entry(&outcome.file_id).await
        };
        self.clock.run_to_completion(work).await.unwrap()
    }

    /// Disturbs requests from now on.
    pub(crate) fn disturb(&self, hook: impl FnMut(&Seen) -> Option<Fault> + Send + 'static) {
        *self.hook.lock().unwrap() = Box::new(hook);
    }

    /// Returns the requests since the last call.
    pub(crate) fn requests(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }
}

#[hwc_api::async_trait]
impl Transport for Wire {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let range = request.headers().get("range").map(|range| range.to_str().unwrap().to_owned());
        let seen = Seen { method: request.method().clone(), path: request.uri().path().to_owned(), range };
        self.seen.lock().unwrap().push(seen.clone());
        let fault = self.hook.lock().unwrap()(&seen);
        match fault {
            None => self.sandbox.send(request).await,
            Some(Fault::NotSent) => Err(TransportError::not_sent("refused by the test")),
            Some(Fault::Status(status)) => Ok(Response::builder().status(status).body(Body::empty()).unwrap()),
            Some(Fault::Code(code)) => {
                let response = Response::builder().status(400).header("content-type", "application/json");
                Ok(response.body(format!("{{\"code\":{code},\"msg\":\"by the test\"}}").into()).unwrap())
            }
            Some(Fault::Lost) => {
                drop(self.sandbox.send(request).await?);
                Err(TransportError::maybe_sent("lost by the test"))
            }
            Some(fault) => Ok(change(self.sandbox.send(request).await?, &fault).await),
        }
    }
}

/// Changes the body of a response.
async fn change(response: HttpResponse, fault: &Fault) -> HttpResponse {
    let (mut head, body) = response.into_parts();
    let length = body.len();
    let mut bytes = body.collect(1 << 30).await.unwrap().to_vec();
    let body = match *fault {
        Fault::Cut(end) if end < bytes.len() => {
            let chunks = [Ok(bytes[..end].to_vec().into()), Err(BodyError::interrupted("cut by the test"))];
            Body::from_stream(ByteStream::from_chunks(chunks), length)
        }
        Fault::Replace(old, new) => {
            head.headers.remove("content-length");
            String::from_utf8(bytes).unwrap().replace(old, new).into()
        }
        Fault::Flip(at) if at < bytes.len() => {
            bytes[at] ^= 1;
            bytes.into()
        }
        _ => bytes.into(),
    };
    Response::from_parts(head, body)
}

pub(crate) fn path(text: &str) -> RemotePath {
    text.parse().unwrap()
}

/// Returns bytes that differ everywhere, by a seed.
pub(crate) fn content(seed: u32, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}
