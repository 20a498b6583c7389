//! CSV for spreadsheets (RFC 4180).

use csv::{Terminator, WriterBuilder};

use super::escape;
use crate::error::CliError;

/// Formats records as lines.
///
/// # Errors
/// Fails if the records have different lengths.
pub(crate) fn lines<'a>(records: impl IntoIterator<Item = &'a [String]>) -> Result<String, CliError> {
    let failed = |error: &dyn std::error::Error| CliError::internal(format!("cannot write CSV: {error}"));
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        writer.write_record(record.iter().map(|cell| as_text(cell))).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

/// Marks formulas as text. Spreadsheets evaluate text that begins like a formula, and other people wrote this text. A
/// leading apostrophe prevents that.
fn as_text(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// Removes characters that control a terminal from lines.
pub(crate) fn sanitize(text: &str) -> String {
    text.split_inclusive('\n').map(|line| format!("{}\n", escape::harmless(line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        lines([cells.as_slice()]).unwrap()
    }

    #[test]
    fn cells_are_quoted_if_necessary() {
        assert_eq!(line(&["", "a b", "a,b", "a\nb", "\"a\""]), ",a b,\"a,b\",\"a\nb\",\"\"\"a\"\"\"\r\n");
    }

    #[test]
    fn formulas_become_text() {
        assert_eq!(line(&["=1+1", "+x", "-x", "@a", "\ta", "a=b", "'a"]), "'=1+1,'+x,'-x,'@a,'\ta,a=b,'a\r\n");
        assert_eq!(line(&["\ra", "=a,b", "x"]), "\"'\ra\",\"'=a,b\",x\r\n");
        assert_eq!(line(&["-5", "-0.5", "x"]), "-5,-0.5,x\r\n", "numbers are numbers");
    }
}
