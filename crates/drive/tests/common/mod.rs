//! A drive in a sandbox with a manual clock, and a wire between them that tests can disturb.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]
#![allow(dead_code, reason = "each test file uses some of it")]

mod wire;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hwc_api::Client;
use hwc_api::transport::clock::ManualClock;
use hwc_drive::{Drive, TransferOptions};
use hwc_sandbox::{Sandbox, SandboxOptions};

#[allow(unused_imports, reason = "each test file uses some of it")]
pub(crate) use wire::{Fault, Seen, Wire, content, path};

/// The smallest part, which the tests use.
pub(crate) const PART: usize = 5 << 20;

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
        let wire = Wire::new();
        let (sandbox, clock, drive) = (wire.sandbox.clone(), wire.clock.clone(), wire.drive().await);
        let client = drive.client().clone();
        let options = TransferOptions::default().part_size(PART as u64);
        Self { sandbox, wire, client, drive: drive.with_options(options), clock }
    }

    /// Runs work on the clock.
    pub(crate) async fn run<F: Future>(&self, work: F) -> F::Output {
        self.clock.run_to_completion(work).await
    }

    /// Disturbs requests from now on.
    pub(crate) fn disturb(&self, hook: impl FnMut(&Seen) -> Option<Fault> + Send + 'static) {
        self.wire.disturb(hook);
    }

    pub(crate) fn calm(&self) {
        self.disturb(|_| None);
    }

    /// Returns the requests since the last call.
    pub(crate) fn requests(&self) -> Vec<Seen> {
        self.wire.requests()
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
