//! A sample as an archive: a folder that runs as it is.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::call::SampleCall;
use super::{Sample, SampleLanguage, sample};
use crate::input::{CallInput, Rejection};

/// Returns the sample of a call in the language of the input as a ZIP archive, with the files of the request.
pub(crate) fn archive(input: &CallInput) -> Result<Vec<u8>, Rejection> {
    let call = SampleCall::new(input)?;
    let language = input.language.as_deref().and_then(SampleLanguage::find).ok_or(Rejection::Language)?;
    let sample = sample(language, &call).ok_or(Rejection::Language)?;
    write(input, &sample).map_err(|error| Rejection::Archive(error.to_string()))
}

fn write(input: &CallInput, sample: &Sample) -> Result<Vec<u8>, zip::result::ZipError> {
    let folder = format!("{}-{}", input.operation.descriptor().name, sample.language.id());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for file in &sample.files {
        let mode = if file.path.ends_with(".sh") { 0o755 } else { 0o644 };
        archive.start_file(format!("{folder}/{}", file.path), SimpleFileOptions::default().unix_permissions(mode))?;
        archive.write_all(file.text.as_bytes())?;
    }
    for (name, content) in input.files.values() {
        // The last part of a name only, so that the archive cannot leave its folder.
        let name = name.rsplit(['/', '\\']).next().filter(|name| !matches!(*name, "" | "." | ".."));
        archive.start_file(format!("{folder}/{}", name.unwrap_or("file")), SimpleFileOptions::default())?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}
