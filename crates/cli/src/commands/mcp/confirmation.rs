//! Confirmations of changes. A token confirms the change of its preview, once, and for a limited time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hwc_api::serde_json::{Map, Value as Json};
use hwc_dynamic::DynamicOperation;
use hwc_transport::clock::Clock;
use hwc_transport::local_server::AccessToken;

use super::arguments::WriteArguments;
use crate::error::CliError;
use crate::lock::lock;

/// The time in which a change must be confirmed.
pub(super) const VALIDITY: Duration = Duration::from_secs(600);

/// The maximum number of changes that wait. The oldest ones are dropped.
const MAX_PENDING: usize = 64;

/// The change that is confirmed: the arguments of `write` as they were passed.
#[derive(Clone, PartialEq)]
pub(super) struct Change {
    pub(super) operation: String,
    pub(super) input: Map<String, Json>,
    pub(super) settings: BTreeMap<String, String>,
    pub(super) confirmer: Confirmer,
}

impl Change {
    /// Creates the change that `write` is called for.
    pub(super) fn new(arguments: &WriteArguments, operation: DynamicOperation, confirmer: Confirmer) -> Self {
        let (input, settings) = (arguments.input.clone(), arguments.settings.clone());
        Self { operation: operation.full_name(), input, settings, confirmer }
    }
}

/// The one who confirms a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Confirmer {
    /// The person, whom the client asks.
    Person,
    /// The agent, after a preview.
    Agent,
}

/// The changes that wait for their confirmation.
pub(super) struct Confirmations {
    clock: Arc<dyn Clock>,
    pending: Mutex<Vec<Pending>>,
}

struct Pending {
    token: AccessToken,
    change: Change,
    /// The time of the clock at which the token expires.
    expires: Duration,
}

impl Confirmations {
    /// Creates an empty set. Tokens expire by the clock.
    pub(super) fn new(clock: impl Clock + 'static) -> Self {
        Self { clock: Arc::new(clock), pending: Mutex::default() }
    }

    /// Adds a change and returns its token.
    ///
    /// # Errors
    /// Returns an error if the system has no random numbers.
    pub(super) fn issue(&self, change: Change) -> Result<String, CliError> {
        let token = AccessToken::random();
        let token = token.map_err(|error| CliError::internal(format!("cannot create a token: {error}")))?;
        let expires = self.clock.monotonic() + VALIDITY;
        let mut pending = lock(&self.pending);
        if pending.len() == MAX_PENDING {
            pending.remove(0);
        }
        let text = token.expose().to_owned();
        pending.push(Pending { token, change, expires });
        Ok(text)
    }

    /// Uses a token. It is void afterwards, also if it was issued for another change.
    ///
    /// # Errors
    /// Returns an error of the kind `confirmation_invalid` unless the token was issued for this change and is still valid.
    pub(super) fn redeem(&self, token: &str, change: &Change) -> Result<(), CliError> {
        let found = {
            let mut pending = lock(&self.pending);
            let now = self.clock.monotonic();
            pending.retain(|pending| pending.expires > now);
            let position = pending.iter().position(|pending| pending.token.matches(token));
            position.map(|position| pending.remove(position))
        };
        match found {
            Some(pending) if pending.change == *change => Ok(()),
            Some(_) => Err(invalid("the token was issued for another change")),
            None => Err(invalid("the token is unknown, used or expired")),
        }
    }
}

fn invalid(message: &str) -> CliError {
    CliError::declined(message)
        .with_kind("confirmation_invalid")
        .with_hint("call `write` without `confirm` for a new preview; nothing was changed")
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use hwc_transport::clock::ManualClock;

    use super::*;

    fn change(id: &str) -> Change {
        let input = Map::from_iter([("id".to_owned(), Json::from(id))]);
        Change { operation: "a.B".to_owned(), input, settings: BTreeMap::new(), confirmer: Confirmer::Agent }
    }

    fn confirmations() -> (Confirmations, ManualClock) {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
        (Confirmations::new(clock.clone()), clock)
    }

    #[test]
    fn a_token_confirms_its_change_once() {
        let (confirmations, _) = confirmations();
        let token = confirmations.issue(change("1")).unwrap();
        assert_eq!(token.len(), 32);
        confirmations.redeem(&token, &change("1")).unwrap();
        let again = confirmations.redeem(&token, &change("1")).unwrap_err();
        assert_eq!(again.message(), "the token is unknown, used or expired");
        assert_eq!(again.json()["kind"], "confirmation_invalid");
    }

    #[test]
    fn a_token_is_void_after_another_change() {
        let (confirmations, _) = confirmations();
        let token = confirmations.issue(change("1")).unwrap();
        let other = confirmations.redeem(&token, &change("2")).unwrap_err();
        assert_eq!(other.message(), "the token was issued for another change");
        assert!(confirmations.redeem(&token, &change("1")).is_err());
        let question = confirmations.issue(Change { confirmer: Confirmer::Person, ..change("1") }).unwrap();
        assert!(confirmations.redeem(&question, &change("1")).is_err(), "the person was asked, not the agent");
    }

    #[test]
    fn tokens_expire_and_the_oldest_are_dropped() {
        let (confirmations, clock) = confirmations();
        let token = confirmations.issue(change("1")).unwrap();
        clock.advance(VALIDITY);
        assert!(confirmations.redeem(&token, &change("1")).is_err());
        let oldest = confirmations.issue(change("1")).unwrap();
        let newer: Vec<String> = (0..MAX_PENDING).map(|_| confirmations.issue(change("1")).unwrap()).collect();
        assert!(confirmations.redeem(&oldest, &change("1")).is_err());
        confirmations.redeem(&newer[0], &change("1")).unwrap();
    }
}
