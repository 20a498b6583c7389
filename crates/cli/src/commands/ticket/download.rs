//! `hwc ticket download`. The names of attachments come from other people, so they are never used as paths.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use hwc_api::osm::{Accessory, AccessoryId, DownloadAccessories};

use super::context::TicketContext;
use super::file_names::{safe_name, unique_name};
use super::view::DownloadedFile;
use crate::args::paths;
use crate::error::CliError;
use crate::ui::format::Format;
use crate::ui::progress::Progress;
use crate::ui::style::Style;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc ticket download`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket download case-123")]
pub(super) struct DownloadArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Attachments, by name or ID [default: all]
    #[arg(value_name = "ATTACHMENT")]
    names: Vec<String>,
    /// Save to this directory, creating it if needed
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,
    /// Replace existing files
    #[arg(long)]
    force: bool,
}

/// A selected attachment.
struct Selection {
    /// The ID, if the service returns one.
    id: Option<AccessoryId>,
    /// The name of the file to write.
    file_name: String,
}

/// The result for an attachment.
struct Outcome {
    id: Option<AccessoryId>,
    path: PathBuf,
    /// The number of bytes.
    saved: Result<u64, CliError>,
}

impl DownloadArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        if context.ui.format != Format::Table {
            paths::refuse_non_utf8(&self.out)?;
        }
        let selected = self.select(context).await?;
        fs::create_dir_all(&self.out).map_err(|error| CliError::file("create", &self.out, &error))?;
        let mut outcomes = Vec::new();
        let mut names = BTreeSet::new();
        for Selection { id, file_name } in selected {
            outcomes.push(match id {
                Some(id) => {
                    let path = self.out.join(unique_name(&mut names, &file_name, id.as_str()));
                    let saved = self.save(context, &id, &path).await;
                    Outcome { id: Some(id), path, saved }
                }
                None => Outcome { id: None, path: self.out.join(file_name), saved: Err(missing_id()) },
            });
        }
        print(context, outcomes)
    }

    /// Returns the selected attachments, each once.
    async fn select(&self, context: &TicketContext) -> Result<Vec<Selection>, CliError> {
        let ticket = context.tickets.detail(self.id.as_str()).await?;
        let all: Vec<Accessory> = ticket.message_list.into_iter().flat_map(|message| message.accessory_list).collect();
        let is_unknown = |name: &&String| !all.iter().any(|file| is_called(file, name));
        let unknown: Vec<&str> = self.names.iter().filter(is_unknown).map(String::as_str).collect();
        if unknown.is_empty() {
            return Ok(select(all, &self.names));
        }
        let names: Vec<String> =
            all.iter().filter_map(|file| file.file_actual_name.as_deref()).map(sanitize_line).collect();
        let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        Err(CliError::usage(format!("the ticket has no attachment `{}`; it has {known}", unknown.join("`, `"))))
    }

    async fn save(&self, context: &TicketContext, id: &AccessoryId, path: &Path) -> Result<u64, CliError> {
        paths::refuse_existing(path, self.force)?;
        let mut request = DownloadAccessories::new(id);
        request.group_id = context.group.clone();
        let progress = Progress::new(sanitize_line(&path.display().to_string()));
        Ok(context.client.download(request).on_progress(progress.callback()).save(path).await?)
    }
}

/// Selects the attachments with these names or IDs, or all of them, each once. An attachment without ID cannot be saved,
/// but it is reported.
fn select(all: Vec<Accessory>, names: &[String]) -> Vec<Selection> {
    let mut seen = BTreeSet::new();
    let selected = all.into_iter().filter(|file| names.is_empty() || names.iter().any(|name| is_called(file, name)));
    let selected = selected.map(|file| {
        let id_text = file.accessory_id.as_ref().map(AccessoryId::as_str).unwrap_or_default();
        let file_name = safe_name(file.file_actual_name.as_deref().unwrap_or_default(), id_text);
        Selection { id: file.accessory_id, file_name }
    });
    selected.filter(|file| file.id.as_ref().is_none_or(|id| seen.insert(id.clone()))).collect()
}

fn missing_id() -> CliError {
    CliError::incomplete("cannot download the attachment: the service returned no ID for it")
}

fn is_called(file: &Accessory, name: &str) -> bool {
    file.file_actual_name.as_deref() == Some(name) || file.accessory_id.as_ref().is_some_and(|id| id.as_str() == name)
}

fn print(context: &mut TicketContext, outcomes: Vec<Outcome>) -> Result<(), CliError> {
    if outcomes.is_empty() && context.ui.format == Format::Table {
        context.ui.note("no attachments");
    } else {
        let files: Vec<DownloadedFile> = outcomes.iter().map(to_view).collect();
        context.ui.changes(&files, &outcomes.iter().map(as_text).collect::<String>())?;
    }
    let all = outcomes.len();
    let errors: Vec<CliError> = outcomes.into_iter().filter_map(|outcome| outcome.saved.err()).collect();
    let failed = errors.len();
    match errors.into_iter().next() {
        None => Ok(()),
        Some(first) => Err(first.with_context(&format!("{failed} of {} not saved", plural(all, "attachment")))),
    }
}

fn to_view(Outcome { id, path, saved }: &Outcome) -> DownloadedFile {
    DownloadedFile {
        id: id.as_ref().map(ToString::to_string),
        path: saved.is_ok().then(|| path.to_string_lossy().into_owned()),
        bytes: saved.as_ref().ok().copied(),
        error: saved.as_ref().err().map(CliError::json),
    }
}

fn as_text(Outcome { path, saved, .. }: &Outcome) -> String {
    let path = sanitize_line(&path.display().to_string());
    match saved {
        Ok(bytes) => format!("{}   {path}  {}\n", Style::Good.paint("saved"), plural(*bytes, "byte")),
        Err(error) => format!("{}  {path}  {}\n", Style::Bad.paint("failed"), sanitize_line(&error.message())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_without_id_are_selected() {
        let file = |name: &str, id: Option<&str>| {
            let mut file = Accessory::default();
            file.file_actual_name = Some(name.to_owned());
            file.accessory_id = id.map(AccessoryId::from);
            file
        };
        let all = || vec![file("a.log", None), file("b.log", Some("7")), file("b.log", Some("7")), file("c.log", None)];
        let names = |which: &[&str]| -> Vec<String> {
            let which: Vec<String> = which.iter().map(ToString::to_string).collect();
            select(all(), &which).into_iter().map(|file| file.file_name).collect()
        };
        assert_eq!(names(&["a.log"]), ["a.log"]);
        assert_eq!(names(&[]), ["a.log", "b.log", "c.log"]);
    }
}
