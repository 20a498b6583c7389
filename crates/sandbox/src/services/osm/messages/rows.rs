//! StoredMessage messages, their visibility at the time of the call, and their format in responses.

use hwc_models::osm::{Accessory, CaseMessage, IamUserType, Message, MessageId, MessageSource, ReplierType};
use rusqlite::{Row, ToSql};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::osm::accessories::uploads;
use crate::services::osm::{markup, rejected};

/// The messages of the ticket `:case` that are visible at `:now`.
const THERE: &str = "FROM messages m WHERE m.case_id = :case AND m.written_at <= :now AND m.withdrawn_at IS NULL";

/// The columns of a message, in the order of [`stored`].
const COLUMNS: &str = "m.number, m.id, m.source, m.author_id, m.is_first, m.author_name, m.content, m.written_at,
     EXISTS (SELECT 1 FROM accessories WHERE message = m.number)";

/// Values for the SQL after [`THERE`].
type Parameters<'a> = [(&'a str, &'a dyn ToSql)];

/// A message, with the data that decides about allowed actions.
pub(crate) struct StoredMessage {
    pub(crate) number: i64,
    pub(super) id: String,
    pub(super) source: MessageSource,
    pub(super) author_id: String,
    pub(super) is_first: bool,
    author_name: String,
    content: String,
    written_at: i64,
    has_accessories: bool,
}

impl StoredMessage {
    fn accessories(&self, cx: &Context<'_>) -> rusqlite::Result<Vec<Accessory>> {
        if self.has_accessories { uploads::of_message(cx.db, self.number) } else { Ok(Vec::new()) }
    }
}

/// Returns the messages of a ticket that match `rest`, SQL that continues the conditions on `m`.
pub(super) fn select(
    cx: &Context<'_>,
    case: &str,
    rest: &str,
    more: &Parameters<'_>,
) -> Result<Vec<StoredMessage>, ApiError> {
    let mut statement = cx.db.prepare_cached(&format!("SELECT {COLUMNS} {THERE} {rest}"))?;
    let rows = statement.query_map(parameters(cx, &case, more).as_slice(), stored)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the message of a ticket with this ID.
pub(crate) fn find(cx: &Context<'_>, case: &str, id: &MessageId) -> Result<StoredMessage, ApiError> {
    let named = "AND coalesce(m.id, CAST(m.number AS TEXT)) = :id";
    let found = select(cx, case, named, &[(":id", &id.as_str())])?;
    found.into_iter().next().ok_or_else(|| rejected("The ticket does not have this message."))
}

/// Returns the number of messages of a ticket that match `rest`.
pub(super) fn count(cx: &Context<'_>, case: &str, rest: &str, more: &Parameters<'_>) -> Result<u64, ApiError> {
    let mut statement = cx.db.prepare_cached(&format!("SELECT count(*) {THERE} {rest}"))?;
    let count: i64 = statement.query_row(parameters(cx, &case, more).as_slice(), |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

fn parameters<'a>(cx: &'a Context<'_>, case: &'a &str, more: &Parameters<'a>) -> Vec<(&'a str, &'a dyn ToSql)> {
    let own: [(&str, &dyn ToSql); 2] = [(":case", case), (":now", &cx.now)];
    own.into_iter().chain(more.iter().copied()).collect()
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredMessage> {
    let number = row.get(0)?;
    Ok(StoredMessage {
        number,
        id: row.get::<_, Option<String>>(1)?.unwrap_or_else(|| i64::to_string(&number)),
        source: MessageSource::from(row.get::<_, i64>(2)?),
        author_id: row.get(3)?,
        is_first: row.get(4)?,
        author_name: row.get(5)?,
        content: row.get(6)?,
        written_at: row.get(7)?,
        has_accessories: row.get(8)?,
    })
}

/// Converts messages to list elements, without markup if `plain`.
pub(super) fn to_models(cx: &Context<'_>, rows: Vec<StoredMessage>, plain: bool) -> Result<Vec<Message>, ApiError> {
    rows.into_iter().map(|row| message(cx, row, plain)).collect()
}

fn message(cx: &Context<'_>, row: StoredMessage, plain: bool) -> Result<Message, ApiError> {
    let mut message = Message::default();
    message.accessory_list = row.accessories(cx)?;
    message.written_by = Some(row.source);
    message.replier_type = Some(ReplierType::from(row.source.code()));
    // Engineers have no accounts, and customers sign in as IAM users.
    message.iam_user_type = (row.source == MessageSource::Customer).then_some(IamUserType::IamUser);
    message.replier = Some(row.author_id);
    message.replier_name = Some(row.author_name);
    message.content = Some(markup::text(row.content, plain));
    message.create_time = Some(times::osm(row.written_at));
    message.is_first_message = Some(u32::from(row.is_first));
    Ok(message)
}

/// Returns all messages of a ticket in the format of `ShowCaseDetail`, oldest first, without markup if `plain`.
pub(crate) fn in_detail(cx: &Context<'_>, case: &str, plain: bool) -> Result<Vec<CaseMessage>, ApiError> {
    let rows = select(cx, case, "ORDER BY m.written_at, m.number", &[])?;
    rows.into_iter().map(|row| detailed(cx, row, plain)).collect()
}

fn detailed(cx: &Context<'_>, row: StoredMessage, plain: bool) -> Result<CaseMessage, ApiError> {
    let mut message = CaseMessage::default();
    message.accessory_list = row.accessories(cx)?;
    message.written_by = Some(row.source);
    message.replier = Some(row.author_id);
    message.replier_name = Some(row.author_name);
    message.content = Some(markup::text(row.content, plain));
    message.message_id = Some(row.id.into());
    message.create_time = Some(times::osm(row.written_at));
    message.is_first_message = Some(u32::from(row.is_first));
    Ok(message)
}
