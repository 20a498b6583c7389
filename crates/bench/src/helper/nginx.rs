//! nginx as the server of a benchmark: widely known, and not written for this project.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

use crate::{Outcome, data};

/// The configuration with placeholders for folder and port.
const SETTINGS: &str = include_str!("nginx.conf");

/// The output of nginx when it listens.
const READY: &str = "event method";

/// An nginx with the responses of [`server`](crate::server), which ends when this value is dropped.
#[derive(Debug)]
pub struct Nginx {
    process: Child,
    address: String,
    /// The error output. It must stay open, or nginx could not continue.
    said: Option<BufReader<ChildStderr>>,
    _folder: TempDir,
}

impl Nginx {
    /// Returns true if `nginx` is in `PATH`.
    #[must_use]
    pub fn is_installed() -> bool {
        Command::new("nginx").arg("-v").stdin(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    }

    /// Starts nginx with one process on a free loopback port, and waits until it listens.
    ///
    /// # Errors
    /// Returns an error with its output if it cannot be started.
    pub fn start() -> Outcome<Self> {
        let port = free_port()?;
        let folder = TempDir::new(port)?;
        let settings = write(&folder.0, port)?;
        let mut command = Command::new("nginx");
        command.arg("-p").arg(&folder.0).arg("-c").arg(settings);
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut nginx = Self { process, address: format!("http://127.0.0.1:{port}"), said: None, _folder: folder };
        nginx.wait()?;
        Ok(nginx)
    }

    /// Returns its URL, such as `http://127.0.0.1:1234`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Reads the output until nginx is ready. The output ends if the process does.
    fn wait(&mut self) -> Outcome<()> {
        let Some(said) = self.process.stderr.take() else { return Err("nginx has no voice".into()) };
        let said = self.said.insert(BufReader::new(said));
        let mut all = String::new();
        while said.read_line(&mut all)? > 0 {
            if all.lines().next_back().is_some_and(|line| line.contains(READY)) {
                return Ok(());
            }
        }
        Err(format!("nginx did not start: {}", all.trim()).into())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A folder that is deleted on drop.
#[derive(Debug)]
struct TempDir(PathBuf);

impl TempDir {
    fn new(port: u16) -> Outcome<Self> {
        let folder = std::env::temp_dir().join(format!("hwc-bench-nginx-{}-{port}", std::process::id()));
        std::fs::create_dir(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        // Left to the cleanup of the system.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Returns a port that was free a moment ago.
fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Writes the responses and the configuration, and returns the path of the latter.
fn write(folder: &Path, port: u16) -> Outcome<PathBuf> {
    std::fs::write(folder.join("small.json"), data::RESPONSE)?;
    std::fs::write(folder.join("page.json"), data::page(100))?;
    let settings = SETTINGS.replace("PORT", &port.to_string()).replace("FOLDER", &folder.to_string_lossy());
    let file = folder.join("nginx.conf");
    std::fs::write(&file, settings)?;
    Ok(file)
}
