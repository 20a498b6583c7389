//! `hwc drive`: the files of KooDrive for people at a terminal and for scripts. hwc-drive does the work. This module adds
//! arguments, tables, progress and confirmations.

mod args;
mod cat;
mod context;
mod copy;
mod copy_dry_run;
mod copy_plan;
mod copy_within;
pub(crate) mod errors;
mod filter;
mod find;
mod glob;
mod jobs;
mod list;
mod make_folder;
mod move_files;
mod place;
mod policy;
mod remove;
mod restore;
mod serve;
mod share;
mod spaces;
mod stat;
mod sync;
#[cfg(all(test, feature = "sandbox"))]
mod tests;
mod transfer_report;
mod tree;
mod versions;
pub(crate) mod view;

use std::io::{self, IsTerminal};

use clap::{Args, Subcommand};

use crate::error::CliError;
use crate::ui::format::{DOCUMENT, Formats, LIST};
use crate::ui::{Sink, Ui};
use crate::{exit, runtime};
use args::DriveArgs;
use context::DriveContext;

const AFTER_HELP: &str = "\
Files in KooDrive are named drive:/PATH in the personal space, and drive@SPACE:/PATH elsewhere.
SPACE is an ID or a name that `hwc drive spaces` lists. `*` and `?` match names, and `**` folders of
any depth; quote them for the shell. If a folder has several files of one name, `ls` shows the names
that tell them apart.

Transfers check the hash of each file. An interrupted transfer continues when the same command runs
again; `hwc drive jobs` lists what is left. Files that fail do not stop the others: the command lists
them and ends with exit code 8.

Examples:
  hwc drive ls drive:/Reports
  hwc drive cp -r reports drive:/Reports
  hwc drive cp 'drive:/Reports/*.pdf' downloads/
  tar c src | hwc drive cp - drive:/backup.tar
  hwc drive sync --delete --dry-run site drive@Marketing:/site
  hwc drive share --days 7 drive:/Reports/2026.pdf";

/// Arguments of `hwc drive`.
#[derive(Debug, Args)]
#[command(after_help = format!("{AFTER_HELP}\n\n{}", exit::TABLE))]
pub(crate) struct DriveCommandArgs {
    #[command(flatten)]
    args: DriveArgs,
    #[command(subcommand)]
    command: Command,
}

/// The commands of `hwc drive`.
#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Files(FileCommand),
    /// Serve files to other programs
    Serve(serve::ServeArgs),
}

/// The commands that work on files and end.
#[derive(Debug, Subcommand)]
enum FileCommand {
    /// List files and folders
    Ls(list::ListArgs),
    /// Show a folder as a tree
    Tree(tree::TreeArgs),
    /// Sum up the sizes of folders
    Du(stat::UsageArgs),
    /// Show the properties of files and folders
    Stat(stat::StatArgs),
    /// Find files and folders by name, type or size
    Find(find::FindArgs),
    /// Print files
    Cat(cat::CatArgs),
    /// Copy files up, down, or within KooDrive
    Cp(copy::CopyArgs),
    /// Move or rename files within KooDrive
    Mv(move_files::MoveArgs),
    /// Move files to the recycle bin
    Rm(remove::RemoveArgs),
    /// Restore files from the recycle bin, or list it
    Restore(restore::RestoreArgs),
    /// Create folders
    Mkdir(make_folder::MakeFolderArgs),
    /// Make a folder like another one, in one direction
    Sync(sync::SyncArgs),
    /// Share files with a link
    Share(share::ShareArgs),
    /// List the versions of a file
    Versions(versions::VersionsArgs),
    /// List unfinished transfers and batch jobs
    Jobs(jobs::JobsArgs),
    /// List the spaces that you can use
    Spaces(spaces::SpacesArgs),
    /// Show the capacity and the used part of a space
    Quota(spaces::QuotaArgs),
}

/// Runs a command of `hwc drive`.
pub(crate) fn run(args: DriveCommandArgs) -> Result<(), CliError> {
    let DriveCommandArgs { args, command } = args;
    match command {
        Command::Files(command) => run_on_files(command, &args),
        // It has a runtime of its own, with other signals.
        Command::Serve(server) => server.run(&args),
    }
}

fn run_on_files(command: FileCommand, args: &DriveArgs) -> Result<(), CliError> {
    let format = args.output.resolve(command.formats(), io::stdout().is_terminal())?;
    let mut ui = Ui::new(format, args.output.requested().is_some());
    if command.writes_contents() && !ui.terminal {
        // The stream for text would remove colors, which contents may have too.
        ui.out = Sink::raw_stdout();
    }
    runtime::run(async {
        let client = args.client()?.build()?;
        let mut context = DriveContext::new(client, args.journal()?, args.transfer_options(), ui);
        command.run(&mut context).await?;
        context.ui.finish()
    })
}

impl FileCommand {
    /// Returns the formats that the command supports.
    fn formats(&self) -> &'static Formats {
        match self {
            Self::Ls(_) | Self::Find(_) | Self::Versions(_) | Self::Jobs(_) | Self::Spaces(_) => &LIST,
            _ => &DOCUMENT,
        }
    }

    /// Returns true if the output may be the content of a file.
    fn writes_contents(&self) -> bool {
        matches!(self, Self::Cat(_)) || matches!(self, Self::Cp(args) if args.is_to_stream())
    }

    async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        match self {
            Self::Ls(args) => args.run(context).await,
            Self::Tree(args) => args.run(context).await,
            Self::Du(args) => args.run(context).await,
            Self::Stat(args) => args.run(context).await,
            Self::Find(args) => args.run(context).await,
            Self::Cat(args) => args.run(context).await,
            Self::Cp(args) => args.run(context).await,
            Self::Mv(args) => args.run(context).await,
            Self::Rm(args) => args.run(context).await,
            Self::Restore(args) => args.run(context).await,
            Self::Mkdir(args) => args.run(context).await,
            Self::Sync(args) => args.run(context).await,
            Self::Share(args) => args.run(context).await,
            Self::Versions(args) => args.run(context).await,
            Self::Jobs(args) => args.run(context).await,
            Self::Spaces(args) => args.run(context).await,
            Self::Quota(args) => args.run(context).await,
        }
    }
}
