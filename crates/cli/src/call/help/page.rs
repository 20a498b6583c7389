//! A page of help: wrapped text with titles, entries and lists.

/// Lines are no longer than this, but for words and commands that are.
pub(super) const WIDTH: usize = 100;

/// A page that is being written.
#[derive(Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// A title, after an empty line.
    pub(super) fn title(&mut self, title: &str) {
        self.gap();
        self.wrapped("", "", title);
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A paragraph; nothing for an empty text.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.wrapped("", "", text);
    }

    /// Something with a name, and what there is to say about it.
    pub(super) fn entry(&mut self, name: &str, about: &[String]) {
        self.text.push_str(&format!("  {name}\n"));
        for text in about {
            self.wrapped("          ", "          ", text);
        }
    }

    /// Something with a short name, and what there is to say about it beside it. The names are `width` wide.
    pub(super) fn row(&mut self, name: &str, width: usize, about: &str) {
        let indent = " ".repeat(width + 4);
        let first = format!("  {name:width$}  ");
        if about.is_empty() { self.line(first.trim_end()) } else { self.wrapped(&first, &indent, about) }
    }

    /// An item of a list.
    pub(super) fn item(&mut self, text: &str) {
        self.wrapped("  - ", "    ", text);
    }

    /// Text that is wrapped already.
    pub(super) fn verbatim(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(&format!("  {line}\n"));
        }
    }

    /// The page.
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
