//! The setters of options that several types of calls share. They use the method `options_mut` of the type, which returns
//! `None` once the call has started.

/// Defines the setters of calls to a service.
macro_rules! service_options {
    () => {
        /// Sets one of the service's settings for this call. If the service does not have the setting, the call fails.
        #[inline]
        pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            if let Some(options) = self.options_mut() {
                options.settings.set(name, value.into());
            }
            self
        }

        crate::core::named_settings!();

        /// Sets whether the request is safe to repeat. It decides about retries after the service may have received the
        /// request. Default: as the operation or, for raw calls, the method says.
        #[inline]
        pub fn idempotent(mut self, idempotent: bool) -> Self {
            if let Some(options) = self.options_mut() {
                options.idempotent = Some(idempotent);
            }
            self
        }
    };
}

/// Defines the setters of all calls, including those without a service.
macro_rules! sending_options {
    () => {
        /// Sets the timeout of the call, including retries. For a list, it applies to each page. Default: as set on the
        /// client.
        #[inline]
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            if let Some(options) = self.options_mut() {
                options.timeout = Some(timeout);
            }
            self
        }

        /// Sets the timeout of one attempt. Default: as set on the client.
        #[inline]
        pub fn attempt_timeout(mut self, timeout: std::time::Duration) -> Self {
            if let Some(options) = self.options_mut() {
                options.attempt_timeout = Some(timeout);
            }
            self
        }

        /// Sets the maximum number of attempts, including the first. Only requests that are safe to repeat are retried. Set
        /// to 1 to disable retries. Default: as set on the client.
        #[inline]
        pub fn max_attempts(mut self, attempts: u32) -> Self {
            if let Some(options) = self.options_mut() {
                options.max_attempts = Some(attempts.max(1));
            }
            self
        }

        /// Sets the shortest and the longest delay between two attempts, as
        /// [`ClientBuilder::backoff`](crate::ClientBuilder::backoff) does. Default: as set on the client.
        #[inline]
        pub fn backoff(mut self, shortest: std::time::Duration, longest: std::time::Duration) -> Self {
            if let Some(options) = self.options_mut() {
                options.backoff = Some(crate::pipeline::Backoff::new(shortest, longest));
            }
            self
        }

        /// Adds a header, or replaces one that the client sets. A call to a service with a header of the credentials
        /// (`Authorization`, `X-Auth-Token`, `X-Security-Token`, `X-Sdk-*`) fails before it is sent.
        #[inline]
        pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            if let Some(options) = self.options_mut() {
                options.headers.push((name.into(), value.into()));
            }
            self
        }
    };
}

/// Defines the additional setters of calls to operations.
macro_rules! operation_options {
    () => {
        /// Enables or disables validation of documented constraints before the request is sent. Default: as set on the
        /// client.
        #[inline]
        pub fn validate(mut self, enabled: bool) -> Self {
            if let Some(options) = self.options_mut() {
                options.validate_requests = Some(enabled);
            }
            self
        }

        /// Decodes the response strictly: deviations from its description are errors, except for additional fields.
        #[inline]
        pub fn strict(mut self) -> Self {
            if let Some(options) = self.options_mut() {
                options.strict = true;
            }
            self
        }

        /// Sends the query as a JSON body. Supported by operations whose reference also shows a body; an error for others.
        #[inline]
        pub fn query_in_body(mut self) -> Self {
            if let Some(options) = self.options_mut() {
                options.query_in_body = true;
            }
            self
        }
    };
}

/// Defines the setter of calls that transfer a file.
macro_rules! progress_option {
    () => {
        /// Sets a progress callback, called for each chunk of a file that is sent or received. The transfer waits for it, so
        /// it should return quickly.
        #[inline]
        pub fn on_progress(mut self, callback: impl Fn(crate::Progress) + Send + Sync + 'static) -> Self {
            if let Some(options) = self.options_mut() {
                options.progress = Some(std::sync::Arc::new(callback));
            }
            self
        }
    };
}

pub(super) use {operation_options, progress_option, sending_options, service_options};
