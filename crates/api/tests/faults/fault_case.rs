//! A case of the table as data: the behavior of the server, the call, and the expected outcome.

use std::time::Duration;

use hwc_api::{ClientBuilder, ErrorClass, ErrorKind};

use crate::call::{Call, Caller};
use crate::script::Script;
use crate::server::Request;

/// A group of cases about one kind of fault.
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) cases: Vec<FaultCase>,
}

/// A fault and its expected outcome.
pub(crate) struct FaultCase {
    pub(crate) name: &'static str,
    pub(crate) script: Script,
    pub(crate) caller: Caller,
    /// Changes the client.
    pub(crate) configure_client: fn(ClientBuilder) -> ClientBuilder,
    /// True if the server is an HTTP proxy in front of the service.
    pub(crate) is_proxy: bool,
    /// The trusted certificate of the client, in PEM, and its timeout for connecting.
    pub(crate) trust: Option<String>,
    pub(crate) connect_timeout: Duration,
    /// True if another call precedes the call and leaves a pooled connection.
    pub(crate) warm_up: bool,
    /// The number of calls. Only the outcome of the last one is checked.
    pub(crate) times: u32,
    /// The required state of the feature `gzip`, for cases that depend on it.
    pub(crate) gzip: Option<bool>,
    /// An additional check of the requests.
    pub(crate) check_requests: fn(&[Request]) -> Result<(), String>,
    pub(crate) calls: Vec<CallCase>,
}

/// A call within a case.
pub(crate) struct CallCase {
    pub(crate) call: Call,
    pub(crate) expect: Expect,
}

/// The expected outcome of a call.
#[derive(Clone, PartialEq)]
pub(crate) struct Expect {
    pub(crate) outcome: Outcome,
    /// The number of exchanges that the client began, over all calls.
    pub(crate) attempts: u32,
    /// The number of whole requests that the server received.
    pub(crate) received_requests: u32,
    /// The request lines that arrived, if the case checks them.
    pub(crate) lines: Option<Vec<&'static str>>,
    /// The minimum and maximum duration on the test's clock. The table shows it if it is exact.
    pub(crate) duration: (Duration, Duration),
    /// A remark for the readers of the table.
    pub(crate) remark: &'static str,
}

/// The result for the caller.
#[derive(Clone, PartialEq)]
pub(crate) enum Outcome {
    Response(&'static str),
    Error {
        kind: ErrorKind,
        retryable: bool,
        service: Option<(u16, &'static str, ErrorClass)>,
        /// Text that the error or one of its causes contains.
        message: &'static str,
    },
    /// The caller dropped the call.
    Dropped,
}

impl FaultCase {
    pub(crate) fn new(name: &'static str, script: impl Into<Script>) -> Self {
        Self {
            name,
            script: script.into(),
            caller: Caller::Token,
            configure_client: |builder| builder,
            is_proxy: false,
            trust: None,
            connect_timeout: Duration::from_secs(10),
            warm_up: false,
            times: 1,
            gzip: None,
            check_requests: |_| Ok(()),
            calls: Vec::new(),
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
        self.calls.push(CallCase { call, expect });
        self
    }

    pub(crate) fn caller(self, caller: Caller) -> Self {
        Self { caller, ..self }
    }

    pub(crate) fn configure_client(self, configure_client: fn(ClientBuilder) -> ClientBuilder) -> Self {
        Self { configure_client, ..self }
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

    pub(crate) fn check_requests(self, check_requests: fn(&[Request]) -> Result<(), String>) -> Self {
        Self { check_requests, ..self }
    }
}

/// Expects the default response at the first attempt.
pub(crate) fn expect_response() -> Expect {
    expect_text("1")
}

/// Expects this response at the first attempt.
pub(crate) fn expect_text(text: &'static str) -> Expect {
    expect(Outcome::Response(text))
}

/// Expects that the caller drops the call.
pub(crate) fn expect_dropped() -> Expect {
    expect(Outcome::Dropped)
}

/// Expects an error after one attempt that is not retryable.
pub(crate) fn expect_error(kind: ErrorKind) -> Expect {
    expect(Outcome::Error { kind, retryable: false, service: None, message: "" })
}

/// Expects an error response after one attempt that is not retryable.
pub(crate) fn expect_service_error(status: u16, code: &'static str, class: ErrorClass) -> Expect {
    let service = Some((status, code, class));
    expect(Outcome::Error { kind: ErrorKind::Service, retryable: false, service, message: "" })
}

fn expect(outcome: Outcome) -> Expect {
    let duration = (Duration::ZERO, Duration::MAX);
    Expect { outcome, attempts: 1, received_requests: 1, lines: None, duration, remark: "" }
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
    pub(crate) fn message(mut self, words: &'static str) -> Self {
        if let Outcome::Error { message, .. } = &mut self.outcome {
            *message = words;
        }
        self
    }

    /// Expects this number of attempts, and that all of them arrive.
    pub(crate) fn sent(self, requests: u32) -> Self {
        Self { attempts: requests, received_requests: requests, ..self }
    }

    /// Expects this number of whole requests at the server.
    pub(crate) fn arrived(self, requests: u32) -> Self {
        Self { received_requests: requests, ..self }
    }

    /// Expects these requests in this order.
    pub(crate) fn lines<const N: usize>(self, lines: [&'static str; N]) -> Self {
        let requests = u32::try_from(N).unwrap_or(u32::MAX);
        Self { lines: Some(lines.into()), ..self }.sent(requests)
    }

    /// Expects this duration. Up to 0.2 s more are allowed if it is not zero, since retries have jitter.
    pub(crate) fn after(self, seconds: u64) -> Self {
        let (time, more) = (Duration::from_secs(seconds), Duration::from_millis(if seconds == 0 { 0 } else { 200 }));
        Self { duration: (time, time + more), ..self }
    }

    /// Expects the default delay before a retry, without `Retry-After`.
    pub(crate) fn after_the_usual_wait(self) -> Self {
        Self { duration: (Duration::from_millis(200), Duration::from_secs(2)), ..self }
    }

    pub(crate) fn remark(self, remark: &'static str) -> Self {
        Self { remark, ..self }
    }
}
