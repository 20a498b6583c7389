//! Shared code of the tests: the clock, and clients of a sandbox.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::insight::{CreateWorkspace, WorkspaceId};
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, DecodeMode, Transport};
use hwc_sandbox::{Sandbox, SandboxOptions, account};

/// The only instance of the sandbox.
const INSTANCE: &str = "insight-instance-1";

/// Returns a clock that stands still at 2023-11-14T22:13:20Z.
pub(crate) fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000))
}

/// Returns a client of the administrator of the sandbox, without retries.
pub(crate) fn client(clock: &ManualClock, transport: impl Transport + 'static) -> Client {
    let builder = Client::builder().auth_token(account::AUTH_TOKEN).project_id(account::PROJECT_ID);
    let builder = builder.clock(Arc::new(clock.clone())).decode_mode(DecodeMode::Strict);
    builder.max_attempts(1).transport(transport).build().unwrap()
}

/// A sandbox with a client and a clock that both share, and a second workspace.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    pub(crate) clock: ManualClock,
    pub(crate) live: WorkspaceId,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let clock = clock();
        let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone())).unwrap();
        let client = client(&clock, sandbox.clone());
        let created = client.send(CreateWorkspace::new(INSTANCE, "Live", "0")).await.unwrap();
        let live = created.workspace.unwrap().id.unwrap();
        // What is done from now on is done later than the demo data.
        clock.advance(Duration::from_secs(60));
        Self { sandbox, client, clock, live }
    }
}
