//! Commands of a shell that run for each message. The message is their input, never a part of the command line.

use std::io::Write as _;
use std::process::{Command, Stdio};

use hwc_api::serde_json;

use super::view::Message;

/// Runs a command for a message and waits for its end.
///
/// # Errors
/// Returns the reason why the command did not start or did not succeed.
pub(super) fn run(command: &str, ticket: &str, message: &Message) -> Result<(), String> {
    let mut process = shell(command);
    process.env("HWC_TICKET_ID", ticket).env("HWC_MESSAGE_ID", message.id.as_deref().unwrap_or_default());
    process.env("HWC_MESSAGE_BY", message.written_by.as_deref().unwrap_or_default());
    // Results belong to standard output alone, so the command writes to standard error.
    process.stdin(Stdio::piped()).stdout(std::io::stderr());
    let mut child = process.spawn().map_err(|error| format!("cannot run the command: {error}"))?;
    let json = serde_json::to_vec(message).map_err(|error| error.to_string())?;
    if let Some(mut input) = child.stdin.take() {
        // A command need not read its input.
        let _ = input.write_all(&json);
    }
    let status = child.wait().map_err(|error| format!("cannot wait for the command: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("the command ended with {status}")) }
}

#[cfg(not(windows))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]);
    shell
}

#[cfg(windows)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.args(["/C", command]);
    shell
}
