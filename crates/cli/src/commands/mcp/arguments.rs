//! The arguments of the tools.

use std::collections::BTreeMap;

use hwc_api::serde_json::{self, Map, Value as Json};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::CliError;

/// The default number of operations that `search` returns.
const DEFAULT_LIMIT: usize = 20;

/// The maximum number of operations that `search` returns.
const MAX_LIMIT: usize = 100;

/// Arguments of `search`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchArguments {
    pub(super) words: String,
    #[serde(default)]
    pub(super) service: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
}

impl SearchArguments {
    pub(super) fn limit(&self) -> usize {
        self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
    }
}

/// Arguments of `describe`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DescribeArguments {
    pub(super) operation: String,
    #[serde(default)]
    pub(super) response: bool,
}

/// Arguments of `read`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadArguments {
    pub(super) operation: String,
    #[serde(default)]
    pub(super) input: Map<String, Json>,
    #[serde(default)]
    pub(super) settings: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) fields: Vec<String>,
    #[serde(default)]
    pub(super) jq: Option<String>,
}

/// Arguments of `write`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WriteArguments {
    pub(super) operation: String,
    #[serde(default)]
    pub(super) input: Map<String, Json>,
    #[serde(default)]
    pub(super) settings: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) confirm: Option<String>,
    #[serde(default)]
    pub(super) rehearse: bool,
}

/// Reads the arguments of a tool.
///
/// # Errors
/// Returns an error of the kind `usage` for arguments that are missing, unknown or of another type. It does not repeat values,
/// which may be secret.
pub(super) fn parse<T: DeserializeOwned>(tool: &str, arguments: Option<Map<String, Json>>) -> Result<T, CliError> {
    let wrong = |error: serde_json::Error| {
        let text = error.to_string();
        // Messages about types quote the value, as in: invalid type: string "s3cret", expected a map.
        let reason = match text.split_once("expected ") {
            Some((start, expected)) if start.starts_with("invalid ") => format!("expected {expected}"),
            _ => text,
        };
        CliError::usage(format!("invalid arguments of `{tool}`: {reason}"))
            .with_hint(format!("see the input schema of `{tool}` in tools/list"))
    };
    serde_json::from_value(Json::Object(arguments.unwrap_or_default())).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

    use super::*;

    fn message(arguments: &Json) -> String {
        parse::<ReadArguments>("read", arguments.as_object().cloned()).unwrap_err().message()
    }

    #[test]
    fn wrong_arguments_are_described_without_their_values() {
        assert_eq!(message(&json!({})), "invalid arguments of `read`: missing field `operation`");
        let unknown = message(&json!({ "operation": "a", "inputs": {} }));
        assert!(unknown.contains("unknown field `inputs`") && unknown.contains("`input`"), "{unknown}");
        let secret = message(&json!({ "operation": "a", "input": "hunter2" }));
        assert!(secret.contains("expected a map") && !secret.contains("hunter2"), "{secret}");
    }
}
