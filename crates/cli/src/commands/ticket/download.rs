//! `hwc ticket download`. The names of attachments come from other people, so they are never used as paths.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use hwc_api::osm::{Accessory, AccessoryId, CaseId, DownloadAccessories};
use hwc_api::serde_json::{Value, json};

use super::desk::Desk;
use super::file_names::{free, safe};
use super::show;
use crate::failure::Failure;
use crate::paths;
use crate::show::colour::Tone;
use crate::show::progress::Bar;
use crate::show::text::{count, line};

/// Arguments of `hwc ticket download`.
#[derive(Debug, Args)]
pub(super) struct Download {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Attachments, by name or ID [default: all]
    #[arg(value_name = "ATTACHMENT")]
    which: Vec<String>,
    /// Save to this directory, creating it if needed
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    output: PathBuf,
    /// Replace existing files
    #[arg(long)]
    force: bool,
}

/// A selected attachment: its ID, if the service returns one, and the name of the file to write.
type Wanted = (Option<AccessoryId>, String);

/// The result for an attachment: its path and the number of bytes.
type Outcome = (Option<AccessoryId>, PathBuf, Result<u64, Failure>);

impl Download {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        if desk.json() {
            paths::refuse_non_utf8(&self.output)?;
        }
        let wanted = self.wanted(desk).await?;
        fs::create_dir_all(&self.output).map_err(|error| Failure::file(&self.output, "made", &error))?;
        let mut outcomes = Vec::new();
        let mut names = BTreeSet::new();
        for (id, name) in wanted {
            let outcome = match id {
                Some(id) => {
                    let path = self.output.join(free(&mut names, &name, id.as_str()));
                    let saved = self.save(desk, &id, &path).await;
                    (Some(id), path, saved)
                }
                None => (None, self.output.join(name), Err(without_id())),
            };
            outcomes.push(outcome);
        }
        tell(desk, outcomes)
    }

    /// Returns the selected attachments, each once.
    async fn wanted(&self, desk: &Desk) -> Result<Vec<Wanted>, Failure> {
        let ticket = show::detail(desk, &CaseId::from(self.id.as_str())).await?;
        let all: Vec<Accessory> = ticket.message_list.into_iter().flat_map(|message| message.accessory_list).collect();
        let is_unknown = |wanted: &&String| !all.iter().any(|file| is(file, wanted));
        let unknown: Vec<&str> = self.which.iter().filter(is_unknown).map(String::as_str).collect();
        if unknown.is_empty() {
            return Ok(meant(all, &self.which));
        }
        let names: Vec<String> = all.iter().filter_map(|file| file.file_actual_name.as_deref()).map(line).collect();
        let has = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        Err(Failure::usage(format!("the ticket has no attachment `{}`; it has {has}", unknown.join("`, `"))))
    }

    async fn save(&self, desk: &Desk, id: &AccessoryId, path: &Path) -> Result<u64, Failure> {
        paths::refuse_existing(path, self.force)?;
        let mut request = DownloadAccessories::new(id);
        request.group_id = desk.group.clone();
        let bar = Bar::new(line(&path.display().to_string()));
        Ok(desk.client.download(request).on_progress(bar.watcher()).save(path).await?)
    }
}

/// Selects the attachments that `which` names, or all of them, each once. An attachment without ID cannot be saved, but
/// it is reported.
fn meant(all: Vec<Accessory>, which: &[String]) -> Vec<Wanted> {
    let mut seen = BTreeSet::new();
    let meant = all.into_iter().filter(|file| which.is_empty() || which.iter().any(|wanted| is(file, wanted)));
    let named = meant.map(|file| {
        let id = file.accessory_id;
        let id_text = id.as_ref().map(AccessoryId::as_str).unwrap_or_default();
        let name = safe(file.file_actual_name.as_deref().unwrap_or_default(), id_text);
        (id, name)
    });
    named.filter(|(id, _)| id.as_ref().is_none_or(|id| seen.insert(id.clone()))).collect()
}

fn without_id() -> Failure {
    Failure::left_out("the service tells no id of it, without which it cannot be asked for")
}

fn is(file: &Accessory, wanted: &str) -> bool {
    file.file_actual_name.as_deref() == Some(wanted)
        || file.accessory_id.as_ref().is_some_and(|id| id.as_str() == wanted)
}

fn tell(desk: &mut Desk, outcomes: Vec<Outcome>) -> Result<(), Failure> {
    if outcomes.is_empty() && !desk.json() {
        desk.screen.note("no attachments");
    } else {
        let json: Value = outcomes.iter().map(as_json).collect();
        desk.screen.change(&json, &outcomes.iter().map(words).collect::<String>())?;
    }
    let all = outcomes.len();
    let failures: Vec<Failure> = outcomes.into_iter().filter_map(|(_, _, saved)| saved.err()).collect();
    let failed = failures.len();
    match failures.into_iter().next() {
        None => Ok(()),
        Some(first) => Err(first.about(&format!("{failed} of {} not saved", count(all, "attachment")))),
    }
}

fn as_json((id, path, saved): &Outcome) -> Value {
    let id = id.as_ref().map(AccessoryId::as_str);
    match saved {
        Ok(bytes) => json!({ "accessory_id": id, "saved": path.to_string_lossy(), "bytes": bytes }),
        Err(failure) => json!({ "accessory_id": id, "error": failure.json() }),
    }
}

fn words((_, path, saved): &Outcome) -> String {
    let path = line(&path.display().to_string());
    match saved {
        Ok(bytes) => {
            format!("{}   {path}  {}\n", Tone::Good.paint("saved"), count(*bytes, "byte"))
        }
        Err(failure) => format!("{}  {path}  {}\n", Tone::Bad.paint("failed"), line(&failure.message())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_without_id_are_not_forgotten() {
        let file = |name: &str, id: Option<&str>| {
            let mut file = Accessory::default();
            file.file_actual_name = Some(name.to_owned());
            file.accessory_id = id.map(AccessoryId::from);
            file
        };
        let all = || vec![file("a.log", None), file("b.log", Some("7")), file("b.log", Some("7")), file("c.log", None)];
        let names = |which: &[&str]| -> Vec<String> {
            let which: Vec<String> = which.iter().map(ToString::to_string).collect();
            meant(all(), &which).into_iter().map(|(_, name)| name).collect()
        };
        assert_eq!(names(&["a.log"]), ["a.log"]);
        assert_eq!(names(&[]), ["a.log", "b.log", "c.log"]);
    }
}
