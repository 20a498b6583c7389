//! Runs the command and takes down what it says.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use hwc_api::serde_json::{self, Value};

/// What a run of the command came to.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The command with these arguments and no environment; nobody asks a network for credentials.
pub(crate) fn hwc(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hwc"));
    command.args(arguments).env_clear().env("HWC_METADATA_DISABLED", "1").stdin(Stdio::null());
    // Without it no program of Windows opens a socket.
    command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    command
}

/// Runs the command with these arguments, without environment and standard input.
pub(crate) fn run(arguments: &[&str]) -> Run {
    Run::of(hwc(arguments).output().unwrap())
}

/// As [`run`], with `text` as standard input.
pub(crate) fn run_with_input(arguments: &[&str], text: &str) -> Run {
    Run::with_input(hwc(arguments), text)
}

impl Run {
    /// Runs a command with `text` as standard input.
    pub(crate) fn with_input(mut command: Command, text: &str) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Whoever does not ask for its input may be gone before it is written.
        let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
        Self::of(child.wait_with_output().unwrap())
    }

    /// What a finished process left.
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The lines of standard output as JSON, of a run that went well and had no warnings.
    pub(crate) fn answers(&self) -> Vec<Value> {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{}", self.stdout);
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The only line of standard output as JSON, of a run that went well and had no warnings.
    pub(crate) fn answer(&self) -> Value {
        let mut answers = self.answers();
        assert_eq!(answers.len(), 1, "{}", self.stdout);
        answers.remove(0)
    }

    /// What `error` holds, of a run that failed and printed nothing else.
    pub(crate) fn error(&self) -> Value {
        assert_eq!(self.stdout, "");
        let mut json: Value = serde_json::from_str(&self.stderr).unwrap();
        json["error"].take()
    }

    /// The exit code and the message of a run that failed.
    pub(crate) fn failure(&self) -> (i32, String) {
        (self.code, self.error()["message"].as_str().unwrap().to_owned())
    }
}
