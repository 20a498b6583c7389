//! KooDrive sessions. Their token expires after 20 minutes without a call, and can be exchanged for a new one with the
//! session ID.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use hwc_wire::Secret;

use super::check::bearer;
use super::identity::Token;
use crate::client::Client;
use crate::error::Error;

/// The latest token of a session, which a refresh requires. A refresh whose caller was canceled is continued by the next
/// call, if that comes soon enough. Otherwise, its token is lost.
#[derive(Default)]
pub(super) struct Session(Mutex<Option<Secret>>);

impl Session {
    /// Returns the token of the session: the configured one at first, and a refreshed one after each expiry.
    pub(super) async fn token(
        &self,
        client: &Client,
        given: &Secret,
        session_id: &Secret,
    ) -> Result<(Token, Option<SystemTime>), Error> {
        let lapsed = self.latest().clone();
        let token = match lapsed {
            None => given.clone(),
            Some(lapsed) => refresh(client, &lapsed, session_id).await?,
        };
        let value = bearer(&token).map_err(Error::credentials)?;
        *self.latest() = Some(token);
        Ok((Token { value, project: None }, None))
    }

    fn latest(&self) -> std::sync::MutexGuard<'_, Option<Secret>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Exchanges the expired token of a session for a new one.
async fn refresh(client: &Client, lapsed: &Secret, session_id: &Secret) -> Result<Secret, Error> {
    let lapsed = bearer(lapsed).map_err(Error::credentials)?;
    let request = hwc_models::koodrive::RefreshSession::new(session_id.clone());
    let answer = client.send(request).proof(lapsed).await?;
    answer.access_token.ok_or_else(|| Error::credentials("KooDrive gave no token for the session"))
}
