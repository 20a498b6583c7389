//! `hwc insight dashboards`.

use clap::Args;
use hwc_api::insight::{ListResources, PublishState, Resource, ResourceType};

use super::InsightContext;
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::enum_label;

/// The page size of the service.
const PAGE: u32 = 100;

/// Arguments of `hwc insight dashboards`.
#[derive(Debug, Args)]
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
        context.ui.list(&resources, none, |_| table(&resources))
    }
}

fn table(resources: &[Resource]) -> Table {
    let mut table = Table::new(&["ID", "STATUS", "OWNER", "NAME"]);
    for resource in resources {
        let text = |text: &Option<String>| (Style::Plain, text.clone().unwrap_or_default());
        let state = resource.status.map(|state| (state_style(state), enum_label(&state)));
        table.row([
            (Style::Title, resource.id.clone().unwrap_or_default()),
            state.unwrap_or((Style::Plain, String::new())),
            text(&resource.create_user_name),
            text(&resource.name),
        ]);
    }
    table
}

fn state_style(state: PublishState) -> Style {
    if state == PublishState::Published { Style::Good } else { Style::Faint }
}
