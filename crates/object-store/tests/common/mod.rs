//! A store over a sandbox with a manual clock, and a wire between them that tests can disturb.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hwc_api::http::Response;
use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{BodyError, HttpRequest, HttpResponse};
use hwc_api::{Body, ByteStream, Client, SERVICES, Transport, TransportError};
use hwc_drive::{Entry, RemotePath};
use hwc_object_store::object_store::path::Path;
use hwc_object_store::object_store::{ObjectStoreExt, Result};
use hwc_object_store::{KooDriveBuilder, KooDriveStore};
use hwc_sandbox::{Sandbox, SandboxOptions, account};

/// The end of a request that a test disturbs.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// A business error of KooDrive without effect.
    Code(&'static str),
    /// The request does not arrive.
    NotSent,
    /// The response ends after this number of bytes.
    Cut(usize),
    /// A byte of the response is another one.
    Flip(usize),
}

type Hook = Box<dyn FnMut(&str) -> Option<Fault> + Send>;

/// A transport that records the paths of requests, and disturbs those that a hook selects.
#[derive(Clone)]
struct Wire {
    sandbox: Sandbox,
    seen: Arc<Mutex<Vec<String>>>,
    hook: Arc<Mutex<Hook>>,
}

#[hwc_api::async_trait]
impl Transport for Wire {
    async fn send(&self, request: HttpRequest) -> std::result::Result<HttpResponse, TransportError> {
        let path = request.uri().path().to_owned();
        let fault = self.hook.lock().unwrap()(&path);
        self.seen.lock().unwrap().push(path);
        match fault {
            None => self.sandbox.send(request).await,
            Some(Fault::NotSent) => Err(TransportError::not_sent("refused by the test")),
            Some(Fault::Code(code)) => {
                let response = Response::builder().status(400).header("content-type", "application/json");
                Ok(response.body(format!("{{\"code\":{code},\"msg\":\"by the test\"}}").into()).unwrap())
            }
            Some(fault) => Ok(disturb(self.sandbox.send(request).await?, &fault).await),
        }
    }
}

async fn disturb(response: HttpResponse, fault: &Fault) -> HttpResponse {
    let (head, body) = response.into_parts();
    let length = body.len();
    let mut bytes = body.collect(1 << 30).await.unwrap().to_vec();
    let body = match *fault {
        Fault::Cut(end) if end < bytes.len() => {
            let chunks = [Ok(bytes[..end].to_vec().into()), Err(BodyError::interrupted("cut by the test"))];
            Body::from_stream(ByteStream::from_chunks(chunks), length)
        }
        Fault::Flip(at) if at < bytes.len() => {
            bytes[at] ^= 1;
            bytes.into()
        }
        _ => bytes.into(),
    };
    Response::from_parts(head, body)
}

/// A sandbox, its clock, and a store over the personal space of its user.
pub(crate) struct Bench {
    pub(crate) clock: ManualClock,
    pub(crate) store: KooDriveStore,
    pub(crate) client: Client,
    wire: Wire,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        let options = SandboxOptions::default().clock(clock.clone()).verify_credentials(true);
        let sandbox = Sandbox::new(options).unwrap();
        let wire = Wire { sandbox, seen: Arc::default(), hook: Arc::new(Mutex::new(Box::new(|_| None))) };
        let client = client(&wire, &clock, account::DRIVE_TOKEN);
        let store = clock.run_to_completion(KooDriveBuilder::new(client.clone()).build()).await.unwrap();
        Self { clock, store, client, wire }
    }

    /// Returns a client with another token.
    pub(crate) fn client_with(&self, token: &str) -> Client {
        client(&self.wire, &self.clock, token)
    }

    /// Returns another client of the same space, with a cache of its own.
    pub(crate) async fn another_store(&self) -> KooDriveStore {
        self.run(KooDriveBuilder::new(self.client.clone()).build()).await.unwrap()
    }

    /// Runs work on the clock.
    pub(crate) async fn run<F: Future>(&self, work: F) -> F::Output {
        self.clock.run_to_completion(work).await
    }

    pub(crate) async fn put(&self, location: &str, content: impl Into<Vec<u8>>) {
        put(self, &self.store, location, content).await;
    }

    /// Returns the content of an object.
    pub(crate) async fn get(&self, location: &str) -> Result<Vec<u8>> {
        get(self, &self.store, location).await
    }

    /// Returns the file or folder at a path.
    pub(crate) async fn entry(&self, location: &str) -> Entry {
        self.run(self.store.drive().resolve(&path(location))).await.unwrap()
    }

    /// Returns the names in the recycle bin.
    pub(crate) async fn recycled(&self) -> Vec<String> {
        let entries = self.run(self.store.drive().recycle_bin()).await.unwrap();
        entries.into_iter().map(|entry| entry.name).collect()
    }

    /// Disturbs requests from now on.
    pub(crate) fn disturb(&self, hook: impl FnMut(&str) -> Option<Fault> + Send + 'static) {
        *self.wire.hook.lock().unwrap() = Box::new(hook);
    }

    /// Disturbs the first requests whose paths have a text, one with each fault.
    pub(crate) fn disturb_first(&self, text: &'static str, faults: impl IntoIterator<Item = Fault>) {
        let mut faults = faults.into_iter().collect::<Vec<_>>().into_iter();
        self.disturb(move |path| if path.contains(text) { faults.next() } else { None });
    }

    /// Returns the paths of the requests since the last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.wire.seen.lock().unwrap())
    }
}

fn client(wire: &Wire, clock: &ManualClock, token: &str) -> Client {
    let builder = Client::builder().transport(wire.clone()).clock(Arc::new(clock.clone()));
    let builder =
        SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, "http://sandbox.invalid"));
    builder.koodrive_token(token).build().unwrap()
}

/// Writes an object through one of several stores.
pub(crate) async fn put(bench: &Bench, store: &KooDriveStore, location: &str, content: impl Into<Vec<u8>>) {
    let content: Vec<u8> = content.into();
    bench.run(store.put(&Path::from(location), content.into())).await.unwrap();
}

/// Reads an object through one of several stores.
pub(crate) async fn get(bench: &Bench, store: &KooDriveStore, location: &str) -> Result<Vec<u8>> {
    let location = Path::from(location);
    let work = async { store.get(&location).await?.bytes().await };
    bench.run(work).await.map(|bytes| bytes.to_vec())
}

pub(crate) fn path(text: &str) -> RemotePath {
    text.parse().unwrap()
}

/// Returns bytes that differ everywhere.
pub(crate) fn content(length: usize) -> Vec<u8> {
    let mut state = 2_654_435_761_u32;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}
