//! Recovery from error responses that can be corrected: an expired token, a wrong clock, or a moved URL. Each recovery runs
//! once per call, to prevent endless retries.

use hwc_wire::ErrorClass;

use super::attempt::Failure;
use super::redirect::MOVES;
use crate::client::ClientInner;
use crate::credentials::Identity;
use crate::error::Error;

/// The recoveries of one call.
#[derive(Default)]
pub(super) struct Mends {
    renewed: bool,
    learned: bool,
    moves: u32,
}

impl Mends {
    /// Recovers from the failure if possible. Returns true if the request should be sent again.
    pub(super) async fn mend(&mut self, config: &ClientInner, identity: &Identity, failure: &Failure) -> bool {
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
