//! Pages about one item: a title, named facts, paragraphs.

use super::style::Style;
use super::text;

/// A page that is being written.
#[derive(Default)]
pub(crate) struct Page(String);

impl Page {
    /// Adds a line.
    pub(crate) fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    /// Adds an empty line.
    pub(crate) fn gap(&mut self) {
        self.0.push('\n');
    }

    /// Adds a named fact, or nothing if `values` are empty. Further lines are aligned below the first.
    pub(crate) fn fact(&mut self, name: &str, values: &[String]) {
        let lines = values.iter().map(|text| text.trim_end()).filter(|text| !text.is_empty());
        for (index, text) in lines.enumerate() {
            let name = if index == 0 { name } else { "" };
            self.line(&format!("{} {text}", Style::Faint.paint(format!("{name:10}"))));
        }
    }

    /// Adds a text from the service, indented by four spaces.
    pub(crate) fn quote(&mut self, text: &str) {
        for line in text::sanitize(text).lines() {
            self.line(&format!("    {line}"));
        }
    }

    /// Returns the text of the page.
    pub(crate) fn text(self) -> String {
        self.0
    }
}
