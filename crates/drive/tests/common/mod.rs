//! A drive in a sandbox with a manual clock, and a wire between them that tests can disturb.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hwc_api::transport::bytes::Bytes;
use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::http::{Method, Response};
use hwc_api::transport::{BodyError, HttpRequest, HttpResponse};
use hwc_api::{Body, ByteStream, Client, SERVICES, Transport, TransportError};
use hwc_drive::{Drive, TransferOptions};
use hwc_sandbox::{Sandbox, SandboxOptions, account};

/// The smallest part, which the tests use.
pub(crate) const PART: usize = 5 << 20;

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
}

type Hook = Box<dyn FnMut(&Seen) -> Option<Fault> + Send>;

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

/// A transport that records requests, and disturbs those that a hook selects.
#[derive(Clone)]
pub(crate) struct Wire {
    sandbox: Sandbox,
    seen: Arc<Mutex<Vec<Seen>>>,
    hook: Arc<Mutex<Hook>>,
}

#[hwc_api::async_trait]
impl Transport for Wire {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let range = request.headers().get("range").map(|range| range.to_str().unwrap().to_owned());
        let seen = Seen { method: request.method().clone(), path: request.uri().path().to_owned(), range };
        self.seen.lock().unwrap().push(seen.clone());
        let fault = self.hook.lock().unwrap()(&seen);
        match fault {
            Some(Fault::NotSent) => Err(TransportError::not_sent("refused by the test")),
            Some(Fault::Status(status)) => Ok(Response::builder().status(status).body(Body::empty()).unwrap()),
            Some(Fault::Code(code)) => {
                let body = format!("{{\"code\":{code},\"msg\":\"by the test\"}}");
                let response = Response::builder().status(400).header("content-type", "application/json");
                Ok(response.body(body.into()).unwrap())
            }
            Some(Fault::Lost) => {
                let response = self.sandbox.send(request).await?;
                drop(response);
                Err(TransportError::maybe_sent("lost by the test"))
            }
            Some(Fault::Cut(length)) => Ok(cut(self.sandbox.send(request).await?, length).await),
            Some(Fault::Flip(at)) => Ok(flip(self.sandbox.send(request).await?, at).await),
            None => self.sandbox.send(request).await,
        }
    }
}

async fn cut(response: HttpResponse, length: usize) -> HttpResponse {
    let (head, body) = response.into_parts();
    let total = body.len();
    let bytes = body.collect(1 << 30).await.unwrap();
    if bytes.len() <= length {
        return Response::from_parts(head, bytes.into());
    }
    let chunks = [Ok(bytes.slice(..length)), Err(BodyError::interrupted("cut by the test"))];
    Response::from_parts(head, Body::from_stream(ByteStream::from_chunks(chunks), total))
}

async fn flip(response: HttpResponse, at: usize) -> HttpResponse {
    let (head, body) = response.into_parts();
    let mut bytes = body.collect(1 << 30).await.unwrap().to_vec();
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
    Response::from_parts(head, Bytes::from(bytes).into())
}

/// A sandbox, its clock, and a drive in the personal space of its user.
pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: ManualClock,
    pub(crate) wire: Wire,
    pub(crate) client: Client,
    pub(crate) drive: Drive,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        let options = SandboxOptions::default().clock(clock.clone()).verify_credentials(true);
        let sandbox = Sandbox::new(options).unwrap();
        let wire =
            Wire { sandbox: sandbox.clone(), seen: Arc::default(), hook: Arc::new(Mutex::new(Box::new(|_| None))) };
        let builder = Client::builder().transport(wire.clone()).clock(Arc::new(clock.clone()));
        let builder =
            SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, "http://sandbox.invalid"));
        let client = builder.koodrive_token(account::DRIVE_TOKEN).build().unwrap();
        let drive = clock.run_to_completion(Drive::open(client.clone(), None)).await.unwrap();
        let options = TransferOptions::default().part_size(PART as u64);
        Self { sandbox, wire, client, drive: drive.with_options(options), clock }
    }

    /// Runs work on the clock.
    pub(crate) async fn run<F: Future>(&self, work: F) -> F::Output {
        self.clock.run_to_completion(work).await
    }

    /// Disturbs requests from now on.
    pub(crate) fn disturb(&self, hook: impl FnMut(&Seen) -> Option<Fault> + Send + 'static) {
        *self.wire.hook.lock().unwrap() = Box::new(hook);
    }

    pub(crate) fn calm(&self) {
        self.disturb(|_| None);
    }

    /// Returns the requests since the last call.
    pub(crate) fn requests(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.wire.seen.lock().unwrap())
    }
}

/// Serves a sandbox until the process ends, and returns its URL.
pub(crate) fn serve() -> String {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let sandbox = Sandbox::new(SandboxOptions::default()).unwrap();
            let server = sandbox.bind_loopback(0).await.unwrap();
            sender.send(server.url()).unwrap();
            server.run().await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

/// An empty folder that is removed when the value is dropped.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hwc-drive-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file and the folders around it.
    pub(crate) fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Returns the files by path with their content, and folders with nothing.
    pub(crate) fn tree(&self) -> BTreeMap<String, Option<Vec<u8>>> {
        let mut tree = BTreeMap::new();
        collect(&self.0, &self.0, &mut tree);
        tree
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn collect(root: &Path, folder: &Path, tree: &mut BTreeMap<String, Option<Vec<u8>>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            tree.insert(name, None);
            collect(root, &path, tree);
        } else {
            tree.insert(name, Some(std::fs::read(&path).unwrap()));
        }
    }
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
