//! The page about a ticket.

use hwc_api::osm::{Authorization, CaseDetail, CaseId, CaseMessage, CaseRating, CaseRelation, Label, MessageSource};

use super::TicketDetails;
use crate::commands::ticket::context::TimeFormatter;
use crate::commands::ticket::style::{case_style, grant_style};
use crate::ui::page::Page;
use crate::ui::style::Style;
use crate::ui::text::{enum_label, sanitize_line};

/// The layout of messages.
#[derive(Clone, Copy, Debug)]
pub(in crate::commands::ticket) struct MessageLayout {
    /// True if IDs are shown.
    pub(in crate::commands::ticket) ids: bool,
    /// The width of the terminal.
    pub(in crate::commands::ticket) width: Option<u16>,
}

/// Formats the page about a ticket.
pub(super) fn ticket_page(
    times: &TimeFormatter,
    id: &CaseId,
    details: &TicketDetails,
    layout: MessageLayout,
) -> String {
    let ticket = &details.ticket;
    let mut page = Page::new(layout.width);
    let state = ticket.status.map(|state| case_style(state).paint(enum_label(&state))).unwrap_or_default();
    page.line(&format!("{}  {state}", Style::Title.paint(sanitize_line(id.as_str()))));
    page.quote(ticket.simple_description.as_deref().unwrap_or_default());
    page.gap();
    facts(&mut page, times, ticket);
    page.fact("labels", &[labels(details.labels.as_deref())]);
    page.fact("linked to", &relations(details.relations.as_deref()));
    page.fact("access", &grants(times, details.authorizations.as_deref()));
    for message in &ticket.message_list {
        page.gap();
        page.line(&self::message(times, message, layout));
    }
    page.text()
}

fn facts(page: &mut Page, times: &TimeFormatter, ticket: &CaseDetail) {
    let text = |text: &Option<String>| sanitize_line(text.as_deref().unwrap_or_default());
    page.fact("about", &[joined([text(&ticket.business_type_name), text(&ticket.incident_type_name)])]);
    page.fact("region", &[text(&ticket.dc_name)]);
    page.fact("severity", &[text(&ticket.severity_name)]);
    page.fact("opened", &[opened(times, ticket)]);
    page.fact("contact", &[contact(ticket)]);
    page.fact("rating", &[rating(ticket)]);
    page.fact("comment", &[text(&ticket.judgement)]);
}

fn opened(times: &TimeFormatter, ticket: &CaseDetail) -> String {
    let by = sanitize_line(ticket.xcustomer_name.as_deref().unwrap_or_default());
    let time = times.relative_and_absolute(ticket.create_time.as_ref());
    if by.is_empty() { time } else { format!("{time} by {by}") }
}

fn contact(ticket: &CaseDetail) -> String {
    let Some(more) = &ticket.ext_info else { return String::new() };
    let phone = [&more.area_code, &more.remind_mobile].map(|part| part.as_deref().unwrap_or_default()).join(" ");
    let phone = more.remind_mobile.as_ref().map(|_| phone.trim().to_owned());
    let parts = [more.remind_mail.clone(), phone, more.cc_email.as_ref().map(|copies| format!("copies to {copies}"))];
    joined(parts.into_iter().flatten().map(|text| sanitize_line(&text)))
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn rating(ticket: &CaseDetail) -> String {
    let one = |rating: &CaseRating| {
        let name = rating.satisfaction_name.as_deref().map(sanitize_line);
        let name = name.or_else(|| rating.satisfaction_id.map(|id| id.to_string())).unwrap_or_default();
        format!("{name} {}", rating.satisfaction_value.unwrap_or_default())
    };
    ticket.incident_satisfaction.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn labels(labels: Option<&[Label]>) -> String {
    let names = labels.unwrap_or_default().iter().filter_map(|label| label.name.as_deref());
    names.map(sanitize_line).collect::<Vec<_>>().join(", ")
}

fn relations(relations: Option<&[CaseRelation]>) -> Vec<String> {
    let one = |other: &CaseRelation| {
        let id = other.case_id.as_ref().map(|id| sanitize_line(id.as_str())).unwrap_or_default();
        format!(
            "{}  {}",
            Style::Title.paint(id),
            sanitize_line(other.simple_description.as_deref().unwrap_or_default())
        )
    };
    relations.unwrap_or_default().iter().map(one).collect()
}

fn grants(times: &TimeFormatter, grants: Option<&[Authorization]>) -> Vec<String> {
    let one = |grant: &Authorization| {
        let id = grant.id.as_ref().map(|id| sanitize_line(id.as_str())).unwrap_or_default();
        let state = grant.status.map(|state| grant_style(state).paint(enum_label(&state))).unwrap_or_default();
        let description = sanitize_line(grant.auth_describe.as_deref().unwrap_or_default());
        format!(
            "{}  {state}  requested {}  {description}",
            Style::Title.paint(id),
            times.relative(grant.create_time.as_ref())
        )
    };
    grants.unwrap_or_default().iter().map(one).collect()
}

/// Formats a message: author, time, optional ID, text and attachments.
pub(in crate::commands::ticket) fn message(
    times: &TimeFormatter,
    message: &CaseMessage,
    layout: MessageLayout,
) -> String {
    let mut page = Page::new(layout.width);
    let name = sanitize_line(message.replier_name.as_deref().unwrap_or_default());
    let side = message.written_by.map(|side| enum_label(&side)).unwrap_or_default();
    let author = match (name.as_str(), side.as_str()) {
        ("", side) => side.to_owned(),
        (name, "") => name.to_owned(),
        (name, side) => format!("{name} ({side})"),
    };
    let style = if message.written_by == Some(MessageSource::Engineer) { Style::Busy } else { Style::Title };
    let id = message.message_id.as_ref().filter(|_| layout.ids).map(|id| sanitize_line(id.as_str()));
    let id = id.map(|id| Style::Faint.paint(format!("  {id}"))).unwrap_or_default();
    page.line(&format!("{}, {}{id}", style.paint(author), times.relative_and_absolute(message.create_time.as_ref())));
    page.quote(message.content.as_deref().unwrap_or_default());
    for file in &message.accessory_list {
        let name = sanitize_line(file.file_actual_name.as_deref().unwrap_or_default());
        let id = file.accessory_id.as_ref().map(|id| sanitize_line(id.as_str())).unwrap_or_default();
        page.line(&format!("    {} {name} ({id})", Style::Faint.paint("attached:")));
    }
    page.text().trim_end().to_owned()
}
