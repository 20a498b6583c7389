//! The support engineer, played by whoever tests: what happens to tickets on the other side.

use std::fmt;

use hwc_models::osm::{AuthorizationId, AuthorizationStatus, CaseId, CaseStatus};

use crate::context::Context;
use crate::osm::engineering;
use crate::sandbox::Sandbox;

/// Plays the support engineer, at the present time of the sandbox's clock. [`Sandbox::engineer`] gives one.
///
/// By itself the sandbox only takes up tickets and asks for access, a minute after they were opened. All else that the other
/// side does is done here. A behaviour must not use it: it would wait for the request that it is part of.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use hwc_sandbox::models::osm::CaseStatus;
/// use hwc_sandbox::{EngineerError, Options, Sandbox};
/// use hwc_transport::clock::ManualClock;
///
/// let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600));
/// let sandbox = Sandbox::new(Options::default().clock(clock))?;
/// let engineer = sandbox.engineer();
///
/// // case-1003 of the demo data was opened just now, and waits.
/// engineer.take_up("case-1003")?;
/// engineer.reply("case-1003", "Please restart the server.")?;
/// engineer.ask_customer("case-1003")?; // the customer has to answer
/// engineer.resolve("case-1003")?; // the customer has to confirm
///
/// let error = engineer.take_up("case-1003").unwrap_err();
/// assert!(matches!(error, EngineerError::NotNow { status: CaseStatus::AwaitingConfirmation, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engineer {
    sandbox: Sandbox,
}

/// What an engineer does with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Work {
    /// Begins to work on it, or goes on.
    TakeUp,
    /// Writes a message.
    Reply,
    /// Has a result that the customer has to confirm.
    Resolve,
    /// Needs an answer of the customer.
    AskCustomer,
    /// Asks for access to something of the customer's.
    AskForAccess,
    /// Lets the work rest.
    Suspend,
    /// Closes the ticket.
    Complete,
    /// Turns the ticket down.
    Invalidate,
}

/// Why an engineer could not do something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EngineerError {
    /// No ticket has this id.
    #[error("there is no ticket {0}")]
    NoSuchCase(CaseId),
    /// No grant has this id, or nobody has asked for it yet.
    #[error("there is no access grant {0}")]
    NoSuchAuthorization(AuthorizationId),
    /// The state of the ticket does not allow it.
    #[error("a ticket in state {} does not allow {work}", status.code())]
    NotNow {
        /// What was to be done.
        work: Work,
        /// Where the ticket stands.
        status: CaseStatus,
    },
    /// Only grants that wait or were given can be recalled.
    #[error("a grant in state {} cannot be recalled", status.code())]
    NotRecallable {
        /// Where the grant stands.
        status: AuthorizationStatus,
    },
    /// The sandbox itself failed.
    #[error("{0}")]
    Failed(String),
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TakeUp => "taking it up",
            Self::Reply => "a reply",
            Self::Resolve => "a result",
            Self::AskCustomer => "a question to the customer",
            Self::AskForAccess => "a request for access",
            Self::Suspend => "letting it rest",
            Self::Complete => "closing it",
            Self::Invalidate => "turning it down",
        })
    }
}

impl Engineer {
    pub(crate) fn new(sandbox: Sandbox) -> Self {
        Self { sandbox }
    }

    /// Takes up a ticket that waits (0), before its minute is over, or one that rests (5). It is in progress (1) then.
    ///
    /// # Errors
    /// [`EngineerError`] when there is no such ticket, or its state does not allow it.
    pub fn take_up(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.work(case_id, Work::TakeUp)
    }

    /// Writes a message, in any state but a final one. A ticket that waits (0) is taken up by it.
    ///
    /// # Errors
    /// As [`take_up`](Self::take_up).
    pub fn reply(&self, case_id: impl Into<CaseId>, text: &str) -> Result<(), EngineerError> {
        self.play(|cx| engineering::reply(cx, case_id.into().as_str(), text))
    }

    /// Has a result, which the customer has to confirm (2) by closing the ticket.
    ///
    /// # Errors
    /// As [`take_up`](Self::take_up): not for tickets that wait or are done.
    pub fn resolve(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.work(case_id, Work::Resolve)
    }

    /// As [`resolve`](Self::resolve), and says what the problem was and how it was solved. ListCases shows it.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub fn explain(&self, case_id: impl Into<CaseId>, root_cause: &str, resolution: &str) -> Result<(), EngineerError> {
        let case_id = case_id.into();
        self.play(|cx| {
            engineering::work(cx, case_id.as_str(), Work::Resolve)?;
            engineering::explain(cx, case_id.as_str(), root_cause, resolution)
        })
    }

    /// Needs an answer of the customer (17). A message of the customer brings the ticket back in progress.
    ///
    /// # Errors
    /// As [`take_up`](Self::take_up): only for tickets in progress (1) or at rest (5).
    pub fn ask_customer(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.work(case_id, Work::AskCustomer)
    }

    /// Lets the work rest (5), until the ticket is taken up again.
    ///
    /// # Errors
    /// As [`take_up`](Self::take_up): only for tickets in progress (1) or waiting for an answer (17).
    pub fn suspend(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.work(case_id, Work::Suspend)
    }

    /// Closes the ticket (3) without asking the customer.
    ///
    /// # Errors
    /// As [`take_up`](Self::take_up): not for tickets that wait (0) or are done.
    pub fn complete(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.work(case_id, Work::Complete)
    }

    /// Turns the ticket down (12).
    ///
    /// # Errors
    /// As [`take_up`](Self::take_up): only for tickets that wait (0) or are in progress (1).
    pub fn invalidate(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.work(case_id, Work::Invalidate)
    }

    /// Asks for access on account of a ticket in progress (1), and gives the id of the grant, which waits for the customer.
    ///
    /// # Errors
    /// As [`take_up`](Self::take_up).
    pub fn ask_for_access(&self, case_id: impl Into<CaseId>) -> Result<AuthorizationId, EngineerError> {
        self.play(|cx| engineering::ask_for_access(cx, case_id.into().as_str())).map(Into::into)
    }

    /// Recalls a grant (4) that waits for the customer or was given.
    ///
    /// # Errors
    /// [`EngineerError`] when there is no such grant, or it is over already.
    pub fn recall(&self, authorization_id: impl Into<AuthorizationId>) -> Result<(), EngineerError> {
        self.play(|cx| engineering::recall(cx, authorization_id.into().as_str()))
    }

    fn work(&self, case_id: impl Into<CaseId>, work: Work) -> Result<(), EngineerError> {
        self.play(|cx| engineering::work(cx, case_id.into().as_str(), work))
    }

    fn play<T>(&self, work: impl FnOnce(&Context<'_>) -> Result<T, EngineerError>) -> Result<T, EngineerError> {
        self.sandbox.play(engineering::engineer(), work)
    }
}
