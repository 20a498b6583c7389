//! Output of file responses: to a file or to standard output. Raw content is never written to a terminal.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use hwc_api::DynCall;
use hwc_api::serde_json::json;
use hwc_dynamic::DynamicOperation;

use crate::commands::call::CallFlags;
use crate::failure::Failure;
use crate::output::{self, Note};
use crate::paths;
use crate::show::progress::Bar;

/// The destination of a file response.
#[derive(Debug)]
pub(crate) enum OutputTarget {
    /// A file, written atomically.
    File(PathBuf),
    /// Standard output, written as the content arrives.
    Stdout,
}

impl OutputTarget {
    /// Returns the destination for an operation with a file response; `None` for all other operations.
    pub(crate) fn of(operation: DynamicOperation, flags: &CallFlags) -> Result<Option<Self>, Failure> {
        let usage = |text: &str| Err(Failure::usage(text).of(operation.descriptor()));
        match (&flags.out, operation.returns_file()) {
            (None, false) => Ok(None),
            (Some(_), false) => usage("--out is for operations with a file response; the response of this one is JSON"),
            (None, true) => usage(
                "the response is a file; pass --out PATH, or --out - for standard output, before the operation's name",
            ),
            (Some(_), true) if flags.include || flags.all_pages => {
                usage("--include and --all-pages are for JSON responses; the response of this operation is a file")
            }
            (Some(path), true) if path.as_os_str() != "-" => {
                paths::refuse_non_utf8(path)?;
                paths::refuse_existing(path, flags.force)?;
                Ok(Some(Self::File(path.clone())))
            }
            (Some(_), true) if io::stdout().is_terminal() => {
                usage("cannot write a file response to a terminal; pass --out PATH or redirect standard output")
            }
            (Some(_), true) => Ok(Some(Self::Stdout)),
        }
    }

    /// Makes the call and writes the content. Prints the path and the size of a saved file as JSON on standard output.
    pub(crate) async fn write(self, call: DynCall) -> Result<(), Failure> {
        let bar = Bar::new("downloading");
        let call = call.on_progress(bar.watcher());
        match self {
            Self::File(path) => {
                let bytes = call.save(&path).await?;
                drop(bar);
                let saved = json!({ "saved": path.to_string_lossy(), "bytes": bytes });
                output::change(&saved, &|| Note::done(saved.clone(), ""))
            }
            Self::Stdout => copy(call).await,
        }
    }
}

async fn copy(call: DynCall) -> Result<(), Failure> {
    let mut content = call.stream().await?.into_stream();
    let mut out = output::stdout();
    while let Some(chunk) = content.next().await {
        let chunk = chunk.map_err(|error| Failure::broke_off(&error))?;
        out.write_all(&chunk).map_err(|error| Failure::write(&error))?;
    }
    out.flush().map_err(|error| Failure::write(&error))
}
