//! Additional values of a ticket: the known keys of the extension map, and values stored by name.

use std::collections::BTreeMap;

use hwc_models::osm::{
    CreateCaseExtendsParam, CreateCaseExtendsParamResponse, MessageId, ShowCaseExtendsParam,
    ShowCaseExtendsParamResponse,
};
use hwc_wire::Json;
use rusqlite::OptionalExtension;
use serde_json::{Map, json};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::size_limits::MOST_MEMBERS;
use crate::services::osm::lifecycle::{TicketEvent, transition};
use crate::services::osm::{cc_emails, messages, rejected, require_case};

/// Values by name, as in requests.
pub(crate) type Values = BTreeMap<String, Json>;

/// Contact data of an extension map. `None` means that the map does not mention it.
pub(crate) struct Extension {
    pub(crate) contact_type: Option<String>,
    pub(crate) cc_email: Option<String>,
    pub(crate) commodity: Option<String>,
}

impl Extension {
    /// Reads the known keys of an extension map. The other values are stored unchanged.
    pub(crate) fn read(values: &Values) -> Result<Self, ApiError> {
        let contact_type = word(values, "contactType", 1)?;
        let commodity = word(values, "commodityId", 64)?;
        Ok(Self { contact_type, cc_email: cc_emails::read(values)?, commodity })
    }
}

/// Reads a text. A number is read as a text.
fn word(values: &Values, key: &str, longest: usize) -> Result<Option<String>, ApiError> {
    let text = match values.get(key) {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Number(number)) => number.to_string(),
        Some(_) => return Err(rejected(&format!("{key} must be a text."))),
    };
    if text.chars().count() > longest {
        return Err(rejected(&format!("{key} has more than {longest} characters.")));
    }
    Ok(Some(text))
}

/// Encodes values for the database.
pub(crate) fn text(values: &Values) -> String {
    json!(values).to_string()
}

/// Stores values on a ticket or one of its messages. Values with other names remain.
pub(crate) fn create(
    cx: &mut Context<'_>,
    request: &CreateCaseExtendsParam,
) -> Result<CreateCaseExtendsParamResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    transition(cx, &request.case_id, TicketEvent::Change)?;
    let case = request.case_id.as_str();
    match &request.message_id {
        Some(message) => add_to_message(cx, case, message, &request.extends_map)?,
        None => add(cx, "extends", case, &request.extends_map)?,
    }
    Ok(CreateCaseExtendsParamResponse::default())
}

/// Adds values to a column of a ticket.
pub(crate) fn add(cx: &Context<'_>, column: &'static str, case: &str, values: &Values) -> Result<(), ApiError> {
    let read = format!("SELECT {column} FROM cases WHERE id = ?1");
    let stored: String = cx.db.prepare_cached(&read)?.query_row([case], |row| row.get(0))?;
    let write = format!("UPDATE cases SET {column} = ?2 WHERE id = ?1");
    cx.db.prepare_cached(&write)?.execute((case, merged(&stored, values)?))?;
    Ok(())
}

fn add_to_message(cx: &Context<'_>, case: &str, message: &MessageId, values: &Values) -> Result<(), ApiError> {
    let number = messages::find(cx, case, message)?.number;
    let stored = "SELECT extends FROM message_extends WHERE case_id = ?1 AND message = ?2";
    let stored: Option<String> =
        cx.db.prepare_cached(stored)?.query_row((case, number), |row| row.get(0)).optional()?;
    cx.db
        .prepare_cached("INSERT OR REPLACE INTO message_extends (case_id, message, extends) VALUES (?1, ?2, ?3)")?
        .execute((case, number, merged(stored.as_deref().unwrap_or("{}"), values)?))?;
    Ok(())
}

/// Merges values into stored ones.
fn merged(stored: &str, values: &Values) -> Result<String, ApiError> {
    let mut all = object(stored);
    all.extend(values.iter().map(|(name, value)| (name.clone(), value.clone())));
    if all.len() > MOST_MEMBERS {
        return Err(rejected(&format!("There are {} values by name, at most {MOST_MEMBERS}.", all.len())));
    }
    Ok(Json::Object(all).to_string())
}

/// Decodes values of the database, which are always objects.
fn object(stored: &str) -> Map<String, Json> {
    serde_json::from_str(stored).unwrap_or_default()
}

/// Returns all values, grouped by the maps of the requests. At the top level, a value called `error_code` would be mistaken
/// for an error response.
pub(crate) fn show(
    cx: &mut Context<'_>,
    request: &ShowCaseExtendsParam,
) -> Result<ShowCaseExtendsParamResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let stored = "SELECT extends, extension FROM cases WHERE id = ?1";
    let (extends, extension): (String, String) =
        cx.db.prepare_cached(stored)?.query_row([request.case_id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut maps = json!({ "extends_map": object(&extends) });
    if extension != "{}" {
        maps["extension_map"] = Json::Object(object(&extension));
    }
    let messages = of_messages(cx, request.case_id.as_str())?;
    if !messages.is_empty() {
        maps["messages"] = Json::Object(messages);
    }
    let mut response = ShowCaseExtendsParamResponse::default();
    response.answer = Some(maps);
    Ok(response)
}

/// Returns the values of messages by message ID.
fn of_messages(cx: &Context<'_>, case: &str) -> Result<Map<String, Json>, ApiError> {
    let mut statement = cx.db.prepare_cached(
        "SELECT coalesce(m.id, CAST(m.number AS TEXT)), e.extends FROM message_extends e
         JOIN messages m ON m.number = e.message
         WHERE e.case_id = ?1 AND m.withdrawn_at IS NULL ORDER BY e.message",
    )?;
    let rows = statement.query_map([case], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let rows = rows.collect::<Result<Vec<(String, String)>, _>>()?;
    Ok(rows.into_iter().map(|(id, extends)| (id, Json::Object(object(&extends)))).collect())
}
