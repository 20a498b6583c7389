//! A page of help: wrapped text with titles, entries and lists.

/// The maximum width of a line. Longer words and commands are not broken.
pub(super) const WIDTH: usize = 100;

/// A page that is being written.
#[derive(Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// Adds a title after an empty line.
    pub(super) fn title(&mut self, title: &str) {
        self.gap();
        self.wrapped("", "", title);
    }

    /// Adds an empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Adds a paragraph; does nothing if the text is empty.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.wrapped("", "", text);
    }

    /// Adds a named entry with its description below.
    pub(super) fn entry(&mut self, name: &str, about: &[String]) {
        self.text.push_str(&format!("  {name}\n"));
        for text in about {
            self.wrapped("          ", "          ", text);
        }
    }

    /// Adds a short name with its description beside it. Names are padded to `width`.
    pub(super) fn row(&mut self, name: &str, width: usize, about: &str) {
        let indent = " ".repeat(width + 4);
        let first = format!("  {name:width$}  ");
        if about.is_empty() { self.line(first.trim_end()) } else { self.wrapped(&first, &indent, about) }
    }

    /// Adds an item of a list.
    pub(super) fn item(&mut self, text: &str) {
        self.wrapped("  - ", "    ", text);
    }

    /// Adds text that is already wrapped.
    pub(super) fn verbatim(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(&format!("  {line}\n"));
        }
    }

    /// Returns the text of the page.
    pub(super) fn text(self) -> String {
        self.text
    }

    fn wrapped(&mut self, first: &str, next: &str, text: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in text.split_whitespace() {
            if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.line(&line);
                line = next.to_owned();
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        if !empty {
            self.line(&line);
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}
