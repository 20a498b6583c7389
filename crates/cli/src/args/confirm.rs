//! The confirmation of destructive operations.

use clap::Args;
use hwc_api::Operation;
use hwc_wire::Effect;

use crate::error::CliError;
use crate::ui::Ui;

/// The consent to a destructive operation.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct ConfirmArgs {
    /// Skip the confirmation; required without a terminal
    #[arg(long, short = 'y')]
    yes: bool,
}

impl ConfirmArgs {
    /// Asks for a confirmation if the catalog says that the operation is destructive. `action` describes what is about
    /// to happen, as in `Delete case-1`.
    ///
    /// # Errors
    /// Fails if the user declines, or if the command cannot prompt.
    pub(crate) fn confirm(self, ui: &mut Ui, operation: &Operation, action: &str) -> Result<(), CliError> {
        if operation.effect != Effect::Destructive {
            return Ok(());
        }
        self.confirm_action(ui, action)
    }

    /// Asks for a confirmation of a destructive action.
    ///
    /// # Errors
    /// Fails if the user declines, or if the command cannot prompt.
    pub(crate) fn confirm_action(self, ui: &mut Ui, action: &str) -> Result<(), CliError> {
        if self.yes {
            return Ok(());
        }
        if let Some(reason) = ui.prompt_obstacle() {
            return Err(CliError::unconfirmed(reason));
        }
        let reply = ui.prompt(&format!("{action}? This cannot be undone. [y/N]"))?.unwrap_or_default();
        match reply.to_lowercase().as_str() {
            "y" | "yes" => Ok(()),
            _ => Err(CliError::declined("not confirmed; nothing was changed")),
        }
    }
}
