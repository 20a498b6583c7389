//! The import of a sheet in files that the service accepts.

use std::collections::BTreeSet;

use hwc_models::insight::{ImportUserTag, TagTarget};
use hwc_wire::FilePart;

use super::sheet::{TagRow, TagSheet};
use crate::error::Error;
use crate::workflows::insight::{Insight, invalid};

/// The name of the workflow in errors.
pub(super) const NAME: &str = "insight.tags.import";

/// The number of rows of a file.
const MAX_ROWS: usize = 1000;

/// The size of a file in bytes.
const MAX_BYTES: usize = 10 * 1024 * 1024;

/// The result of an import of tags.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TagImportOutcome {
    /// The number of rows that were imported, from the first on.
    pub imported: usize,
    /// The error of the first file that was not imported, if there is one. Whether the service imported a part of its rows is
    /// not documented.
    pub error: Option<Error>,
}

impl TagImportOutcome {
    /// Returns the number of imported rows if all of them were imported.
    ///
    /// # Errors
    /// Returns the error of the first file that was not imported.
    pub fn into_result(self) -> Result<usize, Error> {
        self.error.map_or(Ok(self.imported), Err)
    }
}

pub(super) async fn import(insight: Insight, target: TagTarget, sheet: TagSheet) -> Result<TagImportOutcome, Error> {
    validate(&sheet)?;
    let mut outcome = TagImportOutcome { imported: 0, error: None };
    for (rows, file) in files(&sheet)? {
        let part = FilePart::bytes("tags.xlsx", file);
        let sent = insight.call(ImportUserTag::new(part, target.clone())).await;
        let sent = sent.and_then(|response| match response.succeeded {
            Some(false) => Err(invalid(NAME, "the service did not import the file, without a reason")),
            _ => Ok(()),
        });
        if let Err(error) = sent {
            outcome.error = Some(error);
            break;
        }
        outcome.imported += rows;
    }
    Ok(outcome)
}

fn validate(sheet: &TagSheet) -> Result<(), Error> {
    if sheet.rows.is_empty() {
        return Err(invalid(NAME, "no rows to import"));
    }
    let mut known = BTreeSet::new();
    for (index, row) in sheet.rows.iter().enumerate() {
        let id = row.account_id.as_str();
        if id.is_empty() {
            return Err(invalid(NAME, format!("rows[{index}] has no account_id")));
        }
        if !known.insert(id) {
            return Err(invalid(NAME, format!("rows[{index}] has the account_id `{id}` of an earlier row")));
        }
    }
    Ok(())
}

/// Returns the files with their numbers of rows.
fn files(sheet: &TagSheet) -> Result<Vec<(usize, Vec<u8>)>, Error> {
    let tags = sheet.tag_names();
    let mut files = Vec::new();
    let mut pending: Vec<&[TagRow]> = sheet.rows.chunks(MAX_ROWS).rev().collect();
    while let Some(rows) = pending.pop() {
        let file = TagSheet::write_excel(&tags, rows)?;
        if file.len() <= MAX_BYTES {
            files.push((rows.len(), file));
        } else if rows.len() == 1 {
            return Err(invalid(NAME, format!("the row of `{}` is larger than 10 MB", rows[0].account_id)));
        } else {
            let (first, second) = rows.split_at(rows.len() / 2);
            pending.extend([second, first]);
        }
    }
    Ok(files)
}
