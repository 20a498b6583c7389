//! Validation of credentials. Error messages do not contain the values.

use std::path::Path;
use std::sync::Arc;

use hwc_transport::http::HeaderValue;
use hwc_transport::sign::{AccessKeySigner, AppSigner};
use hwc_wire::Secret;

use super::{
    AuthMethod, CredentialKind, Credentials, KooDriveCredentialKind, KooDriveCredentials, ResolvedCredentials,
};

impl Credentials {
    /// Validates the credentials and converts them to the form that signing needs.
    pub(crate) fn validate(&self) -> Result<ResolvedCredentials, String> {
        let method = match &self.kind {
            CredentialKind::Token(token) => AuthMethod::Token(auth_token(token)?),
            CredentialKind::AccessKey { access, secret, security_token } => {
                AuthMethod::AccessKey(Arc::new(access_key(access, secret, security_token)?))
            }
            CredentialKind::Password { account, user, password } => login(account, user, password)?,
            CredentialKind::IdTokenFile { idp_id, path } => id_token_file(idp_id, path)?,
        };
        Ok(ResolvedCredentials {
            method,
            domain_id: id("domain id", self.domain_id.as_deref())?,
            project_id: id("project id", self.project_id.as_deref())?,
            expires_at: self.expires_at,
            renewable: false,
            source: "the client's builder".into(),
        })
    }
}

impl KooDriveCredentials {
    /// Validates the credentials and converts them to the form that requests need.
    pub(crate) fn validate(&self) -> Result<ResolvedCredentials, String> {
        let method = match &self.kind {
            KooDriveCredentialKind::Token(token) => AuthMethod::Token(bearer(token)?),
            KooDriveCredentialKind::Session { token, session_id } => session(token, session_id)?,
            KooDriveCredentialKind::App { app_id, app_secret, user_id } => {
                AuthMethod::App(Arc::new(app(app_id, app_secret, user_id)?))
            }
        };
        Ok(ResolvedCredentials {
            method,
            domain_id: None,
            project_id: None,
            expires_at: self.expires_at,
            renewable: false,
            source: "the client's builder".into(),
        })
    }
}

fn access_key(access: &str, secret: &Secret, security_token: &Option<Secret>) -> Result<AccessKeySigner, String> {
    let keys = AccessKeySigner::new(access.trim(), secret.expose().trim()).map_err(|error| error.to_string())?;
    match security_token {
        None => Ok(keys),
        Some(token) => keys.with_security_token(token.expose().trim()).map_err(|error| error.to_string()),
    }
}

fn app(app_id: &str, secret: &Secret, user_id: &str) -> Result<AppSigner, String> {
    AppSigner::new(app_id.trim(), secret.expose().trim(), user_id.trim()).map_err(|error| error.to_string())
}

fn login(account: &str, user: &str, password: &Secret) -> Result<AuthMethod, String> {
    for (name, value) in [("account name", account), ("user name", user), ("password", password.expose())] {
        if value.is_empty() {
            return Err(format!("the {name} is empty"));
        }
    }
    Ok(AuthMethod::Password { account: account.to_owned(), user: user.to_owned(), password: password.clone() })
}

fn id_token_file(idp_id: &str, path: &Path) -> Result<AuthMethod, String> {
    let idp_id = idp_id.trim();
    header("identity provider id", idp_id, idp_id)?;
    if path.as_os_str().is_empty() {
        return Err("the path of the ID token file is empty".to_owned());
    }
    Ok(AuthMethod::IdTokenFile { idp_id: idp_id.to_owned(), path: path.to_owned() })
}

#[cfg(feature = "koodrive")]
fn session(token: &Secret, session_id: &Secret) -> Result<AuthMethod, String> {
    bearer(token)?;
    header("session id", session_id.expose().trim(), session_id.expose().trim())?;
    Ok(AuthMethod::Session { token: token.clone(), session_id: Secret::from(session_id.expose().trim()) })
}

/// Uses the token alone: without the KooDrive models, a session cannot be refreshed, and no operation needs it.
#[cfg(not(feature = "koodrive"))]
fn session(token: &Secret, _: &Secret) -> Result<AuthMethod, String> {
    Ok(AuthMethod::Token(bearer(token)?))
}

/// Validates an ID that is sent in a header.
fn id(name: &str, value: Option<&str>) -> Result<Option<String>, String> {
    let Some(value) = value.map(str::trim) else {
        return Ok(None);
    };
    header(name, value, value)?;
    Ok(Some(value.to_owned()))
}

/// Returns the value of `X-Auth-Token`.
pub(crate) fn auth_token(token: &Secret) -> Result<HeaderValue, String> {
    header("auth token", token.expose().trim(), token.expose().trim())
}

/// Returns the value of `Authorization`. The services issue tokens with the prefix `Bearer`, or `AT` for users of carriers,
/// and the reference writes `Bearer+` and `AT+`. A token without a prefix is sent as `Bearer`.
pub(crate) fn bearer(token: &Secret) -> Result<HeaderValue, String> {
    let token = token.expose().trim();
    let (scheme, token) = TOKEN_SCHEMES
        .iter()
        .find_map(|scheme| Some((*scheme, after_prefix(token, scheme)?)))
        .unwrap_or((TOKEN_SCHEMES[0], token));
    header("KooDrive token", token, &format!("{scheme} {token}"))
}

/// Returns the token in the value of an `Authorization` header that [`bearer`] made.
pub(crate) fn token_in(authorization: &str) -> &str {
    TOKEN_SCHEMES.iter().find_map(|scheme| after_prefix(authorization, scheme)).unwrap_or(authorization)
}

/// The prefixes of tokens: that of most users, and that of users of carriers.
const TOKEN_SCHEMES: [&str; 2] = ["Bearer", "AT"];

fn after_prefix<'a>(token: &'a str, scheme: &str) -> Option<&'a str> {
    let (prefix, rest) = token.split_at_checked(scheme.len())?;
    let separated = rest.is_empty() || rest.starts_with([' ', '+']);
    (separated && prefix.eq_ignore_ascii_case(scheme)).then(|| rest.get(1..).unwrap_or_default().trim())
}

fn header(name: &str, value: &str, whole: &str) -> Result<HeaderValue, String> {
    let visible = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic());
    let header = HeaderValue::from_str(whole).ok().filter(|_| visible);
    let mut header = header.ok_or_else(|| format!("the {name} is empty or contains spaces or invalid characters"))?;
    header.set_sensitive(true);
    Ok(header)
}
