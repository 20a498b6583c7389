//! The options of a call, and the setters shared by all call types.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hwc_transport::http::{HeaderMap, HeaderValue};
use hwc_wire::Service;

use crate::client::ClientInner;
use crate::credentials::Identity;
use crate::error::Error;
use crate::execute::insert_header;
use crate::few::Few;
use crate::files::Watcher;

/// The options of one call, which override those of the client.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) settings: Few<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) check_limits: Option<bool>,
    pub(crate) strict: bool,
    pub(crate) query_as_body: bool,
    /// Credentials for this call, in place of those of the service.
    pub(crate) identity: Option<Arc<Identity>>,
    /// The value of `Authorization`, in place of any credentials.
    pub(crate) proof: Option<HeaderValue>,
    /// The progress callback of a file transfer.
    pub(crate) progress: Option<Watcher>,
}

impl Options {
    /// Returns the settings of the call, followed by those of the client. The first value of a name takes precedence.
    ///
    /// The client serves all services, so it may have settings that this service lacks. A setting of the call that the
    /// service lacks is an error.
    pub(crate) fn settings_for<'a>(
        &'a self,
        service: &'static Service,
        config: &'a ClientInner,
    ) -> Result<Vec<(&'a str, &'a str)>, Error> {
        let known = |name: &str| service.settings.iter().any(|setting| setting.name == name);
        if let Some(name) = self.settings.names().find(|name| !known(name)) {
            return Err(unknown(service, name));
        }
        let own = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let shared = config.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Ok(own.chain(shared).collect())
    }

    /// Returns the secrets among the options, which are redacted if a service repeats them. Headers shorter than `least` are
    /// not secret.
    pub(crate) fn secrets(&self, least: usize) -> Vec<String> {
        let headers = self.headers.iter().map(|(_, value)| value.as_str()).filter(|value| value.len() >= least);
        let proof = self.proof.as_ref().and_then(|proof| proof.to_str().ok());
        let token = proof.map(|proof| proof.strip_prefix("Bearer ").unwrap_or(proof));
        headers.chain(token).map(str::to_owned).collect()
    }

    /// Adds the headers of the call and replaces others of the same name. Each of them may be a secret.
    pub(crate) fn add_headers(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        self.headers.iter().try_for_each(|(name, value)| insert_header(headers, name, value, true))
    }
}

fn unknown(service: &Service, name: &str) -> Error {
    let known: Vec<&str> = service.settings.iter().map(|setting| setting.name).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Error::config(format!("{} has no setting `{name}`; it has: {known}", service.id))
}

/// Prints only the names of headers, because their values may be secret.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&String> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Options")
            .field("settings", &self.settings)
            .field("headers", &headers)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("max_attempts", &self.max_attempts)
            .field("check_limits", &self.check_limits)
            .field("strict", &self.strict)
            .field("query_as_body", &self.query_as_body)
            .finish()
    }
}

/// Defines the setters of calls to a service.
macro_rules! service_options {
    () => {
        /// Sets one of the service's settings for this call. If the service does not have the setting, the call fails.
        pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.options.settings.set(name, value.into());
            self
        }

        /// Sets the language of texts in the response, such as `en-us`. Short for the setting `language`.
        pub fn language(self, language: impl Into<String>) -> Self {
            self.setting("language", language)
        }

        /// Sets the time zone of times in the response, such as `GMT+8`. Short for the setting `time_zone`.
        pub fn time_zone(self, time_zone: impl Into<String>) -> Self {
            self.setting("time_zone", time_zone)
        }

        /// Sets the project. Short for the setting `project_id`.
        pub fn project_id(self, project_id: impl Into<String>) -> Self {
            self.setting("project_id", project_id)
        }

        /// Sets the workspace of DataArts Insight. Short for the setting `workspace_id`.
        pub fn workspace_id(self, workspace_id: impl Into<String>) -> Self {
            self.setting("workspace_id", workspace_id)
        }
    };
}

/// Defines the setters of all calls, including those without a service.
macro_rules! sending_options {
    () => {
        /// Sets the timeout of the call, including retries. For a list, it applies to each page. Default: as set on the
        /// client.
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.timeout = Some(timeout);
            self
        }

        /// Sets the timeout of one attempt. Default: as set on the client.
        pub fn attempt_timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.attempt_timeout = Some(timeout);
            self
        }

        /// Sets the maximum number of attempts, including the first. Only requests that are safe to repeat are retried. Set
        /// to 1 to disable retries. Default: as set on the client.
        pub fn max_attempts(mut self, attempts: u32) -> Self {
            self.options.max_attempts = Some(attempts.max(1));
            self
        }

        /// Adds a header, or replaces one that the client sets. Credentials cannot be replaced.
        pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.options.headers.push((name.into(), value.into()));
            self
        }
    };
}

/// Defines the additional setters of calls to operations.
macro_rules! operation_options {
    () => {
        /// Enables or disables validation of documented constraints before the request is sent. Default: as set on the
        /// client.
        pub fn validate(mut self, check: bool) -> Self {
            self.options.check_limits = Some(check);
            self
        }

        /// Decodes the response strictly: deviations from its description are errors, except for additional fields.
        pub fn strict(mut self) -> Self {
            self.options.strict = true;
            self
        }

        /// Sends the query as a JSON body. Supported by operations whose reference also shows a body; an error for others.
        pub fn query_in_body(mut self) -> Self {
            self.options.query_as_body = true;
            self
        }
    };
}

/// Defines the setter of calls that transfer a file.
macro_rules! progress_option {
    () => {
        /// Sets a progress callback, called for each chunk of a file that is sent or received. The transfer waits for it, so
        /// it should return quickly.
        pub fn on_progress(mut self, watcher: impl Fn(crate::Progress) + Send + Sync + 'static) -> Self {
            self.options.progress = Some(std::sync::Arc::new(watcher));
            self
        }
    };
}

pub(super) use {operation_options, progress_option, sending_options, service_options};
