//! Other programs that transfers are compared with: curl, sha256sum and rclone.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::text;
use crate::Outcome;
use crate::harness::Watch;

/// Returns true if a program can be started.
pub(super) fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Hashes a file with `sha256sum`, and returns the seconds.
pub(super) fn hash(file: &Path) -> Outcome<f64> {
    timed(Command::new("sha256sum").arg(file))
}

/// Sends a file to a presigned URL with `curl -T`, and returns the seconds.
pub(super) fn send(file: &Path, url: &str) -> Outcome<f64> {
    timed(curl().args(["-T", &text(file), url]))
}

/// Saves a presigned URL as a file, and returns the seconds.
pub(super) fn receive(url: &str, file: &Path) -> Outcome<f64> {
    timed(curl().args(["--output", &text(file), url]))
}

fn curl() -> Command {
    let mut command = Command::new("curl");
    command.args(["--silent", "--show-error", "--fail", "--noproxy", "*"]);
    command
}

/// A WebDAV server of rclone, which ends when this value is dropped.
pub(super) struct RcloneServer {
    process: Child,
    address: String,
}

impl RcloneServer {
    /// Serves a folder on a free port, and waits until it listens.
    pub(super) fn start(folder: &Path) -> Outcome<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut command = rclone();
        command.args(["serve", "webdav", &text(folder), "--addr", &address]).stderr(Stdio::null());
        let server = Self { process: command.spawn()?, address };
        for _ in 0..500 {
            if TcpStream::connect(&server.address).is_ok() {
                return Ok(server);
            }
            wait_a_moment();
        }
        Err("rclone does not listen".into())
    }

    /// Copies a folder to the server, and returns the seconds.
    pub(super) fn copy(&self, from: &Path, concurrency: usize) -> Outcome<f64> {
        let url = format!("http://{}", self.address);
        let transfers = concurrency.to_string();
        let words =
            ["copy", &text(from), ":webdav:", "--webdav-url", &url, "--transfers", &transfers, "--retries", "1"];
        timed(rclone().args(words))
    }
}

impl Drop for RcloneServer {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns a command that reads no configuration of the user.
fn rclone() -> Command {
    let mut command = Command::new("rclone");
    command.args(["--config", "", "--quiet"]);
    command
}

#[expect(clippy::disallowed_methods, reason = "a benchmark waits for another process")]
fn wait_a_moment() {
    thread::sleep(Duration::from_millis(10));
}

/// Runs a command and returns its seconds, with those of its start.
fn timed(command: &mut Command) -> Outcome<f64> {
    let watch = Watch::start();
    let done = command.stdin(Stdio::null()).output()?;
    let seconds = watch.wall().as_secs_f64();
    if done.status.success() {
        return Ok(seconds);
    }
    let program = command.get_program().to_string_lossy().into_owned();
    Err(format!("{program}: {}", String::from_utf8_lossy(&done.stderr)).into())
}
