//! Where values come from when they do not stand on the command line: files, standard input, the environment.

use std::fs;
use std::io::Read;

/// Files, standard input and the environment. Standard input can be read once.
pub(crate) struct Sources<'a> {
    variable: &'a dyn Fn(&str) -> Option<String>,
    stdin: Option<Box<dyn Read + 'a>>,
}

impl<'a> Sources<'a> {
    /// Looks variables up with `variable` and reads standard input from `stdin`.
    pub(crate) fn new(variable: &'a dyn Fn(&str) -> Option<String>, stdin: impl Read + 'a) -> Self {
        Self { variable, stdin: Some(Box::new(stdin)) }
    }

    /// What `@FILE` or `-` stands for; `None` for text that stands for itself.
    pub(crate) fn elsewhere(&mut self, text: &str) -> Option<Result<String, String>> {
        if text == "-" {
            return Some(self.standard_input());
        }
        let file = text.strip_prefix('@')?;
        Some(fs::read_to_string(file).map_err(|error| format!("the file {file} cannot be read: {error}")))
    }

    /// What `@env:VARIABLE` stands for; `None` for other text.
    pub(crate) fn variable(&self, text: &str) -> Option<Result<String, String>> {
        let name = text.strip_prefix("@env:")?;
        Some((self.variable)(name).ok_or_else(|| format!("the environment variable {name} is not set")))
    }

    /// All of standard input, whatever it is.
    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, String> {
        let mut stdin = self.stdin.take().ok_or("standard input can be used once only")?;
        let mut bytes = Vec::new();
        let read = stdin.read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|error| format!("standard input cannot be read: {error}"))
    }

    fn standard_input(&mut self) -> Result<String, String> {
        String::from_utf8(self.bytes()?).map_err(|_| "standard input is no UTF-8 text".to_owned())
    }
}
