//! Pages about one item: a title, named facts, paragraphs. They are wrapped at the width of a terminal.

use console::measure_text_width;

use super::style::Style;
use super::text::{self, fill};

/// The width of the names of facts, with the space behind them.
const NAMES: usize = 11;

/// The indentation of texts from the service.
const QUOTE: usize = 4;

/// The minimum width of wrapped text. A narrower terminal wraps the lines itself.
const MIN_WIDTH: usize = 12;

/// A page that is being written.
pub(crate) struct Page {
    text: String,
    width: Option<u16>,
}

impl Page {
    /// Creates an empty page, as wide as the terminal. Without a terminal, lines are not wrapped.
    pub(crate) fn new(width: Option<u16>) -> Self {
        Self { text: String::new(), width }
    }

    /// Adds lines. The parts of a wrapped line have its indentation.
    pub(crate) fn line(&mut self, lines: &str) {
        for line in lines.trim_end().split('\n') {
            let text = line.trim_start();
            let indentation = line.len() - text.len();
            for part in self.wrap(text, indentation) {
                self.text.push_str(format!("{:indentation$}{part}", "").trim_end());
                self.text.push('\n');
            }
        }
    }

    /// Adds an empty line.
    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Adds a named fact, or nothing if `values` are empty. Further lines are aligned below the first.
    pub(crate) fn fact(&mut self, name: &str, values: &[String]) {
        let values = values.iter().map(|text| text.trim_end()).filter(|text| !text.is_empty());
        let lines: Vec<String> = values.flat_map(|text| self.wrap(text, NAMES)).collect();
        for (index, text) in lines.iter().enumerate() {
            let name = if index == 0 { name } else { "" };
            self.line(&format!("{} {text}", Style::Faint.paint(format!("{name:width$}", width = NAMES - 1))));
        }
    }

    /// Adds a text behind a label. Further lines are aligned below the text.
    pub(crate) fn labeled(&mut self, label: &str, text: &str) {
        let indentation = measure_text_width(label);
        for (index, part) in self.wrap(text, indentation).into_iter().enumerate() {
            let label = if index == 0 { label.to_owned() } else { " ".repeat(indentation) };
            self.text.push_str(&format!("{label}{part}\n"));
        }
    }

    /// Adds a text from the service, indented by four spaces.
    pub(crate) fn quote(&mut self, text: &str) {
        for line in text::sanitize(text).lines() {
            self.line(&format!("{:QUOTE$}{line}", ""));
        }
    }

    /// Returns the text of the page.
    pub(crate) fn text(self) -> String {
        self.text
    }

    /// Returns the lines of a text beside an indentation.
    fn wrap(&self, text: &str, indentation: usize) -> Vec<String> {
        let room = self.width.map(|width| usize::from(width).saturating_sub(indentation).max(MIN_WIDTH));
        match room.filter(|room| measure_text_width(text) > *room) {
            Some(room) => fill(text, room).lines().map(str::to_owned).collect(),
            None => vec![text.to_owned()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_fit_the_terminal() {
        let page = |width| {
            let mut page = Page::new(width);
            page.line("case-1  queued");
            page.quote("The disk of the server is slow.\n\n  It began at night.");
            page.fact("about", &["Elastic Cloud Server, Fault".to_owned(), "cn-north-4".to_owned()]);
            anstream::adapter::strip_str(&page.text()).to_string()
        };
        insta::assert_snapshot!(page(None), @r"
        case-1  queued
            The disk of the server is slow.

              It began at night.
        about      Elastic Cloud Server, Fault
                   cn-north-4
        ");
        insta::assert_snapshot!(page(Some(24)), @r"
        case-1  queued
            The disk of the
            server is slow.

              It began at night.
        about      Elastic Cloud
                   Server, Fault
                   cn-north-4
        ");
    }
}
