//! Sources of values: environment variables, files and standard input.

use std::fs;
use std::io::Read;

use crate::error::InputError;

/// A function that returns the value of an environment variable.
type Variables = Box<dyn Fn(&str) -> Option<String> + Send>;

/// The environment, files and standard input. Standard input can be read once.
pub struct ValueSources {
    variables: Variables,
    stdin: Option<Box<dyn Read + Send>>,
}

/// The text of a file or of standard input.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceText {
    /// The text.
    pub text: String,
    /// The file or stream, for errors.
    pub origin: String,
}

impl ValueSources {
    /// Creates sources with these variables and this standard input.
    pub fn new(variables: impl Fn(&str) -> Option<String> + Send + 'static, stdin: impl Read + Send + 'static) -> Self {
        Self { variables: Box::new(variables), stdin: Some(Box::new(stdin)) }
    }

    /// Uses the environment and the standard input of the process.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|name| std::env::var(name).ok(), std::io::stdin())
    }

    /// Reads the text of `@FILE`, `-` or `@-`. Returns `None` for literal text.
    ///
    /// # Errors
    /// Returns [`InputError::Read`], [`InputError::NotUtf8`] or [`InputError::StandardInputUsedTwice`].
    pub fn read_text(&mut self, text: &str) -> Result<Option<SourceText>, InputError> {
        if text == "-" || text == "@-" {
            let origin = "standard input".to_owned();
            let text = decode_text(self.read_stdin()?, &origin)?;
            return Ok(Some(SourceText { text, origin }));
        }
        let Some(file) = text.strip_prefix('@') else { return Ok(None) };
        let origin = format!("file `{file}`");
        let bytes = fs::read(file).map_err(|source| InputError::Read { origin: origin.clone(), source })?;
        Ok(Some(SourceText { text: decode_text(bytes, &origin)?, origin }))
    }

    /// Returns the value of `@env:NAME`. Returns `None` for other text.
    ///
    /// # Errors
    /// Returns [`InputError::VariableNotSet`].
    pub fn variable(&self, text: &str) -> Result<Option<String>, InputError> {
        let Some(name) = text.strip_prefix("@env:") else { return Ok(None) };
        (self.variables)(name).map(Some).ok_or_else(|| InputError::VariableNotSet(name.to_owned()))
    }

    /// Reads all bytes of standard input.
    ///
    /// # Errors
    /// Returns [`InputError::Read`] or [`InputError::StandardInputUsedTwice`].
    pub fn read_stdin(&mut self) -> Result<Vec<u8>, InputError> {
        let mut stdin = self.stdin.take().ok_or(InputError::StandardInputUsedTwice)?;
        let mut bytes = Vec::new();
        let read = stdin.read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|source| InputError::Read { origin: "standard input".to_owned(), source })
    }
}

impl std::fmt::Debug for ValueSources {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ValueSources").field("stdin_is_unread", &self.stdin.is_some()).finish_non_exhaustive()
    }
}

/// Prints only the origin, because the text may be a secret.
impl std::fmt::Debug for SourceText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceText").field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// Decodes UTF-8, without the byte order mark that some editors and shells add. `origin` names the source in the error.
///
/// # Errors
/// Returns [`InputError::NotUtf8`].
pub fn decode_text(bytes: Vec<u8>, origin: &str) -> Result<String, InputError> {
    let text = String::from_utf8(bytes).map_err(|_| InputError::NotUtf8(origin.to_owned()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(stdin: &'static [u8]) -> ValueSources {
        ValueSources::new(|name| (name == "SET").then(|| "value".to_owned()), stdin)
    }

    #[test]
    fn standard_input_is_read_once_and_without_a_byte_order_mark() {
        let mut sources = sources("\u{feff}text\n".as_bytes());
        let read = sources.read_text("-").unwrap().unwrap();
        assert_eq!((read.text.as_str(), read.origin.as_str()), ("text\n", "standard input"));
        assert_eq!(sources.read_text("@-").unwrap_err().to_string(), "standard input can be used only once");
    }

    #[test]
    fn literal_text_is_not_a_source() {
        let mut sources = sources(b"");
        assert!(sources.read_text("text").unwrap().is_none());
        assert!(sources.variable("text").unwrap().is_none());
    }

    #[test]
    fn variables_and_files_must_exist() {
        let mut sources = sources(b"");
        assert_eq!(sources.variable("@env:SET").unwrap().unwrap(), "value");
        let unset = sources.variable("@env:UNSET").unwrap_err();
        assert_eq!(unset.to_string(), "environment variable `UNSET` is not set");
        let missing = sources.read_text("@/no/such/file").unwrap_err().to_string();
        assert!(missing.starts_with("cannot read file `/no/such/file`: "), "{missing}");
    }

    #[test]
    fn bytes_that_are_not_text_are_an_error() {
        let mut sources = sources(b"\xff");
        assert_eq!(sources.read_text("-").unwrap_err().to_string(), "standard input is not UTF-8 text");
    }

    #[test]
    fn debug_output_has_no_secrets() {
        let text = SourceText { text: "s3cret".to_owned(), origin: "standard input".to_owned() };
        assert!(!format!("{text:?} {:?}", sources(b"s3cret")).contains("s3cret"));
    }
}
