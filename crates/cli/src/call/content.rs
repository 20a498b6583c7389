//! Where the answer goes when it is the content of a file: to a file, or to standard output, but never as it is onto a
//! terminal.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use hwc_api::DynCall;
use hwc_api::serde_json::json;
use hwc_api::wire::catalog::Entry;

use crate::arguments::CallOptions;
use crate::failure::Failure;
use crate::paths;
use crate::show::progress::Bar;

/// Where the content goes.
pub(super) enum Target {
    /// To a file, as a whole or not at all.
    File(PathBuf),
    /// To standard output, as it comes in.
    Standard,
}

/// Where the answer of an operation goes that is answered with a file; `None` for all others.
pub(super) fn target(entry: &Entry, options: &CallOptions) -> Result<Option<Target>, Failure> {
    let wrong = |text: &str| Err(Failure::usage(text).of(entry.operation));
    let is_file = (entry.response)().shape().is_content();
    match (&options.output, is_file) {
        (None, false) => Ok(None),
        (Some(_), false) => {
            wrong("--output is for operations that are answered with a file; this one answers with JSON")
        }
        (None, true) => wrong(
            "it is answered with a file: say where to with --output FILE, or --output - for standard output, before the \
             operation's name",
        ),
        (Some(_), true) if options.detailed || options.all_pages => wrong(
            "--detailed and --all-pages are for operations that are answered with JSON; this one answers with a file",
        ),
        (Some(path), true) if path.as_os_str() != "-" => {
            paths::refuse_non_utf8(path)?;
            Ok(Some(Target::File(path.clone())))
        }
        (Some(_), true) if io::stdout().is_terminal() => {
            wrong("the content of a file is not printed on a terminal: give --output FILE, or pipe it elsewhere")
        }
        (Some(_), true) => Ok(Some(Target::Standard)),
    }
}

/// Makes the call and puts the content where it belongs. What was saved is told as JSON on standard output.
pub(super) async fn take(call: DynCall, target: Target) -> Result<(), Failure> {
    let bar = Bar::new("downloading");
    let call = call.progress(bar.watcher());
    match target {
        Target::File(path) => {
            let bytes = call.save(&path).await?;
            drop(bar);
            crate::output::result(&json!({ "saved": path, "bytes": bytes }))
        }
        Target::Standard => copy(call).await,
    }
}

async fn copy(call: DynCall) -> Result<(), Failure> {
    let mut content = call.open().await?.into_stream();
    let mut out = io::stdout().lock();
    while let Some(chunk) = content.next().await {
        let chunk = chunk.map_err(|error| Failure::broke_off(&error))?;
        io::Write::write_all(&mut out, &chunk).map_err(|error| Failure::write(&error))?;
    }
    io::Write::flush(&mut out).map_err(|error| Failure::write(&error))
}
