//! `hwc operations`: lists the operations.

use clap::{Args, Subcommand, ValueEnum};
use hwc_api::{CATALOG, Operation, SERVICES};
use hwc_wire::Pagination;
use schemars::JsonSchema;
use serde::Serialize;

use super::reference;
use crate::args::output::{OutArgs, OutputArgs};
use crate::error::CliError;
use crate::sandbox;
use crate::ui::Ui;
use crate::ui::format::LIST;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// Arguments of `hwc operations`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc operations --service osm\n  hwc operations search list messages -o json")]
pub(crate) struct OperationsArgs {
    #[command(subcommand)]
    command: Option<OperationsCommand>,
    /// Filter by service: osm, koodrive, insight or iam
    #[arg(long, value_name = "SERVICE", global = true)]
    service: Option<String>,
    /// Language of summaries: en or zh
    #[arg(long, value_name = "LANGUAGE", value_enum, default_value_t = Language::En, hide_possible_values = true, global = true)]
    lang: Language,
    /// Maximum number of operations [default: all]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..), global = true)]
    limit: Option<u32>,
    /// Number of operations to skip
    #[arg(long, value_name = "NUMBER", default_value_t = 0, global = true)]
    offset: u32,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    out: OutArgs,
}

impl OperationsArgs {
    /// Returns the part of the list that the limit and the offset select.
    fn page<'a>(&self, found: &'a [OperationEntry]) -> &'a [OperationEntry] {
        let rest = found.get(self.offset as usize..).unwrap_or_default();
        &rest[..self.limit.map_or(rest.len(), |limit| rest.len().min(limit as usize))]
    }
}

/// The commands of `hwc operations`.
#[derive(Debug, Subcommand)]
enum OperationsCommand {
    /// Search names, paths and summaries
    Search(SearchArgs),
}

/// Arguments of `hwc operations search`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hwc operations search list messages\n  hwc operations search ticket --service insight --limit 5 -o json"
)]
struct SearchArgs {
    /// Words that an operation must contain, in any order
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    out: OutArgs,
}

/// The languages of summaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Language {
    /// Returns the summary of an operation.
    pub(crate) fn summary(self, operation: &'static Operation) -> Option<&'static str> {
        let doc = CATALOG.operation(operation)?;
        Some(match self {
            Self::En => &doc.summary,
            Self::Zh => &doc.summary_zh,
        })
    }
}

/// An operation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct OperationEntry {
    /// The name.
    pub(crate) name: &'static str,
    /// The service: `osm`, `koodrive`, `insight` or `iam`.
    pub(crate) service: &'static str,
    /// The group in the reference.
    pub(crate) group: &'static str,
    /// The HTTP method.
    pub(crate) method: &'static str,
    /// The path, with parameters in braces.
    pub(crate) path: &'static str,
    /// A description in one sentence.
    pub(crate) summary: Option<&'static str>,
    /// The URL of the page in the reference, in the language of the summary if there is one.
    pub(crate) reference: Option<String>,
    /// The effect: `read`, `write` or `destructive`.
    pub(crate) effect: &'static str,
    /// The style of the pagination: `offset`, `page` or `cursor`.
    pub(crate) pagination: Option<&'static str>,
    /// The kind of the sandbox's responses: `implemented` or `example`.
    pub(crate) sandbox: Option<&'static str>,
}

impl OperationEntry {
    fn new(operation: &'static Operation, language: Language, sandbox: Option<&'static str>) -> Self {
        Self {
            name: operation.name,
            service: operation.service.id,
            group: operation.group,
            method: operation.method.as_str(),
            path: operation.path,
            summary: language.summary(operation),
            reference: reference::url(operation, language),
            effect: operation.effect.as_str(),
            pagination: operation.pagination.and_then(style),
            sandbox,
        }
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
    let (words, out) = match &args.command {
        Some(OperationsCommand::Search(search)) => (search.words.as_slice(), &search.out),
        None => (&[][..], &args.out),
    };
    let format = args.output.resolve(&LIST, out.is_terminal())?;
    let operations = CATALOG.entries().map(|entry| entry.operation);
    let selected = operations.filter(|operation| service.is_none_or(|id| id == operation.service.id));
    let kind = sandbox::response_kinds()?;
    let entries = selected.map(|operation| OperationEntry::new(operation, args.lang, kind(operation)));
    let found = search(entries, words);
    let rows = args.page(&found);
    let mut ui = Ui::new(format, args.output.requested().is_some()).with_file(out.open()?);
    ui.list(rows, "no operations", |_| table(rows, !words.is_empty() || args.lang == Language::Zh))?;
    if args.offset as usize + rows.len() < found.len() {
        ui.note(&format!("{} of {} operations; use --limit and --offset for more", rows.len(), found.len()));
    }
    ui.finish()
}

/// Returns the operations of a service, or of all of them, that contain all words.
#[cfg(feature = "mcp")]
pub(super) fn find_by_words(service: Option<&'static str>, words: &[String]) -> Vec<OperationEntry> {
    let operations = CATALOG.entries().map(|entry| entry.operation);
    let selected = operations.filter(|operation| service.is_none_or(|id| id == operation.service.id));
    search(selected.map(|operation| OperationEntry::new(operation, Language::En, None)), words)
}

/// Returns the operations that contain all words, those with the words in their name first.
fn search(entries: impl Iterator<Item = OperationEntry>, words: &[String]) -> Vec<OperationEntry> {
    let words: Vec<String> = words.iter().map(|word| singular(&word.to_lowercase())).collect();
    let mut found: Vec<(usize, OperationEntry)> = entries
        .filter_map(|entry| {
            let name = entry.name.to_lowercase();
            let rest =
                [entry.service, entry.group, entry.path, entry.summary.unwrap_or_default()].join(" ").to_lowercase();
            let in_name = words.iter().filter(|word| name.contains(*word)).count();
            let all = words.iter().all(|word| name.contains(word) || rest.contains(word));
            all.then_some((words.len() - in_name, entry))
        })
        .collect();
    found.sort_by_key(|(missing, _)| *missing);
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// Returns the beginning of a word that its singular and its plural share, so that `tickets` finds `ticket`.
fn singular(word: &str) -> String {
    let stem = word.strip_suffix("ies").or_else(|| word.strip_suffix('s'));
    stem.filter(|stem| stem.len() > 2 && !stem.ends_with('s')).unwrap_or(word).to_owned()
}

/// Returns the ID of a service.
pub(super) fn find_service(name: &str) -> Result<&'static str, CliError> {
    let service = SERVICES.iter().find(|service| service.id.eq_ignore_ascii_case(name));
    let unknown = || {
        let ids: Vec<&str> = SERVICES.iter().map(|service| service.id).collect();
        CliError::usage(format!("unknown service `{name}`; use one of {}", ids.join(", "))).with_choices(ids)
    };
    service.map(|service| service.id).ok_or_else(unknown)
}

fn table(rows: &[OperationEntry], with_summary: bool) -> Table {
    if with_summary {
        let mut table = Table::new(&["SERVICE", "NAME", "EFFECT", "SUMMARY"]);
        for row in rows {
            let cells = [row.service, row.name, row.effect, row.summary.unwrap_or_default()];
            table.row(cells.map(|cell| (Style::Plain, cell.to_owned())));
            link(&mut table, 1, row);
        }
        return table;
    }
    let mut table = Table::new(&["SERVICE", "GROUP", "NAME", "EFFECT", "SANDBOX", "METHOD", "PATH"]);
    for row in rows {
        let cells = [row.service, row.group, row.name, row.effect];
        let more = [row.sandbox.unwrap_or_default(), row.method, row.path];
        table.row(cells.into_iter().chain(more).map(|cell| (Style::Plain, cell.to_owned())));
        link(&mut table, 2, row);
    }
    table
}

/// Links the name of an operation in the last row with its page in the reference.
fn link(table: &mut Table, column: usize, row: &OperationEntry) {
    if let Some(url) = &row.reference {
        table.link(column, url.clone());
    }
}
