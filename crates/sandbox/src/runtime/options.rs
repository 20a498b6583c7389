//! Options of a sandbox, such as its clock and its file.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hwc_transport::clock::{Clock, SystemClock};

use crate::runtime::seed::Seed;

/// Options to open a [`Sandbox`](crate::Sandbox) with.
///
/// By default, the sandbox keeps its state in memory, uses the system clock, starts with demo data and accepts any
/// credentials.
#[derive(Clone)]
#[must_use]
pub struct SandboxOptions {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) seed: bool,
    pub(crate) seeds_examples: bool,
    pub(crate) strict: bool,
    pub(crate) hosts: Vec<String>,
    pub(crate) request_timeout: Duration,
    pub(crate) koodrive_errors_succeed: bool,
}

impl SandboxOptions {
    /// Sets the clock. A [`ManualClock`](hwc_transport::clock::ManualClock) lets tests control the time. Default: the system
    /// clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Keeps the state in this file. A sandbox that is opened on it again continues the state. Default: in memory.
    ///
    /// A missing file is created, readable by the user alone. One sandbox uses a file at a time: it locks `FILE-lock`, which
    /// remains next to it. Contents of KooDrive are in the folder `FILE-contents`. Files of earlier versions are upgraded.
    pub fn database(mut self, file: impl Into<PathBuf>) -> Self {
        self.data = Some(file.into());
        self
    }

    /// Checks credentials. Accepts only those of the demo [`account`](crate::account) and, until they expire, those that the
    /// sandbox issued. Signatures must be valid. Default: false, which accepts any credentials of the right form.
    ///
    /// Tokens, keys and presigned URLs are then random, drawn from the [clock](Self::clock). Without this option they are
    /// the same in each run.
    pub fn verify_credentials(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Allows requests to a served sandbox under this host name, in addition to `localhost`, loopback addresses and the
    /// hosts of the services. The name has no scheme and no port. Can be called several times.
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// Sets the maximum duration of a request, by the [clock](Self::clock). A longer request is rolled back and gets status
    /// 503, in the error format of its service. Default: 30 seconds.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// Sends business errors of KooDrive with status 200 instead of 400. Default: false.
    ///
    /// The table of errors has status 400, while other pages show responses with status 200 and a code. Errors of sign-in and
    /// of the gateway keep their status.
    pub fn koodrive_errors_with_status_200(mut self, succeed: bool) -> Self {
        self.koodrive_errors_succeed = succeed;
        self
    }

    /// Adds what the [example inputs](crate::example_input) of KooDrive need to the demo data: a file with two versions, an
    /// archive, a synchronization directory, a share with a code, uploads and tasks. Ignored without demo data, and if the
    /// database already exists.
    pub fn with_example_data(mut self) -> Self {
        self.seeds_examples = true;
        self
    }

    /// Returns the data of a new sandbox.
    pub(crate) fn seed(&self) -> Seed {
        match (self.seed, self.seeds_examples) {
            (false, _) => Seed::Empty,
            (true, false) => Seed::Demo,
            (true, true) => Seed::Examples,
        }
    }

    /// Starts without demo data. Ignored if the database already exists.
    pub fn without_demo_data(mut self) -> Self {
        self.seed = false;
        self
    }
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock::new()),
            data: None,
            seed: true,
            seeds_examples: false,
            strict: false,
            hosts: Vec::new(),
            request_timeout: Duration::from_secs(30),
            koodrive_errors_succeed: false,
        }
    }
}

impl fmt::Debug for SandboxOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("data", &self.data)
            .field("seed", &self.seed)
            .field("seeds_examples", &self.seeds_examples)
            .field("strict", &self.strict)
            .field("hosts", &self.hosts)
            .field("request_timeout", &self.request_timeout)
            .field("koodrive_errors_succeed", &self.koodrive_errors_succeed)
            .finish_non_exhaustive()
    }
}
