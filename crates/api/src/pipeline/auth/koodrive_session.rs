//! KooDrive sessions. Their token expires after 20 minutes without a call, and can be exchanged for a new one with the
//! session ID.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use hwc_wire::Secret;

use super::identity::Token;
use super::sign_in::send;
use crate::core::lock;
use crate::credentials::bearer;
use crate::error::Error;
use crate::pipeline::{ClientInner, RequestOptions};

/// The latest token of a session, which a refresh requires. A refresh whose caller was canceled is continued by the next
/// call, if that comes soon enough. Otherwise, its token is lost.
#[derive(Default)]
pub(super) struct Session(Mutex<Option<Secret>>);

impl Session {
    /// Returns the token of the session: the configured one at first, and a refreshed one after each expiry.
    pub(super) async fn token(
        &self,
        client: &Arc<ClientInner>,
        configured: &Secret,
        session_id: &Secret,
    ) -> Result<(Token, Option<SystemTime>), Error> {
        let expired = self.latest().clone();
        let token = match expired {
            None => configured.clone(),
            Some(expired) => refresh(client, &expired, session_id).await?,
        };
        let value = bearer(&token).map_err(Error::credentials)?;
        *self.latest() = Some(token);
        Ok((Token { value, project: None }, None))
    }

    fn latest(&self) -> std::sync::MutexGuard<'_, Option<Secret>> {
        lock(&self.0)
    }
}

/// Exchanges the expired token of a session for a new one.
async fn refresh(client: &Arc<ClientInner>, expired: &Secret, session_id: &Secret) -> Result<Secret, Error> {
    let expired = bearer(expired).map_err(Error::credentials)?;
    let request = hwc_models::koodrive::RefreshSession::new(session_id.clone());
    let options = RequestOptions { authorization: Some(expired), ..RequestOptions::default() };
    let response = send(client, &request, &options).await?;
    response.access_token.ok_or_else(|| Error::credentials("KooDrive response contains no token for the session"))
}
