//! `hwc sandbox start`, `stop` and `status`: a sandbox that runs in the background.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hwc_api::serde_json::{self, Value};
use schemars::JsonSchema;
use serde::Serialize;

use super::ServeArgs;
use crate::error::CliError;
use crate::sandbox::control_client::StoredToken;
use crate::sandbox::running::{self, RunningSandbox};
use crate::ui::Ui;
use crate::ui::hyperlink::link;

/// The number of attempts to see that a sandbox ended, and the time between two of them.
const ATTEMPTS: u32 = 250;
const INTERVAL: Duration = Duration::from_millis(20);

/// The state of the background sandbox.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxStatus {
    /// True if it runs.
    running: bool,
    /// The endpoint of all services.
    endpoint: Option<String>,
    /// The process.
    pid: Option<u32>,
    /// The file with its state, if it is stored.
    data: Option<String>,
}

impl SandboxStatus {
    fn of(sandbox: Option<&RunningSandbox>) -> Self {
        Self {
            running: sandbox.is_some(),
            endpoint: sandbox.map(RunningSandbox::endpoint),
            pid: sandbox.map(|sandbox| sandbox.pid),
            data: sandbox.and_then(|sandbox| sandbox.data.as_ref()).map(|path| path.display().to_string()),
        }
    }

    fn text(&self) -> String {
        match (&self.endpoint, self.pid) {
            (Some(endpoint), Some(pid)) => format!("the sandbox runs at {} (process {pid})", link(endpoint, endpoint)),
            _ => "no sandbox runs; `hwc sandbox start` starts one".to_owned(),
        }
    }
}

/// Starts a sandbox, unless one runs.
pub(super) fn start(args: &ServeArgs, ui: &mut Ui) -> Result<(), CliError> {
    if let Some(sandbox) = running::find()? {
        ui.note("a sandbox runs already; the options have no effect");
        let status = SandboxStatus::of(Some(&sandbox));
        return ui.document(&status, |_| format!("{}\n", status.text()));
    }
    let log = running::state_file()?.with_file_name("sandbox.log");
    let mut child = spawn(args, &log)?;
    let sandbox = match ready(&mut child) {
        Some((address, control_token)) => {
            let data = args.data.clone().map(absolute);
            RunningSandbox { pid: child.id(), address, data, control_token }
        }
        None => return Err(not_started(&mut child, &log)),
    };
    running::write(&sandbox)?;
    let status = SandboxStatus::of(Some(&sandbox));
    ui.change(&status, &status.text())
}

fn absolute(path: std::path::PathBuf) -> std::path::PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

/// Starts the process in a group of its own, so that Ctrl-C at the terminal does not end it.
fn spawn(args: &ServeArgs, log: &Path) -> Result<Child, CliError> {
    let program = std::env::current_exe().map_err(|error| CliError::internal(format!("cannot find `hwc`: {error}")))?;
    let errors = open_log(log).map_err(|error| CliError::file("write", log, &error))?;
    let mut command = Command::new(program);
    command.args(["sandbox", "serve"]).args(args.words());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().map_err(|error| CliError::internal(format!("cannot start the sandbox: {error}")))
}

fn open_log(path: &Path) -> std::io::Result<File> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Reads the first line, which the sandbox prints when it is ready: its address and the token of its control API.
fn ready(child: &mut Child) -> Option<(std::net::SocketAddr, Option<StoredToken>)> {
    let mut line = String::new();
    BufReader::new(child.stdout.take()?).read_line(&mut line).ok()?;
    let ready: Value = serde_json::from_str(&line).ok()?;
    let token = ready["control"]["token"].as_str().map(|token| StoredToken(token.to_owned()));
    Some((ready["address"].as_str()?.parse().ok()?, token))
}

/// Reports the message of a sandbox that ended at once.
fn not_started(child: &mut Child, log: &Path) -> CliError {
    // The process closed its output, so it is about to end.
    let _ = child.wait();
    let text = fs::read_to_string(log).unwrap_or_default();
    let line: Value = text.lines().last().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
    let message = line["error"]["message"].as_str().unwrap_or("see its log").to_owned();
    CliError::internal(format!("the sandbox did not start: {message} (log: {})", log.display()))
}

/// Stops the sandbox and waits for its end.
pub(super) fn stop(ui: &mut Ui) -> Result<(), CliError> {
    let Some(sandbox) = running::find()? else {
        running::remove()?;
        let status = SandboxStatus::of(None);
        return ui.document(&status, |_| format!("{}\n", status.text()));
    };
    terminate(sandbox.pid)?;
    let has_ended = (0..ATTEMPTS).any(|_| {
        pause(INTERVAL);
        !sandbox.is_alive()
    });
    if !has_ended {
        return Err(CliError::internal(format!("the sandbox (process {}) did not end", sandbox.pid)));
    }
    running::remove()?;
    ui.change(&SandboxStatus::of(None), "the sandbox has ended")
}

/// Prints the state of the sandbox.
pub(super) fn status(ui: &mut Ui) -> Result<(), CliError> {
    let status = SandboxStatus::of(running::find()?.as_ref());
    ui.document(&status, |_| format!("{}\n", status.text()))
}

#[cfg(unix)]
fn terminate(pid: u32) -> Result<(), CliError> {
    use rustix::process::{Pid, Signal, kill_process};
    let process = i32::try_from(pid).ok().and_then(Pid::from_raw);
    let process = process.ok_or_else(|| CliError::internal(format!("{pid} is not a process")))?;
    kill_process(process, Signal::TERM)
        .map_err(|error| CliError::internal(format!("cannot stop process {pid}: {error}")))
}

#[cfg(not(unix))]
fn terminate(pid: u32) -> Result<(), CliError> {
    let stopped = Command::new("taskkill").args(["/F", "/PID", &pid.to_string()]).output();
    match stopped {
        Ok(output) if output.status.success() => Ok(()),
        _ => Err(CliError::internal(format!("cannot stop process {pid}"))),
    }
}

#[allow(clippy::disallowed_methods, reason = "another process ends by the real time")]
fn pause(time: Duration) {
    std::thread::sleep(time);
}
