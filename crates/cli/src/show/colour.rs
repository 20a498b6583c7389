//! The colours, by what they mean. They are always written; the [screen](super::screen) takes them out where nobody wants
//! them.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// What a colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// The name of something.
    Title,
    /// All is well, or done.
    Good,
    /// Somebody works on it.
    Busy,
    /// The reader has to do something.
    Asks,
    /// Something failed.
    Bad,
    /// Not so important.
    Faint,
    /// Nothing special.
    Plain,
}

impl Tone {
    /// Text in this tone.
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
