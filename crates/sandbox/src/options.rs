//! What a sandbox is opened with: the clock that it goes by, and where it keeps its state.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use hwc_transport::clock::{Clock, SystemClock};

/// What a [`Sandbox`](crate::Sandbox) is opened with. The default keeps everything in memory, goes by the machine's
/// clock, starts with demo data and takes any credentials.
#[derive(Clone)]
#[must_use]
pub struct Options {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) seed: bool,
    pub(crate) strict: bool,
    pub(crate) hosts: Vec<String>,
}

impl Options {
    /// Goes by this clock. With a [`ManualClock`](hwc_transport::clock::ManualClock), tests move time themselves.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Keeps the state in this file. A sandbox that is opened on it again continues the state.
    ///
    /// A missing file is created, readable by the user alone. One sandbox uses a file at a time: it locks `FILE-lock`, which
    /// stays beside it. Files of earlier versions are upgraded.
    pub fn data(mut self, file: impl Into<PathBuf>) -> Self {
        self.data = Some(file.into());
        self
    }

    /// Checks credentials: only those of the demo [`account`](crate::account) are taken, and what the sandbox gave out
    /// itself, until it expires. Signatures must hold. Without this, any credentials of the right form will do.
    ///
    /// Tokens, keys and links are then random, as the [clock](Self::clock) gives randomness. Without it they are the same in
    /// each run.
    pub fn strict_auth(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Allows requests to a served sandbox under this host name, besides `localhost`, loopback addresses and the hosts of the
    /// services. It has neither scheme nor port. Can be called several times.
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// Starts empty. Of no effect on a file that has a state already.
    pub fn without_demo_data(mut self) -> Self {
        self.seed = false;
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock::new()), data: None, seed: true, strict: false, hosts: Vec::new() }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("data", &self.data)
            .field("seed", &self.seed)
            .field("strict", &self.strict)
            .field("hosts", &self.hosts)
            .finish_non_exhaustive()
    }
}
