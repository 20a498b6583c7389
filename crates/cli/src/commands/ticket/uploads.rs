//! Files to attach, and the results of their uploads.

use std::path::PathBuf;

use hwc_api::FilePart;
use hwc_api::tickets::{AttachOutcome, UploadedFile};

use super::context::TicketContext;
use super::view::{AttachResult, FailedFile, UploadedAttachment};
use crate::error::CliError;
use crate::ui::progress::Progress;
use crate::ui::style::Style;
use crate::ui::text::{plural, sanitize_line};

/// Returns the files as parts to upload.
pub(super) fn parts(files: &[PathBuf]) -> Vec<FilePart> {
    files.iter().map(FilePart::path).collect()
}

/// Creates a progress bar for the upload.
pub(super) fn progress(files: &[PathBuf]) -> Progress {
    Progress::new(format!("uploading {}", plural(files.len(), "file")))
}

/// Reports attached and failed files. A failed file makes the command fail.
pub(super) fn print(context: &mut TicketContext, id: String, outcome: AttachOutcome) -> Result<(), CliError> {
    let AttachOutcome { uploaded, failed, written, message_id, messages, .. } = outcome;
    let messages: Vec<Option<String>> = messages.into_iter().map(|id| id.map(|id| id.to_string())).collect();
    let failed: Vec<(String, CliError)> =
        failed.into_iter().map(|(name, error)| (name, CliError::from(error))).collect();
    let errors = failed.iter().map(|(name, error)| FailedFile { name: name.clone(), error: error.json() });
    let text = summary(&uploaded, &failed, messages.len());
    let result = AttachResult {
        id,
        written,
        message_id: message_id.map(|id| id.to_string()),
        message_ids: messages,
        uploaded: uploaded.iter().map(UploadedAttachment::from).collect(),
        failed: errors.collect(),
    };
    context.ui.change(&result, &text)?;
    let all = uploaded.len() + failed.len();
    let number = failed.len();
    match failed.into_iter().next() {
        None => Ok(()),
        Some((_, first)) => Err(first.with_context(&format!("{number} of {} not attached", plural(all, "file")))),
    }
}

fn summary(uploaded: &[UploadedFile], failed: &[(String, CliError)], messages: usize) -> String {
    let mut text = String::new();
    for file in uploaded {
        let name = sanitize_line(&file.distinct_name);
        text.push_str(&format!(
            "{}  {name}  {}\n",
            Style::Good.paint("attached"),
            Style::Faint.paint(&file.accessory_id)
        ));
    }
    for (name, error) in failed {
        text.push_str(&format!(
            "{}    {}  {}\n",
            Style::Bad.paint("failed"),
            sanitize_line(name),
            sanitize_line(&error.message())
        ));
    }
    text.push_str(&match messages {
        0 => "no message written\n".to_owned(),
        1 => "message written\n".to_owned(),
        messages => format!("{messages} messages written\n"),
    });
    text
}
