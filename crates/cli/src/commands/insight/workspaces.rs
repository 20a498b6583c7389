//! `hwc insight workspaces`.

use clap::Args;
use hwc_api::insight::{InstanceId, ListInstances, ListWorkspaces};

use super::InsightContext;
use super::view::InsightWorkspace;
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// The page size of the service.
const PAGE: u32 = 100;

/// Arguments of `hwc insight workspaces`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight workspaces -o json")]
pub(super) struct WorkspacesArgs {
    /// Filter by part of the name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Filter by instance ID [default: all instances]
    #[arg(long, value_name = "ID")]
    instance: Option<String>,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

impl WorkspacesArgs {
    pub(super) async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let mut workspaces = Vec::new();
        for instance in self.instances(context).await? {
            let mut request = ListWorkspaces::new(instance).limit(PAGE);
            request.name.clone_from(&self.name);
            workspaces.extend(context.all(request).await?);
        }
        let rows: Vec<InsightWorkspace> = workspaces.iter().map(InsightWorkspace::from).collect();
        context.ui.list(&rows, "no workspaces", |_| table(&rows))
    }

    async fn instances(&self, context: &InsightContext) -> Result<Vec<InstanceId>, CliError> {
        if let Some(instance) = &self.instance {
            return Ok(vec![instance.into()]);
        }
        let instances = context.all(ListInstances::new().limit(PAGE)).await?;
        Ok(instances.into_iter().filter_map(|instance| instance.instance_id).collect())
    }
}

fn table(workspaces: &[InsightWorkspace]) -> Table {
    let mut table = Table::new(&["ID", "NAME", "OWNER", "DESCRIPTION"]);
    for workspace in workspaces {
        let text = |text: &Option<String>| (Style::Plain, text.clone().unwrap_or_default());
        table.row([
            (Style::Title, workspace.id.clone().unwrap_or_default()),
            text(&workspace.name),
            text(&workspace.owner),
            text(&workspace.description),
        ]);
    }
    table
}
