//! Texts from the editor of the user: `VISUAL` or `EDITOR`.

use std::io::{Read as _, Write as _};
use std::process::Command;

use hwc_dynamic::decode_text;
use tempfile::{Builder, NamedTempFile};

use super::Ui;
use crate::error::CliError;

/// The editor if no variable names one.
const DEFAULT: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// A text that was written in an editor. Its file is removed, unless it is kept.
pub(crate) struct EditedText {
    file: NamedTempFile,
    text: String,
}

impl EditedText {
    /// Opens the editor with a text and waits for its end.
    ///
    /// # Errors
    /// Fails without a terminal, if the editor fails, or if the text is empty.
    pub(crate) fn open(ui: &Ui, initial: &str) -> Result<Self, CliError> {
        if let Some(reason) = ui.prompt_obstacle() {
            return Err(CliError::usage(format!(
                "missing text; cannot open an editor: {reason}; pass it, or - for stdin"
            )));
        }
        Self::edit(&editor(), initial)
    }

    fn edit(editor: &str, initial: &str) -> Result<Self, CliError> {
        let failed = |error: std::io::Error| CliError::internal(format!("cannot edit the text: {error}"));
        let mut file = Builder::new().prefix("hwc-").suffix(".txt").tempfile().map_err(failed)?;
        file.write_all(initial.as_bytes()).and_then(|()| file.flush()).map_err(failed)?;
        let words = shlex::split(editor).filter(|words| !words.is_empty());
        let words =
            words.ok_or_else(|| CliError::config(format!("invalid editor `{editor}`; set VISUAL or EDITOR")))?;
        let mut command = Command::new(&words[0]);
        let status = command.args(&words[1..]).arg(file.path()).status();
        let status = status.map_err(|error| {
            CliError::config(format!("cannot run the editor `{editor}`: {error}; set VISUAL or EDITOR"))
        })?;
        if !status.success() {
            return Err(CliError::declined(format!("the editor ended with {status}; nothing was sent")));
        }
        let mut bytes = Vec::new();
        // Editors may replace the file, so it is opened again.
        let read = std::fs::File::open(file.path()).and_then(|mut file| file.read_to_end(&mut bytes));
        read.map_err(failed)?;
        let text = decode_text(bytes, "the text").map_err(|error| CliError::usage(error.to_string()))?;
        let text = text.trim_end().to_owned();
        match text.trim().is_empty() {
            true => Err(CliError::declined("the text is empty; nothing was sent")),
            false => Ok(Self { file, text }),
        }
    }

    /// Returns the text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Keeps the file and tells where it is, so that the text is not lost.
    pub(crate) fn keep(self, ui: &mut Ui) {
        if let Ok((_, path)) = self.file.keep() {
            ui.note(&format!("the text is kept in {}", path.display()));
        }
    }
}

/// Returns the command of the editor.
fn editor() -> String {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    variable("VISUAL").or_else(|| variable("EDITOR")).unwrap_or_else(|| DEFAULT.to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn edit(script: &str, initial: &str) -> Result<String, CliError> {
        let editor = format!("sh -c {} --", crate::dynamic::quote(script));
        EditedText::edit(&editor, initial).map(|edited| edited.text().to_owned())
    }

    #[test]
    fn the_text_is_what_the_editor_saved() {
        assert_eq!(edit("echo two >> \"$1\"", "one\n").unwrap(), "one\ntwo");
        assert_eq!(edit("true", "").unwrap_err().message(), "the text is empty; nothing was sent");
        let failed = edit("exit 3", "x").unwrap_err().message();
        assert!(failed.ends_with("; nothing was sent"), "{failed}");
        let missing = EditedText::edit("/no/such/editor", "x").err().unwrap().message();
        assert!(missing.contains("set VISUAL or EDITOR"), "{missing}");
    }
}
