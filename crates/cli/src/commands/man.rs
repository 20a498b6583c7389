//! `hwc man`: man pages of the commands.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;
use hwc_dynamic::suggest;

use crate::args::short_forms::{self, ShortForm};
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
    let mut root = Cli::command_with_short_forms();
    root.build();
    if let Some(directory) = &args.dir {
        fs::create_dir_all(directory).map_err(|error| CliError::file("create", directory, &error))?;
        return write_all(&root, "hwc", directory);
    }
    let mut command = &root;
    let mut name = "hwc".to_owned();
    let mut words = args.command.clone();
    short_forms::expand(&mut words);
    for word in &words {
        command = command.find_subcommand(word).ok_or_else(|| unknown(command, &name, word))?;
        name = format!("{name} {}", command.get_name());
    }
    streams::print(&page(command, &name)?)
}

fn unknown(parent: &Command, name: &str, word: &str) -> CliError {
    let known: Vec<&str> =
        parent.get_subcommands().filter(|inner| !inner.is_hide_set()).map(Command::get_name).collect();
    let near = suggest(word, known.iter().copied());
    let hint = near.first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    CliError::usage(format!("unknown command `{name} {word}`{hint}")).with_choices(known)
}

/// Writes the page of a command and those of the commands below it. A short form has the page of its long form.
fn write_all(command: &Command, name: &str, directory: &Path) -> Result<(), CliError> {
    let path = directory.join(format!("{}.1", name.replace(' ', "-")));
    fs::write(&path, page(command, name)?).map_err(|error| CliError::file("write", &path, &error))?;
    let is_short = |inner: &Command| name == "hwc" && ShortForm::find(inner.get_name()).is_some();
    let visible = command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set() && inner.get_name() != "help" && !is_short(inner));
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
