//! The options of one call, and the methods that set them, written once for all sorts of calls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hwc_transport::http::{HeaderMap, HeaderValue};
use hwc_wire::Service;

use crate::client::Config;
use crate::credentials::Identity;
use crate::error::Error;
use crate::execute::insert_header;
use crate::few::Few;
use crate::files::Watcher;

/// What differs from the client for one call.
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
    /// Who calls, in place of who calls the service otherwise.
    pub(crate) identity: Option<Arc<Identity>>,
    /// The value of `Authorization`, in place of any credentials.
    pub(crate) proof: Option<HeaderValue>,
    /// Who wants to know how far the content of a file is.
    pub(crate) progress: Option<Watcher>,
}

impl Options {
    /// The settings of the call, then those of the client: the first one of a name counts.
    ///
    /// The client is for all services, so it may have settings that this one lacks; a call may not.
    pub(crate) fn settings_for<'a>(
        &'a self,
        service: &'static Service,
        config: &'a Config,
    ) -> Result<Vec<(&'a str, &'a str)>, Error> {
        let known = |name: &str| service.settings.iter().any(|setting| setting.name == name);
        if let Some(name) = self.settings.names().find(|name| !known(name)) {
            return Err(unknown(service, name));
        }
        let own = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let shared = config.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Ok(own.chain(shared).collect())
    }

    /// What of the options must not be shown, should a service repeat it. Shorter headers than `least` are no secrets.
    pub(crate) fn secrets(&self, least: usize) -> Vec<String> {
        let headers = self.headers.iter().map(|(_, value)| value.as_str()).filter(|value| value.len() >= least);
        let proof = self.proof.as_ref().and_then(|proof| proof.to_str().ok());
        let token = proof.map(|proof| proof.strip_prefix("Bearer ").unwrap_or(proof));
        headers.chain(token).map(str::to_owned).collect()
    }

    /// Adds the headers of the call in place of others of the same name. Any of them may be a secret.
    pub(crate) fn add_headers(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        self.headers.iter().try_for_each(|(name, value)| insert_header(headers, name, value, true))
    }
}

fn unknown(service: &Service, name: &str) -> Error {
    let known: Vec<&str> = service.settings.iter().map(|setting| setting.name).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Error::config(format!("{} has no setting `{name}`; it has: {known}", service.id))
}

/// Headers show their names only: their values may be secret.
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

/// The options that every call of a service has.
macro_rules! service_options {
    () => {
        /// Sets one of the service's settings for this call. One that the service does not have is an error.
        pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.options.settings.set(name, value.into());
            self
        }

        /// The language of texts in the answer, as in `en-us`: the setting `language`.
        pub fn language(self, language: impl Into<String>) -> Self {
            self.setting("language", language)
        }

        /// The time zone of times in the answer, as in `GMT+8`: the setting `time_zone`.
        pub fn time_zone(self, time_zone: impl Into<String>) -> Self {
            self.setting("time_zone", time_zone)
        }

        /// The project: the setting `project_id`.
        pub fn project_id(self, project_id: impl Into<String>) -> Self {
            self.setting("project_id", project_id)
        }

        /// The workspace of DataArts Insight: the setting `workspace_id`.
        pub fn workspace_id(self, workspace_id: impl Into<String>) -> Self {
            self.setting("workspace_id", workspace_id)
        }
    };
}

/// The options that every call has, of a service or not.
macro_rules! sending_options {
    () => {
        /// How long the call may take in all, retries included; of a list, each page. Else as the client has it.
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.timeout = Some(timeout);
            self
        }

        /// How long one attempt of the call may take. Else as the client has it.
        pub fn attempt_timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.attempt_timeout = Some(timeout);
            self
        }

        /// How often the request is sent at most, where that does no harm; 1 for no retries. Else as the client has it.
        pub fn max_attempts(mut self, attempts: u32) -> Self {
            self.options.max_attempts = Some(attempts.max(1));
            self
        }

        /// Sends a header more, or in place of one that the call has anyway. Credentials cannot be replaced.
        pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.options.headers.push((name.into(), value.into()));
            self
        }
    };
}

/// The options that calls of operations have besides.
macro_rules! operation_options {
    () => {
        /// Whether the documented limits of the request are checked before it is sent. Else as the client has it.
        pub fn check_limits(mut self, check: bool) -> Self {
            self.options.check_limits = Some(check);
            self
        }

        /// Reads the answer strictly: what differs from the description is an error, but for added fields.
        pub fn strict(mut self) -> Self {
            self.options.strict = true;
            self
        }

        /// Sends the query as a JSON body, for the operations whose reference also shows that; an error for others.
        pub fn query_as_body(mut self) -> Self {
            self.options.query_as_body = true;
            self
        }
    };
}

/// The option of calls that carry the content of a file.
macro_rules! progress_option {
    () => {
        /// Calls `watcher` for each piece of a file that is sent or received. It should be quick: the transfer waits for it.
        pub fn progress(mut self, watcher: impl Fn(crate::Progress) + Send + Sync + 'static) -> Self {
            self.options.progress = Some(std::sync::Arc::new(watcher));
            self
        }
    };
}

pub(super) use {operation_options, progress_option, sending_options, service_options};
