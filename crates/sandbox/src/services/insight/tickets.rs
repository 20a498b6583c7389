//! Embed tickets. They belong to the project of the path and last for a day. The lifetime is an assumption, because no
//! source documents it.

mod viewer;

use hwc_models::insight::{
    Authority, CreateTickets, CreateTicketsResponse, GroupId, ListTickets, ListTicketsResponse, SortDirection, Ticket,
    UserType,
};
use hwc_wire::Secret;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Page, Records, StoredRecord};
use crate::runtime::registry::Registry;
use crate::runtime::times;
use crate::services::insight::resource::{self, Resource};
use crate::services::insight::{embeddings, errors, people};

pub(super) use viewer::{EmbedRefusal, OpenedEmbedding, TicketViewer, open, project_of};

/// The default page size of ticket lists.
const PAGE: u32 = 10;

/// A stored ticket.
#[derive(Serialize, Deserialize)]
struct EmbedTicket {
    ticket: String,
    embed: String,
    user: String,
    groups: Vec<String>,
    /// The number of remaining uses, if it is limited.
    uses_left: Option<u64>,
    expires_at: i64,
    /// The user who created it. Tickets of older files have none.
    #[serde(default)]
    creator: String,
}

impl StoredRecord for EmbedTicket {
    const KIND: &'static str = "insight.embed_ticket";
    const OWNER: Owner = Owner::Project;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("embed", |ticket| ticket.embed.clone().into()),
        Column::new("user", |ticket| ticket.user.clone().into()),
        Column::new("is_used_up", |ticket| (ticket.uses_left == Some(0)).into()),
        Column::new("expires_at", |ticket| ticket.expires_at.into()),
        Column::new("creator", |ticket| ticket.creator.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.ticket
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<EmbedTicket>().register(create).register(list);
}

/// Creates a ticket. The caller must be able to change the resource that is embedded.
fn create(cx: &mut Context<'_>, request: &CreateTickets) -> Result<CreateTicketsResponse, ApiError> {
    people::require_account(cx)?;
    let embedding = embeddings::find(cx, request.embed_id.as_str())?;
    let embedded = cx.records::<Resource>().get(&embedding.resource)?;
    let embedded = embedded.ok_or_else(|| errors::not_found("resource"))?;
    if !resource::rights(cx, &embedded)?.include(&Authority::Edit) {
        return Err(errors::not_shared());
    }
    let mut response = CreateTicketsResponse::default();
    response.ticket = Some(Secret::from(add(cx, cx.settings.project_id(), request)?));
    Ok(response)
}

/// Creates a ticket for a project and returns it.
pub(crate) fn add(cx: &Context<'_>, project: &str, request: &CreateTickets) -> Result<String, ApiError> {
    let ticket: String = cx.secret("ticket")?.chars().take(40).collect();
    Records::of_owner(cx.db, project).insert(&EmbedTicket {
        ticket: ticket.clone(),
        embed: request.embed_id.to_string(),
        user: request.user_id.to_string(),
        groups: request.group_ids.iter().flatten().map(GroupId::to_string).collect(),
        uses_left: request.ticket_num.map(Into::into),
        expires_at: cx.now + times::DAY,
        creator: cx.caller.id.clone(),
    })?;
    Ok(ticket)
}

/// Lists tickets by their expiry: an administrator sees all of them, and others their own. The number in `user_type` and the
/// name in `sort_key` are ignored, because no source documents their values.
fn list(cx: &mut Context<'_>, request: &ListTickets) -> Result<ListTicketsResponse, ApiError> {
    people::require_account(cx)?;
    let is_administrator = people::require_administrator(cx).is_ok();
    let query = cx.records::<EmbedTicket>().query().greater_than("expires_at", cx.now).filter("is_used_up", false);
    let query = query.filter_opt("creator", (!is_administrator).then(|| cx.caller.id.clone()));
    let query = query.filter_text("embed", request.embed_id.as_ref().map_or("", |id| id.as_str()));
    let query = query.filter_text("user", request.user_id.as_ref().map_or("", |id| id.as_str()));
    let query = query.filter_text("user", request.user_name.as_deref().unwrap_or("")).sort("expires_at");
    let is_descending = request.sort_dir == Some(SortDirection::Descending);
    let query = if is_descending { query.descending() } else { query };
    let page = query.page(&Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(PAGE)))?;
    let mut response = ListTicketsResponse::default();
    response.count = Some(page.total);
    response.page_data = page.items.into_iter().map(model).collect();
    Ok(response)
}

/// Returns the number of tickets of an embedded analysis that can be used.
pub(super) fn count_valid(cx: &Context<'_>, project: &str, embed: &str) -> Result<u64, ApiError> {
    let tickets = Records::<EmbedTicket>::of_owner(cx.db, project).query().filter("embed", embed.to_owned());
    tickets.greater_than("expires_at", cx.now).filter("is_used_up", false).count()
}

fn model(stored: EmbedTicket) -> Ticket {
    let mut ticket = Ticket::default();
    ticket.ticket = Some(Secret::from(stored.ticket));
    ticket.embed_id = Some(stored.embed.into());
    ticket.expire_time = Some(times::insight(stored.expires_at));
    ticket.left_num = stored.uses_left;
    // The sandbox has no table of users here, so the name is the ID.
    ticket.user_name = Some(stored.user.clone());
    ticket.user_id = Some(stored.user.into());
    ticket.user_type = Some(UserType::Iam);
    ticket.group_ids = stored.groups.iter().map(|id| id.as_str().into()).collect();
    ticket
}
