//! `hwc insight publish` and `hwc insight unpublish`.

use clap::Args;
use hwc_api::Request;
use hwc_api::insight::{BatchOfflineDashboard, BatchOfflineScreen, BatchPublishDashboard, BatchPublishScreen};

use super::InsightContext;
use super::view::PublishOutcome;
use crate::error::CliError;
use crate::ui::text::sanitize_line;

/// The dashboards or large screens of a command.
#[derive(Debug, Args)]
struct Selection {
    /// IDs of dashboards
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// The IDs are those of large screens
    #[arg(long)]
    screens: bool,
}

/// Arguments of `hwc insight publish`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight publish 1234567890")]
pub(super) struct PublishArgs {
    #[command(flatten)]
    selection: Selection,
}

/// Arguments of `hwc insight unpublish`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight unpublish 1234567890")]
pub(super) struct UnpublishArgs {
    #[command(flatten)]
    selection: Selection,
}

impl PublishArgs {
    pub(super) async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let Selection { ids, screens } = self.selection;
        let done = match screens {
            true => context.client.send(BatchPublishScreen::new(&ids)).await?.succeeded,
            false => context.client.send(BatchPublishDashboard::new(&ids)).await?.succeeded,
        };
        report(context, &ids, "published", done, BatchPublishDashboard::OPERATION.name)
    }
}

impl UnpublishArgs {
    pub(super) async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let Selection { ids, screens } = self.selection;
        let done = match screens {
            true => context.client.send(BatchOfflineScreen::new(&ids)).await?.succeeded,
            false => context.client.send(BatchOfflineDashboard::new(&ids)).await?.succeeded,
        };
        report(context, &ids, "offline", done, BatchOfflineDashboard::OPERATION.name)
    }
}

/// Reports the new state, unless the service says that the call did not succeed.
fn report(
    context: &mut InsightContext,
    ids: &[String],
    state: &'static str,
    done: Option<bool>,
    operation: &str,
) -> Result<(), CliError> {
    if done == Some(false) {
        return Err(CliError::incomplete(format!("{operation}: the service changed nothing, without a reason")));
    }
    let names: Vec<String> = ids.iter().map(|id| sanitize_line(id)).collect();
    let outcome = PublishOutcome { ids: ids.to_vec(), state };
    context.ui.change(&outcome, &format!("{}: {state}", names.join(", ")))
}
