//! Colors by meaning. They are always written. The [screen](super::screen) removes them if they are not supported or
//! not wanted.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// The meaning of a color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// The name of something.
    Title,
    /// Success, or a finished state.
    Good,
    /// Work in progress.
    Busy,
    /// Action required by the reader.
    Asks,
    /// A failure.
    Bad,
    /// Less important text.
    Faint,
    /// Text without a special meaning.
    Plain,
}

impl Tone {
    /// Colors a text in this tone.
    pub(crate) fn paint(self, text: impl Display) -> String {
        let style = self.style();
        format!("{style}{text}{style:#}")
    }

    fn style(self) -> Style {
        match self {
            Self::Title => Style::new().bold(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Busy => AnsiColor::Cyan.on_default(),
            Self::Asks => AnsiColor::Yellow.on_default(),
            Self::Bad => AnsiColor::Red.on_default(),
            Self::Faint => Style::new().dimmed(),
            Self::Plain => Style::new(),
        }
    }
}
