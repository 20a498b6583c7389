//! A row of the table as data: the behavior of the server, the call, and the expected outcome.

use std::time::Duration;

use hwc_api::{ClientBuilder, ErrorClass, ErrorKind};

use crate::call::{Call, Who};
use crate::script::Script;
use crate::server::Request;

/// A group of rows about one kind of fault.
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<Row>,
}

/// A fault and its expected outcome.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) script: Script,
    pub(crate) who: Who,
    /// Changes the client.
    pub(crate) tune: fn(ClientBuilder) -> ClientBuilder,
    /// True if the server is an HTTP proxy in front of the service.
    pub(crate) is_proxy: bool,
    /// The trusted certificate of the client, in PEM, and its timeout for connecting.
    pub(crate) trust: Option<String>,
    pub(crate) connect_timeout: Duration,
    /// True if another call precedes the call and leaves a pooled connection.
    pub(crate) warm_up: bool,
    /// The number of calls. Only the outcome of the last one is checked.
    pub(crate) times: u32,
    /// The required state of the feature `gzip`, for rows that depend on it.
    pub(crate) gzip: Option<bool>,
    /// An additional check of the requests.
    pub(crate) also: fn(&[Request]) -> Result<(), String>,
    pub(crate) cases: Vec<Case>,
}

/// A call within a row.
pub(crate) struct Case {
    pub(crate) call: Call,
    pub(crate) expect: Expect,
}

/// The expected outcome of a call.
#[derive(Clone, PartialEq)]
pub(crate) struct Expect {
    pub(crate) outcome: Outcome,
    /// The number of exchanges that the client began, over all calls.
    pub(crate) tries: u32,
    /// The number of whole requests that the server received.
    pub(crate) arrived: u32,
    /// The request lines that arrived, if the row checks them.
    pub(crate) lines: Option<Vec<&'static str>>,
    /// The minimum and maximum duration on the test's clock. The table shows it if it is exact.
    pub(crate) takes: (Duration, Duration),
    /// A remark for the readers of the table.
    pub(crate) remark: &'static str,
}

/// The result for the caller.
#[derive(Clone, PartialEq)]
pub(crate) enum Outcome {
    Answer(&'static str),
    Error {
        kind: ErrorKind,
        retryable: bool,
        service: Option<(u16, &'static str, ErrorClass)>,
        /// Text that the error or one of its causes contains.
        says: &'static str,
    },
    /// The caller dropped the call.
    Dropped,
}

impl Row {
    pub(crate) fn new(name: &'static str, script: impl Into<Script>) -> Self {
        Self {
            name,
            script: script.into(),
            who: Who::Token,
            tune: |builder| builder,
            is_proxy: false,
            trust: None,
            connect_timeout: Duration::from_secs(10),
            warm_up: false,
            times: 1,
            gzip: None,
            also: |_| Ok(()),
            cases: Vec::new(),
        }
    }

    /// Sets the outcome of a repeatable call.
    pub(crate) fn reads(self, expect: Expect) -> Self {
        self.calls(Call::Read, expect)
    }

    /// Sets the outcome of a call that is not repeatable.
    pub(crate) fn creates(self, expect: Expect) -> Self {
        self.calls(Call::Create, expect)
    }

    /// Sets the outcome of both calls.
    pub(crate) fn both(self, expect: Expect) -> Self {
        self.reads(expect.clone()).creates(expect)
    }

    /// Sets the outcome of another call.
    pub(crate) fn calls(mut self, call: Call, expect: Expect) -> Self {
        self.cases.push(Case { call, expect });
        self
    }

    pub(crate) fn who(self, who: Who) -> Self {
        Self { who, ..self }
    }

    pub(crate) fn tune(self, tune: fn(ClientBuilder) -> ClientBuilder) -> Self {
        Self { tune, ..self }
    }

    pub(crate) fn through_proxy(self) -> Self {
        Self { is_proxy: true, ..self }
    }

    pub(crate) fn trust(self, pem: &str) -> Self {
        Self { trust: Some(pem.to_owned()), ..self }
    }

    pub(crate) fn connect_timeout(self, millis: u64) -> Self {
        Self { connect_timeout: Duration::from_millis(millis), ..self }
    }

    pub(crate) fn after_another(self) -> Self {
        Self { warm_up: true, ..self }
    }

    pub(crate) fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    pub(crate) fn gzip(self, on: bool) -> Self {
        Self { gzip: Some(on), ..self }
    }

    pub(crate) fn also(self, also: fn(&[Request]) -> Result<(), String>) -> Self {
        Self { also, ..self }
    }
}

/// Expects the default response at the first attempt.
pub(crate) fn answered() -> Expect {
    answered_with("1")
}

/// Expects this response at the first attempt.
pub(crate) fn answered_with(text: &'static str) -> Expect {
    expect(Outcome::Answer(text))
}

/// Expects that the caller drops the call.
pub(crate) fn dropped() -> Expect {
    expect(Outcome::Dropped)
}

/// Expects an error after one attempt that is not retryable.
pub(crate) fn fails(kind: ErrorKind) -> Expect {
    expect(Outcome::Error { kind, retryable: false, service: None, says: "" })
}

/// Expects an error response after one attempt that is not retryable.
pub(crate) fn refused(status: u16, code: &'static str, class: ErrorClass) -> Expect {
    let service = Some((status, code, class));
    expect(Outcome::Error { kind: ErrorKind::Service, retryable: false, service, says: "" })
}

fn expect(outcome: Outcome) -> Expect {
    let takes = (Duration::ZERO, Duration::MAX);
    Expect { outcome, tries: 1, arrived: 1, lines: None, takes, remark: "" }
}

impl Expect {
    /// Expects that the error is retryable.
    pub(crate) fn retryable(mut self) -> Self {
        if let Outcome::Error { retryable, .. } = &mut self.outcome {
            *retryable = true;
        }
        self
    }

    /// Expects these words in the error or one of its causes.
    pub(crate) fn says(mut self, words: &'static str) -> Self {
        if let Outcome::Error { says, .. } = &mut self.outcome {
            *says = words;
        }
        self
    }

    /// Expects this number of attempts, and that all of them arrive.
    pub(crate) fn sent(self, requests: u32) -> Self {
        Self { tries: requests, arrived: requests, ..self }
    }

    /// Expects this number of whole requests at the server.
    pub(crate) fn arrived(self, requests: u32) -> Self {
        Self { arrived: requests, ..self }
    }

    /// Expects these requests in this order.
    pub(crate) fn lines<const N: usize>(self, lines: [&'static str; N]) -> Self {
        let requests = u32::try_from(N).unwrap_or(u32::MAX);
        Self { lines: Some(lines.into()), ..self }.sent(requests)
    }

    /// Expects this duration. Up to 0.2 s more are allowed if it is not zero, since retries have jitter.
    pub(crate) fn after(self, seconds: u64) -> Self {
        let (time, more) = (Duration::from_secs(seconds), Duration::from_millis(if seconds == 0 { 0 } else { 200 }));
        Self { takes: (time, time + more), ..self }
    }

    /// Expects the default delay before a retry, without `Retry-After`.
    pub(crate) fn after_the_usual_wait(self) -> Self {
        Self { takes: (Duration::from_millis(200), Duration::from_secs(2)), ..self }
    }

    pub(crate) fn remark(self, remark: &'static str) -> Self {
        Self { remark, ..self }
    }
}
