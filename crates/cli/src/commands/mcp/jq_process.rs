//! The evaluation of jq expressions of agents in a process of its own. An expression can loop, recurse without an end or use
//! up the memory, and only a process can be ended from outside.

use std::io::{self, Read as _};
use std::process::Stdio;
use std::time::Duration;

use hwc_api::serde_json::{self, Value as Json};
use hwc_transport::clock::{Clock as _, SystemClock};
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};

use crate::error::CliError;
use crate::ui::jq::JqFilter;
use crate::ui::streams::Sink;

/// The hidden command of the process.
pub(crate) const COMMAND: &str = "__jq";

/// The maximum size of the outputs in bytes.
const MAX_OUTPUT: usize = 16 << 20;

/// The maximum memory of the process in bytes.
#[cfg(target_os = "linux")]
const MAX_MEMORY: u64 = 1 << 30;

/// Evaluates an expression. Each output is a line of JSON.
///
/// # Errors
/// Returns an error of the kind `jq` if the expression does not fit the data, or needs too much time, memory or recursion.
pub(super) async fn evaluate(expression: &str, data: &Json, limit: Duration) -> Result<String, CliError> {
    let input = serde_json::to_vec(&(expression, data)).map_err(|error| CliError::internal(error.to_string()))?;
    let child = spawn().map_err(|error| CliError::internal(format!("cannot start a process for jq: {error}")))?;
    tokio::select! {
        output = communicate(child, &input) => output,
        () = SystemClock::new().sleep(limit) => {
            let message = format!("jq: the expression did not end within {}s", limit.as_secs_f64());
            Err(CliError::jq(message).with_hint("use an expression without a loop, on less data"))
        }
    }
}

/// Starts the process. It ends when it is dropped, and gets no environment.
fn spawn() -> io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(COMMAND).env_clear().kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

/// Passes the input to the process, and returns its output or its error.
async fn communicate(mut child: Child, input: &[u8]) -> Result<String, CliError> {
    if let Some(mut stdin) = child.stdin.take() {
        // A process that failed before it read its input reports the error.
        let _ = stdin.write_all(input).await;
    }
    let failed = |problem: &dyn std::fmt::Display| CliError::internal(format!("the process for jq failed: {problem}"));
    let output = child.wait_with_output().await.map_err(|error| failed(&error))?;
    if output.status.success() {
        return String::from_utf8(output.stdout).map_err(|error| failed(&error));
    }
    let line: Json = serde_json::from_slice(&output.stderr).unwrap_or_default();
    Err(match line["error"]["message"].as_str() {
        Some(message) => CliError::jq(message),
        None => CliError::jq("jq: the expression needs too much memory or recursion"),
    })
}

/// Evaluates the expression and the data on standard input. This is the command of the process.
pub(crate) fn run() -> Result<(), CliError> {
    limit_memory();
    let mut input = Vec::new();
    io::stdin().read_to_end(&mut input).map_err(|error| CliError::internal(error.to_string()))?;
    let parsed = serde_json::from_slice::<(String, Json)>(&input);
    let (expression, data) = parsed.map_err(|error| CliError::usage(format!("invalid input: {error}")))?;
    let filter = JqFilter::compile_unprivileged(&expression).map_err(CliError::usage)?;
    let outputs = filter.run(&data.to_string(), false, false)?;
    if outputs.len() > MAX_OUTPUT {
        return Err(CliError::jq("jq: the outputs of the expression are larger than 16 MB"));
    }
    Sink::raw_stdout().write(&outputs)
}

/// Limits the memory. Without the limit, the time limit alone ends the process.
#[cfg(target_os = "linux")]
fn limit_memory() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = Rlimit { current: Some(MAX_MEMORY), maximum: Some(MAX_MEMORY) };
    let _ = setrlimit(Resource::As, limit);
}

#[cfg(not(target_os = "linux"))]
fn limit_memory() {}
