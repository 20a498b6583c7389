//! Colors by meaning. They are always written. The [streams](super::streams) remove them if they are not supported or
//! not wanted.

use std::fmt::Display;

use anstyle::AnsiColor;

/// The meaning of a color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// The name of something.
    Title,
    /// Success, or a finished state.
    Good,
    /// Work in progress.
    Busy,
    /// Action required by the reader.
    Attention,
    /// A failure.
    Bad,
    /// Less important text.
    Faint,
    /// Text without a special meaning.
    Plain,
}

impl Style {
    /// Colors a text.
    pub(crate) fn paint(self, text: impl Display) -> String {
        let style = self.ansi();
        format!("{style}{text}{style:#}")
    }

    fn ansi(self) -> anstyle::Style {
        match self {
            Self::Title => anstyle::Style::new().bold(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Busy => AnsiColor::Cyan.on_default(),
            Self::Attention => AnsiColor::Yellow.on_default(),
            Self::Bad => AnsiColor::Red.on_default(),
            Self::Faint => anstyle::Style::new().dimmed(),
            Self::Plain => anstyle::Style::new(),
        }
    }
}
