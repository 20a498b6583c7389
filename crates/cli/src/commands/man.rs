//! `hwc man`: man pages of the commands.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::Cli;
use crate::error::CliError;
use crate::ui::streams;

const AFTER: &str = "\
Examples:
  hwc man ticket list | man -l -
  hwc man --dir ~/.local/share/man/man1";

/// Arguments of `hwc man`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct ManArgs {
    /// Command, as in ticket list [default: hwc itself]
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
    /// Write the pages of all commands to a directory
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    dir: Option<PathBuf>,
}

/// Prints a page, or writes all of them.
pub(crate) fn run(args: &ManArgs) -> Result<(), CliError> {
    let mut root = Cli::command();
    root.build();
    if let Some(directory) = &args.dir {
        fs::create_dir_all(directory).map_err(|error| CliError::file("create", directory, &error))?;
        return write_all(&root, "hwc", directory);
    }
    let mut command = &root;
    let mut name = "hwc".to_owned();
    for word in &args.command {
        command = command.find_subcommand(word).ok_or_else(|| {
            CliError::usage(format!("unknown command `{name} {word}`"))
                .with_choices(command.get_subcommands().filter(|inner| !inner.is_hide_set()).map(Command::get_name))
        })?;
        name = format!("{name} {}", command.get_name());
    }
    streams::print(&page(command, &name)?)
}

fn write_all(command: &Command, name: &str, directory: &Path) -> Result<(), CliError> {
    let path = directory.join(format!("{}.1", name.replace(' ', "-")));
    fs::write(&path, page(command, name)?).map_err(|error| CliError::file("write", &path, &error))?;
    let visible = command.get_subcommands().filter(|inner| !inner.is_hide_set() && inner.get_name() != "help");
    visible.into_iter().try_for_each(|inner| write_all(inner, &format!("{name} {}", inner.get_name()), directory))
}

/// Returns a page as roff.
fn page(command: &Command, name: &str) -> Result<String, CliError> {
    let command = command.clone().name(name.replace(' ', "-")).bin_name(name.to_owned()).display_name(name.to_owned());
    let mut page = Vec::new();
    let rendered = Man::new(command).render(&mut page);
    rendered.map_err(|error| CliError::internal(format!("cannot render the man page: {error}")))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
