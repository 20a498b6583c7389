//! Elicitation: the protocol's way to ask the person. The question has no fields: the person accepts it or not.

use std::collections::BTreeMap;

use hwc_api::serde_json::{self, Value as Json};
use rmcp::RoleServer;
use rmcp::model::{
    ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction, ElicitationSchema, InputResponses,
};
use rmcp::service::RequestContext;

use super::redacted_call::RedactedCall;
use crate::error::CliError;
use crate::ui::escape;

/// The key of the question among the input requests.
pub(super) const QUESTION: &str = "confirmation";

/// The maximum number of characters of the input in a question.
const MAX_INPUT: usize = 2_000;

/// Returns true if the client can show a question to the person. A client that names no mode has forms.
pub(super) fn is_supported(context: &RequestContext<RoleServer>) -> bool {
    let elicitation = context.client_capabilities().and_then(|capabilities| capabilities.elicitation);
    elicitation.is_some_and(|modes| modes.form.is_some() || modes.url.is_none())
}

/// Returns the question whether to make a change.
pub(super) fn question(call: &RedactedCall, target: &str) -> ElicitRequest {
    let operation = call.operation();
    let input = serde_json::to_string_pretty(call.input()).unwrap_or_default();
    let input = escape::harmless_lines(&input);
    let shown: String = input.chars().take(MAX_INPUT).collect();
    let rest = if shown.len() < input.len() { "\n(shortened)" } else { "" };
    let effect = operation.effect().as_str();
    let message = format!("Call {} ({effect}) on {target}?\n{shown}{rest}", operation.full_name());
    let requested_schema = ElicitationSchema::new(BTreeMap::new());
    ElicitRequest::new(ElicitRequestParams::FormElicitationParams { meta: None, message, requested_schema })
}

/// Sends the question, for versions of the protocol before 2026-07-28.
///
/// # Errors
/// Returns an error of the kind `declined` unless the person accepts.
pub(super) async fn ask(question: ElicitRequest, context: &RequestContext<RoleServer>) -> Result<(), CliError> {
    let response = context.peer.create_elicitation(question.params).await;
    let response =
        response.map_err(|error| CliError::internal(format!("the client could not ask the person: {error}")))?;
    check(&response.action)
}

/// Checks the response to the question in a repeated call.
///
/// # Errors
/// Returns an error of the kind `declined` unless the person accepts.
pub(super) fn check_input(responses: Option<&InputResponses>) -> Result<(), CliError> {
    let response = responses.and_then(|responses| responses.get(QUESTION)).cloned();
    let response: Option<ElicitResult> = response.and_then(|response: Json| serde_json::from_value(response).ok());
    check(&response.map_or(ElicitationAction::Cancel, |response| response.action))
}

fn check(action: &ElicitationAction) -> Result<(), CliError> {
    match action {
        ElicitationAction::Accept => Ok(()),
        _ => Err(CliError::declined("the person did not confirm the change")
            .with_hint("nothing was changed; do not repeat the call unless the person asks for it")),
    }
}
