//! `hwc insight promote`.

use clap::{Args, ValueEnum};
use hwc_api::insight::{ExportResource, ImportResourcePackage, ReplaceRule, ResourceType};
use hwc_api::insight_workflows::{PromoteCall, PromoteOutcome, ResourceChange};
use hwc_api::{Request, TaskResult};

use super::InsightContext;
use super::view::{PromotedResource, Promotion};
use crate::args::confirm::ConfirmArgs;
use crate::args::output::OutArgs;
use crate::case::kebab;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc insight promote`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight promote 1234567890 --to-workspace 9876543210")]
pub(super) struct PromoteArgs {
    /// IDs of the resources
    ///
    /// Everything that they depend on is copied too.
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Type of the resources
    #[arg(long = "type", value_name = "TYPE", value_enum, default_value = "dashboard")]
    kind: Kind,
    /// Workspace to import into
    #[arg(long, value_name = "ID", required_unless_present = "to_project")]
    to_workspace: Option<String>,
    /// IAM project to import into [default: the same project]
    #[arg(long, value_name = "ID")]
    to_project: Option<String>,
    /// Overwrite resources with the same ID or name
    ///
    /// Without it, new resources are added.
    #[arg(long, value_name = "RULE", value_enum)]
    replace: Option<Rule>,
    /// Include the rules on rows and the rights by tags
    #[arg(long)]
    rules: bool,
    #[command(flatten)]
    confirm: ConfirmArgs,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

/// The types of resources that can be exported.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Dashboard,
    Screen,
    Dataset,
    Datasource,
    Subject,
}

impl Kind {
    fn resource_type(self) -> ResourceType {
        match self {
            Self::Dashboard => ResourceType::Dashboard,
            Self::Screen => ResourceType::Screen,
            Self::Dataset => ResourceType::Dataset,
            Self::Datasource => ResourceType::DataSource,
            Self::Subject => ResourceType::Subject,
        }
    }
}

/// The way in which resources to overwrite are found.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Rule {
    Id,
    Name,
}

impl PromoteArgs {
    pub(super) async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let question = format!("Import {} into {}", plural(self.ids.len(), "resource"), self.target_name());
        self.confirm.confirm(&mut context.ui, ImportResourcePackage::OPERATION, &question)?;
        let outcome = self.call(context).await?;
        context.ui.document(&document(&outcome), |ui| text(&outcome).text(ui.width))?;
        outcome.into_result()?;
        Ok(())
    }

    /// Returns the name of the target for the question.
    fn target_name(&self) -> String {
        let workspace = self.to_workspace.as_ref().map(|id| format!("workspace {}", sanitize_line(id)));
        let project = self.to_project.as_ref().map(|id| format!("project {}", sanitize_line(id)));
        [workspace, project].into_iter().flatten().collect::<Vec<_>>().join(" of ")
    }

    fn call(&self, context: &InsightContext) -> PromoteCall {
        let mut target = context.insight.clone();
        if let Some(workspace) = &self.to_workspace {
            target = target.workspace_id(workspace);
        }
        if let Some(project) = &self.to_project {
            target = target.project_id(project);
        }
        let resource = |id: &String| ExportResource::default().kind(self.kind.resource_type()).id(id);
        let mut call = context.insight.promote(self.ids.iter().map(resource), &target);
        if self.rules {
            call = call.dataset_rules(true);
        }
        match self.replace {
            Some(Rule::Id) => call.replace(ReplaceRule::ById),
            Some(Rule::Name) => call.replace(ReplaceRule::ByName),
            None => call,
        }
    }
}

fn document(outcome: &PromoteOutcome) -> Promotion {
    let resources = outcome.resources.iter().map(|resource| PromotedResource {
        r#type: resource.kind.code().to_owned(),
        name: resource.name.clone(),
        source_id: resource.source_id.clone(),
        target_id: resource.target_id.clone(),
        change: change(resource.change),
    });
    Promotion {
        task_id: outcome.task_id.to_string(),
        result: kebab(&format!("{:?}", outcome.result)),
        is_complete: outcome.is_complete(),
        report: outcome.report.clone(),
        resources: resources.collect(),
    }
}

fn text(outcome: &PromoteOutcome) -> Table {
    let mut table = Table::new(&["TYPE", "CHANGE", "TARGET ID", "NAME"]);
    for resource in &outcome.resources {
        let style = match resource.change {
            ResourceChange::Added | ResourceChange::Replaced if outcome.result == TaskResult::Succeeded => Style::Good,
            ResourceChange::Failed => Style::Bad,
            _ => Style::Attention,
        };
        table.row([
            (Style::Plain, resource.kind.code().to_owned()),
            (style, change(resource.change)),
            (Style::Title, resource.target_id.clone().unwrap_or_default()),
            (Style::Plain, resource.name.clone()),
        ]);
    }
    table
}

fn change(change: ResourceChange) -> String {
    kebab(&format!("{change:?}"))
}
