//! How far a file is, as a bar on standard error. Only at a terminal: a log file has no use for it.

use std::io::{self, IsTerminal};

use hwc_api::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const KNOWN: &str = "{msg} [{bar:30}] {bytes}/{total_bytes} {bytes_per_sec} {eta}";
const UNKNOWN: &str = "{msg} {spinner} {bytes} {bytes_per_sec}";

/// A bar that goes away with this value.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar that says what is being done. It appears when the first bytes have been handed over.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        let target = match io::stderr().is_terminal() {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        Self(ProgressBar::with_draw_target(None, target).with_message(what.into()))
    }

    /// What moves the bar on.
    pub(crate) fn watcher(&self) -> impl Fn(Progress) + Send + Sync + use<> {
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

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
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
    fn both_templates_are_right() {
        for template in [KNOWN, UNKNOWN] {
            ProgressStyle::with_template(template).unwrap();
        }
    }
}
