//! `hwc insight dashboards`.

use clap::Args;
use hwc_api::insight::{ListResources, PublishState, ResourceType};

use super::InsightContext;
use super::view::InsightResource;
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// The page size of the service.
const PAGE: u32 = 100;

/// Arguments of `hwc insight dashboards`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight dashboards -o json")]
pub(super) struct DashboardsArgs {
    /// List large screens instead of dashboards
    #[arg(long)]
    screens: bool,
    /// List published ones only
    #[arg(long)]
    published: bool,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

impl DashboardsArgs {
    pub(super) async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let kind = if self.screens { ResourceType::Screen } else { ResourceType::Dashboard };
        let mut resources = context.all(ListResources::new(kind).limit(PAGE)).await?;
        resources.retain(|resource| !self.published || resource.status == Some(PublishState::Published));
        let none = if self.screens { "no large screens" } else { "no dashboards" };
        let rows: Vec<InsightResource> = resources.iter().map(InsightResource::from).collect();
        context.ui.list(&rows, none, |_| table(&rows))
    }
}

fn table(resources: &[InsightResource]) -> Table {
    let published = PublishState::Published.code();
    let mut table = Table::new(&["ID", "STATUS", "OWNER", "NAME"]);
    for resource in resources {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let state = if resource.status_code == Some(published) { Style::Good } else { Style::Faint };
        table.row([
            (Style::Title, text(&resource.id)),
            (state, text(&resource.status)),
            (Style::Plain, text(&resource.created_by)),
            (Style::Plain, text(&resource.name)),
        ]);
    }
    table
}
