//! The options of a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hwc_transport::http::HeaderValue;
use hwc_wire::Service;

use super::Backoff;
use super::ClientInner;
use super::auth::Identity;
use super::prepared_request::{Header, parse_header};
use crate::core::SmallMap;
use crate::credentials::token_in;
use crate::error::Error;
use crate::io::ProgressCallback;

/// The options of one call, which override those of the client.
#[derive(Clone)]
pub(crate) struct RequestOptions {
    pub(crate) settings: SmallMap<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) backoff: Option<Backoff>,
    /// True if the request is safe to repeat, false if it is not. Default: as the operation says.
    pub(crate) idempotent: Option<bool>,
    pub(crate) validate_requests: Option<bool>,
    pub(crate) strict: bool,
    pub(crate) query_in_body: bool,
    /// Credentials for this call, in place of those of the service.
    pub(crate) identity: Option<Arc<Identity>>,
    /// The value of `Authorization`, in place of any credentials.
    pub(crate) authorization: Option<HeaderValue>,
    /// The progress callback of a file transfer.
    pub(crate) progress: Option<ProgressCallback>,
}

impl RequestOptions {
    /// Returns options of which none is set.
    const fn new() -> Self {
        Self {
            settings: SmallMap::new(),
            headers: Vec::new(),
            timeout: None,
            attempt_timeout: None,
            max_attempts: None,
            backoff: None,
            idempotent: None,
            validate_requests: None,
            strict: false,
            query_in_body: false,
            identity: None,
            authorization: None,
            progress: None,
        }
    }

    /// Returns the settings of the call, followed by those of the client. The first value of a name takes precedence.
    ///
    /// The client serves all services, so it may have settings that this service lacks. A setting of the call that the
    /// service lacks is an error.
    pub(crate) fn settings_for<'a>(
        &'a self,
        service: &'static Service,
        client: &'a ClientInner,
    ) -> Result<Vec<(&'a str, &'a str)>, Error> {
        let has = |name: &str| service.settings.iter().any(|setting| setting.name == name);
        if let Some(name) = self.settings.names().find(|name| !has(name)) {
            return Err(unknown_setting(service, name));
        }
        let own = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let shared = client.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Ok(own.chain(shared).collect())
    }

    /// Returns the delays between attempts.
    pub(crate) fn backoff_for(&self, client: &ClientInner) -> Backoff {
        self.backoff.unwrap_or(client.backoff)
    }

    /// Returns the secrets among the options, which are redacted if a service repeats them. Headers shorter than `min_len`
    /// are not secret.
    pub(crate) fn secrets(&self, min_len: usize) -> Vec<String> {
        let headers = self.headers.iter().map(|(_, value)| value.as_str()).filter(|value| value.len() >= min_len);
        let authorization = self.authorization.as_ref().and_then(|authorization| authorization.to_str().ok());
        let token = authorization.map(token_in);
        headers.chain(token).map(str::to_owned).collect()
    }

    /// Returns an error if a header of the call has a name of the credentials. They would replace it.
    pub(crate) fn check_headers(&self) -> Result<(), Error> {
        let names = self.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
        match names.into_iter().find(|name| is_credential(name)) {
            Some(name) => Err(Error::invalid(format!("the header `{name}` is reserved for the credentials"))),
            None => Ok(()),
        }
    }

    /// Parses the headers of the call. Each of them may be a secret.
    pub(crate) fn headers(&self) -> impl Iterator<Item = Result<Header, Error>> {
        self.headers.iter().map(|(name, value)| parse_header(name, value, true))
    }
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// The options of a call while it is built. Most calls set none, and then they take no memory. A clone is cheap.
#[derive(Clone, Default)]
pub(crate) struct CallOptions(Option<Arc<RequestOptions>>);

impl CallOptions {
    /// Returns the options.
    pub(crate) fn get(&self) -> &RequestOptions {
        static NONE: RequestOptions = RequestOptions::new();
        self.0.as_deref().unwrap_or(&NONE)
    }

    /// Returns the options in order to change them.
    #[inline]
    pub(crate) fn get_mut(&mut self) -> &mut RequestOptions {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

impl fmt::Debug for CallOptions {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// Returns true for a header that holds a token or belongs to a signature.
fn is_credential(name: &str) -> bool {
    matches!(name, "authorization" | "x-auth-token" | "x-security-token") || name.starts_with("x-sdk-")
}

fn unknown_setting(service: &Service, name: &str) -> Error {
    let known: Vec<&str> = service.settings.iter().map(|setting| setting.name).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Error::config(format!("{} has no setting `{name}`; it has: {known}", service.id))
}

/// Prints only the names of headers, because their values may be secret.
impl fmt::Debug for RequestOptions {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&String> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("RequestOptions")
            .field("settings", &self.settings)
            .field("headers", &headers)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("max_attempts", &self.max_attempts)
            .field("backoff", &self.backoff)
            .field("idempotent", &self.idempotent)
            .field("validate_requests", &self.validate_requests)
            .field("strict", &self.strict)
            .field("query_in_body", &self.query_in_body)
            .finish()
    }
}
