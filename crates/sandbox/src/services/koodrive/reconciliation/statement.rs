//! The statement of a carrier: an Excel file (.xlsx), or CSV text, with a row for each order. The reference does not name its
//! columns, so they have the names of the fields of differences.

use std::collections::BTreeSet;

use crate::runtime::api_error::ApiError;
use crate::services::sheet;

/// The columns. Others are ignored.
const COLUMNS: [&str; 4] = ["carrierOrderId", "carrierUserId", "packageId", "carrierOrderTime"];

/// The size of a file in bytes.
const MAX_SIZE: usize = 10 * 1024 * 1024;

/// The first bytes of a zip archive, as .xlsx files are, and of an .xls file.
const ZIP: &[u8] = b"PK";
const OLD_EXCEL: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// An order in a statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StatementRow {
    pub(super) order: String,
    pub(super) user: String,
    pub(super) package: String,
    pub(super) time: String,
}

/// Reads a statement.
///
/// # Errors
/// Returns an error of the parameter for a file in another format, without one of the columns, or with an order twice.
pub(super) fn read(content: &[u8]) -> Result<Vec<StatementRow>, ApiError> {
    if content.len() > MAX_SIZE {
        return Err(ApiError::invalid("data must have at most 10 MB"));
    }
    let mut cells = cells(content)?.into_iter();
    let positions = positions(&cells.next().unwrap_or_default())?;
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for cells in cells.filter(|cells| cells.iter().any(|cell| !cell.is_empty())) {
        let [order, user, package, time] = positions.map(|at| cells.get(at).cloned().unwrap_or_default());
        if order.is_empty() || !seen.insert(order.clone()) {
            return Err(ApiError::invalid(format!(
                "row {} of data must have a carrierOrderId of its own",
                rows.len() + 2
            )));
        }
        rows.push(StatementRow { order, user, package, time });
    }
    Ok(rows)
}

fn cells(content: &[u8]) -> Result<Vec<Vec<String>>, ApiError> {
    if content.starts_with(OLD_EXCEL) {
        return Err(ApiError::invalid("data is an .xls file, which the sandbox cannot read; save it as .xlsx"));
    }
    if content.starts_with(ZIP) {
        return sheet::read(content).ok_or_else(|| ApiError::invalid("data is not an Excel file (.xlsx)"));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(content);
    let rows = reader.records().map(|row| row.map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()));
    rows.collect::<Result<_, _>>().map_err(|_| ApiError::invalid("data is neither an Excel file (.xlsx) nor CSV text"))
}

/// Returns the positions of the columns.
fn positions(head: &[String]) -> Result<[usize; 4], ApiError> {
    let mut positions = [0; 4];
    for (position, name) in positions.iter_mut().zip(COLUMNS) {
        let at = head.iter().position(|cell| cell == name);
        *position = at.ok_or_else(|| ApiError::invalid(format!("data must have the column {name}")))?;
    }
    Ok(positions)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: [&str; 5] = ["note", "packageId", "carrierOrderId", "carrierOrderTime", "carrierUserId"];
    const ROW: [&str; 5] = ["-", "14", "order-1", "2025-07-01", "0027188460911"];

    fn expected() -> Vec<StatementRow> {
        let [_, package, order, time, user] = ROW.map(str::to_owned);
        vec![StatementRow { order, user, package, time }]
    }

    #[test]
    fn excel_files_and_csv_texts_are_read_alike() {
        let rows = [HEAD, ROW, [""; 5]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(read(&sheet::write(&rows).unwrap()).unwrap(), expected());
        assert_eq!(read(rows.map(|row| row.join(",")).join("\r\n").as_bytes()).unwrap(), expected());
    }

    #[test]
    fn other_files_are_refused_with_the_reason() {
        let problem = |content: &[u8]| read(content).unwrap_err().message;
        assert_eq!(problem(b"statement"), "data must have the column carrierOrderId");
        assert_eq!(problem(b"PK not an archive"), "data is not an Excel file (.xlsx)");
        assert!(problem(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]).contains("save it as .xlsx"));
        assert!(problem(&[b'a', 0xFF]).contains("nor CSV text"));
        let twice = format!("{}\n{}\n{}", HEAD.join(","), ROW.join(","), ROW.join(","));
        assert_eq!(problem(twice.as_bytes()), "row 3 of data must have a carrierOrderId of its own");
        assert_eq!(problem(&vec![b'a'; MAX_SIZE + 1]), "data must have at most 10 MB");
    }
}
