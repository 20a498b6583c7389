//! Arguments shared by all commands of DataArts Insight. They are valid before or after the command.

use clap::Args;
use hwc_api::{ClientBuilder, insight};

use crate::args::connection::ConnectionArgs;
use crate::args::output::OutputArgs;
use crate::error::CliError;

/// The heading in the help. It puts the command's own options first.
const HEADING: &str = "Options of all commands";

/// Arguments shared by all commands of DataArts Insight.
#[derive(Debug, Args)]
#[command(next_help_heading = HEADING)]
pub(crate) struct InsightArgs {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
    /// Workspace ID [default: the default workspace]
    #[arg(long, value_name = "ID", global = true)]
    pub(crate) workspace: Option<String>,
    /// IAM project ID [default: that of the environment]
    #[arg(long, value_name = "ID", global = true)]
    pub(crate) project: Option<String>,
}

impl InsightArgs {
    /// Returns the client builder, the same as that of `hwc call`.
    pub(crate) fn client(&self) -> Result<ClientBuilder, CliError> {
        Ok(self.configure(self.connection.builder(&insight::SERVICE)?))
    }

    /// Applies the settings for each call to the client builder.
    pub(crate) fn configure(&self, mut builder: ClientBuilder) -> ClientBuilder {
        if let Some(workspace) = &self.workspace {
            builder = builder.workspace_id(workspace);
        }
        if let Some(project) = &self.project {
            builder = builder.project_id(project);
        }
        self.connection.configure(builder)
    }
}
