//! Progress bars on standard error. They are shown only at a terminal, since they are useless in a log file.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::sync::{Mutex, MutexGuard};

use hwc_api::Progress as Transferred;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::note;
use super::text::sanitize_line;
use crate::args::global::GlobalArgs;
use crate::lock::lock;

const KNOWN: &str = "{msg} [{bar:30}] {bytes}/{total_bytes} {bytes_per_sec} {eta}";
const COUNT: &str = "{spinner} {pos} {msg} {per_sec}";
const UNKNOWN: &str = "{msg} {spinner} {bytes} {bytes_per_sec}";

/// A progress bar, removed when the value is dropped.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Creates a bar with a description of the work. It appears after the first bytes.
    pub(crate) fn new(description: impl AsRef<str>) -> Self {
        let target = match io::stderr().is_terminal() && !note::are_json() && !GlobalArgs::current().quiet {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(None, target).with_message(sanitize_line(description.as_ref()));
        *visible() = Some(bar.clone());
        Self(bar)
    }

    /// Creates a counter for work of unknown length.
    pub(crate) fn counting(description: impl AsRef<str>) -> Self {
        let bar = Self::new(description);
        bar.0.set_style(ProgressStyle::with_template(COUNT).unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar
    }

    /// Increments the counter.
    pub(crate) fn step(&self) {
        self.0.inc(1);
    }

    /// Returns a callback for the progress of several files at once, by name. The bar shows the sum of the files that
    /// have begun.
    pub(crate) fn callback_per_file(&self) -> impl Fn(&str, Transferred) + Send + Sync + use<> {
        let (bar, files) = (self.0.clone(), Mutex::new(BTreeMap::new()));
        bar.set_style(style(Some(0)));
        move |name, progress| {
            let mut files = lock(&files);
            files.insert(name.to_owned(), progress);
            bar.set_length(files.values().filter_map(|progress| progress.total).sum());
            bar.set_position(files.values().map(|progress| progress.bytes).sum());
        }
    }

    /// Returns a receiver of the events of transfers. The bar shows the sum of all files that have begun.
    #[cfg(feature = "drive")]
    pub(crate) fn transfer_events(&self) -> impl Fn(hwc_drive::TransferEvent) + Send + Sync + use<> {
        let (bar, sums) = (self.0.clone(), Mutex::new(TransferSums::default()));
        bar.set_style(style(Some(0)));
        move |event| {
            let mut sums = lock(&sums);
            sums.add(event);
            bar.set_length(sums.total);
            bar.set_position(sums.done + sums.active.values().sum::<u64>());
        }
    }

    /// Returns a callback for progress.
    pub(crate) fn callback(&self) -> impl Fn(Transferred) + Send + Sync + use<> {
        let bar = self.0.clone();
        move |progress| {
            if bar.length() != progress.total || progress.bytes == 0 {
                bar.set_style(style(progress.total));
                progress.total.map_or_else(|| bar.unset_length(), |total| bar.set_length(total));
            }
            bar.set_position(progress.bytes);
        }
    }
}

/// The bytes of transfers. Files that ended are only in the sums, so that any number of files takes little memory.
#[cfg(feature = "drive")]
#[derive(Default)]
struct TransferSums {
    total: u64,
    done: u64,
    active: BTreeMap<String, u64>,
}

#[cfg(feature = "drive")]
impl TransferSums {
    fn add(&mut self, event: hwc_drive::TransferEvent) {
        use hwc_drive::TransferEvent::{Failed, Finished, Progress, Started};
        match event {
            Started { path, total, done } => {
                self.total += total;
                self.active.insert(path, done);
            }
            Progress { path, bytes } => {
                self.active.insert(path, bytes);
            }
            Finished { path } | Failed { path, .. } => self.done += self.active.remove(&path).unwrap_or_default(),
            _ => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        *visible() = None;
        self.0.finish_and_clear();
    }
}

/// The visible bar.
static VISIBLE: Mutex<Option<ProgressBar>> = Mutex::new(None);

fn visible() -> MutexGuard<'static, Option<ProgressBar>> {
    lock(&VISIBLE)
}

/// Hides the bar while `write` writes to the terminal.
pub(crate) fn suspended(write: impl FnOnce()) {
    let bar = visible().clone();
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

fn style(total: Option<u64>) -> ProgressStyle {
    let template = if total.is_some() { KNOWN } else { UNKNOWN };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_valid() {
        for template in [KNOWN, UNKNOWN, COUNT] {
            ProgressStyle::with_template(template).unwrap();
        }
    }
}
