//! Progress messages on standard error: retries, waits and warnings, which the client reports as `tracing` events.
//! Without them, a command that waits for minutes looks stuck.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard};

use hwc_api::CATALOG;
use hwc_api::serde_json::{Map, Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::changes::{self, Progress};
use crate::lock::lock;
use crate::ui::note::{self, Note};

/// A `tracing` subscriber for the events of the client.
pub(crate) struct ClientEvents {
    print: Box<dyn Fn(&Note) + Send + Sync>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last: u64,
    calls: BTreeMap<u64, Call>,
    /// The calls in progress, the innermost last.
    entered: Vec<u64>,
}

/// The span of a call.
struct Call {
    handles: usize,
    fields: Fields,
}

/// Fields by name, as text.
#[derive(Clone, Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Returns the operation of a call, as in `osm.ListCases`.
    fn operation(&self) -> Option<String> {
        Some(format!("{}.{}", self.get("service")?, self.get("operation")?))
    }

    /// Returns true for events to print: warnings, retries with the kind of the error before them, and waits of at
    /// least one second.
    fn is_notable(&self, level: Level) -> bool {
        let seconds = self.get("wait").and_then(|wait| wait.strip_suffix('s')?.parse::<f64>().ok());
        let is_retry = self.get("wait").is_some() && self.get("kind").is_some();
        level <= Level::WARN || is_retry || seconds.is_some_and(|seconds| seconds >= 1.0)
    }

    /// Formats an event, as in `osm.ListCases: no connection; retrying (212ms)`.
    fn note(&self, operation: Option<&str>) -> Note {
        let message = self.get("message").unwrap_or("waiting");
        let reason = self.get("error").or_else(|| self.get("reason"));
        let is_named = |operation: &&str| reason.is_some_and(|reason| reason.starts_with(*operation));
        let subject = operation.filter(|operation| !is_named(operation)).map(|operation| format!("{operation}: "));
        let reason = reason.map(|reason| format!("{reason}; ")).unwrap_or_default();
        let wait = self.get("wait").map(|wait| format!(" ({wait})")).unwrap_or_default();
        let text = format!("{}{reason}{message}{wait}", subject.unwrap_or_default());
        let kind = match self.get("wait") {
            Some(_) if message.contains("retry") => "retry",
            Some(_) => "wait",
            None => "client",
        };
        Note::warning(kind, &text, self.members(operation))
    }

    fn members(&self, operation: Option<&str>) -> Map<String, Value> {
        let members = self.0.iter().filter(|(name, _)| !["message", "kind"].contains(name));
        let members = members.map(|(name, value)| ((*name).to_owned(), json!(value)));
        members.chain(operation.map(|operation| ("operation".to_owned(), json!(operation)))).collect()
    }
}

impl ClientEvents {
    /// Creates a subscriber that passes its notes to `print`.
    pub(crate) fn new(print: impl Fn(&Note) + Send + Sync + 'static) -> Self {
        Self { print: Box::new(print), state: Mutex::default() }
    }

    /// Subscribes to all clients of this process and prints their events on standard error.
    pub(crate) fn install() {
        // No other subscriber exists. If one did, it would take precedence.
        let _ = tracing::subscriber::set_global_default(Self::new(note::print));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Subscriber for ClientEvents {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // The command reports its error itself.
        metadata.target().starts_with("hwc_api") && metadata.target() != "hwc_api::failures"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        let mut state = self.state();
        state.last += 1;
        let id = state.last;
        if let Some(name) = fields.operation().filter(|name| is_change(name)) {
            changes::begin(id, name);
        }
        state.calls.insert(id, Call { handles: 1, fields });
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        if let Some(call) = self.state().calls.get_mut(&span.into_u64()) {
            values.record(&mut call.fields);
        }
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        if !fields.is_notable(*event.metadata().level()) {
            return;
        }
        let operation = {
            let state = self.state();
            state.entered.last().and_then(|id| state.calls.get(id)?.fields.operation())
        };
        (self.print)(&fields.note(operation.as_deref()));
    }

    fn enter(&self, span: &Id) {
        self.state().entered.push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        let mut state = self.state();
        if let Some(place) = state.entered.iter().rposition(|id| *id == span.into_u64()) {
            state.entered.remove(place);
        }
    }

    fn clone_span(&self, span: &Id) -> Id {
        if let Some(call) = self.state().calls.get_mut(&span.into_u64()) {
            call.handles += 1;
        }
        span.clone()
    }

    fn try_close(&self, span: Id) -> bool {
        let mut state = self.state();
        let Some(call) = state.calls.get_mut(&span.into_u64()) else { return false };
        call.handles -= 1;
        if call.handles > 0 {
            return false;
        }
        let call = state.calls.remove(&span.into_u64());
        if let Some(progress) = call.and_then(|call| outcome(&call.fields)) {
            changes::end(span.into_u64(), progress);
        }
        true
    }
}

fn is_change(name: &str) -> bool {
    CATALOG.find(name).is_some_and(|entry| changes::is_change(entry.operation))
}

/// Returns the outcome of a change, if its call finished. Error responses below 500 and requests that were never sent
/// changed nothing.
fn outcome(fields: &Fields) -> Option<Option<Progress>> {
    let attempts: u32 = fields.get("attempts")?.parse().ok()?;
    let status = fields.get("status").and_then(|status| status.parse::<u16>().ok());
    Some(match (fields.get("error"), attempts, status) {
        (None, ..) => Some(Progress::Done),
        (Some(_), 0, _) | (Some(_), _, Some(..500)) => None,
        (Some(_), ..) => Some(Progress::Unknown),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// Returns the notes printed while `work` runs.
    fn notes(work: impl FnOnce()) -> Vec<String> {
        let recorded = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&recorded);
        let events = ClientEvents::new(move |note| sink.lock().unwrap().push(note.text(true)));
        tracing::subscriber::with_default(events, work);
        let recorded = recorded.lock().unwrap();
        recorded.clone()
    }

    #[test]
    fn retries_waits_and_warnings_name_their_reason() {
        let notes = notes(|| {
            let span = tracing::info_span!(target: "hwc_api", "call", service = "osm", operation = "ListCases");
            let _entered = span.enter();
            tracing::debug!(target: "hwc_api", kind = "NotSent", error = "refused", wait = "212ms", "retrying");
            tracing::debug!(target: "hwc_api", reason = "the rate", wait = "900ms", "waiting before the request");
            tracing::debug!(target: "hwc_api", reason = "the rate", wait = "1.5s", "waiting before the request");
            tracing::debug!(target: "hwc_api", "decoded");
            tracing::warn!(target: "hwc_api::tickets", error = "osm.ListCases: refused", wait = "5s", "not read; retrying");
            tracing::warn!(target: "another", "noise");
            tracing::warn!(target: "hwc_api::failures", error = "osm.ListCases: refused", "the call failed");
        });
        let messages: Vec<Value> = notes.iter().map(|line| hwc_api::serde_json::from_str(line).unwrap()).collect();
        let messages: Vec<&str> = messages.iter().map(|line| line["warning"]["message"].as_str().unwrap()).collect();
        assert_eq!(
            messages,
            [
                "osm.ListCases: refused; retrying (212ms)",
                "osm.ListCases: the rate; waiting before the request (1.5s)",
                "osm.ListCases: refused; not read; retrying (5s)",
            ]
        );
    }

    #[test]
    fn the_outcome_of_a_change_depends_on_what_was_sent() {
        let of = |fields: &[(&'static str, &str)]| {
            outcome(&Fields(fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()))
        };
        assert_eq!(of(&[]), None, "an abandoned call");
        assert_eq!(of(&[("attempts", "1"), ("status", "200")]), Some(Some(Progress::Done)));
        assert_eq!(of(&[("attempts", "0"), ("error", "x")]), Some(None));
        assert_eq!(of(&[("attempts", "1"), ("error", "x"), ("status", "404")]), Some(None));
        assert_eq!(of(&[("attempts", "1"), ("error", "x"), ("status", "500")]), Some(Some(Progress::Unknown)));
        assert_eq!(of(&[("attempts", "1"), ("error", "x")]), Some(Some(Progress::Unknown)));
    }
}
