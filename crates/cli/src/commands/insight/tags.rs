//! `hwc insight tags`.

#[cfg(feature = "excel")]
mod bulk;

use clap::{Args, Subcommand, ValueEnum};
use hwc_api::insight::{ListUserTagHead, TagTarget};

use super::InsightContext;
use super::view::InsightTag;
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::format::{Formats, LIST};
use crate::ui::style::Style;
use crate::ui::table::Table;

/// The page size of the service.
const PAGE: u32 = 100;

/// Arguments of `hwc insight tags`.
#[derive(Debug, Args)]
pub(super) struct TagsArgs {
    #[command(subcommand)]
    command: Command,
}

/// The commands of `hwc insight tags`.
#[derive(Debug, Subcommand)]
enum Command {
    /// List the tags
    List(ListArgs),
    /// Print the values of all users or groups
    #[cfg(feature = "excel")]
    Download(bulk::DownloadArgs),
    /// Set values from a file
    #[cfg(feature = "excel")]
    Import(bulk::ImportArgs),
}

/// The holders of tags.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Target {
    User,
    Group,
}

impl Target {
    fn tag_target(self) -> TagTarget {
        match self {
            Self::User => TagTarget::User,
            Self::Group => TagTarget::UserGroup,
        }
    }
}

/// Arguments of `hwc insight tags list`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight tags list\n  hwc insight tags list --target group")]
struct ListArgs {
    /// Tags of users or of groups
    #[arg(long, value_name = "TARGET", value_enum, default_value = "user")]
    target: Target,
    #[command(flatten)]
    out: OutArgs,
}

impl TagsArgs {
    /// Returns the formats that the command supports.
    pub(super) fn formats(&self) -> &'static Formats {
        match &self.command {
            Command::List(_) => &LIST,
            #[cfg(feature = "excel")]
            Command::Download(_) => &LIST,
            #[cfg(feature = "excel")]
            Command::Import(_) => &crate::ui::format::DOCUMENT,
        }
    }

    /// Returns the argument for the output file, if the command has one.
    pub(super) fn out(&self) -> Option<&OutArgs> {
        match &self.command {
            Command::List(args) => Some(&args.out),
            #[cfg(feature = "excel")]
            Command::Download(args) => Some(&args.out),
            #[cfg(feature = "excel")]
            Command::Import(_) => None,
        }
    }

    pub(super) async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        match self.command {
            Command::List(args) => args.run(context).await,
            #[cfg(feature = "excel")]
            Command::Download(args) => args.run(context).await,
            #[cfg(feature = "excel")]
            Command::Import(args) => args.run(context).await,
        }
    }
}

impl ListArgs {
    async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let tags = context.all(ListUserTagHead::new(self.target.tag_target()).limit(PAGE)).await?;
        let rows: Vec<InsightTag> = tags.iter().map(InsightTag::from).collect();
        context.ui.list(&rows, "no tags", |_| table(&rows))
    }
}

fn table(tags: &[InsightTag]) -> Table {
    let mut table = Table::new(&["ID", "NAME", "DESCRIPTION"]);
    for tag in tags {
        table.row([
            (Style::Title, tag.id.clone().unwrap_or_default()),
            (Style::Plain, tag.name.clone().unwrap_or_default()),
            (Style::Plain, tag.description.clone().unwrap_or_default()),
        ]);
    }
    table
}
