//! The messages of a ticket, as ShowCaseDetail shows them.

use hwc_models::osm::{Accessory, CaseMessage, MessageSource};
use rusqlite::{Connection, Row};

use super::markup;
use crate::context::Context;
use crate::refusal::Refusal;

/// All messages of a ticket that are there, the oldest first, without markup when `plain`.
pub(super) fn in_detail(cx: &Context<'_>, case: &str, plain: bool) -> Result<Vec<CaseMessage>, Refusal> {
    let mut statement = cx.db.prepare_cached(
        "SELECT number, source, author_id, author_name, content, written_at, is_first FROM messages
         WHERE case_id = ?1 AND written_at <= ?2 ORDER BY written_at, number",
    )?;
    let rows = statement.query_map((case, cx.now), |row| Ok((row.get(0)?, message(cx, row)?)))?;
    let mut messages = Vec::new();
    for row in rows {
        let (number, mut message): (i64, CaseMessage) = row?;
        message.accessory_list = accessories(cx.db, number)?;
        message.content = message.content.map(|text| markup::text(text, plain));
        messages.push(message);
    }
    Ok(messages)
}

fn message(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<CaseMessage> {
    let mut message = CaseMessage::default();
    message.message_id = Some(row.get::<_, i64>(0)?.to_string().into());
    message.written_by = Some(MessageSource::from(row.get::<_, i64>(1)?));
    message.replier = row.get(2)?;
    message.replier_name = row.get(3)?;
    message.content = row.get(4)?;
    message.create_time = Some(cx.time(row.get(5)?));
    message.is_first_message = row.get(6)?;
    Ok(message)
}

fn accessories(db: &Connection, message: i64) -> rusqlite::Result<Vec<Accessory>> {
    let mut statement = db.prepare_cached("SELECT id, name FROM accessories WHERE message = ?1 ORDER BY object")?;
    let rows = statement.query_map([message], |row| {
        let mut accessory = Accessory::default();
        accessory.accessory_id = Some(row.get::<_, String>(0)?.into());
        accessory.file_actual_name = row.get(1)?;
        Ok(accessory)
    })?;
    rows.collect()
}
