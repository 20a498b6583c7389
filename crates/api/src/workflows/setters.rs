//! The setters of options that several types of workflows share. They use the method `handle_mut` of the type, which
//! returns `None` once the workflow has started.

/// Defines the setters of options that apply to each call of a workflow.
macro_rules! call_options {
    () => {
        /// Sets the timeout of each call of the workflow, including retries. Default: as set on the client.
        pub fn call_timeout(mut self, timeout: std::time::Duration) -> Self {
            if let Some(handle) = self.handle_mut() {
                handle.options.get_mut().timeout = Some(timeout);
            }
            self
        }

        /// Sets the timeout of one attempt of a call. Default: as set on the client.
        pub fn attempt_timeout(mut self, timeout: std::time::Duration) -> Self {
            if let Some(handle) = self.handle_mut() {
                handle.options.get_mut().attempt_timeout = Some(timeout);
            }
            self
        }

        /// Sets the maximum number of attempts of each call, including the first. Only requests that are safe to repeat are
        /// retried. Set to 1 to disable retries. Default: as set on the client.
        pub fn max_attempts(mut self, attempts: u32) -> Self {
            if let Some(handle) = self.handle_mut() {
                handle.options.get_mut().max_attempts = Some(attempts.max(1));
            }
            self
        }

        /// Adds a header to each call, or replaces one that the client sets. Credentials cannot be replaced.
        pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            if let Some(handle) = self.handle_mut() {
                handle.options.get_mut().headers.push((name.into(), value.into()));
            }
            self
        }
    };
}

/// Defines the setters of workflows that are awaited.
macro_rules! workflow_options {
    () => {
        /// Sets the timeout of the whole workflow, with all its calls. Calls that were made before the timeout remain in
        /// effect. Default: none, since each call has its own timeout.
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            if let Some(handle) = self.handle_mut() {
                handle.timeout = Some(timeout);
            }
            self
        }

        $crate::workflows::setters::call_options!();
    };
}

pub(super) use {call_options, workflow_options};
