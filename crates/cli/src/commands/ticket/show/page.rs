//! The page about a ticket.

use hwc_api::osm::{Authorization, CaseDetail, CaseId, CaseMessage, CaseRating, CaseRelation, Label, MessageSource};

use super::Known;
use crate::show::colour::Tone;
use crate::show::page::Page;
use crate::show::text::{line, word};
use crate::ticket::desk::Desk;
use crate::ticket::{grant_table, status};

/// Formats the page about a ticket.
pub(super) fn of(desk: &Desk, id: &CaseId, known: &Known, ids: bool) -> String {
    let ticket = &known.ticket;
    let mut page = Page::default();
    let state = ticket.status.map(|state| status::tone(state).paint(word(&state))).unwrap_or_default();
    page.line(&format!("{}  {state}", Tone::Title.paint(line(id.as_str()))));
    page.quote(ticket.simple_description.as_deref().unwrap_or_default());
    page.gap();
    facts(&mut page, desk, ticket);
    page.fact("labels", &[labels(known.labels.as_deref())]);
    page.fact("linked to", &relations(known.relations.as_deref()));
    page.fact("access", &grants(desk, known.authorizations.as_deref()));
    for message in &ticket.message_list {
        page.gap();
        page.line(&self::message(desk, message, ids));
    }
    page.text()
}

fn facts(page: &mut Page, desk: &Desk, ticket: &CaseDetail) {
    let text = |text: &Option<String>| line(text.as_deref().unwrap_or_default());
    page.fact("about", &[joined([text(&ticket.business_type_name), text(&ticket.incident_type_name)])]);
    page.fact("region", &[text(&ticket.dc_name)]);
    page.fact("severity", &[text(&ticket.severity_name)]);
    page.fact("opened", &[opened(desk, ticket)]);
    page.fact("contact", &[contact(ticket)]);
    page.fact("rating", &[rating(ticket)]);
    page.fact("comment", &[text(&ticket.judgement)]);
}

fn opened(desk: &Desk, ticket: &CaseDetail) -> String {
    let by = line(ticket.xcustomer_name.as_deref().unwrap_or_default());
    let when = desk.ago_at(ticket.create_time.as_ref());
    if by.is_empty() { when } else { format!("{when} by {by}") }
}

fn contact(ticket: &CaseDetail) -> String {
    let Some(more) = &ticket.ext_info else { return String::new() };
    let phone = [&more.area_code, &more.remind_mobile].map(|part| part.as_deref().unwrap_or_default()).join(" ");
    let phone = more.remind_mobile.as_ref().map(|_| phone.trim().to_owned());
    let known = [more.remind_mail.clone(), phone, more.cc_email.as_ref().map(|copies| format!("copies to {copies}"))];
    joined(known.into_iter().flatten().map(|text| line(&text)))
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn rating(ticket: &CaseDetail) -> String {
    let one = |rating: &CaseRating| {
        let name = rating.satisfaction_name.as_deref().map(line);
        let name = name.or_else(|| rating.satisfaction_id.map(|id| id.to_string())).unwrap_or_default();
        format!("{name} {}", rating.satisfaction_value.unwrap_or_default())
    };
    ticket.incident_satisfaction.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn labels(labels: Option<&[Label]>) -> String {
    let names = labels.unwrap_or_default().iter().filter_map(|label| label.name.as_deref());
    names.map(line).collect::<Vec<_>>().join(", ")
}

fn relations(relations: Option<&[CaseRelation]>) -> Vec<String> {
    let one = |other: &CaseRelation| {
        let id = other.case_id.as_ref().map(|id| line(id.as_str())).unwrap_or_default();
        format!("{}  {}", Tone::Title.paint(id), line(other.simple_description.as_deref().unwrap_or_default()))
    };
    relations.unwrap_or_default().iter().map(one).collect()
}

fn grants(desk: &Desk, grants: Option<&[Authorization]>) -> Vec<String> {
    let one = |grant: &Authorization| {
        let id = grant.id.as_ref().map(|id| line(id.as_str())).unwrap_or_default();
        let state = grant.status.map(|state| grant_table::tone(state).paint(word(&state))).unwrap_or_default();
        let what = line(grant.auth_describe.as_deref().unwrap_or_default());
        format!("{}  {state}  asked {}  {what}", Tone::Title.paint(id), desk.ago(grant.create_time.as_ref()))
    };
    grants.unwrap_or_default().iter().map(one).collect()
}

/// Formats a message: author, time, optional ID, text and attachments.
pub(in crate::ticket) fn message(desk: &Desk, message: &CaseMessage, ids: bool) -> String {
    let mut page = Page::default();
    let name = line(message.replier_name.as_deref().unwrap_or_default());
    let side = message.written_by.map(|side| word(&side)).unwrap_or_default();
    let who = match (name.as_str(), side.as_str()) {
        ("", side) => side.to_owned(),
        (name, "") => name.to_owned(),
        (name, side) => format!("{name} ({side})"),
    };
    let tone = if message.written_by == Some(MessageSource::Engineer) { Tone::Busy } else { Tone::Title };
    let id = message.message_id.as_ref().filter(|_| ids).map(|id| line(id.as_str()));
    let id = id.map(|id| Tone::Faint.paint(format!("  {id}"))).unwrap_or_default();
    page.line(&format!("{}, {}{id}", tone.paint(who), desk.ago_at(message.create_time.as_ref())));
    page.quote(message.content.as_deref().unwrap_or_default());
    for file in &message.accessory_list {
        let name = line(file.file_actual_name.as_deref().unwrap_or_default());
        let id = file.accessory_id.as_ref().map(|id| line(id.as_str())).unwrap_or_default();
        page.line(&format!("    {} {name} ({id})", Tone::Faint.paint("attached:")));
    }
    page.text().trim_end().to_owned()
}
