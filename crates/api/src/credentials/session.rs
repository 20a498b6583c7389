//! A session of KooDrive: its token lapses after twenty idle minutes, and a fresh one is given for it and the session's id.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use hwc_wire::Secret;

use super::check::bearer;
use super::identity::Token;
use crate::client::Client;
use crate::error::Error;

/// The token that a session had last; refreshing takes it. A refreshing that nobody waits for any more is gone on with by
/// the next call, if that comes soon; else its token is lost with it.
#[derive(Default)]
pub(super) struct Session(Mutex<Option<Secret>>);

impl Session {
    /// The token of the session: first the one that was given, then, each time it has lapsed, a fresh one for it.
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

/// A fresh token for a session whose token has lapsed.
async fn refresh(client: &Client, lapsed: &Secret, session_id: &Secret) -> Result<Secret, Error> {
    let lapsed = bearer(lapsed).map_err(Error::credentials)?;
    let request = hwc_models::koodrive::RefreshSession::new(session_id.clone());
    let answer = client.send(request).proof(lapsed).await?;
    answer.access_token.ok_or_else(|| Error::credentials("KooDrive gave no token for the session"))
}
