//! Tests of the commands with an in-process sandbox and a fixed clock, with and without a terminal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod acts;
mod ask;
mod broken;
mod exports;
mod files;
mod grants;
mod looks;

use std::cell::RefCell;
use std::ffi::OsStr;
use std::io::{self, Cursor, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use clap::Parser;
use hwc_api::serde_json::{self, Value};
use hwc_api::transport::clock::ManualClock;
use hwc_sandbox::Sandbox;

use super::desk::Desk;
use crate::arguments::{Arguments, Command};
use crate::failure::Failure;
use crate::show::screen::Screen;
use crate::{runtime, sandbox};

/// 2026-01-05 09:00:00 UTC, a Monday.
const NOW: Duration = Duration::from_secs(1_767_603_600);

/// A sandbox with demo data, and the environment of the next command.
pub(super) struct Shop {
    sandbox: Sandbox,
    clock: ManualClock,
}

/// The output of a command, without colors.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) out: String,
    pub(super) notes: String,
    pub(super) failure: Option<Failure>,
}

/// A shared output buffer.
#[derive(Clone, Default)]
struct Sheet(Rc<RefCell<Vec<u8>>>);

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A writer that fails like a full disk.
struct Broken;

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sheet {
    fn plain(&self) -> String {
        let text = String::from_utf8(self.0.borrow().clone()).unwrap();
        anstream::adapter::strip_str(&text).to_string()
    }
}

impl Shop {
    pub(super) fn new() -> Self {
        let clock = ManualClock::new(UNIX_EPOCH + NOW);
        let sandbox = Sandbox::new(hwc_sandbox::SandboxOptions::default().clock(clock.clone())).unwrap();
        Self { sandbox, clock }
    }

    pub(super) fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Runs a command without a terminal.
    pub(super) fn run(&self, words: &[&str]) -> Ran {
        self.at(words, "", false, None)
    }

    /// Runs a command at a terminal with `input` as typed text.
    pub(super) fn at_terminal(&self, words: &[&str], input: &str) -> Ran {
        self.at(words, input, true, None)
    }

    /// Runs a successful command as [`run`](Self::run) does and returns its text.
    pub(super) fn text(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert!(ran.failure.is_none(), "{ran:?}");
        ran.out
    }

    /// Runs a successful command with `--json` and returns the document.
    pub(super) fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[words, &["--json"]].concat())).unwrap()
    }

    /// Runs a failing command and returns its error.
    pub(super) fn failure(&self, words: &[&str]) -> String {
        self.run(words).failure.unwrap().message()
    }

    /// Runs a command as [`run`](Self::run) does, with words that need not be UTF-8.
    #[cfg(target_os = "linux")]
    pub(super) fn run_os(&self, words: &[&OsStr]) -> Ran {
        self.at_os(words, "", false, None)
    }

    /// Runs a command whose results cannot be written.
    pub(super) fn with_broken_output(&self, words: &[&str]) -> Ran {
        self.at(words, "", false, Some(Box::new(Broken)))
    }

    fn at(&self, words: &[&str], input: &str, terminal: bool, broken: Option<Box<dyn Write>>) -> Ran {
        self.at_os(&words.iter().map(OsStr::new).collect::<Vec<_>>(), input, terminal, broken)
    }

    fn at_os(&self, words: &[&OsStr], input: &str, terminal: bool, broken: Option<Box<dyn Write>>) -> Ran {
        let words = [&[OsStr::new("hwc"), OsStr::new("ticket")], words].concat();
        let words = crate::words::normalized(words.into_iter().map(Into::into)).unwrap();
        let Command::Ticket(arguments) = Arguments::try_parse_from(words).unwrap().command else { panic!("a ticket") };
        let (out, notes) = (Sheet::default(), Sheet::default());
        let screen = Screen {
            out: broken.unwrap_or_else(|| Box::new(out.clone())),
            notes: Box::new(notes.clone()),
            input: Box::new(Cursor::new(input.to_owned())),
            terminal,
            asks: terminal && !arguments.options.json,
            json: arguments.options.json,
            width: terminal.then_some(80),
        };
        let builder = sandbox::client_of(self.sandbox.clone()).clock(Arc::new(self.clock.clone()));
        let client = arguments.options.settle(builder).unwrap().build().unwrap();
        let outcome = runtime::run_to_the_end(async {
            let mut desk = Desk::with(&arguments.options, client, Arc::new(self.clock.clone()), screen)?;
            arguments.command.run(&mut desk).await
        });
        Ran { out: out.plain(), notes: notes.plain(), failure: outcome.err() }
    }
}

/// An empty directory for a test, removed when the value is dropped.
pub(super) struct Folder(pub(super) std::path::PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hwc-ticket-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Returns the path of a file in the directory.
    pub(super) fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Writes a file and returns its path.
    pub(super) fn file(&self, name: &str, content: &str) -> String {
        std::fs::write(self.0.join(name), content).unwrap();
        self.path(name)
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
