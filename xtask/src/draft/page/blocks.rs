//! Blocks of a page: headings, captions, tables and lines of text, each with its position.

use super::vocabulary::{self, Column, Section};

/// A position in a page: line and column, both starting at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// One block of a page.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Heading(Section),
    Caption(String),
    Table(Table),
    Text(At, String),
}

/// A table. Each row has a cell for each column.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) at: At,
    pub(super) columns: Vec<Option<Column>>,
    pub(super) rows: Vec<(At, Vec<String>)>,
}

impl Table {
    /// Returns the cell of a column in a row.
    pub(super) fn cell<'a>(&self, row: &'a [String], column: Column) -> Option<&'a str> {
        let index = self.columns.iter().position(|other| *other == Some(column))?;
        row.get(index).map(String::as_str)
    }

    /// Returns true if the table describes parameters.
    pub(super) fn has_parameters(&self) -> bool {
        self.columns.contains(&Some(Column::Name)) && self.columns.contains(&Some(Column::Kind))
    }
}

/// Reads the blocks of a page whose tables have one cell per line, each of which ends with a bar.
pub(super) fn read(text: &str, unread: &mut Vec<String>) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index].trim();
        let at = At { line: index + 1, column: 1 };
        if let Some((columns, start)) = table_head(&lines, index) {
            let (table, end) = read_rows(&lines, at, columns, start, unread);
            blocks.push(Block::Table(table));
            index = end;
            continue;
        }
        if let Some(section) = vocabulary::heading(line) {
            blocks.push(Block::Heading(section));
        } else if let Some(caption) = vocabulary::caption_text(line) {
            blocks.push(Block::Caption(caption.to_owned()));
        } else if !line.is_empty() {
            blocks.push(Block::Text(at, line.to_owned()));
        }
        index += 1;
    }
    blocks
}

/// The maximum number of columns of a table.
const MAX_COLUMNS: usize = 8;

/// Returns the columns of a table whose head begins at a line, and the line of the first row.
fn table_head(lines: &[&str], start: usize) -> Option<(Vec<Option<Column>>, usize)> {
    if !lines[start].contains('|') || is_separator(lines[start]) {
        return None;
    }
    let end = (start + 1..lines.len()).take(MAX_COLUMNS).find(|index| is_separator(lines[*index]))?;
    let cells = lines[start..end].iter().flat_map(|line| split_cells(line).0);
    let columns: Vec<Option<Column>> = cells.map(|cell| vocabulary::column(&cell)).collect();
    let count = lines[end].split('|').filter(|piece| !piece.trim().is_empty()).count();
    (columns.len() == count).then_some((columns, end + 1))
}

/// Returns true for a line like `---|---|`.
fn is_separator(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("--") && line.contains('|') && line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' '))
}

/// Splits a line into the cells that it ends, and the text of a cell that goes on.
fn split_cells(line: &str) -> (Vec<String>, String) {
    let line = line.trim();
    let inner = line.strip_prefix('|').filter(|inner| inner.contains('|')).unwrap_or(line);
    let mut pieces: Vec<String> = inner.split('|').map(|piece| piece.trim().to_owned()).collect();
    let open = pieces.pop().unwrap_or_default();
    (pieces, open)
}

/// Reads rows until a line that begins no row. Returns the table and the next line.
fn read_rows(
    lines: &[&str],
    at: At,
    columns: Vec<Option<Column>>,
    start: usize,
    unread: &mut Vec<String>,
) -> (Table, usize) {
    let mut rows = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let (mut cell, mut row_at, mut index) = (String::new(), at, start);
    while index < lines.len() {
        let (ended, open) = split_cells(lines[index]);
        if row.is_empty() && cell.is_empty() {
            if ended.is_empty() || table_head(lines, index).is_some() {
                break;
            }
            row_at = At { line: index + 1, column: 1 };
        }
        for piece in ended {
            row.push(join(std::mem::take(&mut cell), &piece));
        }
        cell = join(cell, &open);
        index += 1;
        if row.len() >= columns.len() {
            rows.push((row_at, std::mem::take(&mut row)));
            cell.clear();
        }
    }
    if !row.is_empty() || !cell.is_empty() {
        unread.push(format!(
            "{}:{}: the row `{}` is cut off",
            row_at.line,
            row_at.column,
            row.first().unwrap_or(&cell)
        ));
    }
    (Table { at, columns, rows }, index)
}

fn join(mut text: String, more: &str) -> String {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
    text
}
