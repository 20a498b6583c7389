//! Federated sign-in: exchanges the ID token of an OpenID Connect identity provider for an IAM token.
//!
//! The operation is not part of the description of IAM. It is that of the official SDKs.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use hwc_models::iam;
use hwc_wire::{Method, Operation, Secret};

use super::identity::Token;
use super::sign_in::{issued_token, send};
use crate::error::Error;
use crate::pipeline::{ClientInner, RequestOptions};

hwc_wire::request! {
    /// Signs in with an ID token.
    pub struct CreateTokenWithIdToken(idp_id: req String, auth: req IdTokenAuth) -> CreateTokenWithIdTokenResponse {
        /// The ID of the identity provider.
        idp_id: req String = header("X-Idp-Id").required();
        /// The ID token, and the scope of the IAM token.
        auth: req IdTokenAuth = body("auth").required();
    }
    operation: Operation::new(
        &iam::SERVICE, "Tokens", "CreateTokenWithIdToken", Method::Post, "/v3.0/OS-AUTH/id-token/tokens"
    )
    .idempotent(true)
    .no_auth()
    .success(&[201])
    .sensitive(&["X-Subject-Token", "id_token"]);
}

hwc_wire::response! {
    /// The response to [`CreateTokenWithIdToken`].
    pub struct CreateTokenWithIdTokenResponse {
        /// The IAM token.
        token: opt Secret = header("X-Subject-Token").required();
        /// The scope and the user of the token.
        info: opt iam::TokenInfo = body("token");
    }
}

hwc_wire::model! {
    /// An ID token, and the scope of the IAM token.
    pub struct IdTokenAuth {
        /// The ID token.
        id_token: opt IdToken = body("id_token").required();
        /// The account or the project.
        scope: opt iam::TokenScope = body("scope");
    }
}

hwc_wire::model! {
    /// An ID token.
    pub struct IdToken {
        /// The token itself.
        id: opt Secret = body("id").required();
    }
}

/// The maximum size of an ID token. Real ones have a few kilobytes.
const MAX_ID_TOKEN_BYTES: u64 = 64 << 10;

/// Signs in with the current ID token of the file, and returns the IAM token with its expiry time.
pub(super) async fn token(
    client: &Arc<ClientInner>,
    idp_id: &str,
    path: &Path,
    scope: iam::TokenScope,
) -> Result<(Token, Option<SystemTime>), Error> {
    let id_token = IdToken::default().id(read_id_token(path)?);
    let auth = IdTokenAuth::default().id_token(id_token).scope(scope);
    let response = send(client, &CreateTokenWithIdToken::new(idp_id, auth), &RequestOptions::default()).await?;
    issued_token(response.token, response.info.as_ref())
}

/// Reads the ID token. Errors contain the path, but no content.
fn read_id_token(path: &Path) -> Result<Secret, Error> {
    let problem = |why: &str| Error::credentials(format!("ID token file {}: {why}", path.display()));
    let bytes = read_start(path).map_err(|error| problem(&format!("it cannot be read ({})", error.kind())))?;
    let text = bytes.trim_ascii();
    if text.is_empty() {
        return Err(problem("it is empty"));
    }
    let token = std::str::from_utf8(text).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_graphic()));
    match token {
        Some(token) if bytes.len() as u64 <= MAX_ID_TOKEN_BYTES => Ok(Secret::from(token)),
        _ => Err(problem("it does not contain a single ID token of at most 64 KiB")),
    }
}

/// Reads the file, up to one byte more than a token may have.
fn read_start(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_ID_TOKEN_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the error for an ID that federated sign-in requires and that is not set.
pub(super) fn missing_id(name: &str) -> Error {
    Error::credentials(format!(
        "federated sign-in requires the ID of the token's scope; set `{name}` or HUAWEICLOUD_SDK_{}",
        name.to_uppercase()
    ))
}
