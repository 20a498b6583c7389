//! The pager of `--pager`: `HWC_PAGER`, `PAGER`, or `less`. It starts with the first result, after all questions.

use std::env;
use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, MutexGuard};

use anstream::AutoStream;

use super::note::{self, Note};
use super::streams;
use crate::lock::lock;
use crate::runtime;

/// The pager if no variable names one.
const DEFAULT: &str = "less";

/// The options of `less` if the variable `LESS` is not set: end with the last line, keep colors, do not clear the screen.
const LESS: &str = "FRX";

/// Held while a pager runs.
static RUNNING: Mutex<()> = Mutex::new(());

/// Standard output through a pager.
#[derive(Default)]
pub(crate) struct Pager {
    /// The stream, from the first result on.
    out: Option<Box<dyn Write>>,
    child: Option<RunningPager>,
}

/// The process of a pager.
struct RunningPager {
    child: Child,
    _running: MutexGuard<'static, ()>,
}

/// Waits until the pager is closed. Returns false if none is open.
pub(crate) fn wait_until_closed() -> bool {
    let is_open = RUNNING.try_lock().is_err();
    drop(lock(&RUNNING));
    is_open
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream().flush()
    }
}

impl Pager {
    fn stream(&mut self) -> &mut dyn Write {
        if self.out.is_none() {
            let (out, child) = open();
            self.child = child;
            self.out = Some(out);
        }
        self.out.get_or_insert_with(streams::colored_stdout)
    }
}

impl Drop for Pager {
    /// Closes the input of the pager and waits until the reader leaves it.
    fn drop(&mut self) {
        self.out = None;
        // The exit code of a pager has no meaning for the command.
        let _ = self.child.as_mut().map(|running| running.child.wait());
    }
}

/// Starts the pager. If it does not start, a note says so, and the results go to standard output.
fn open() -> (Box<dyn Write>, Option<RunningPager>) {
    let name = name(&|name| env::var(name).ok());
    // Ctrl-C is for the pager. Without a handler it would end the command alone, and leave the pager without a parent.
    match runtime::hold_interrupt().and_then(|()| start(&name)) {
        Ok((input, child)) => {
            let child = RunningPager { child, _running: lock(&RUNNING) };
            let choice = AutoStream::choice(&io::stdout());
            (Box::new(AutoStream::new(Box::new(input) as Box<dyn Write>, choice)), Some(child))
        }
        Err(error) => {
            note::print(&Note::new(&format!("cannot start the pager `{name}`: {error}")));
            (streams::colored_stdout(), None)
        }
    }
}

fn start(name: &str) -> io::Result<(ChildStdin, Child)> {
    let invalid = |problem: &str| io::Error::new(io::ErrorKind::InvalidInput, problem);
    let words = shlex::split(name).ok_or_else(|| invalid("the quotes do not match"))?;
    let (program, arguments) = words.split_first().ok_or_else(|| invalid("the name is empty"))?;
    let mut command = Command::new(program);
    if env::var_os("LESS").is_none() {
        command.env("LESS", LESS);
    }
    let mut child = command.args(arguments).stdin(Stdio::piped()).spawn()?;
    let input = child.stdin.take().ok_or_else(|| invalid("it has no input"))?;
    Ok((input, child))
}

/// Returns the command line of the pager.
fn name(variable: &dyn Fn(&str) -> Option<String>) -> String {
    let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    set("HWC_PAGER").or_else(|| set("PAGER")).unwrap_or_else(|| DEFAULT.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_name_the_pager() {
        let name = |set: &[(&str, &str)]| {
            name(&|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(name(&[]), "less");
        assert_eq!(name(&[("PAGER", "more")]), "more");
        assert_eq!(name(&[("PAGER", "more"), ("HWC_PAGER", "less -S")]), "less -S");
        assert_eq!(name(&[("PAGER", " ")]), "less");
    }

    #[test]
    fn a_pager_that_does_not_start_is_an_error() {
        for name in ["no-such-pager-of-hwc", "less 'x", ""] {
            assert!(start(name).is_err(), "{name}");
        }
    }
}
