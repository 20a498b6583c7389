//! `hwc operations`: lists the operations.

use clap::Args;
use hwc_api::{CATALOG, Operation, SERVICES};
use hwc_wire::Pagination;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::args::output::{OutArgs, OutputArgs};
use crate::error::CliError;
use crate::sandbox;
use crate::ui::Ui;
use crate::ui::format::LIST;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// Arguments of `hwc operations`.
#[derive(Debug, Args)]
pub(crate) struct OperationsArgs {
    /// Filter by service: osm, koodrive, insight or iam
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    out: OutArgs,
}

/// An operation in the list.
struct Row {
    operation: &'static Operation,
    /// The kind of the sandbox's responses, `implemented` or `example`.
    sandbox: Option<&'static str>,
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let operation = self.operation;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", operation.name)?;
        map.serialize_entry("service", operation.service.id)?;
        map.serialize_entry("group", operation.group)?;
        map.serialize_entry("method", operation.method.as_str())?;
        map.serialize_entry("path", operation.path)?;
        map.serialize_entry("summary", &CATALOG.operation(operation).map(|doc| doc.summary.as_str()))?;
        map.serialize_entry("effect", operation.effect.as_str())?;
        map.serialize_entry("pagination", &operation.pagination.and_then(style))?;
        map.serialize_entry("sandbox", &self.sandbox)?;
        map.end()
    }
}

/// Returns the name of a style of pagination.
fn style(pagination: Pagination) -> Option<&'static str> {
    match pagination {
        Pagination::Offset { .. } => Some("offset"),
        Pagination::Page { .. } => Some("page"),
        Pagination::Cursor { .. } => Some("cursor"),
        _ => None,
    }
}

/// Prints the operations.
pub(crate) fn run(args: &OperationsArgs) -> Result<(), CliError> {
    let service = args.service.as_deref().map(find_service).transpose()?;
    let format = args.output.resolve(&LIST, args.out.is_terminal())?;
    let operations = CATALOG.entries().map(|entry| entry.operation);
    let selected = operations.filter(|operation| service.is_none_or(|id| id == operation.service.id));
    let kind = sandbox::response_kinds()?;
    let rows: Vec<Row> = selected.map(|operation| Row { operation, sandbox: kind(operation) }).collect();
    let mut ui = Ui::new(format, args.output.requested().is_some()).with_file(args.out.open()?);
    ui.list(&rows, "no operations", |_| table(&rows))?;
    ui.finish()
}

fn find_service(name: &str) -> Result<&'static str, CliError> {
    let service = SERVICES.iter().find(|service| service.id.eq_ignore_ascii_case(name));
    let unknown = || {
        let ids: Vec<&str> = SERVICES.iter().map(|service| service.id).collect();
        CliError::usage(format!("unknown service `{name}`; use one of {}", ids.join(", ")))
    };
    service.map(|service| service.id).ok_or_else(unknown)
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new(&["SERVICE", "GROUP", "NAME", "EFFECT", "SANDBOX", "METHOD", "PATH"]);
    for Row { operation, sandbox } in rows {
        let (effect, method) = (operation.effect.as_str(), operation.method.as_str());
        let names = [operation.service.id, operation.group, operation.name];
        let more = [effect, sandbox.unwrap_or_default(), method, operation.path];
        table.row(names.into_iter().chain(more).map(|cell| (Style::Plain, cell.to_owned())));
    }
    table
}
