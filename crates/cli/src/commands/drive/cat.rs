//! `hwc drive cat`.

use clap::Args;
use hwc_drive::{DownloadSource, Location};

use super::context::DriveContext;
use super::errors::drive_error;
use super::glob::{Found, expand};
use super::place::parse_location;
use super::versions::version_source;
use crate::error::CliError;
use crate::ui::escape::harmless;

/// Arguments of `hwc drive cat`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive cat drive:/notes.txt\n  hwc drive cat drive:/logs/app.log | grep error")]
pub(super) struct CatArgs {
    /// Files
    #[arg(value_name = "PATH", required = true, value_parser = parse_location)]
    paths: Vec<Location>,
    /// Print an old version, by the ID that `versions` lists
    #[arg(long, value_name = "ID")]
    version: Option<String>,
}

impl CatArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        for found in expand(context, &self.paths).await? {
            let source = match &self.version {
                Some(version) => version_source(&found, version).await?,
                None => DownloadSource::file(found.entry.clone()),
            };
            print_content(context, &found, &source).await?;
        }
        Ok(())
    }
}

/// Writes the content of a file to standard output. At a terminal, characters that control it are removed.
///
/// # Errors
/// Fails for a folder, and with the errors of the calls.
pub(super) async fn print_content(
    context: &mut DriveContext,
    found: &Found,
    source: &DownloadSource,
) -> Result<(), CliError> {
    if found.entry.is_folder {
        return Err(CliError::usage(format!("`{}` is a folder, which has no content of its own", found.location)));
    }
    let mut stream = found.drive.read(source).await.map_err(drive_error)?;
    let mut rest = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| CliError::interrupted_body(&error))?;
        if !context.ui.terminal {
            context.ui.out.write_bytes(&chunk)?;
            continue;
        }
        rest.extend_from_slice(&chunk);
        let complete = rest.utf8_chunks().next().map_or(0, |first| first.valid().len());
        // An incomplete character waits for the next chunk. Other bytes are no text.
        let end = if rest.len() - complete < 4 { complete } else { rest.len() };
        let text = harmless_lines(&String::from_utf8_lossy(&rest[..end]));
        context.ui.out.write_bytes(text.as_bytes())?;
        rest.drain(..end);
    }
    context.ui.out.write_bytes(harmless_lines(&String::from_utf8_lossy(&rest)).as_bytes())
}

/// Removes the characters that control a terminal, except for the ends of lines.
fn harmless_lines(text: &str) -> String {
    text.split('\n').map(harmless).collect::<Vec<_>>().join("\n")
}
