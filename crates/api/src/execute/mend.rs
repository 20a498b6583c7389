//! What can be put right after a refusal, so that the call is sent again at once: an expired token, a clock that is off,
//! an address that moved. Each once for a call, so that a service that keeps refusing is not asked for ever.

use hwc_wire::ErrorClass;

use super::attempt::Failure;
use super::redirect::MOVES;
use crate::client::Config;
use crate::credentials::Identity;
use crate::error::Error;

/// What was put right during one call.
#[derive(Default)]
pub(super) struct Mends {
    renewed: bool,
    learned: bool,
    moves: u32,
}

impl Mends {
    /// Puts right what the failure tells of; whether there was something.
    pub(super) async fn mend(&mut self, config: &Config, identity: &Identity, failure: &Failure) -> bool {
        let Some(proof) = &failure.proof else {
            return false;
        };
        let Some(said) = failure.error.service() else {
            return false;
        };
        if said.class != ErrorClass::Auth {
            return false;
        }
        if let (Some(skew), Some(date), false) = (proof.skew, failure.hints.date, self.learned) {
            self.learned = true;
            if config.learn(date, skew) {
                return true;
            }
        }
        match proof.renewal.as_ref().filter(|_| said.status == 401 && !self.renewed) {
            Some(renewal) => {
                self.renewed = true;
                identity.renew(renewal).await;
                true
            }
            None => false,
        }
    }

    /// Counts a redirect.
    pub(super) fn moved(&mut self, status: u16) -> Result<(), Error> {
        self.moves += 1;
        if self.moves <= MOVES { Ok(()) } else { Err(Error::redirected(status, "more than five times")) }
    }
}
