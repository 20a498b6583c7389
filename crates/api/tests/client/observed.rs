//! Observable properties of a call: the events of deviations, and futures that are `Send`.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::common::{Fake, ListCases, ListFiles, OSM, client};

/// Collects the events of the client, one line each.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Events {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("hwc_api")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn each_deviation_is_an_event_without_values() {
    let events = Events::default();
    let _guard = tracing::subscriber::set_default(events.clone());
    let fake = Fake::answering([r#"{"count": "1", "cases": [{"id": 7, "odd": "SECRET"}]}"#]);
    client(&fake).send(ListCases::new()).await.unwrap();
    let lines = events.0.lock().unwrap().join("\n");
    insta::assert_snapshot!(lines, @r#"
    DEBUG message=the response differs from its description service="osm" operation="ListCases" kind=Coerced path=cases[0].id note=expected text, found a whole number
    DEBUG message=the response differs from its description service="osm" operation="ListCases" kind=UnknownField path=cases[0].odd note=is not in the description; ignored
    "#);
}

#[cfg(unix)]
#[tokio::test]
async fn a_profile_file_that_others_can_read_is_an_event() {
    use std::os::unix::fs::PermissionsExt;
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("profile-open");
    std::fs::write(&path, "[global]\nak = A\nsk = SECRET\ndomain_id = d\n").unwrap();
    for (mode, warns) in [(0o600, false), (0o640, true), (0o604, true)] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let events = Events::default();
        let _guard = tracing::subscriber::set_default(events.clone());
        let fake = Fake::answering(["{}"; 2]);
        let client = hwc_api::Client::builder().profile_file(&path).transport(fake.transport()).build().unwrap();
        client.send(ListCases::new()).await.unwrap();
        client.send(ListCases::new()).await.unwrap();
        let lines = events.0.lock().unwrap().clone();
        let warnings: Vec<&String> = lines.iter().filter(|line| line.contains("other users can read")).collect();
        assert_eq!(warnings.len(), usize::from(warns), "{mode:o}: {lines:?}");
        assert!(warnings.iter().all(|line| line.contains("profile-open") && line.contains("0600")), "{lines:?}");
    }
}

/// Compiles only if `T` is `Send`.
fn moves_between_threads<T: Send>(_: &T) {}

#[test]
fn calls_can_be_awaited_on_any_thread() {
    let client = client(&Fake::default());
    moves_between_threads(&client.send(ListCases::new()));
    moves_between_threads(&client.send(ListCases::new()).response());
    moves_between_threads(&client.raw_request(&OSM, hwc_api::Method::Get, "/"));
    moves_between_threads(&client.fetch_presigned(&"https://x.example".into()).bytes());
    moves_between_threads(&client.fetch_presigned(&"https://x.example".into()).stream());
    moves_between_threads(&client.pages(ListFiles::new("s")).try_next());
    moves_between_threads(&client.items(ListFiles::new("s")).try_next());
}
