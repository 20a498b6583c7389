//! Rehearsals of changes on a copy of the sandbox.

use hwc_api::serde_json::{self, Value as Json, json};

use super::capped::Capped;
use super::prepared_call::PreparedCall;
use super::redacted_call::RedactedCall;
use super::server::McpServer;
use crate::error::CliError;
use crate::sandbox;

impl McpServer {
    /// Makes a change on a copy of the sandbox, and returns the response and the difference. Nothing else is changed. Without
    /// a sandbox in this process, the copy is one with the demo data.
    ///
    /// # Errors
    /// Returns the error of the call.
    pub(super) async fn rehearse(&self, call: PreparedCall) -> Result<(RedactedCall, Json), CliError> {
        let failed = |error| sandbox::to_error(&error);
        let (before, on) = match self.target().sandbox() {
            Some(sandbox) => (sandbox.fork().map_err(failed)?, "copy of the sandbox"),
            None => (sandbox::open()?, "new sandbox with demo data"),
        };
        let after = before.fork().map_err(failed)?;
        let client = sandbox::client_builder_for(after.clone()).build()?;
        let (call, redacted) = call.into_call(&client);
        let response = call.await.map_err(|error| redacted.error(error.into()).with_context("rehearsal"))?;
        let difference = after.differences_from(&before).map_err(failed)?;
        let difference = redacted.json(serde_json::to_value(difference).unwrap_or_default());
        let difference = Capped::new(difference, None, self.max_result() / 2);
        let response = Capped::new(redacted.response(&*response), None, self.max_result() / 2);
        let rehearsal = json!({
            "on": on,
            "untrusted_response": response.data,
            "difference": difference.data,
            "truncated": difference.truncated.or(response.truncated),
        });
        Ok((redacted, rehearsal))
    }
}
