//! Tags as typed rows, and their Excel file.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use hwc_models::insight::DownloadUserTag;
use hwc_wire::Request;
use rust_xlsxwriter::{Workbook, XlsxError};

use super::import::NAME;
use crate::error::Error;
use crate::workflows::insight::invalid;

/// The column that identifies a user or a user group.
const KEY: &str = "account_id";

/// The column with the names, which the sandbox writes. An import ignores it.
const ACCOUNT_NAME: &str = "account_name";

/// The tags of users or user groups.
///
/// The service documents the column `account_id` alone, not the form of the values. Keep them as they were downloaded, or
/// write single values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagSheet {
    /// A row for each user or user group.
    pub rows: Vec<TagRow>,
}

/// The tags of one user or user group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagRow {
    /// The ID of the user or the user group, as downloaded.
    pub account_id: String,
    /// The name, if the file has one.
    pub account_name: Option<String>,
    /// The values by the name of the tag. A tag without an entry has an empty cell,
    /// whose meaning is not documented.
    pub values: BTreeMap<String, String>,
}

impl TagRow {
    /// Creates a row without values.
    pub fn new(account_id: impl Into<String>) -> Self {
        Self { account_id: account_id.into(), ..Self::default() }
    }

    /// Sets the value of a tag.
    #[must_use]
    pub fn value(mut self, tag: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.insert(tag.into(), value.into());
        self
    }
}

impl TagSheet {
    /// Creates a sheet from rows.
    pub fn new(rows: impl IntoIterator<Item = TagRow>) -> Self {
        Self { rows: rows.into_iter().collect() }
    }

    /// Returns the names of all tags, sorted.
    #[must_use]
    pub fn tag_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.rows.iter().flat_map(|row| row.values.keys()).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Reads the first sheet of an Excel file.
    ///
    /// # Errors
    /// Returns [`ErrorKind::Decode`](crate::ErrorKind::Decode) if it is not an Excel file, or has no column `account_id`.
    pub fn from_excel(file: &[u8]) -> Result<Self, Error> {
        let unreadable = |text: String| Error::unreadable_file(DownloadUserTag::OPERATION, text);
        let mut book =
            Xlsx::new(Cursor::new(file)).map_err(|error| unreadable(format!("not an Excel file: {error}")))?;
        let range = book.worksheet_range_at(0).ok_or_else(|| unreadable("the Excel file has no sheet".to_owned()))?;
        let range = range.map_err(|error| unreadable(format!("the first sheet is damaged: {error}")))?;
        Self::from_range(&range).ok_or_else(|| unreadable(format!("the first sheet has no column `{KEY}`")))
    }

    fn from_range(range: &Range<Data>) -> Option<Self> {
        let mut lines = range.rows();
        let head: Vec<String> = lines.next()?.iter().map(text).collect();
        head.iter().position(|name| name == KEY)?;
        let row = |cells: &[Data]| {
            let mut row = TagRow::default();
            for (name, cell) in head.iter().zip(cells) {
                match (name.as_str(), text(cell)) {
                    (KEY, id) => row.account_id = id,
                    (ACCOUNT_NAME, name) => row.account_name = Some(name),
                    ("", _) => {}
                    (tag, value) if !value.is_empty() => row.values.extend([(tag.to_owned(), value)]),
                    _ => {}
                }
            }
            row
        };
        Some(Self { rows: lines.map(row).filter(|row| *row != TagRow::default()).collect() })
    }

    /// Writes an Excel file with all rows.
    ///
    /// # Errors
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if a value does not fit a cell.
    pub fn to_excel(&self) -> Result<Vec<u8>, Error> {
        Self::write_excel(&self.tag_names(), &self.rows)
    }

    /// Writes an Excel file with these rows and a column for each of these tags.
    pub(super) fn write_excel(tags: &[&str], rows: &[TagRow]) -> Result<Vec<u8>, Error> {
        let written = write(tags, rows);
        written.map_err(|error| invalid(NAME, format!("the rows do not fit an Excel file: {error}")))
    }
}

fn write(tags: &[&str], rows: &[TagRow]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let has_names = rows.iter().any(|row| row.account_name.is_some());
    let head = [KEY].into_iter().chain(has_names.then_some(ACCOUNT_NAME)).chain(tags.iter().copied());
    for (column, name) in (0_u16..).zip(head) {
        sheet.write_string(0, column, name)?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        let name = has_names.then(|| row.account_name.as_deref().unwrap_or_default());
        let values = tags.iter().map(|tag| row.values.get(*tag).map_or("", String::as_str));
        for (column, cell) in (0_u16..).zip([row.account_id.as_str()].into_iter().chain(name).chain(values)) {
            sheet.write_string(line, column, cell)?;
        }
    }
    book.save_to_buffer()
}

/// Returns the text of a cell. Whole numbers have no decimal point.
fn text(cell: &Data) -> String {
    cell.to_string()
}
