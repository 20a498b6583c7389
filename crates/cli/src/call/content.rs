//! Output of file responses: to a file or to standard output. Raw content is never written to a terminal.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use hwc_api::DynCall;
use hwc_api::serde_json::json;
use hwc_api::wire::catalog::OperationEntry;

use crate::args::paths;
use crate::commands::call::CallFlags;
use crate::error::CliError;
use crate::ui::format::Format;
use crate::ui::progress::Progress;
use crate::ui::{Ui, streams};

/// The destination of a file response.
pub(super) enum Target {
    /// A file, written atomically.
    File(PathBuf),
    /// Standard output, written as the content arrives.
    Standard,
}

/// Returns the destination for an operation with a file response; `None` for all other operations.
pub(super) fn target(entry: &OperationEntry, options: &CallFlags) -> Result<Option<Target>, CliError> {
    let wrong = |text: &str| Err(CliError::usage(text).for_operation(entry.operation));
    let is_file = (entry.response)().descriptor().is_content();
    match (&options.output, is_file) {
        (None, false) => Ok(None),
        (Some(_), false) => {
            wrong("--output is for operations that are answered with a file; this one answers with JSON")
        }
        (None, true) => wrong(
            "it is answered with a file: say where to with --output FILE, or --output - for standard output, before the \
             operation's name",
        ),
        (Some(_), true) if options.include || options.all_pages => wrong(
            "--include and --all-pages are for operations that are answered with JSON; this one answers with a file",
        ),
        (Some(path), true) if path.as_os_str() != "-" => {
            paths::refuse_non_utf8(path)?;
            paths::refuse_existing(path, options.force)?;
            Ok(Some(Target::File(path.clone())))
        }
        (Some(_), true) if io::stdout().is_terminal() => {
            wrong("the content of a file is not printed on a terminal: give --output FILE, or pipe it elsewhere")
        }
        (Some(_), true) => Ok(Some(Target::Standard)),
    }
}

/// Makes the call and writes the content to its destination. Prints what was saved as JSON on standard output.
pub(super) async fn take(call: DynCall, target: Target) -> Result<(), CliError> {
    let bar = Progress::new("downloading");
    let call = call.on_progress(bar.callback());
    match target {
        Target::File(path) => {
            let bytes = call.save(&path).await?;
            drop(bar);
            let saved = json!({ "saved": path.to_string_lossy(), "bytes": bytes });
            Ui::new(Format::Json, true).change(&saved, "")
        }
        Target::Standard => copy(call).await,
    }
}

async fn copy(call: DynCall) -> Result<(), CliError> {
    let mut content = call.stream().await?.into_stream();
    let mut out = streams::stdout();
    while let Some(chunk) = content.next().await {
        let chunk = chunk.map_err(|error| CliError::interrupted_body(&error))?;
        out.write_all(&chunk).map_err(|error| CliError::write(&error))?;
    }
    out.flush().map_err(|error| CliError::write(&error))
}
