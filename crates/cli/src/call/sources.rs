//! Sources of values besides the command line: files, standard input and the environment.

use std::fs;
use std::io::Read;

/// Files, standard input and the environment. Standard input can be read once.
pub(crate) struct Sources<'a> {
    variable: &'a dyn Fn(&str) -> Option<String>,
    stdin: Option<Box<dyn Read + 'a>>,
}

/// Text from a file or standard input.
pub(crate) struct Elsewhere {
    /// The text.
    pub(crate) text: String,
    /// The source of the text, for errors.
    pub(crate) origin: String,
}

impl<'a> Sources<'a> {
    /// Looks up variables with `variable` and reads standard input from `stdin`.
    pub(crate) fn new(variable: &'a dyn Fn(&str) -> Option<String>, stdin: impl Read + 'a) -> Self {
        Self { variable, stdin: Some(Box::new(stdin)) }
    }

    /// Reads the text of `@FILE`, `-` or `@-`; `None` for literal text.
    pub(crate) fn elsewhere(&mut self, text: &str) -> Option<Result<Elsewhere, String>> {
        if text == "-" || text == "@-" {
            let origin = "standard input".to_owned();
            let read = self.bytes().and_then(|bytes| text_of(bytes, &origin));
            return Some(read.map(|text| Elsewhere { text, origin }));
        }
        let file = text.strip_prefix('@')?;
        let origin = format!("the file {file}");
        let read = fs::read(file).map_err(|error| format!("{origin} cannot be read: {error}"));
        let text = read.and_then(|bytes| text_of(bytes, &origin));
        Some(text.map(|text| Elsewhere { text, origin }))
    }

    /// Returns the value of `@env:VARIABLE`; `None` for other text.
    pub(crate) fn variable(&self, text: &str) -> Option<Result<String, String>> {
        let name = text.strip_prefix("@env:")?;
        Some((self.variable)(name).ok_or_else(|| format!("the environment variable {name} is not set")))
    }

    /// Reads all bytes of standard input.
    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, String> {
        let mut stdin = self.stdin.take().ok_or("standard input can be used once only")?;
        let mut bytes = Vec::new();
        let read = stdin.read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|error| format!("standard input cannot be read: {error}"))
    }
}

/// Decodes bytes as UTF-8, without the byte order mark that some editors and shells add.
pub(crate) fn text_of(bytes: Vec<u8>, origin: &str) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|_| format!("{origin} is not UTF-8 text"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
