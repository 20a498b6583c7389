//! The spans of workflows, with those of their calls inside.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use hwc_api::mock::{Mock, MockError};
use hwc_api::osm::{CaseDetail, CaseStatus, ShowCaseDetail, ShowCaseDetailResponse, UpdateCases};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Collects the spans of the client with their fields, as paths.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    spans: BTreeMap<u64, (String, Fields)>,
    entered: Vec<u64>,
}

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if ["workflow", "operation", "error", "error.type"].contains(&field.name()) {
            write!(self.0, " {}={value:?}", field.name()).unwrap();
        }
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target() == "hwc_api"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut state = self.0.lock().unwrap();
        let parent = state.entered.last().map(|id| format!("{} > ", state.spans[id].0)).unwrap_or_default();
        let mut fields = Fields::default();
        span.record(&mut fields);
        let id = state.spans.len() as u64 + 1;
        state.spans.insert(id, (format!("{parent}{}", span.metadata().name()), fields));
        Id::from_u64(id)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        values.record(&mut self.0.lock().unwrap().spans.get_mut(&id.into_u64()).unwrap().1);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, id: &Id) {
        self.0.lock().unwrap().entered.push(id.into_u64());
    }

    fn exit(&self, id: &Id) {
        self.0.lock().unwrap().entered.retain(|entered| *entered != id.into_u64());
    }
}

impl Spans {
    fn lines(&self) -> String {
        let state = self.0.lock().unwrap();
        let lines: Vec<String> = state.spans.values().map(|(path, fields)| format!("{path}:{}", fields.0)).collect();
        lines.join("\n")
    }
}

#[tokio::test]
async fn a_workflow_is_a_span_around_its_calls() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let mock = Mock::new().sequence::<UpdateCases>([Ok(Default::default()), Err(MockError::status(409))]);
    let tickets = mock.client().tickets();
    tickets.cancel("case-1").await.unwrap();
    tickets.cancel("case-1").await.unwrap_err();
    insta::assert_snapshot!(spans.lines(), @r#"
    workflow: workflow="tickets.act"
    workflow > call: operation="UpdateCases"
    workflow: workflow="tickets.act" error=error response error.type="service"
    workflow > call: operation="UpdateCases" error=error response error.type="409"
    "#);
}

#[tokio::test]
async fn a_canceled_workflow_closes_with_what_is_known() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let mock = Mock::new().on::<UpdateCases>(|_| Ok(Default::default())).delay(Duration::from_secs(3600));
    let mut workflow = mock.client().tickets().cancel("case-1");
    let is_pending = poll_fn(|cx| Poll::Ready(std::pin::Pin::new(&mut workflow).poll(cx).is_pending())).await;
    assert!(is_pending);
    drop(workflow);
    insta::assert_snapshot!(spans.lines(), @r#"
    workflow: workflow="tickets.act" error="canceled" error.type="canceled"
    workflow > call: operation="UpdateCases" error="canceled" error.type="canceled"
    "#);
}

#[tokio::test]
async fn a_follower_is_one_span_around_all_its_calls() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let mock = Mock::new().on::<ShowCaseDetail>(|_| {
        let mut detail = CaseDetail::default();
        detail.status = Some(CaseStatus::Completed);
        let mut response = ShowCaseDetailResponse::default();
        response.incident_detail_info = Some(detail);
        Ok(response)
    });
    let mut messages = mock.client().tickets().follow("case-1");
    assert!(messages.try_next().await.unwrap().is_none());
    insta::assert_snapshot!(spans.lines(), @r#"
    workflow: workflow="tickets.follow"
    workflow > workflow: workflow="tickets.detail"
    workflow > workflow > call: operation="ShowCaseDetail"
    "#);
}
