//! Embed tickets. They belong to the project of the path and last for a day. The lifetime is an assumption, because no
//! source documents it.

use hwc_models::insight::{
    CreateTickets, CreateTicketsResponse, GroupId, ListTickets, ListTicketsResponse, SortDirection, Ticket, UserType,
};
use hwc_wire::{Secret, Timestamp};
use rusqlite::{Row, named_params};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;

/// The default page size of ticket lists.
const PAGE: u32 = 10;

pub(super) fn create(cx: &mut Context<'_>, request: &CreateTickets) -> Result<CreateTicketsResponse, ApiError> {
    let project = cx.settings.project_id().to_owned();
    let mut response = CreateTicketsResponse::default();
    response.ticket = Some(Secret::from(add(cx, &project, request)?));
    Ok(response)
}

/// Creates a ticket for a project and returns it.
pub(crate) fn add(cx: &Context<'_>, project: &str, request: &CreateTickets) -> Result<String, ApiError> {
    let ticket: String = cx.secret("ticket")?.chars().take(40).collect();
    let groups: Vec<&str> = request.group_ids.iter().flatten().map(GroupId::as_str).collect();
    cx.db.execute(
        "INSERT INTO embed_tickets (ticket, project, embed, user, groups, uses_left, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            &ticket,
            project,
            request.embed_id.as_str(),
            request.user_id.as_str(),
            groups.join(","),
            request.ticket_num,
            cx.now + times::DAY,
        ),
    )?;
    Ok(ticket)
}

/// Lists tickets by their expiry. The number in `user_type` and the name in `sort_key` are ignored, because no source
/// documents their values.
pub(super) fn list(cx: &mut Context<'_>, request: &ListTickets) -> Result<ListTicketsResponse, ApiError> {
    let mut statement = cx.db.prepare_cached(
        "SELECT * FROM embed_tickets
         WHERE project = :project AND expires_at > :now AND (uses_left IS NULL OR uses_left > 0)
             AND (:user = '' OR user = :user) AND (:name = '' OR user = :name) AND (:embed = '' OR embed = :embed)
         ORDER BY expires_at, number",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":project": cx.settings.project_id(),
            ":now": cx.now,
            ":user": request.user_id.as_ref().map_or("", |id| id.as_str()),
            ":name": request.user_name.as_deref().unwrap_or(""),
            ":embed": request.embed_id.as_ref().map_or("", |id| id.as_str()),
        },
        ticket,
    )?;
    let mut all = rows.collect::<Result<Vec<Ticket>, _>>()?;
    if request.sort_dir == Some(SortDirection::Descending) {
        all.reverse();
    }
    let (offset, limit) = (request.offset.unwrap_or(0), request.limit.unwrap_or(PAGE));
    let mut response = ListTicketsResponse::default();
    response.count = Some(all.len() as u64);
    response.page_data = all.into_iter().skip(offset as usize).take(limit as usize).collect();
    Ok(response)
}

fn ticket(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    let groups: String = row.get("groups")?;
    let user: String = row.get("user")?;
    let expires: Timestamp = times::insight(row.get("expires_at")?);
    let mut ticket = Ticket::default();
    ticket.ticket = Some(Secret::from(row.get::<_, String>("ticket")?));
    ticket.embed_id = Some(row.get::<_, String>("embed")?.into());
    ticket.expire_time = Some(expires);
    ticket.left_num = row.get::<_, Option<i64>>("uses_left")?.map(i64::unsigned_abs);
    // The sandbox has no table of users here, so the name is the ID.
    ticket.user_name = Some(user.clone());
    ticket.user_id = Some(user.into());
    ticket.user_type = Some(UserType::Iam);
    ticket.group_ids = groups.split(',').filter(|id| !id.is_empty()).map(GroupId::from).collect();
    Ok(ticket)
}
