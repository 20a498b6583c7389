//! Automatic messages of engineers. They are stored in advance and become visible when their time has come.

use hwc_models::osm::MessageSource;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::REACTION;
use crate::services::osm::engineer::ENGINEER;

/// The greeting of the engineer who accepts a ticket.
const GREETING: &str = "I have taken up your ticket and am looking into it.";

/// The engineer's reply to a message.
const REPLY: &str = "Thank you for your message. I am looking into it.";

/// Schedules the greeting for a ticket that was just opened.
pub(crate) fn greet(cx: &Context<'_>, case: &str) -> Result<(), ApiError> {
    let sql = "SELECT number FROM messages WHERE case_id = ?1 AND is_first = 1";
    let first = cx.db.prepare_cached(sql)?.query_row([case], |row| row.get(0))?;
    reply(cx, case, first, GREETING)
}

/// Schedules the reply to a message that the customer just wrote.
pub(super) fn schedule_reply(cx: &Context<'_>, case: &str, message: i64) -> Result<(), ApiError> {
    reply(cx, case, message, REPLY)
}

fn reply(cx: &Context<'_>, case: &str, message: i64, text: &str) -> Result<(), ApiError> {
    let (id, name) = ENGINEER;
    cx.db
        .prepare_cached(
            "INSERT INTO messages (case_id, source, author_id, author_name, content, answers, written_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((case, MessageSource::Engineer.code(), id, name, text, message, cx.now + REACTION))?;
    Ok(())
}

/// Removes the pending reply to a revoked message.
pub(super) fn cancel_reply(cx: &Context<'_>, message: i64) -> Result<(), ApiError> {
    cx.db.execute("DELETE FROM messages WHERE answers = ?1 AND written_at > ?2", (message, cx.now))?;
    Ok(())
}
