//! Secrets from a terminal without echo, or from standard input.

use std::io::{self, Read as _};

use hwc_dynamic::decode_text;

use crate::error::CliError;
use crate::ui::{Ui, terminal_echo};

/// The source of a secret.
pub(super) struct SecretInput {
    from_stdin: bool,
}

impl SecretInput {
    /// Creates the source: standard input, or a prompt.
    pub(super) fn new(from_stdin: bool) -> Self {
        Self { from_stdin }
    }

    /// Reads the secret.
    ///
    /// # Errors
    /// Fails without a terminal, unless the secret comes from standard input.
    pub(super) fn read(&mut self, ui: &mut Ui, question: &str) -> Result<String, CliError> {
        let secret = match self.from_stdin {
            true => read_stdin()?,
            false => prompt(ui, question)?,
        };
        match secret.is_empty() {
            true => Err(CliError::usage("the secret is empty")),
            false => Ok(secret),
        }
    }
}

fn prompt(ui: &mut Ui, question: &str) -> Result<String, CliError> {
    if let Some(reason) = ui.prompt_obstacle() {
        return Err(CliError::usage(format!("cannot prompt for the secret: {reason}; pass --secret-stdin")));
    }
    ui.question(question);
    terminal_echo::save();
    let read = console::Term::stderr().read_secure_line();
    terminal_echo::forget();
    read.map_err(|error| CliError::usage(format!("cannot read the secret: {error}")))
}

fn read_stdin() -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| CliError::usage(format!("cannot read standard input: {error}")))?;
    let text = decode_text(bytes, "standard input").map_err(|error| CliError::usage(error.to_string()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
