//! The log of requests: listing, waiting, showing and clearing.

use std::time::Duration;

use super::super::call::{ControlCall, Outcome};
use super::super::error::ControlError;
use super::Removed;
use crate::runtime::faults::matches_glob;
use crate::runtime::request_log::{LoggedRequest, RequestDetails, RequestPage};
use crate::runtime::sandbox::Sandbox;

/// The maximum number of requests in a response, and the default.
const MAX_LIMIT: usize = 1000;
const DEFAULT_LIMIT: usize = 100;

/// The maximum seconds to wait.
const MAX_WAIT: u64 = 30;

/// The parameters of the query.
pub(in crate::control) const QUERY: &[(&str, &str, &str)] = &[
    ("after", "integer", "List the requests after this number. Without it, the last ones are listed."),
    ("limit", "integer", "The maximum number of requests, from 1 to 1000. Default: 100."),
    ("wait_seconds", "integer", "Wait for a request after `after`, up to 30 seconds."),
    ("operation", "string", "A name or pattern of operations, such as `koodrive.*`."),
    ("status", "string", "A status such as `404`, or a class such as `4xx`."),
];

/// Waits for a request after `after`, as long as the query says.
pub(in crate::control) async fn wait(sandbox: &Sandbox, call: &ControlCall) -> Outcome<()> {
    let Some(seconds) = call.number("wait_seconds")? else { return Ok(()) };
    if seconds > MAX_WAIT {
        return Err(ControlError::invalid(format!("`wait_seconds` must be at most {MAX_WAIT}, not {seconds}")));
    }
    let after = call.number("after")?.unwrap_or_else(|| sandbox.last_request());
    sandbox.wait_for_request(after, Duration::from_secs(seconds)).await;
    Ok(())
}

pub(in crate::control) fn list(sandbox: &Sandbox, call: &ControlCall) -> Outcome<RequestPage> {
    call.require_known(&QUERY.iter().map(|(name, ..)| *name).collect::<Vec<_>>())?;
    let limit = match call.number("limit")? {
        None => DEFAULT_LIMIT,
        Some(limit) => usize::try_from(limit)
            .ok()
            .filter(|limit| (1..=MAX_LIMIT).contains(limit))
            .ok_or_else(|| ControlError::invalid(format!("`limit` must be from 1 to {MAX_LIMIT}, not {limit}")))?,
    };
    let filter = Filter::parse(call)?;
    let after = call.number("after")?;
    let mut page = sandbox.logged_requests(after.unwrap_or_default(), usize::MAX);
    page.requests.retain(|request| filter.matches(request));
    match after {
        // The rest follows with the cursor.
        Some(_) if page.requests.len() > limit => {
            page.requests.truncate(limit);
            page.cursor = page.requests.last().map_or(page.cursor, |last| last.number);
        }
        Some(_) => {}
        None => {
            page.missed = 0;
            page.requests.drain(..page.requests.len().saturating_sub(limit));
        }
    }
    Ok(page)
}

pub(in crate::control) fn show(sandbox: &Sandbox, call: &ControlCall) -> Outcome<RequestDetails> {
    let number = call.id("request")?;
    let found = sandbox.logged_request(number);
    found.ok_or_else(|| ControlError::not_found(format!("request `{number}` not found; the log keeps the last 1000")))
}

pub(in crate::control) fn clear(sandbox: &Sandbox, _: &ControlCall) -> Outcome<Removed> {
    Ok(Removed { removed: sandbox.clear_request_log() })
}

/// The requests to list.
struct Filter<'a> {
    operation: Option<&'a str>,
    /// The first and the last status.
    statuses: Option<(u16, u16)>,
}

impl<'a> Filter<'a> {
    fn parse(call: &'a ControlCall) -> Outcome<Self> {
        let statuses = |text: &str| {
            parse_statuses(text).ok_or_else(|| {
                ControlError::invalid(format!(
                    "invalid status `{text}`: expected a number such as 404, or a class such as 4xx"
                ))
            })
        };
        Ok(Self { operation: call.query("operation"), statuses: call.query("status").map(statuses).transpose()? })
    }

    fn matches(&self, request: &LoggedRequest) -> bool {
        let operation = request.operation.as_deref();
        let name = operation.and_then(|full| full.split_once('.')).map(|(_, name)| name);
        let is_wanted =
            |pattern: &str| operation.is_some_and(|full| matches_glob(pattern, full)) || name == Some(pattern);
        self.operation.is_none_or(is_wanted)
            && self
                .statuses
                .is_none_or(|(first, last)| request.status.is_some_and(|status| first <= status && status <= last))
    }
}

fn parse_statuses(text: &str) -> Option<(u16, u16)> {
    match text.strip_suffix("xx") {
        Some(class) => {
            let class: u16 = class.parse().ok().filter(|class| (1..=5).contains(class))?;
            Some((class * 100, class * 100 + 99))
        }
        None => {
            let status = text.parse().ok().filter(|status| (100..600).contains(status))?;
            Some((status, status))
        }
    }
}
