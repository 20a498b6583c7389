//! A sandbox that checks credentials, a client of it, and all that is told of their calls: by `tracing`, by what is
//! printed, and by a recording.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{Recorder, Request, ReqwestTransport};
use hwc_api::{Client, ClientBuilder, SERVICES, Transport};
use hwc_sandbox::{Options, Sandbox};
use tracing::subscriber::DefaultGuard;

use super::kinds::Given;
use super::listen::Listener;
use super::noted::Noted;

/// How requests get to the sandbox.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    InProcess,
    /// Over loopback: the `Host` header is that of the network.
    Http,
}

pub(super) struct Bench {
    pub(super) clock: ManualClock,
    pub(super) noted: Noted,
    pub(super) sandbox: Sandbox,
    /// Who answers.
    service: Arc<Mutex<Arc<dyn Transport>>>,
    recorder: Recorder,
    file: PathBuf,
    /// Where the sandbox listens, when it does.
    url: Option<String>,
    listener: Listener,
    printed: Mutex<String>,
    _listening: DefaultGuard,
}

/// A clock that stands still in 2026.
pub(super) fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600))
}

/// A sandbox that checks credentials.
pub(super) fn sandbox(clock: &ManualClock) -> Sandbox {
    Sandbox::new(Options::default().strict_auth(true).clock(Arc::new(clock.clone()))).unwrap()
}

/// A builder with these credentials and no retries, which would wait for the clock.
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

    /// Lets another service answer from now on.
    pub(super) fn switch(&self, service: impl Transport + 'static) {
        *self.service.lock().unwrap() = Arc::new(service);
    }

    /// A client with these credentials. Account and project are not told it: it has to ask for them, too.
    pub(super) fn client(&self, credentials: &Given) -> Client {
        let mut builder = builder(credentials, &self.clock).transport(self.recorder.clone());
        for (service, url) in SERVICES.iter().filter_map(|service| Some((service, self.url.as_ref()?))) {
            builder = builder.endpoint(service.id, url);
        }
        builder.build().unwrap()
    }

    /// Takes note of something that was printed.
    pub(super) fn tell(&self, text: &str) {
        self.printed.lock().unwrap().push_str(text);
    }

    /// No secret is in what was told.
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

/// The sandbox as a transport, and where it listens.
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

/// Passes requests on to whoever answers at the time.
fn whoever(service: &Arc<Mutex<Arc<dyn Transport>>>) -> impl Transport + Clone + 'static {
    let service = Arc::clone(service);
    move |request: Request| {
        let service = Arc::clone(&*service.lock().unwrap());
        async move { service.send(request).await }
    }
}

/// A number of its own for each bench, since tests run at the same time.
fn number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
