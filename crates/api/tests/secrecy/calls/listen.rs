//! Collects all `tracing` output: spans and events of every crate, at every level.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// All output, as one text.
#[derive(Clone, Default)]
pub(super) struct Listener(Arc<Mutex<String>>);

impl Listener {
    /// Returns all output so far.
    pub(super) fn heard(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    fn begin(&self, metadata: &Metadata<'_>) {
        write!(self.0.lock().unwrap(), "\n{} {} ", metadata.target(), metadata.name()).unwrap();
    }
}

impl Visit for Listener {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{}={value:?} {value:#?} ", field.name());
        self.0.lock().unwrap().push_str(&text);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let text = format!("{}={value} ", field.name());
        self.0.lock().unwrap().push_str(&text);
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.begin(span.metadata());
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.begin(event.metadata());
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
