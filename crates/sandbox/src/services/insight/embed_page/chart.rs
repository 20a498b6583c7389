//! Bar charts as inline SVG: a bar for each row and measure.

use std::fmt::Write;

use serde_json::Value as Json;

use super::html::escape;
use crate::services::insight::datasets::DataTable;

/// The sizes of a chart in its own units.
const ROW: usize = 28;
const BAR: usize = 20;
const LABEL: usize = 120;
const WIDTH: usize = 480;

/// Returns a bar chart of a measure, by the first dimension. Returns an empty text for a table without rows or measures.
pub(super) fn bars(table: &DataTable) -> String {
    let measures: Vec<usize> = (0..table.fields.len()).filter(|at| table.fields[*at].is_measure).collect();
    let label = table.fields.iter().position(|field| !field.is_measure);
    if table.rows.is_empty() {
        return String::new();
    }
    measures.into_iter().map(|measure| chart(table, label, measure)).collect()
}

fn chart(table: &DataTable, label: Option<usize>, measure: usize) -> String {
    let values: Vec<f64> =
        table.rows.iter().map(|row| row.get(measure).and_then(Json::as_f64).unwrap_or(0.0)).collect();
    let largest = values.iter().copied().fold(0.0, f64::max);
    let name = escape(table.fields[measure].name());
    let height = ROW * values.len();
    let mut svg = format!(
        r#"<svg class="chart" role="img" aria-label="{name}" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"><title>{name}</title>"#
    );
    for (line, (row, value)) in table.rows.iter().zip(&values).enumerate() {
        let label = label.and_then(|at| row.get(at)).map(text).unwrap_or_default();
        let (top, width) = (line * ROW, bar_width(*value, largest));
        let (middle, end) = (top + BAR - 5, LABEL + width + 6);
        // Writing to a text does not fail.
        let _ = write!(
            svg,
            r#"<text x="0" y="{middle}">{}</text><rect x="{LABEL}" y="{top}" width="{width}" height="{BAR}"/><text x="{end}" y="{middle}">{value}</text>"#,
            escape(&label)
        );
    }
    svg + "</svg>"
}

/// Returns the width of a bar. The longest one leaves room for its value.
fn bar_width(value: f64, largest: f64) -> usize {
    const LONGEST: f64 = 280.0;
    if largest <= 0.0 {
        return 0;
    }
    let width = (value.max(0.0) / largest * LONGEST).round();
    // The largest value has the longest bar, so the width fits.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 280")]
    let width = width as usize;
    width
}

/// Returns the text of a value.
pub(super) fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
