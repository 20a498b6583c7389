//! The support engineer, played by tests: actions of the support side on tickets.

use hwc_models::osm::{AuthorizationId, CaseId};

use crate::runtime::context::Context;
use crate::runtime::sandbox::Sandbox;
use crate::services::osm::engineer::{self, EngineerAction, EngineerError};

/// Plays the support engineer, at the current time of the sandbox's clock. Created by [`Sandbox::engineer`].
///
/// The sandbox by itself only accepts tickets and requests access, one minute after they were opened. This type performs all
/// other actions of the support side. A handler must not use it: it would deadlock, waiting for its own request.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use hwc_sandbox::models::osm::CaseStatus;
/// use hwc_sandbox::{EngineerError, SandboxOptions, Sandbox};
/// use hwc_transport::clock::ManualClock;
///
/// let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600));
/// let sandbox = Sandbox::new(SandboxOptions::default().clock(clock))?;
/// let engineer = sandbox.engineer();
///
/// // case-1003 of the demo data was just opened and is waiting.
/// engineer.start("case-1003")?;
/// engineer.reply("case-1003", "Restart the server.")?;
/// engineer.request_information("case-1003")?; // the customer has to reply
/// engineer.resolve("case-1003")?; // the customer has to confirm
///
/// let error = engineer.start("case-1003").unwrap_err();
/// assert!(matches!(error, EngineerError::InvalidState { status: CaseStatus::AwaitingConfirmation, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engineer {
    sandbox: Sandbox,
}

impl Engineer {
    pub(crate) fn new(sandbox: Sandbox) -> Self {
        Self { sandbox }
    }

    /// Accepts a waiting ticket (0) before its minute is over, or resumes a suspended one (5). The ticket is then in
    /// progress (1).
    ///
    /// # Errors
    /// Returns [`EngineerError::CaseNotFound`] if the ticket does not exist, and [`EngineerError::InvalidState`] if its state does not
    /// allow the action.
    pub fn start(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.perform(case_id, EngineerAction::Start)
    }

    /// Writes a message, in any state but a final one. It also accepts a waiting ticket (0).
    ///
    /// # Errors
    /// Returns the same errors as [`start`](Self::start).
    pub fn reply(&self, case_id: impl Into<CaseId>, text: &str) -> Result<(), EngineerError> {
        self.with_context(|cx| engineer::reply(cx, case_id.into().as_str(), text))
    }

    /// Presents a result, which the customer has to confirm (2) by closing the ticket.
    ///
    /// # Errors
    /// Returns the same errors as [`start`](Self::start). Waiting and finished tickets do not allow it.
    pub fn resolve(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.perform(case_id, EngineerAction::Resolve)
    }

    /// Presents a result like [`resolve`](Self::resolve), with the cause of the problem and its solution. `ListCases` shows
    /// both.
    ///
    /// # Errors
    /// Returns the same errors as [`resolve`](Self::resolve).
    pub fn set_resolution(
        &self,
        case_id: impl Into<CaseId>,
        root_cause: &str,
        resolution: &str,
    ) -> Result<(), EngineerError> {
        let case_id = case_id.into();
        self.with_context(|cx| {
            engineer::perform(cx, case_id.as_str(), EngineerAction::Resolve)?;
            engineer::set_resolution(cx, case_id.as_str(), root_cause, resolution)
        })
    }

    /// Asks the customer for more information (17). A message of the customer returns the ticket to in progress.
    ///
    /// # Errors
    /// Returns the same errors as [`start`](Self::start). Only tickets in progress (1) or suspended (5) allow it.
    pub fn request_information(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.perform(case_id, EngineerAction::RequestInformation)
    }

    /// Suspends the work (5) until the ticket is accepted again.
    ///
    /// # Errors
    /// Returns the same errors as [`start`](Self::start). Only tickets in progress (1) or waiting for the customer (17)
    /// allow it.
    pub fn suspend(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.perform(case_id, EngineerAction::Suspend)
    }

    /// Closes the ticket (3) without confirmation by the customer.
    ///
    /// # Errors
    /// Returns the same errors as [`start`](Self::start). Waiting (0) and finished tickets do not allow it.
    pub fn complete(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.perform(case_id, EngineerAction::Complete)
    }

    /// Rejects the ticket as invalid (12).
    ///
    /// # Errors
    /// Returns the same errors as [`start`](Self::start). Only waiting tickets (0) and tickets in progress (1) allow it.
    pub fn invalidate(&self, case_id: impl Into<CaseId>) -> Result<(), EngineerError> {
        self.perform(case_id, EngineerAction::Invalidate)
    }

    /// Requests access for a ticket in progress (1). Returns the ID of the grant, which waits for the customer.
    ///
    /// # Errors
    /// Returns the same errors as [`start`](Self::start).
    pub fn request_access(&self, case_id: impl Into<CaseId>) -> Result<AuthorizationId, EngineerError> {
        self.with_context(|cx| engineer::request_access(cx, case_id.into().as_str())).map(Into::into)
    }

    /// Recalls a grant (4) that is waiting or granted.
    ///
    /// # Errors
    /// Returns [`EngineerError::AuthorizationNotFound`] if the grant does not exist, and [`EngineerError::NotRevocable`] if it
    /// has ended.
    pub fn revoke_request(&self, authorization_id: impl Into<AuthorizationId>) -> Result<(), EngineerError> {
        self.with_context(|cx| engineer::revoke_request(cx, authorization_id.into().as_str()))
    }

    fn perform(&self, case_id: impl Into<CaseId>, action: EngineerAction) -> Result<(), EngineerError> {
        self.with_context(|cx| engineer::perform(cx, case_id.into().as_str(), action))
    }

    fn with_context<T>(&self, work: impl FnOnce(&Context<'_>) -> Result<T, EngineerError>) -> Result<T, EngineerError> {
        self.sandbox.with_context(engineer::engineer(), work)
    }
}
