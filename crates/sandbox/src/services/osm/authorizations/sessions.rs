//! Simulated sessions of engineers on opened hosts. A minute after access begins, they sign in for five minutes, run some
//! commands and download a file. Everything is stored at once and becomes visible by the clock.

use hwc_models::osm::AuthorizationTarget;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::REACTION;

/// The length of a session, in milliseconds.
const LENGTH: i64 = 300_000;

/// The commands of a session, and their times after its start.
const COMMANDS: [(i64, &str); 4] = [(10_000, "uptime"), (60_000, "df -h"), (120_000, "dmesg"), (290_000, "exit")];

/// The time of a file transfer after the start of a session, and its duration.
const TRANSFER: (i64, i64) = (200_000, 3000);

/// Stores the future sessions on the hosts of a grant that have an account.
pub(super) fn schedule(cx: &Context<'_>, grant: &str, from: i64, until: i64) -> Result<(), ApiError> {
    let started = from.saturating_add(REACTION);
    let ended = started.saturating_add(LENGTH).min(until);
    if started >= ended {
        return Ok(());
    }
    let sql = "SELECT id FROM authorization_details WHERE grant_id = ?1 AND target = ?2 AND account <> '' ORDER BY id";
    let mut hosts = cx.db.prepare_cached(sql)?;
    let hosts = hosts.query_map((grant, AuthorizationTarget::Host.code()), |row| row.get(0))?;
    for host in hosts.collect::<Result<Vec<i64>, _>>()? {
        add(cx, host, started, ended)?;
    }
    Ok(())
}

/// Stores a session, with its actions up to its end.
pub(crate) fn add(cx: &Context<'_>, detail: i64, started: i64, ended: i64) -> Result<(), ApiError> {
    cx.db
        .prepare_cached("INSERT INTO bastion_sessions (detail, started_at, ended_at) VALUES (?1, ?2, ?3)")?
        .execute((detail, started, ended))?;
    let session = cx.db.last_insert_rowid();
    for (after, command) in COMMANDS.iter().filter(|(after, _)| started + after <= ended) {
        cx.db
            .prepare_cached("INSERT INTO bastion_commands (session, command, run_at) VALUES (?1, ?2, ?3)")?
            .execute((session, command, started + after))?;
    }
    if started + TRANSFER.0 + TRANSFER.1 <= ended { add_transfer(cx, session, started + TRANSFER.0) } else { Ok(()) }
}

fn add_transfer(cx: &Context<'_>, session: i64, at: i64) -> Result<(), ApiError> {
    cx.db
        .prepare_cached(
            "INSERT INTO bastion_transfers (session, kind, file_name, from_path, to_path, size, result, moved_at, took)
             VALUES (?1, 'download', 'messages.log', '/var/log', '/opt/download', '12k', 'success', ?2, ?3)",
        )?
        .execute((session, at, TRANSFER.1))?;
    Ok(())
}

/// Handles the end of access: running sessions end now, and later ones do not happen.
pub(crate) fn end(cx: &Context<'_>, grant: &str) -> Result<(), ApiError> {
    let sessions = "SELECT s.id FROM bastion_sessions s JOIN authorization_details d ON d.id = s.detail
         WHERE d.grant_id = ?1 AND s.ended_at > ?2";
    for sql in [
        format!("DELETE FROM bastion_commands WHERE run_at > ?2 AND session IN ({sessions})"),
        format!("DELETE FROM bastion_transfers WHERE moved_at + took > ?2 AND session IN ({sessions})"),
        format!("DELETE FROM bastion_sessions WHERE started_at >= ?2 AND id IN ({sessions})"),
        format!("UPDATE bastion_sessions SET ended_at = ?2 WHERE id IN ({sessions})"),
    ] {
        cx.db.prepare_cached(&sql)?.execute((grant, cx.now))?;
    }
    Ok(())
}
