//! Messages for chat programs: older ones, new ones, and the number of unread ones.

use std::collections::BTreeSet;

use hwc_models::osm::{
    CaseId, CaseReadState, ListMoreInstantMessages, ListMoreInstantMessagesResponse, ListNewInstantMessages,
    ListNewInstantMessagesResponse, ListUnreadNewInstantMessages, ListUnreadNewInstantMessagesResponse, MessageSource,
    MessageTimeId, NewCaseMessages, ReadState, UnreadMessages, UpdateNewInstantMessagesRead,
    UpdateNewInstantMessagesReadResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::messages::rows::{count, select, to_models};
use crate::services::osm::{lifecycle, rejected, require_case};

/// Messages older than the one that `:source` wrote at `:at`. If there are several, the oldest counts.
const OLDER: &str = "AND (m.written_at < :at OR (m.written_at = :at AND m.number <
         (SELECT min(k.number) FROM messages k WHERE k.case_id = :case AND k.written_at = :at AND k.source = :source)))";

/// Messages since a call at `:seen_at` that returned messages up to `:seen`. Messages stored in advance have lower numbers.
const NEW: &str = "AND (m.written_at > :seen_at OR m.number > :seen) ORDER BY m.written_at, m.number";

/// Messages of engineers that the customer has not read.
const UNREAD: &str = "AND m.source = 1 AND NOT EXISTS (SELECT 1 FROM message_reads r
         WHERE r.case_id = m.case_id AND (m.written_at, m.number) <= (r.read_at, r.read_number))";

/// Returns the newest of the older messages, oldest first.
pub(super) fn more(
    cx: &mut Context<'_>,
    request: &ListMoreInstantMessages,
) -> Result<ListMoreInstantMessagesResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    if let MessageSource::Unknown(_) = request.written_by {
        return Err(rejected("type must be 0 or 1."));
    }
    let case = request.case_id.as_str();
    let (at, source) = (known_time(cx, request)?, request.written_by.code());
    let limit = request.limit.unwrap_or_default();
    let page = format!("{OLDER} ORDER BY m.written_at DESC, m.number DESC LIMIT :limit");
    let mut rows = select(cx, case, &page, &[(":at", &at), (":source", &source), (":limit", &limit)])?;
    rows.reverse();
    let mut response = ListMoreInstantMessagesResponse::default();
    response.count = Some(count(cx, case, OLDER, &[(":at", &at), (":source", &source)])?);
    response.message_list = to_models(cx, rows, request.trim_osm_rich_text_label.unwrap_or(true))?;
    Ok(response)
}

/// Returns the time of the known message, as text or in milliseconds, because no source documents the format. An empty time
/// is after all messages.
fn known_time(cx: &Context<'_>, request: &ListMoreInstantMessages) -> Result<i64, ApiError> {
    let text = request.create_time.as_str();
    match text.parse() {
        Ok(millis) if text.len() != "20231227151904".len() => Ok(millis),
        _ => Ok(cx.millis("create_time", Some(&request.create_time))?.unwrap_or(i64::MAX)),
    }
}

pub(super) fn new(
    cx: &mut Context<'_>,
    request: &ListNewInstantMessages,
) -> Result<ListNewInstantMessagesResponse, ApiError> {
    let (seen_at, seen) = request.last_message_time_id.as_ref().map_or(Ok((i64::MIN, 0)), seen)?;
    let plain = request.trim_osm_rich_text_label.unwrap_or(true);
    let mut response = ListNewInstantMessagesResponse::default();
    for case in distinct(cx, &request.case_ids)? {
        let rows = select(cx, case.as_str(), NEW, &[(":seen_at", &seen_at), (":seen", &seen)])?;
        let mut state = CaseReadState::default();
        state.status = Some(if unread(cx, case)? == 0 { ReadState::Read } else { ReadState::Unread });
        state.incident_id = Some(case.clone());
        response.imstatus.push(state);
        if !rows.is_empty() {
            let mut messages = NewCaseMessages::default();
            messages.incident_id = Some(case.clone());
            messages.message_list = to_models(cx, rows, plain)?;
            response.immsg.push(messages);
        }
    }
    let newest: i64 = cx.db.query_row("SELECT coalesce(max(number), 0) FROM messages", (), |row| row.get(0))?;
    response.last_message_time_id = Some(format!("time-{}-{newest}", cx.now).into());
    Ok(response)
}

/// Parses the time and the number of an earlier call. Without a number, messages at that time or later are new.
fn seen(id: &MessageTimeId) -> Result<(i64, i64), ApiError> {
    let parts = id.as_str().strip_prefix("time-").map(|rest| rest.split_once('-').unwrap_or((rest, "0")));
    let numbers = parts.and_then(|(at, number)| Some((at.parse().ok()?, number.parse().ok()?)));
    numbers.ok_or_else(|| rejected("last_message_time_id is invalid."))
}

/// Returns the distinct tickets of the request.
fn distinct<'a>(cx: &Context<'_>, cases: &'a [CaseId]) -> Result<Vec<&'a CaseId>, ApiError> {
    let mut known = BTreeSet::new();
    let cases: Vec<&CaseId> = cases.iter().filter(|case| known.insert(case.as_str())).collect();
    cases.iter().try_for_each(|case| require_case(cx, case))?;
    Ok(cases)
}

fn unread(cx: &Context<'_>, case: &CaseId) -> Result<u64, ApiError> {
    count(cx, case.as_str(), UNREAD, &[])
}

pub(super) fn count_unread(
    cx: &mut Context<'_>,
    request: &ListUnreadNewInstantMessages,
) -> Result<ListUnreadNewInstantMessagesResponse, ApiError> {
    let mut response = ListUnreadNewInstantMessagesResponse::default();
    for case in distinct(cx, &request.case_ids)? {
        let mut messages = UnreadMessages::default();
        messages.status = u32::try_from(lifecycle::status(cx, case.as_str())?).ok();
        messages.unread_num = u32::try_from(unread(cx, case)?).ok();
        messages.incident_id = Some(case.clone());
        response.imunread.push(messages);
    }
    Ok(response)
}

/// Marks all current messages as read.
pub(super) fn mark_read(
    cx: &mut Context<'_>,
    request: &UpdateNewInstantMessagesRead,
) -> Result<UpdateNewInstantMessagesReadResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    read_until(cx, request.case_id.as_str(), cx.now)?;
    Ok(UpdateNewInstantMessagesReadResponse::default())
}

/// Marks the messages of engineers up to `at` as read.
pub(crate) fn read_until(cx: &Context<'_>, case: &str, at: i64) -> Result<(), ApiError> {
    cx.db.execute(
        "INSERT INTO message_reads (case_id, read_at, read_number)
         SELECT ?1, ?2, coalesce(max(number), 0) FROM messages WHERE case_id = ?1
         ON CONFLICT (case_id) DO UPDATE SET read_at = excluded.read_at, read_number = excluded.read_number",
        (case, at),
    )?;
    Ok(())
}
