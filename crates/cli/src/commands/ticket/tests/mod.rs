//! Tests of the commands with an in-process sandbox and a fixed clock, with and without a terminal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod actions;
mod exports;
mod failing_output;
mod files;
mod formats;
mod grants;
mod open;
mod show;

use std::cell::RefCell;
use std::ffi::OsStr;
use std::io::{self, Cursor, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use clap::{CommandFactory, FromArgMatches};
use hwc_api::serde_json::{self, Value};
use hwc_api::transport::clock::ManualClock;
use hwc_sandbox::Sandbox;

use super::args::TicketArgs;
use super::context::TicketContext;
use super::{Command, TicketCommandArgs};
use crate::args::normalize::normalize;
use crate::cli::Cli;
use crate::error::CliError;
use crate::ui::Ui;
use crate::ui::format::Format;
use crate::ui::streams::Sink;
use crate::{runtime, sandbox};

/// 2026-01-05 09:00:00 UTC, a Monday.
const NOW: Duration = Duration::from_secs(1_767_603_600);

/// A sandbox with demo data, and the environment of the next command.
pub(crate) struct Harness {
    sandbox: Sandbox,
    clock: ManualClock,
}

/// The output of a command, without colors.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) out: String,
    pub(super) notes: String,
    pub(super) error: Option<CliError>,
}

/// A shared output buffer.
#[derive(Clone, Default)]
struct SharedBuffer(Rc<RefCell<Vec<u8>>>);

impl Write for SharedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A writer that fails like a full disk.
struct FullDisk;

impl Write for FullDisk {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl SharedBuffer {
    fn plain(&self) -> String {
        let text = String::from_utf8(self.0.borrow().clone()).unwrap();
        anstream::adapter::strip_str(&text).to_string()
    }
}

impl Harness {
    pub(crate) fn new() -> Self {
        let clock = ManualClock::new(UNIX_EPOCH + NOW);
        let sandbox = Sandbox::new(hwc_sandbox::SandboxOptions::default().clock(clock.clone())).unwrap();
        Self { sandbox, clock }
    }

    pub(crate) fn advance_clock(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Runs a command without a terminal.
    pub(super) fn run(&self, words: &[&str]) -> Output {
        self.at(words, "", false, None)
    }

    /// Runs a command at a terminal with `input` as typed text.
    pub(super) fn run_interactive(&self, words: &[&str], input: &str) -> Output {
        self.at(words, input, true, None)
    }

    /// Runs a successful command as [`run`](Self::run) does and returns its text.
    pub(crate) fn text(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.error.is_none(), "{output:?}");
        output.out
    }

    /// Runs a successful command with `--json` and returns the document.
    pub(super) fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[words, &["--json"]].concat())).unwrap()
    }

    /// Runs a failing command and returns its error.
    pub(super) fn error(&self, words: &[&str]) -> String {
        self.run(words).error.unwrap().message()
    }

    /// Runs a command as [`run`](Self::run) does, with words that need not be UTF-8.
    #[cfg(target_os = "linux")]
    pub(super) fn run_os(&self, words: &[&OsStr]) -> Output {
        self.run_with(words, "", false, None)
    }

    /// Runs a command whose results cannot be written.
    pub(super) fn run_with_full_disk(&self, words: &[&str]) -> Output {
        self.at(words, "", false, Some(Box::new(FullDisk)))
    }

    fn at(&self, words: &[&str], input: &str, terminal: bool, out: Option<Box<dyn Write>>) -> Output {
        self.run_with(&words.iter().map(OsStr::new).collect::<Vec<_>>(), input, terminal, out)
    }

    fn run_with(&self, words: &[&OsStr], input: &str, terminal: bool, writer: Option<Box<dyn Write>>) -> Output {
        let TicketCommandArgs { args, command } = parse(words);
        let (out, notes) = (SharedBuffer::default(), SharedBuffer::default());
        let terminal_output = terminal && command.out().is_none_or(|out| out.file().is_none());
        // Tests run at a terminal whose output is recorded, unless they set a format.
        let requested = args.output.requested();
        let prepared = args.output.resolve(command.formats(), true).and_then(|format| {
            let ui = Ui {
                out: Sink::Stdout(writer.unwrap_or_else(|| Box::new(out.clone()))),
                notes: Box::new(notes.clone()),
                input: Box::new(Cursor::new(input.to_owned())),
                format,
                json_notes: requested.is_some_and(Format::is_json),
                terminal: terminal_output,
                interactive: terminal,
                format_requested: requested.is_some(),
                width: terminal_output.then_some(80),
            };
            Ok(ui.with_file(command.open_out()?))
        });
        let result = prepared.and_then(|ui| self.run_command(&args, command, ui));
        Output { out: out.plain(), notes: notes.plain(), error: result.err() }
    }

    fn run_command(&self, args: &TicketArgs, command: Command, ui: Ui) -> Result<(), CliError> {
        let builder = sandbox::client_builder_for(self.sandbox.clone()).clock(Arc::new(self.clock.clone()));
        let client = args.configure(builder)?.build()?;
        runtime::block_on(async {
            let mut context = TicketContext::new(args, client, Arc::new(self.clock.clone()), ui)?;
            command.run(&mut context).await?;
            context.ui.finish()
        })
    }
}

/// Parses the words after `hwc ticket`.
fn parse(words: &[&OsStr]) -> TicketCommandArgs {
    let words = [&[OsStr::new("hwc"), OsStr::new("ticket")], words].concat();
    let words = normalize(Cli::command, words.into_iter().map(Into::into)).unwrap();
    let matches = Cli::command().try_get_matches_from(words).unwrap();
    TicketCommandArgs::from_arg_matches(matches.subcommand_matches("ticket").unwrap()).unwrap()
}

/// An empty directory for a test, removed when the value is dropped.
pub(super) struct TempDir(pub(super) std::path::PathBuf);

impl TempDir {
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

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
