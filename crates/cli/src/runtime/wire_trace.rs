//! The trace of HTTP exchanges on standard error, for `--verbose` and `--debug`. It contains no secrets: each exchange is
//! redacted as in a recording.

use std::sync::Arc;
use std::time::SystemTime;

use hwc_api::async_trait;
use hwc_api::serde_json::{self, Value, json};
use hwc_api::transport::clock::SystemClock;
use hwc_api::transport::{HttpRequest, HttpResponse, TransportError};
use hwc_api::{Clock, Transport};
use hwc_transport::Recorder;

use crate::args::global::GlobalArgs;
use crate::error::CliError;
use crate::ui::note::{self, Note};

/// The amount of detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TraceDetail {
    /// A line for each exchange.
    Lines,
    /// Headers and bodies too.
    Full,
}

impl TraceDetail {
    /// Returns the detail that the command line or `HWC_LOG` requests.
    ///
    /// # Errors
    /// Fails if `HWC_LOG` has an unknown value.
    pub(crate) fn requested() -> Result<Option<Self>, CliError> {
        let args = GlobalArgs::current();
        match (args.debug, args.verbose) {
            (true, _) => Ok(Some(Self::Full)),
            (false, true) => Ok(Some(Self::Lines)),
            (false, false) => Self::parse(&std::env::var("HWC_LOG").unwrap_or_default()),
        }
    }

    fn parse(text: &str) -> Result<Option<Self>, CliError> {
        match text {
            "" | "off" | "warn" | "error" => Ok(None),
            "info" => Ok(Some(Self::Lines)),
            "debug" | "trace" => Ok(Some(Self::Full)),
            other => {
                let message = format!("unknown value `{other}` of HWC_LOG; use off, info or debug");
                Err(CliError::config(message).with_choices(["off", "info", "debug"]))
            }
        }
    }
}

/// A transport that prints each exchange of another one.
pub(crate) struct WireTrace {
    inner: Arc<dyn Transport>,
    detail: TraceDetail,
    clock: SystemClock,
}

impl WireTrace {
    /// Creates the trace of a transport.
    pub(crate) fn new(inner: Arc<dyn Transport>, detail: TraceDetail) -> Self {
        Self { inner, detail, clock: SystemClock::new() }
    }

    fn elapsed_millis(&self, start: SystemTime) -> u64 {
        let elapsed = self.clock.now().duration_since(start).unwrap_or_default();
        u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
    }
}

#[async_trait]
impl Transport for WireTrace {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let host = request.uri().authority().map(|authority| authority.host().to_owned()).unwrap_or_default();
        let (recorder, start) = (Recorder::in_memory(Arc::clone(&self.inner)), self.clock.now());
        let response = recorder.send(request).await;
        let exchanges: Value = serde_json::from_str(&recorder.recording().to_json()).unwrap_or_default();
        if let Some(exchange) = exchanges["exchanges"].get(0) {
            note::print(&self.note(exchange, &host, self.elapsed_millis(start)));
        }
        response
    }
}

impl WireTrace {
    fn note(&self, exchange: &Value, host: &str, millis: u64) -> Note {
        let (request, response) = (&exchange["request"], &exchange["response"]);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let outcome = match response["status"].as_u64() {
            Some(status) => status.to_string(),
            None => "no response".to_owned(),
        };
        let line =
            format!("{} {host}{} -> {outcome} ({millis} ms)", text(&request["method"]), text(&request["target"]));
        let mut members = json!({ "host": host, "millis": millis, "status": response["status"] });
        if self.detail == TraceDetail::Lines {
            members["method"] = request["method"].clone();
            members["target"] = request["target"].clone();
            return Note::trace(members, &line);
        }
        members["request"] = request.clone();
        members["response"] = response.clone();
        members["error"] = exchange["error"].clone();
        let error = exchange["error"].as_object().map(|error| format!("\n! {}", Value::Object(error.clone())));
        Note::trace(
            members,
            &format!("{line}{}{}{}", part('>', request), part('<', response), error.unwrap_or_default()),
        )
    }
}

/// Formats headers and body, with a mark at the start of each line.
fn part(mark: char, message: &Value) -> String {
    let headers = message["headers"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut lines: Vec<String> = headers.map(str::to_owned).collect();
    match &message["body"] {
        Value::Null => {}
        Value::Object(body) if body.contains_key("json") => {
            lines.push(serde_json::to_string_pretty(&body["json"]).unwrap_or_default());
        }
        Value::Object(body) if body.contains_key("text") => lines.extend(body["text"].as_str().map(str::to_owned)),
        other => lines.push(other.to_string()),
    }
    let lines = lines.iter().flat_map(|line| line.lines());
    lines.map(|line| format!("\n{mark} {line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_detail_comes_from_the_variable() {
        let detail = |text| TraceDetail::parse(text).unwrap();
        assert_eq!(
            ["", "off", "info", "debug"].map(detail),
            [None, None, Some(TraceDetail::Lines), Some(TraceDetail::Full)]
        );
        let message = TraceDetail::parse("loud").unwrap_err().message();
        assert_eq!(message, "unknown value `loud` of HWC_LOG; use off, info or debug");
    }

    #[test]
    fn headers_and_bodies_have_marks() {
        let message = json!({ "headers": ["a: b"], "body": { "json": { "c": 1 } } });
        assert_eq!(part('>', &message), "\n> a: b\n> {\n>   \"c\": 1\n> }");
        assert_eq!(part('<', &json!({ "body": { "text": "x\ny" } })), "\n< x\n< y");
        assert_eq!(part('<', &Value::Null), "");
    }
}
