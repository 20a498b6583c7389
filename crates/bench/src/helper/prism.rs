//! prism, a mock server for OpenAPI documents, as a peer of the sandbox. `peers/prism/install` installs it.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::Outcome;
use crate::root;

/// The attempts to connect until prism listens, and the time between two of them: a minute.
const ATTEMPTS: u32 = 600;
const INTERVAL: Duration = Duration::from_millis(100);

/// A prism that serves Service Tickets, which ends when this value is dropped.
#[derive(Debug)]
pub struct Prism {
    process: Child,
    address: String,
}

impl Prism {
    /// Returns the program, if it is installed.
    #[must_use]
    pub fn find() -> Option<PathBuf> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        Some(target.join("peers/prism/node_modules/.bin/prism")).filter(|program| program.exists())
    }

    /// Starts prism on a free loopback port, and waits until it listens. It validates requests and logs nothing.
    ///
    /// # Errors
    /// Returns an error if it cannot be started.
    pub fn start(program: &Path) -> Outcome<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(program);
        command.args(["mock", "--verboseLevel", "silent", "--host", "127.0.0.1", "--port", &port.to_string()]);
        command.arg(root().join("docs/openapi/osm.json"));
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut prism = Self { process, address: format!("http://127.0.0.1:{port}") };
        prism.wait(port)?;
        Ok(prism)
    }

    /// Returns its URL, such as `http://127.0.0.1:1234`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    #[expect(clippy::disallowed_methods, reason = "another process starts by the real time")]
    fn wait(&mut self, port: u16) -> Outcome<()> {
        for _ in 0..ATTEMPTS {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(());
            }
            if let Some(status) = self.process.try_wait()? {
                return Err(format!("prism ended: {status}").into());
            }
            std::thread::sleep(INTERVAL);
        }
        Err("prism does not listen".into())
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
