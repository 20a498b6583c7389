//! Helpers that run the command and record its output.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use hwc_api::serde_json::{self, Value};

/// The exit code and output of a run.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Returns the command with these arguments and an empty environment. The metadata service is disabled.
pub(crate) fn hwc(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hwc"));
    command.args(arguments).env_clear().env("HWC_METADATA_DISABLED", "1").stdin(Stdio::null());
    // On Windows, programs need it to open sockets.
    command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    command
}

/// Runs the command with these arguments, without environment and standard input.
pub(crate) fn run(arguments: &[&str]) -> Run {
    Run::of(hwc(arguments).output().unwrap())
}

/// Runs the command as [`run`] does, with `text` as standard input.
pub(crate) fn run_with_input(arguments: &[&str], text: &str) -> Run {
    Run::with_input(&mut hwc(arguments), text)
}

impl Run {
    /// Runs a command with `text` as standard input.
    pub(crate) fn with_input(command: &mut Command, text: &str) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that does not read its input may exit before it is written.
        let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
        Self::of(child.wait_with_output().unwrap())
    }

    /// Converts the output of a finished process.
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Returns the lines of standard output as JSON. The run must succeed without warnings.
    pub(crate) fn answers(&self) -> Vec<Value> {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{}", self.stdout);
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Returns the only line of standard output as JSON. The run must succeed without warnings.
    pub(crate) fn answer(&self) -> Value {
        let mut answers = self.answers();
        assert_eq!(answers.len(), 1, "{}", self.stdout);
        answers.remove(0)
    }

    /// Returns the content of `error`. The run must fail and print nothing else.
    pub(crate) fn error(&self) -> Value {
        assert_eq!(self.stdout, "");
        let mut json: Value = serde_json::from_str(&self.stderr).unwrap();
        json["error"].take()
    }

    /// Returns the exit code and the message of a failed run, from JSON or text.
    pub(crate) fn failure(&self) -> (i32, String) {
        let words = self.stderr.strip_prefix("error: ").map(|text| text.trim_end().to_owned());
        (self.code, words.unwrap_or_else(|| self.error()["message"].as_str().unwrap().to_owned()))
    }
}
