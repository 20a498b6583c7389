//! Headers of all requests: default headers and the user agent.

use std::fmt;

use hwc_transport::http::{HeaderMap, HeaderName, HeaderValue};

use super::ClientBuilder;
use crate::error::Error;

/// Default headers by name. They are validated when the client is built. `Debug` shows the names.
#[derive(Clone, Default)]
pub(super) struct DefaultHeaders(Vec<(String, String)>);

/// The headers that the client reserves, each with its use. A name that ends with `-` stands for all names that start with it.
const RESERVED: &[(&str, &str)] = &[
    ("authorization", AUTHENTICATION),
    ("cookie", AUTHENTICATION),
    ("x-auth-token", AUTHENTICATION),
    ("x-security-token", AUTHENTICATION),
    ("x-sdk-", AUTHENTICATION),
    ("x-date", AUTHENTICATION),
    ("x-domain-id", AUTHENTICATION),
    ("x-project-id", AUTHENTICATION),
    ("x-user-id", AUTHENTICATION),
    ("host", "the endpoint"),
    ("accept", "the call"),
    ("accept-encoding", "the call"),
    ("range", "the call"),
    ("content-", "the body"),
    ("connection", CONNECTION),
    ("expect", CONNECTION),
    ("keep-alive", CONNECTION),
    ("proxy-", CONNECTION),
    ("te", CONNECTION),
    ("trailer", CONNECTION),
    ("transfer-encoding", CONNECTION),
    ("upgrade", CONNECTION),
    ("user-agent", "the client; add to it with `.user_agent_suffix(..)`"),
];

const AUTHENTICATION: &str = "the credentials";
const CONNECTION: &str = "the connection";

/// The maximum length of the suffix of the user agent.
const MAX_SUFFIX: usize = 256;

impl ClientBuilder {
    /// Adds a header to all requests to services, including sign-in requests. A later value for the same name replaces an
    /// earlier one. Default: none.
    ///
    /// The value counts as secret: `Debug` output and spans do not contain it, and it is redacted in errors if a service
    /// repeats it and it has at least eight characters. A header of an operation, a setting or a call replaces a default
    /// header of the same name. Requests to presigned URLs and to the instance metadata service do not have it, since
    /// their servers are not services.
    ///
    /// Headers of authentication, the host, the connection, the body and the user agent are reserved:
    /// [`build`](Self::build) returns an error that names the header.
    ///
    /// ```
    /// # fn example() -> Result<(), hwc_api::Error> {
    /// let client = hwc_api::Client::builder().default_header("X-Team", "storage").auth_token("my-token").build()?;
    /// # drop(client);
    /// # Ok(())
    /// # }
    /// # example().unwrap();
    /// ```
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.default_headers.0.push((name.into(), value.into()));
        self
    }

    /// Appends a text to the user agent of all requests, such as `nightly-report/1.2`. The header is then
    /// `hwc/0.1.0 nightly-report/1.2`. Default: none.
    ///
    /// Must be 1 to 256 printable ASCII characters without surrounding spaces. The user agent is not a secret.
    ///
    /// ```
    /// # fn example() -> Result<(), hwc_api::Error> {
    /// let client = hwc_api::Client::builder().user_agent_suffix("nightly-report/1.2").auth_token("my-token").build()?;
    /// # drop(client);
    /// # Ok(())
    /// # }
    /// # example().unwrap();
    /// ```
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }
}

impl DefaultHeaders {
    /// Returns the headers, or an error for the first that is invalid or reserved. Errors do not contain values.
    pub(super) fn validate(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.0 {
            let key = HeaderName::try_from(name.as_str());
            let key = key.map_err(|_| invalid(format!("`{}` is not the name of a header", name.escape_debug())))?;
            if let Some(owner) = owner(key.as_str()) {
                return Err(invalid(format!("`{key}` is reserved for {owner}")));
            }
            let value = HeaderValue::try_from(value.as_str());
            let mut value = value.map_err(|_| invalid(format!("the value of `{key}` contains invalid characters")))?;
            value.set_sensitive(true);
            headers.insert(key, value);
        }
        Ok(headers)
    }
}

impl fmt::Debug for DefaultHeaders {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

fn invalid(problem: impl fmt::Display) -> Error {
    Error::config(format!("`.default_header(..)`: {problem}"))
}

/// Returns the use of a reserved header.
fn owner(name: &str) -> Option<&'static str> {
    let is_reserved = |reserved: &str| name == reserved || (reserved.ends_with('-') && name.starts_with(reserved));
    RESERVED.iter().find(|(reserved, _)| is_reserved(reserved)).map(|(_, owner)| *owner)
}

/// Returns the value of `User-Agent`.
pub(super) fn user_agent(suffix: Option<&str>) -> Result<HeaderValue, Error> {
    const PRODUCT: &str = concat!("hwc/", env!("CARGO_PKG_VERSION"));
    let Some(suffix) = suffix else { return Ok(HeaderValue::from_static(PRODUCT)) };
    let is_valid = (1..=MAX_SUFFIX).contains(&suffix.len())
        && suffix.trim() == suffix
        && suffix.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let value = HeaderValue::try_from(format!("{PRODUCT} {suffix}")).ok().filter(|_| is_valid);
    value.ok_or_else(|| {
        let form = "printable ASCII characters without surrounding spaces";
        Error::config(format!("`.user_agent_suffix(..)` must be 1 to {MAX_SUFFIX} {form}"))
    })
}
