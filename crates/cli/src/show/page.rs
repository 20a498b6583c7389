//! Pages about one thing: a title, facts with names, paragraphs.

use super::colour::Tone;
use super::text;

/// A page that is being written.
#[derive(Default)]
pub(crate) struct Page(String);

impl Page {
    /// A line as it is.
    pub(crate) fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.0.push('\n');
    }

    /// A fact with a name; nothing where there is none. Further lines stand below the first.
    pub(crate) fn fact(&mut self, name: &str, about: &[String]) {
        let told = about.iter().map(|text| text.trim_end()).filter(|text| !text.is_empty());
        for (index, text) in told.enumerate() {
            let name = if index == 0 { name } else { "" };
            self.line(&format!("{} {text}", Tone::Faint.paint(format!("{name:10}"))));
        }
    }

    /// A text of the service, each line after four blanks.
    pub(crate) fn quote(&mut self, text: &str) {
        for line in text::lines(text).lines() {
            self.line(&format!("    {line}"));
        }
    }

    /// The page.
    pub(crate) fn text(self) -> String {
        self.0
    }
}
