//! Excel files with one sheet of texts. Cells are read as inline texts, shared texts and plain values.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::runtime::api_error::ApiError;

const SHEET: &str = "xl/worksheets/sheet1.xml";
const SHARED: &str = "xl/sharedStrings.xml";

/// The size of an unpacked part in bytes.
const MAX_PART: u64 = 64 * 1024 * 1024;

/// The other parts of a file.
const PARTS: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="tags" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];

/// Writes rows as an Excel file.
pub(crate) fn write(rows: &[Vec<String>]) -> Result<Vec<u8>, ApiError> {
    let failed = |error: &dyn std::error::Error| ApiError::internal(format!("cannot write the Excel file: {error}"));
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let sheet = sheet(rows);
    for (name, text) in PARTS.into_iter().chain([(SHEET, sheet.as_str())]) {
        file.start_file(name, SimpleFileOptions::default()).map_err(|error| failed(&error))?;
        file.write_all(text.as_bytes()).map_err(|error| failed(&error))?;
    }
    Ok(file.finish().map_err(|error| failed(&error))?.into_inner())
}

fn sheet(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| format!(r#"<c t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#, escape(text));
    let row = |row: &Vec<String>| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}

/// Reads the rows of the first sheet. Returns `None` if the file is not an Excel file.
pub(crate) fn read(content: &[u8]) -> Option<Vec<Vec<String>>> {
    let mut file = ZipArchive::new(Cursor::new(content)).ok()?;
    let sheet = part(&mut file, SHEET)?;
    let shared = part(&mut file, SHARED).unwrap_or_default();
    let shared: Vec<String> = elements(&shared, "si").map(|(_, text)| texts(text)).collect();
    let row = |(_, row): (&str, &str)| {
        let mut cells = Vec::new();
        for (head, body) in elements(row, "c") {
            let at = attribute(head, "r").and_then(column).unwrap_or(cells.len());
            cells.resize(cells.len().max(at.min(MAX_COLUMN)), String::new());
            cells.push(cell(head, body, &shared));
        }
        cells
    };
    Some(elements(&sheet, "row").map(row).collect())
}

/// The number of columns of a sheet.
const MAX_COLUMN: usize = 16_384;

fn part(file: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut text = String::new();
    file.by_name(name).ok()?.take(MAX_PART).read_to_string(&mut text).ok()?;
    Some(text)
}

fn cell(head: &str, body: &str, shared: &[String]) -> String {
    match attribute(head, "t") {
        Some("inlineStr") => texts(body),
        Some("s") => {
            let number = elements(body, "v").next().and_then(|(_, number)| number.trim().parse::<usize>().ok());
            number.and_then(|number| shared.get(number).cloned()).unwrap_or_default()
        }
        _ => elements(body, "v").map(|(_, value)| unescape(value)).collect(),
    }
}

fn texts(body: &str) -> String {
    elements(body, "t").map(|(_, text)| unescape(text)).collect()
}

/// Returns the attributes and the content of each element with this name. Elements of one name are not nested in a sheet.
fn elements<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once(&format!("<{name}"))?;
            let (head, content) = after.split_once('>')?;
            rest = content;
            if head.starts_with(|c: char| !c.is_whitespace() && c != '/') {
                continue; // a longer name
            }
            if let Some(head) = head.strip_suffix('/') {
                return Some((head, ""));
            }
            let (body, after) = content.split_once(&format!("</{name}>"))?;
            rest = after;
            return Some((head, body));
        }
    })
}

fn attribute<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = head.split_once(&format!(" {name}=\""))?;
    value.split_once('"').map(|(value, _)| value)
}

/// Returns the position of a column from a reference such as `B2`, counted from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.fold(0_usize, |number, letter| number.saturating_mul(26) + usize::from(letter - b'A') + 1);
    number.checked_sub(1)
}
