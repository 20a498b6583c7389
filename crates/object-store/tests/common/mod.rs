//! A store over a sandbox with a manual clock, and a wire between them that tests can disturb.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]
#![allow(dead_code, reason = "each test file uses some of it")]

#[path = "../../../drive/tests/common/wire.rs"]
mod wire;

use hwc_api::Client;
use hwc_api::transport::clock::ManualClock;
use hwc_drive::Entry;
use hwc_object_store::object_store::path::Path;
use hwc_object_store::object_store::{ObjectStoreExt, Result};
use hwc_object_store::{KooDriveBuilder, KooDriveStore};
use hwc_sandbox::account;

use wire::Wire;
#[allow(unused_imports, reason = "each test file uses some of it")]
pub(crate) use wire::{Fault, content, path};

/// A sandbox, its clock, and a store over the personal space of its user.
pub(crate) struct Bench {
    pub(crate) clock: ManualClock,
    pub(crate) store: KooDriveStore,
    pub(crate) client: Client,
    wire: Wire,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let wire = Wire::new();
        let (clock, client) = (wire.clock.clone(), wire.client(account::DRIVE_TOKEN));
        let store = clock.run_to_completion(KooDriveBuilder::new(client.clone()).build()).await.unwrap();
        Self { clock, store, client, wire }
    }

    /// Returns a client with another token.
    pub(crate) fn client_with(&self, token: &str) -> Client {
        self.wire.client(token)
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

    /// Disturbs requests from now on, by their paths.
    pub(crate) fn disturb(&self, mut hook: impl FnMut(&str) -> Option<Fault> + Send + 'static) {
        self.wire.disturb(move |request| hook(&request.path));
    }

    /// Disturbs the first requests whose paths have a text, one with each fault.
    pub(crate) fn disturb_first(&self, text: &'static str, faults: impl IntoIterator<Item = Fault>) {
        let mut faults = faults.into_iter().collect::<Vec<_>>().into_iter();
        self.disturb(move |path| if path.contains(text) { faults.next() } else { None });
    }

    /// Returns the paths of the requests since the last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.wire.requests().into_iter().map(|request| request.path).collect()
    }
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
