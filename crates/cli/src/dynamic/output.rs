//! Output of responses: formats, files and standard output. The content of a file is never written to a terminal.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use hwc_api::http::HeaderMap;
use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_api::{DynCall, Record};
use hwc_dynamic::{DynamicOperation, header_fields, visit_items};
use hwc_wire::{Exposed, ValueRef};
use serde::Serialize;

use crate::args::global::GlobalArgs;
use crate::args::paths;
use crate::commands::call::flags::CallFlags;
use crate::error::CliError;
use crate::ui::format::{Format, Formats, LIST};
use crate::ui::json_table::{self, Row};
use crate::ui::note::{self, Note};
use crate::ui::progress::Progress;
use crate::ui::{Sink, Ui, streams};

/// The formats of responses. Tables must be requested, because a response may have dozens of members.
pub(crate) const FORMATS: Formats = Formats { terminal: Format::Json, ..LIST };

/// The destination of a response.
pub(crate) enum OutputTarget {
    /// The formatted response, on standard output or in a file.
    Formatted(Option<Sink>),
    /// The content of a file response in a file, written atomically.
    File(PathBuf),
    /// The content of a file response on standard output, written as it arrives.
    Stdout,
}

impl OutputTarget {
    /// Returns the destination. Rejects flags that do not fit the operation, and an existing file.
    pub(crate) fn new(operation: DynamicOperation, flags: &CallFlags, format: Format) -> Result<Self, CliError> {
        let target = match operation.returns_file() {
            true => Self::for_file(flags),
            false if flags.include && matches!(format, Format::Table | Format::Csv) => {
                Err(CliError::usage("--include requires the output format json, jsonl or yaml"))
            }
            false => flags.out.open().map(Self::Formatted),
        };
        target.map_err(|error| error.for_operation(operation.descriptor()))
    }

    fn for_file(flags: &CallFlags) -> Result<Self, CliError> {
        let usage = |text: &str| Err(CliError::usage(text));
        if flags.include || flags.all_pages {
            return usage("--include and --all-pages are for JSON responses; the response of this operation is a file");
        }
        match (flags.out.file(), &flags.out.out) {
            (Some(path), _) => {
                paths::refuse_non_utf8(path)?;
                paths::refuse_existing(path, flags.out.force)?;
                Ok(Self::File(path.to_owned()))
            }
            (None, None) => usage(
                "the response is a file; pass --out FILE, or --out - for standard output, before the operation's name",
            ),
            (None, Some(_)) if io::stdout().is_terminal() => {
                usage("cannot write a file response to a terminal; pass --out FILE or redirect standard output")
            }
            (None, Some(_)) => Ok(Self::Stdout),
        }
    }
}

/// Makes the call and saves its file response. Prints the path, the size and the response headers that are fields, such as an
/// access code.
pub(crate) async fn save(
    call: DynCall,
    operation: DynamicOperation,
    path: PathBuf,
    ui: &mut Ui,
) -> Result<(), CliError> {
    let progress = Progress::new("downloading");
    let stream = call.on_progress(progress.callback()).stream().await?;
    let headers = header_fields(operation.new_response(), stream.headers());
    let saved = stream.save(&path).await;
    let bytes = saved.map_err(|error| CliError::from(error).for_operation(operation.descriptor()))?;
    drop(progress);
    let mut saved = json!({ "saved": path.to_string_lossy(), "bytes": bytes });
    let mut text = format!("saved {bytes} bytes to {}", path.display());
    if !headers.is_empty() {
        text.extend(header_lines(&headers).map(|line| format!("\n{line}")));
        saved["headers"] = headers.into();
    }
    ui.change(&saved, &text)
}

/// Returns a line for each header.
fn header_lines(headers: &Map<String, Json>) -> impl Iterator<Item = String> {
    headers.iter().map(|(name, value)| match value {
        Json::String(text) => format!("{name}: {text}"),
        other => format!("{name}: {other}"),
    })
}

/// Makes the call and copies its file response to standard output. Response headers that are fields go to standard error.
/// Secret ones are redacted there, because it may be logged.
pub(crate) async fn copy(call: DynCall, operation: DynamicOperation) -> Result<(), CliError> {
    let progress = Progress::new("downloading");
    let stream = call.on_progress(progress.callback()).stream().await?;
    note_headers(operation, stream.headers());
    let mut content = stream.into_stream();
    let mut out = streams::stdout();
    while let Some(chunk) = content.next().await {
        let chunk = chunk.map_err(|error| CliError::interrupted_body(&error))?;
        out.write_all(&chunk).map_err(|error| CliError::write(&error))?;
    }
    out.flush().map_err(|error| CliError::write(&error))
}

/// Prints the response headers that are fields on standard error.
fn note_headers(operation: DynamicOperation, headers: &HeaderMap) {
    let response = operation.new_response();
    let is_secret = |name: &str| {
        response.fields().any(|(field, value)| field.name == name && hwc_dynamic::is_secret(&value.kind()))
    };
    let mut fields = header_fields(operation.new_response(), headers);
    for (_, value) in fields.iter_mut().filter(|(name, _)| is_secret(name)) {
        *value = "[redacted]; pass --out FILE to print it".into();
    }
    for line in header_lines(&fields) {
        note::print(&Note::new(&line));
    }
}

/// Prints one value as a whole: a document, or one line of JSON.
pub(crate) fn print_document(value: &impl Serialize, ui: &mut Ui) -> Result<(), CliError> {
    match ui.format {
        Format::Jsonl => ui.item(value, |_| String::new()),
        _ => ui.document(value, |_| String::new()),
    }
}

/// Prints a response. For jsonl, csv and table, the elements of a list are the lines or rows.
pub(crate) fn print_response(operation: DynamicOperation, record: &dyn Record, ui: &mut Ui) -> Result<(), CliError> {
    let selects_members = !GlobalArgs::current().fields.is_empty();
    if matches!(ui.format, Format::Json | Format::Yaml) && !selects_members {
        return print_document(&Exposed(ValueRef::Record(record)), ui);
    }
    match rows(operation, record)? {
        Some(rows) => print_rows(&rows, ui),
        None if ui.format == Format::Table => {
            let row = Row::new(&Exposed(ValueRef::Record(record)))?;
            ui.text(&json_table::properties(&row).text(ui.width))
        }
        None => print_document(&Exposed(ValueRef::Record(record)), ui),
    }
}

/// Prints rows for jsonl, csv and table.
pub(crate) fn print_rows(rows: &[Row], ui: &mut Ui) -> Result<(), CliError> {
    ui.list(rows, "the list is empty", |_| json_table::table(rows))
}

/// Returns the elements of the list of a response; `None` if it has no list.
pub(crate) fn rows(operation: DynamicOperation, record: &dyn Record) -> Result<Option<Vec<Row>>, CliError> {
    let mut rows = Vec::new();
    let has_list = visit_items(operation, record, &mut |item| rows.push(Row::new(&Exposed(item))));
    let rows = rows.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(has_list.then_some(rows))
}
