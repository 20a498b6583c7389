//! A sandbox that checks credentials, a client of it, and all output of their calls: `tracing`, printed values, and a
//! recording.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{HttpRequest, Recorder, ReqwestTransport};
use hwc_api::{Client, ClientBuilder, SERVICES, Transport};
use hwc_sandbox::{Sandbox, SandboxOptions};
use tracing::subscriber::DefaultGuard;

use super::kinds::Given;
use super::listen::Listener;
use super::noted::Noted;

/// The connection from the client to the sandbox.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    InProcess,
    /// Loopback HTTP: the `Host` header is set by the network stack.
    Http,
}

pub(super) struct Bench {
    pub(super) clock: ManualClock,
    pub(super) noted: Noted,
    pub(super) sandbox: Sandbox,
    /// The current service.
    service: Arc<Mutex<Arc<dyn Transport>>>,
    recorder: Recorder,
    file: PathBuf,
    /// The URL of the sandbox, if it listens.
    url: Option<String>,
    listener: Listener,
    printed: Mutex<String>,
    _listening: DefaultGuard,
}

/// Returns a clock that stands still in 2026.
pub(super) fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600))
}

/// Returns a sandbox that checks credentials.
pub(super) fn sandbox(clock: &ManualClock) -> Sandbox {
    Sandbox::new(SandboxOptions::default().verify_credentials(true).clock(Arc::new(clock.clone()))).unwrap()
}

/// Returns a builder with these credentials and no retries, which would wait for the clock.
pub(super) fn builder(credentials: &Given, clock: &ManualClock) -> ClientBuilder {
    let builder = Client::builder().clock(Arc::new(clock.clone())).max_attempts(1);
    match credentials.clone() {
        Given::Iam(credentials) => builder.credentials(credentials),
        Given::Drive(credentials) => builder.koodrive_credentials(credentials),
    }
}

impl Bench {
    pub(super) async fn new(way: Way) -> Self {
        let listener = Listener::default();
        let listening = tracing::subscriber::set_default(listener.clone());
        let (clock, noted) = (clock(), Noted::default());
        let sandbox = sandbox(&clock);
        let (service, url) = reach(&sandbox, way).await;
        let service = Arc::new(Mutex::new(service));
        let file: PathBuf = format!("{}/secrecy/{}.json", env!("CARGO_TARGET_TMPDIR"), number()).into();
        let recorder = Recorder::new(noted.transport(whoever(&service)), &file);
        let printed = Mutex::default();
        Self { clock, noted, sandbox, service, recorder, file, url, listener, printed, _listening: listening }
    }

    /// Replaces the service.
    pub(super) fn switch(&self, service: impl Transport + 'static) {
        *self.service.lock().unwrap() = Arc::new(service);
    }

    /// Returns a client with these credentials. Account and project are not set, so the client requests them.
    pub(super) fn client(&self, credentials: &Given) -> Client {
        let mut builder = builder(credentials, &self.clock).transport(self.recorder.clone());
        for (service, url) in SERVICES.iter().filter_map(|service| Some((service, self.url.as_ref()?))) {
            builder = builder.endpoint(service.id, url);
        }
        builder.build().unwrap()
    }

    /// Records printed output.
    pub(super) fn tell(&self, text: &str) {
        self.printed.lock().unwrap().push_str(text);
    }

    /// Asserts that the recorded output contains no secrets.
    pub(super) fn assert_silent(&self) {
        self.recorder.finish().unwrap();
        let recorded = std::fs::read_to_string(&self.file).unwrap();
        let (heard, printed) = (self.listener.heard(), self.printed.lock().unwrap().clone());
        assert!(heard.contains("hwc_api call"), "spans are heard");
        for secret in self.noted.secrets() {
            for (what, text) in [("the spans", &heard), ("what is printed", &printed), ("the recording", &recorded)] {
                assert!(!text.contains(&secret), "{secret} is in {what}: {text}");
            }
        }
    }
}

/// Returns the sandbox as a transport, and its URL.
async fn reach(sandbox: &Sandbox, way: Way) -> (Arc<dyn Transport>, Option<String>) {
    match way {
        Way::InProcess => (Arc::new(sandbox.clone()), None),
        Way::Http => {
            let server = sandbox.bind_loopback(0).await.unwrap();
            let url = server.url();
            tokio::spawn(server.run());
            (Arc::new(ReqwestTransport::builder().no_proxy().build().unwrap()), Some(url))
        }
    }
}

/// Returns a transport that passes requests to the current service.
fn whoever(service: &Arc<Mutex<Arc<dyn Transport>>>) -> impl Transport + Clone + 'static {
    let service = Arc::clone(service);
    move |request: HttpRequest| {
        let service = Arc::clone(&*service.lock().unwrap());
        async move { service.send(request).await }
    }
}

/// Returns a unique number for each bench, since tests run concurrently.
fn number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
