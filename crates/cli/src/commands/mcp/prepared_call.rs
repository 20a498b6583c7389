//! Calls that were checked and can be sent: the operation, its request and its settings.

use std::collections::BTreeMap;
use std::io;

use hwc_api::serde_json::{Map, Value as Json};
use hwc_api::{Client, DynCall};
use hwc_dynamic::{
    DynamicOperation, DynamicRequest, InputError, ValueSources, call_command, parse_request, reject_local_paths,
};
use hwc_wire::catalog::suggest;

use super::redacted_call::RedactedCall;
use crate::commands::operation_args::{check_constraints, find_operation};
use crate::error::CliError;

/// A checked call.
pub(super) struct PreparedCall {
    request: DynamicRequest,
    settings: BTreeMap<String, String>,
    redacted: RedactedCall,
}

/// The rule for secrets in inputs.
#[derive(Clone, Debug)]
pub(super) enum SecretRule {
    /// Inputs may contain secrets, since the services are a sandbox.
    Literal,
    /// Secrets are `@env:NAME` with one of these names, since an agent should not know them.
    Variables(Vec<String>),
}

impl PreparedCall {
    /// Checks the input of an operation.
    ///
    /// # Errors
    /// Returns an error for an unknown operation, and for an input that is invalid or that the rule forbids.
    pub(super) fn new(
        operation: &str,
        input: Map<String, Json>,
        settings: BTreeMap<String, String>,
        rule: &SecretRule,
    ) -> Result<Self, CliError> {
        let operation = find_operation(operation)?;
        let invalid = |error: CliError| error.for_operation(operation.descriptor());
        check_settings(operation, &settings).map_err(invalid)?;
        let request = request(operation, input, rule).map_err(|error| invalid(input_error(&error)))?;
        check_constraints(&request)?;
        Ok(Self { redacted: RedactedCall::new(&request), request, settings })
    }

    /// Returns the operation.
    pub(super) fn operation(&self) -> DynamicOperation {
        self.request.operation()
    }

    /// Returns what may be shown of the call.
    pub(super) fn redacted(&self) -> &RedactedCall {
        &self.redacted
    }

    /// Returns the same call as a command for a shell, without its secrets.
    pub(super) fn command(&self) -> String {
        let settings = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let fields = self.redacted.input().as_object().cloned().unwrap_or_default();
        call_command(self.operation(), settings, &fields)
    }

    /// Returns the call, and what may be shown of it.
    pub(super) fn into_call(self, client: &Client) -> (DynCall, RedactedCall) {
        let call = self.request.into_call(client);
        let call = self.settings.iter().fold(call, |call, (name, value)| call.setting(name, value));
        (call, self.redacted)
    }
}

fn request(
    operation: DynamicOperation,
    input: Map<String, Json>,
    rule: &SecretRule,
) -> Result<DynamicRequest, InputError> {
    reject_local_paths(&operation.fields(), &input)?;
    let input = match rule {
        SecretRule::Literal => input,
        SecretRule::Variables(names) => with_secrets(operation, input, names.clone())?,
    };
    DynamicRequest::from_json(operation, input)
}

/// Replaces `@env:NAME` in place of secrets with the variables that the person allowed.
fn with_secrets(
    operation: DynamicOperation,
    input: Map<String, Json>,
    names: Vec<String>,
) -> Result<Map<String, Json>, InputError> {
    let allowed = move |name: &str| names.iter().any(|known| known == name).then(|| std::env::var(name).ok()).flatten();
    let mut sources = ValueSources::new(allowed, io::empty());
    let constants = operation.new_request().descriptor().constants;
    parse_request(&operation.fields(), constants, &Json::Object(input).to_string(), &mut sources)
}

fn check_settings(operation: DynamicOperation, settings: &BTreeMap<String, String>) -> Result<(), CliError> {
    let known = || operation.descriptor().service.settings.iter().map(|setting| setting.name);
    match settings.keys().find(|name| !known().any(|known| known == name.as_str())) {
        None => Ok(()),
        Some(unknown) => {
            let similar = suggest(unknown, known());
            let choices = if similar.is_empty() { known().collect() } else { similar };
            Err(CliError::usage(format!("unknown setting `{unknown}`")).with_choices(choices))
        }
    }
}

/// Describes an invalid input, with what an agent can do.
fn input_error(error: &InputError) -> CliError {
    match error {
        InputError::UnknownField { suggestions, .. } => {
            CliError::usage(error.to_string()).with_choices(suggestions).with_hint("get the fields with `describe`")
        }
        InputError::LiteralSecret { path } => CliError::usage(format!("secret in `{path}` must be `@env:NAME`"))
            .with_hint("the person sets the variable NAME and starts `hwc mcp` with --secret NAME"),
        InputError::VariableNotSet(name) => CliError::usage(format!("environment variable `{name}` is not available"))
            .with_hint(format!("the person sets the variable and starts `hwc mcp` with --secret {name}")),
        InputError::LocalPath(_) => {
            CliError::usage(error.to_string()).with_hint("pass an object with `file_name` and `content`")
        }
        other => CliError::usage(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

    use super::*;

    fn prepare(operation: &str, input: &Json, rule: &SecretRule) -> Result<PreparedCall, CliError> {
        PreparedCall::new(operation, input.as_object().unwrap().clone(), BTreeMap::new(), rule)
    }

    #[test]
    fn secrets_come_from_allowed_variables_alone() {
        let input = |secret: &str| {
            let detail = json!({ "auth_detail_id": 1, "password": secret });
            json!({ "authorization_id": "a", "auth_detail_list": [detail] })
        };
        let rule = |names: &[&str]| SecretRule::Variables(names.iter().map(ToString::to_string).collect());
        let call = |secret: &str, rule: &SecretRule| prepare("ConfirmAuthorizations", &input(secret), rule);
        let literal = call("hunter2", &rule(&[])).err().unwrap().message();
        assert_eq!(literal, "secret in `auth_detail_list.password` must be `@env:NAME`");
        let other = call("@env:PATH", &rule(&["CODE"])).err().unwrap();
        assert_eq!(other.message(), "environment variable `PATH` is not available");
        let path = std::env::var("PATH").unwrap();
        let allowed = call("@env:PATH", &rule(&["PATH"])).unwrap();
        assert!(!allowed.redacted().input().to_string().contains(&path));
        call("hunter2", &SecretRule::Literal).unwrap();
    }

    #[test]
    fn invalid_inputs_have_choices_and_hints() {
        let error = |operation: &str, input: Json| {
            let error = prepare(operation, &input, &SecretRule::Literal).err().unwrap();
            (error.message(), error.json())
        };
        let (message, json) = error("ListAuthorisations", json!({}));
        assert!(message.contains("unknown operation"), "{message}");
        assert_eq!(json["choices"], json!(["ListAuthorizations"]));
        let (_, json) = error("ListAuthorizations", json!({ "limt": 1 }));
        assert_eq!((&json["choices"], &json["operation"]), (&json!(["limit"]), &json!("osm.ListAuthorizations")));
        let (message, json) = error("ListAuthorizations", json!({ "limit": 101 }));
        assert!(message.contains("limit is 101") && json["violations"].is_array(), "{json}");
        let (message, _) = error("UploadAccessory", json!({ "file": "/etc/passwd" }));
        assert!(message.contains("local path is not allowed"), "{message}");
        let settings = BTreeMap::from([("languge".to_owned(), "en-us".to_owned())]);
        let unknown = PreparedCall::new("ListCases", Map::new(), settings, &SecretRule::Literal).err().unwrap();
        assert_eq!(unknown.json()["choices"], json!(["language"]));
    }
}
