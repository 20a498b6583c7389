//! The HTML of the page. It has no scripts, and its only style is the one below, which the content security policy names by
//! its digest. All texts are escaped.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::{Widget, chart};
use crate::services::insight::datasets::DataTable;
use crate::services::insight::tickets::EmbedRefusal;

const STYLE: &str = "body{margin:0;padding:1.5rem;font:14px/1.5 system-ui,sans-serif;color:#1f2933;background:#f5f7fa}\
main{max-width:60rem;margin:auto}h1{font-size:1.4rem}h2{font-size:1rem;margin:0 0 .5rem}\
section{background:#fff;border:1px solid #d9e2ec;border-radius:6px;padding:1rem;margin:1rem 0;overflow-x:auto}\
.chart rect{fill:#2f80ed}.chart text{font:12px system-ui,sans-serif;fill:#1f2933}\
table{border-collapse:collapse;margin-top:1rem}th,td{padding:.25rem .75rem;border-bottom:1px solid #d9e2ec;text-align:left}\
td.number{text-align:right;font-variant-numeric:tabular-nums}";

/// Returns the content security policy of the page: nothing but its style. Any page may embed it, which is its purpose.
pub(crate) fn content_security_policy() -> String {
    let digest = STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
}

/// Escapes a text for content and attribute values.
pub(super) fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// Returns the page of a resource.
pub(super) fn dashboard(title: &str, widgets: &[Widget]) -> String {
    let parts: String = widgets.iter().map(section).collect();
    let empty = if widgets.is_empty() { "<p>This analysis has no data.</p>" } else { "" };
    page(title, &format!("<h1>{}</h1>{parts}{empty}", escape(title)))
}

fn section(widget: &Widget) -> String {
    let title = escape(&widget.title);
    let (chart, table) = (chart::bars(&widget.table), table(&widget.table));
    format!(r#"<section aria-label="{title}"><h2>{title}</h2>{chart}{table}</section>"#)
}

fn table(data: &DataTable) -> String {
    if data.rows.is_empty() {
        return "<p>No rows are visible to this viewer.</p>".to_owned();
    }
    let head: String = data.fields.iter().map(|field| format!("<th>{}</th>", escape(field.name()))).collect();
    let cell = |value| {
        let class = if serde_json::Value::is_number(value) { r#" class="number""# } else { "" };
        format!("<td{class}>{}</td>", escape(&chart::text(value)))
    };
    let rows: String =
        data.rows.iter().map(|row| format!("<tr>{}</tr>", row.iter().map(cell).collect::<String>())).collect();
    format!("<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
}

/// Returns the page with the reason why an analysis is not shown.
pub(super) fn refusal(refusal: EmbedRefusal) -> String {
    let (id, reason, advice) = texts(refusal);
    let body = format!(
        r#"<h1>This analysis cannot be shown</h1><p role="alert" data-reason="{id}"><strong>{}</strong> {}</p>"#,
        escape(reason),
        escape(advice)
    );
    page("This analysis cannot be shown", &body)
}

/// Returns the name, the text and the advice of a reason.
fn texts(refusal: EmbedRefusal) -> (&'static str, &'static str, &'static str) {
    match refusal {
        EmbedRefusal::UnknownAnalysis => ("unknown-analysis", "There is no such embedded analysis.", "Check its ID."),
        EmbedRefusal::NotPublished => ("not-published", "The analysis is not published.", "Publish it first."),
        EmbedRefusal::TicketMissing => ("ticket-missing", "The link has no ticket.", "Add a ticket of CreateTickets."),
        EmbedRefusal::TicketUnknown => ("ticket-unknown", "The ticket is unknown.", "Create one with CreateTickets."),
        EmbedRefusal::TicketOfOtherAnalysis => {
            ("ticket-of-other-analysis", "The ticket was issued for another analysis.", "Create one for this analysis.")
        }
        EmbedRefusal::TicketExpired => ("ticket-expired", "The ticket has expired.", "Create another one."),
        EmbedRefusal::TicketUsedUp => ("ticket-used-up", "The ticket is used up.", "Create another one."),
        EmbedRefusal::SignInRequired => {
            ("sign-in-required", "Viewers of this analysis have to sign in.", "The sandbox has no page for it.")
        }
    }
}

fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"#
    )
}
