//! The commands on a sandbox inside the test, with a clock that stands still, at a terminal and away from one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod acts;
mod ask;
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

/// A sandbox with demo data, and how the next command meets it.
pub(super) struct Shop {
    sandbox: Sandbox,
    clock: ManualClock,
}

/// What a command said, without colours.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) out: String,
    pub(super) notes: String,
    pub(super) failure: Option<Failure>,
}

/// Text that somebody else still writes to.
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

impl Sheet {
    fn plain(&self) -> String {
        let text = String::from_utf8(self.0.borrow().clone()).unwrap();
        anstream::adapter::strip_str(&text).to_string()
    }
}

impl Shop {
    pub(super) fn new() -> Self {
        let clock = ManualClock::new(UNIX_EPOCH + NOW);
        let sandbox = Sandbox::new(hwc_sandbox::Options::default().clock(clock.clone())).unwrap();
        Self { sandbox, clock }
    }

    pub(super) fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Runs a command away from any terminal.
    pub(super) fn run(&self, words: &[&str]) -> Ran {
        self.at(words, "", false)
    }

    /// Runs a command at a terminal where somebody types `input`.
    pub(super) fn at_terminal(&self, words: &[&str], input: &str) -> Ran {
        self.at(words, input, true)
    }

    /// As [`run`](Self::run), for one that goes well: the text.
    pub(super) fn text(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert!(ran.failure.is_none(), "{ran:?}");
        ran.out
    }

    /// The same with `--json`: the document.
    pub(super) fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[words, &["--json"]].concat())).unwrap()
    }

    /// Runs a command that fails: why.
    pub(super) fn failure(&self, words: &[&str]) -> String {
        self.run(words).failure.unwrap().message()
    }

    /// As [`run`](Self::run), with words that need not be UTF-8.
    #[cfg(target_os = "linux")]
    pub(super) fn run_os(&self, words: &[&OsStr]) -> Ran {
        self.at_os(words, "", false)
    }

    fn at(&self, words: &[&str], input: &str, terminal: bool) -> Ran {
        self.at_os(&words.iter().map(OsStr::new).collect::<Vec<_>>(), input, terminal)
    }

    fn at_os(&self, words: &[&OsStr], input: &str, terminal: bool) -> Ran {
        let words = [&[OsStr::new("hwc"), OsStr::new("ticket")], words].concat();
        let Command::Ticket(arguments) = Arguments::try_parse_from(words).unwrap().command else { panic!("a ticket") };
        let (out, notes) = (Sheet::default(), Sheet::default());
        let screen = Screen {
            out: Box::new(out.clone()),
            notes: Box::new(notes.clone()),
            input: Box::new(Cursor::new(input.to_owned())),
            terminal,
            asks: terminal,
            width: terminal.then_some(80),
        };
        let builder = sandbox::client_of(self.sandbox.clone()).clock(Arc::new(self.clock.clone()));
        let client = arguments.options.settle(builder).unwrap().build().unwrap();
        let outcome = runtime::run_to_the_end(async {
            let mut desk = Desk::with(&arguments.options, client, Arc::new(self.clock.clone()), screen);
            arguments.command.run(&mut desk).await
        });
        Ran { out: out.plain(), notes: notes.plain(), failure: outcome.err() }
    }
}

/// An empty folder for a test, which goes away with this value.
pub(super) struct Folder(pub(super) std::path::PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hwc-ticket-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The path of a file in it.
    pub(super) fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Writes a file and gives its path.
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
