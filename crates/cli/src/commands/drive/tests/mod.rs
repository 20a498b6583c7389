//! Tests of the commands with an in-process sandbox and a manual clock.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod changes;
mod copies;

use std::cell::RefCell;
use std::ffi::OsStr;
use std::io::{self, BufRead, Cursor, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use clap::{CommandFactory, FromArgMatches};
use hwc_api::serde_json::{self, Value};
use hwc_api::transport::clock::ManualClock;
use hwc_drive::Journal;
use hwc_sandbox::{Sandbox, SandboxOptions};

use super::context::DriveContext;
use super::{Command, DriveCommandArgs};
use crate::args::normalize::normalize;
use crate::cli::Cli;
use crate::error::CliError;
use crate::ui::Ui;
use crate::ui::streams::Sink;
use crate::{runtime, sandbox};

/// After all changes of local files.
const NOW: Duration = Duration::from_secs(1_900_000_000);

/// A sandbox with demo data, and a local folder.
pub(super) struct Harness {
    sandbox: Sandbox,
    clock: ManualClock,
    pub(super) folder: PathBuf,
}

/// The output of a command, without colors.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) out: Vec<u8>,
    pub(super) notes: String,
    pub(super) error: Option<CliError>,
}

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

impl Harness {
    pub(super) fn new(name: &str) -> Self {
        let clock = ManualClock::new(UNIX_EPOCH + NOW);
        let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone())).unwrap();
        let folder = std::env::temp_dir().join(format!("hwc-drive-command-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { sandbox, clock, folder }
    }

    /// Writes a local file and returns its path.
    pub(super) fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(super) fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    pub(super) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.join(name)).unwrap()
    }

    /// Returns another user of the same sandbox.
    pub(super) fn another(&self, name: &str) -> Self {
        let folder = self.folder.with_extension(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self { sandbox: self.sandbox.clone(), clock: self.clock.clone(), folder }
    }

    /// Runs a command with the text of standard input, at a terminal if `interactive`.
    pub(super) fn run_with(&self, words: &[&str], input: &[u8], interactive: bool) -> Output {
        self.run_with_input(words, Box::new(Cursor::new(input.to_owned())), interactive)
    }

    /// Runs a command with standard input, at a terminal if `interactive`.
    pub(super) fn run_with_input(&self, words: &[&str], input: Box<dyn BufRead>, interactive: bool) -> Output {
        let DriveCommandArgs { args, command: Command::Files(command) } = parse(words) else {
            panic!("{words:?} serves files");
        };
        let (out, notes) = (SharedBuffer::default(), SharedBuffer::default());
        let format = args.output.resolve(command.formats(), true).unwrap();
        let ui = Ui {
            out: Sink::Stdout(Box::new(out.clone())),
            notes: Box::new(notes.clone()),
            input,
            format,
            json_notes: false,
            terminal: interactive,
            interactive,
            format_requested: args.output.requested().is_some(),
            width: None,
        };
        let builder = sandbox::client_builder_for(self.sandbox.clone()).clock(Arc::new(self.clock.clone()));
        let client = args.configure(builder).build().unwrap();
        let result = runtime::block_on(self.clock.run_to_completion(async {
            let journal = Journal::in_memory().unwrap();
            let mut context = DriveContext::new(client, journal, args.transfer_options(), ui);
            command.run(&mut context).await?;
            context.ui.finish()
        }));
        let text = String::from_utf8_lossy(&notes.0.borrow()).into_owned();
        let notes = anstream::adapter::strip_str(&text).to_string();
        Output { out: out.0.borrow().clone(), notes, error: result.err() }
    }

    pub(super) fn run(&self, words: &[&str]) -> Output {
        self.run_with(words, b"", false)
    }

    /// Runs a successful command and returns its text.
    pub(super) fn text(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.error.is_none(), "{output:?}");
        let text = String::from_utf8(output.out).unwrap();
        anstream::adapter::strip_str(&text).to_string()
    }

    /// Runs a successful command with `--json` and returns the document.
    pub(super) fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[words, &["--json"]].concat())).unwrap()
    }

    /// Runs a failing command and returns its error.
    pub(super) fn error(&self, words: &[&str]) -> CliError {
        self.run(words).error.unwrap()
    }

    /// Returns the paths of a list.
    pub(super) fn paths(&self, words: &[&str]) -> Vec<String> {
        let json = self.json(words);
        json.as_array().unwrap().iter().map(|line| line["path"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Harness {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn parse(words: &[&str]) -> DriveCommandArgs {
    let words = [&["hwc", "drive"], words].concat();
    let words = normalize(Cli::command, words.into_iter().map(|word| OsStr::new(word).into())).unwrap();
    let matches = Cli::command().try_get_matches_from(words).unwrap_or_else(|error| panic!("{error}"));
    DriveCommandArgs::from_arg_matches(matches.subcommand_matches("drive").unwrap()).unwrap()
}
