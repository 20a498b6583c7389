//! `hwc insight tags download` and `hwc insight tags import`: the tags of many users or groups at once.

use std::path::{Path, PathBuf};

use clap::Args;
use hwc_api::Request;
use hwc_api::insight::ImportUserTag;
use hwc_api::insight_workflows::{TagRow, TagSheet};

use super::Target;
use crate::args::confirm::ConfirmArgs;
use crate::args::output::OutArgs;
use crate::commands::insight::InsightContext;
use crate::commands::insight::view::{ImportedTags, TaggedHolder};
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::plural;

/// The column that identifies a user or a group, and the one with the name.
const KEY: &str = "account_id";
const NAME: &str = "account_name";

/// Arguments of `hwc insight tags download`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight tags download --out tags.csv")]
pub(super) struct DownloadArgs {
    /// Tags of users or of groups
    #[arg(long, value_name = "TARGET", value_enum, default_value = "user")]
    target: Target,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

/// Arguments of `hwc insight tags import`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight tags import tags.csv")]
pub(super) struct ImportArgs {
    /// CSV or Excel file with a column `account_id`
    ///
    /// The other columns are tags. An empty cell is sent too; the service does not document its meaning.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Tags of users or of groups
    #[arg(long, value_name = "TARGET", value_enum, default_value = "user")]
    target: Target,
    #[command(flatten)]
    confirm: ConfirmArgs,
}

impl DownloadArgs {
    pub(super) async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let sheet = context.insight.tags(self.target.tag_target()).download().await?;
        let names = sheet.tag_names();
        let rows: Vec<TaggedHolder> = sheet.rows.iter().map(|row| holder(row, &names)).collect();
        context.ui.list(&rows, "no users or groups", |_| table(&sheet, &names))
    }
}

impl ImportArgs {
    pub(super) async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let sheet = read(&self.file)?;
        let question = format!("Set the tags of {}", plural(sheet.rows.len(), "row"));
        self.confirm.confirm(&mut context.ui, ImportUserTag::OPERATION, &question)?;
        let total = sheet.rows.len();
        let outcome = context.insight.tags(self.target.tag_target()).import(sheet).await?;
        let imported = outcome.imported;
        let text = format!("{imported} of {} imported", plural(total, "row"));
        context.ui.change(&ImportedTags { rows: total, imported }, &text)?;
        outcome.into_result()?;
        Ok(())
    }
}

/// Returns a row with all tags.
fn holder(row: &TagRow, names: &[&str]) -> TaggedHolder {
    TaggedHolder {
        account_id: row.account_id.clone(),
        account_name: row.account_name.clone(),
        tags: names.iter().map(|name| ((*name).to_owned(), row.values.get(*name).cloned())).collect(),
    }
}

fn table(sheet: &TagSheet, names: &[&str]) -> Table {
    let head: Vec<String> = [KEY, NAME].iter().chain(names).map(|name| name.to_uppercase()).collect();
    let mut table = Table::new(&head.iter().map(String::as_str).collect::<Vec<_>>());
    for row in &sheet.rows {
        let values = names.iter().map(|name| row.values.get(*name).cloned().unwrap_or_default());
        let cells = std::iter::once(row.account_name.clone().unwrap_or_default()).chain(values);
        table
            .row(std::iter::once((Style::Title, row.account_id.clone())).chain(cells.map(|cell| (Style::Plain, cell))));
    }
    table
}

/// Reads a file, as its name says.
fn read(path: &Path) -> Result<TagSheet, CliError> {
    let content = std::fs::read(path).map_err(|error| CliError::file("read", path, &error))?;
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("xlsx") => Ok(TagSheet::from_excel(&content)?),
        Some("csv") => read_csv(&content).map_err(|error| error.with_context(&path.display().to_string())),
        _ => Err(CliError::usage(format!("cannot read {}: expected a file *.csv or *.xlsx", path.display()))),
    }
}

fn read_csv(content: &[u8]) -> Result<TagSheet, CliError> {
    // Spreadsheet programs begin CSV files with a byte order mark.
    let content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
    let mut reader = csv::Reader::from_reader(content);
    let invalid = |error: csv::Error| CliError::usage(format!("invalid CSV: {error}"));
    let head: Vec<String> = reader.headers().map_err(invalid)?.iter().map(str::to_owned).collect();
    if !head.iter().any(|name| name == KEY) {
        return Err(CliError::usage(format!("expected a column `{KEY}`")));
    }
    let mut sheet = TagSheet::default();
    for record in reader.records() {
        let mut row = TagRow::default();
        for (name, cell) in head.iter().zip(&record.map_err(invalid)?) {
            match name.as_str() {
                KEY => cell.clone_into(&mut row.account_id),
                NAME => row.account_name = Some(cell.to_owned()),
                tag => row.values.extend([(tag.to_owned(), cell.to_owned())]),
            }
        }
        sheet.rows.push(row);
    }
    Ok(sheet)
}
