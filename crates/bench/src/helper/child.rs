//! Starts the other programs of this crate.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde::de::DeserializeOwned;

use crate::Outcome;

/// A server process that ends when this value is dropped.
#[derive(Debug)]
pub struct Child {
    process: std::process::Child,
    address: String,
}

impl Child {
    /// Starts a program and waits for its first line, which is its address.
    ///
    /// # Errors
    /// Returns an error if it cannot be started or prints nothing.
    pub fn start(program: &Path, words: &[&str]) -> Outcome<Self> {
        let mut command = Command::new(program);
        command.args(words);
        Self::spawn(command, words)
    }

    /// Starts a program whose temporary files are in a folder.
    ///
    /// # Errors
    /// Returns the errors of [`start`](Self::start).
    pub fn start_with_temporary(program: &Path, words: &[&str], folder: &Path) -> Outcome<Self> {
        let mut command = Command::new(program);
        command.args(words).env("TMPDIR", folder);
        Self::spawn(command, words)
    }

    fn spawn(mut command: Command, words: &[&str]) -> Outcome<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
        let mut address = String::new();
        if let Some(out) = process.stdout.take() {
            BufReader::new(out).read_line(&mut address)?;
        }
        let child = Self { process, address: address.trim().to_owned() };
        if child.address.is_empty() { Err(format!("{words:?} did not start").into()) } else { Ok(child) }
    }

    /// Returns its URL, such as `http://127.0.0.1:1234`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns the process ID.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs a program to its end and parses its output.
///
/// # Errors
/// Returns an error if it fails or prints something else.
pub fn ask<T: DeserializeOwned>(program: &Path, words: &[&str]) -> Outcome<T> {
    let done = Command::new(program).args(words).stdin(Stdio::null()).output();
    let done = done.map_err(|error| format!("{}: {error}", program.display()))?;
    if !done.status.success() {
        return Err(format!("{words:?}: {}", String::from_utf8_lossy(&done.stderr)).into());
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}
