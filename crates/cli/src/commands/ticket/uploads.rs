//! Files to attach, and the results of their uploads.

use std::path::PathBuf;

use hwc_api::FilePart;
use hwc_api::serde_json::{Value, json};
use hwc_api::tickets::{AttachOutcome, UploadedFile};

use super::desk::Desk;
use crate::failure::Failure;
use crate::show::colour::Tone;
use crate::show::progress::Bar;
use crate::show::text::{count, line};

/// Returns the files as parts to upload.
pub(super) fn parts(files: &[PathBuf]) -> Vec<FilePart> {
    files.iter().map(FilePart::path).collect()
}

/// Creates a progress bar for the upload.
pub(super) fn bar(files: &[PathBuf]) -> Bar {
    Bar::new(format!("uploading {}", count(files.len(), "file")))
}

/// Reports attached and failed files. A failed file makes the command fail.
pub(super) fn tell(desk: &mut Desk, attached: AttachOutcome) -> Result<(), Failure> {
    let AttachOutcome { uploaded, failed, written, message_id, messages, .. } = attached;
    let messages: Vec<Option<String>> = messages.into_iter().map(|id| id.map(|id| id.to_string())).collect();
    let failed: Vec<(String, Failure)> = failed.into_iter().map(|(name, error)| (name, Failure::from(error))).collect();
    let failures = failed.iter().map(|(name, failure)| json!({ "file_name": name, "error": failure.json() }));
    let json = json!({
        "written": written,
        "message_id": message_id.map(|id| id.to_string()),
        "messages": messages,
        "uploaded": as_json(&uploaded),
        "failed": failures.collect::<Value>(),
    });
    desk.screen.change(&json, &summary(&uploaded, &failed, messages.len()))?;
    let all = uploaded.len() + failed.len();
    let number = failed.len();
    match failed.into_iter().next() {
        None => Ok(()),
        Some((_, first)) => Err(first.about(&format!("{number} of {} not attached", count(all, "file")))),
    }
}

/// Returns attachments as JSON.
pub(super) fn as_json(uploaded: &[UploadedFile]) -> Value {
    uploaded
        .iter()
        .map(|file| {
            let name = &file.distinct_name;
            json!({ "file_name": file.file_name, "distinct_name": name, "accessory_id": file.accessory_id.as_str() })
        })
        .collect()
}

fn summary(uploaded: &[UploadedFile], failed: &[(String, Failure)], messages: usize) -> String {
    let mut text = String::new();
    for file in uploaded {
        let name = line(&file.distinct_name);
        text.push_str(&format!(
            "{}  {name}  {}\n",
            Tone::Good.paint("attached"),
            Tone::Faint.paint(&file.accessory_id)
        ));
    }
    for (name, failure) in failed {
        text.push_str(&format!("{}    {}  {}\n", Tone::Bad.paint("failed"), line(name), line(&failure.message())));
    }
    text.push_str(&match messages {
        0 => "no message written\n".to_owned(),
        1 => "message written\n".to_owned(),
        messages => format!("{messages} messages written\n"),
    });
    text
}
