//! A row of the table, as data: what the server does, who calls what, and what is to come of it.

use std::time::Duration;

use hwc_api::{ClientBuilder, ErrorClass, ErrorKind};

use crate::call::{Call, Who};
use crate::script::Script;
use crate::server::Request;

/// Rows about one sort of faults.
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<Row>,
}

/// A fault, and what comes of it.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) script: Script,
    pub(crate) who: Who,
    /// Changes the client.
    pub(crate) tune: fn(ClientBuilder) -> ClientBuilder,
    /// Whether the server is the proxy of the machine, and the service is behind it.
    pub(crate) is_proxy: bool,
    /// How the client trusts servers, and how long it may take to connect.
    pub(crate) trust: Option<String>,
    pub(crate) connect_timeout: Duration,
    /// Whether a call goes before, whose connection is kept.
    pub(crate) warm_up: bool,
    /// How often the call is made; what comes of the last one is looked at.
    pub(crate) times: u32,
    /// For rows that depend on the feature `gzip`: whether it has to be on or off.
    pub(crate) gzip: Option<bool>,
    /// What else must hold of the requests.
    pub(crate) also: fn(&[Request]) -> Result<(), String>,
    pub(crate) cases: Vec<Case>,
}

/// A call within a row.
pub(crate) struct Case {
    pub(crate) call: Call,
    pub(crate) expect: Expect,
}

/// What is to come of a call.
#[derive(Clone, PartialEq)]
pub(crate) struct Expect {
    pub(crate) outcome: Outcome,
    /// How often the client began an exchange, for all calls together.
    pub(crate) tries: u32,
    /// How many whole requests the server got.
    pub(crate) arrived: u32,
    /// The requests that arrived, where it matters which.
    pub(crate) lines: Option<Vec<&'static str>>,
    /// How long it takes on the test's clock, at least and at most. The table tells it where that is exact.
    pub(crate) takes: (Duration, Duration),
    /// A word for the readers of the table.
    pub(crate) remark: &'static str,
}

/// What the caller gets.
#[derive(Clone, PartialEq)]
pub(crate) enum Outcome {
    Answer(&'static str),
    Error {
        kind: ErrorKind,
        retryable: bool,
        service: Option<(u16, &'static str, ErrorClass)>,
        /// Is in the error, or in what caused it.
        says: &'static str,
    },
    /// The caller gave up and dropped the call.
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

    /// What comes of a call that may be repeated.
    pub(crate) fn reads(self, expect: Expect) -> Self {
        self.calls(Call::Read, expect)
    }

    /// What comes of a call that may not.
    pub(crate) fn creates(self, expect: Expect) -> Self {
        self.calls(Call::Create, expect)
    }

    /// What comes of either.
    pub(crate) fn both(self, expect: Expect) -> Self {
        self.reads(expect.clone()).creates(expect)
    }

    /// What comes of a call of another sort.
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

/// The answer, at the first try.
pub(crate) fn answered() -> Expect {
    answered_with("1")
}

/// This answer, at the first try.
pub(crate) fn answered_with(text: &'static str) -> Expect {
    expect(Outcome::Answer(text))
}

/// The caller loses interest.
pub(crate) fn dropped() -> Expect {
    expect(Outcome::Dropped)
}

/// An error after the first try, which is not to be repeated.
pub(crate) fn fails(kind: ErrorKind) -> Expect {
    expect(Outcome::Error { kind, retryable: false, service: None, says: "" })
}

/// A refusal after the first try, which is not to be repeated.
pub(crate) fn refused(status: u16, code: &'static str, class: ErrorClass) -> Expect {
    let service = Some((status, code, class));
    expect(Outcome::Error { kind: ErrorKind::Refused, retryable: false, service, says: "" })
}

fn expect(outcome: Outcome) -> Expect {
    let takes = (Duration::ZERO, Duration::MAX);
    Expect { outcome, tries: 1, arrived: 1, lines: None, takes, remark: "" }
}

impl Expect {
    /// The error says that the call may be repeated.
    pub(crate) fn retryable(mut self) -> Self {
        if let Outcome::Error { retryable, .. } = &mut self.outcome {
            *retryable = true;
        }
        self
    }

    /// The error, or one of its causes, has these words.
    pub(crate) fn says(mut self, words: &'static str) -> Self {
        if let Outcome::Error { says, .. } = &mut self.outcome {
            *says = words;
        }
        self
    }

    /// So many requests were tried, and all of them arrived.
    pub(crate) fn sent(self, requests: u32) -> Self {
        Self { tries: requests, arrived: requests, ..self }
    }

    /// So many of them arrived as a whole.
    pub(crate) fn arrived(self, requests: u32) -> Self {
        Self { arrived: requests, ..self }
    }

    /// These requests arrived, in this order.
    pub(crate) fn lines<const N: usize>(self, lines: [&'static str; N]) -> Self {
        let requests = u32::try_from(N).unwrap_or(u32::MAX);
        Self { lines: Some(lines.into()), ..self }.sent(requests)
    }

    /// It takes this many seconds, and none or less than a fifth of one more: not all come back at the same instant.
    pub(crate) fn after(self, seconds: u64) -> Self {
        let (time, more) = (Duration::from_secs(seconds), Duration::from_millis(if seconds == 0 { 0 } else { 200 }));
        Self { takes: (time, time + more), ..self }
    }

    /// It takes as long as it does without a word from the service.
    pub(crate) fn after_the_usual_wait(self) -> Self {
        Self { takes: (Duration::from_millis(200), Duration::from_secs(2)), ..self }
    }

    pub(crate) fn remark(self, remark: &'static str) -> Self {
        Self { remark, ..self }
    }
}
