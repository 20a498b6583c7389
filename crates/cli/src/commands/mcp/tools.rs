//! The tools: names, descriptions, input schemas, and hints derived from the effects of operations.

use std::sync::Arc;

use hwc_api::SERVICES;
use hwc_api::serde_json::{Value as Json, json};
use hwc_dynamic::DynamicOperation;
use hwc_wire::Effect;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};

/// A tool of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ToolName {
    /// Finds operations by words.
    Search,
    /// Describes an operation.
    Describe,
    /// Calls an operation of the effect `read`.
    Read,
    /// Calls an operation of another effect.
    Write,
}

impl ToolName {
    const ALL: [Self; 4] = [Self::Search, Self::Describe, Self::Read, Self::Write];

    /// Returns the tools of a server.
    pub(super) fn offered(allows_write: bool) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |tool| allows_write || *tool != Self::Write)
    }

    /// Finds a tool by name.
    pub(super) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.as_str() == name)
    }

    /// Returns the name in the protocol.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Describe => "describe",
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// Returns the definition for `tools/list`.
    pub(super) fn definition(self, is_sandbox: bool) -> Tool {
        let Json::Object(schema) = self.schema() else { return Tool::default() };
        let schema: Arc<JsonObject> = Arc::new(schema);
        Tool::new(self.as_str(), self.description(), schema).with_annotations(self.annotations(is_sandbox))
    }

    fn description(self) -> &'static str {
        match self {
            Self::Search => {
                "Find operations of Huawei Cloud Service Tickets (osm), KooDrive, DataArts Insight and IAM by words."
            }
            Self::Describe => "Get the input schema, the effect and an example of an operation. Use it before a call.",
            Self::Read => {
                "Call an operation of the effect `read`. Large results are shortened: use `fields`, `jq` or the page \
                 fields of the input. Add `next_page` to the input for the next page."
            }
            Self::Write => {
                "Call an operation of the effect `write` or `destructive`. The person confirms it, or the result is a \
                 preview with a token: show the preview, then repeat the call with `confirm`. `rehearse` tries the \
                 change on a copy of the sandbox and shows the difference."
            }
        }
    }

    fn schema(self) -> Json {
        let services: Vec<&str> = SERVICES.iter().map(|service| service.id).collect();
        let operation = json!({ "type": "string", "description": "As in osm.ListCases" });
        let (properties, required) = match self {
            Self::Search => (
                json!({
                    "words": { "type": "string" },
                    "service": { "type": "string", "enum": services },
                    "limit": { "type": "integer", "minimum": 1, "maximum": 100, "default": 20 },
                }),
                "words",
            ),
            Self::Describe => (
                json!({
                    "operation": operation,
                    "response": { "type": "boolean", "description": "Add the schema of the response" },
                }),
                "operation",
            ),
            Self::Read => (with_input(&operation, json!({ "fields": fields(), "jq": jq() })), "operation"),
            Self::Write => {
                (with_input(&operation, json!({ "confirm": confirm(), "rehearse": rehearse() })), "operation")
            }
        };
        json!({ "type": "object", "properties": properties, "required": [required], "additionalProperties": false })
    }

    /// Returns the hints. Those of a tool that calls any operation are those of the most dangerous one.
    fn annotations(self, is_sandbox: bool) -> ToolAnnotations {
        let effects: &[Effect] = match self {
            Self::Search | Self::Describe | Self::Read => &[Effect::Read],
            Self::Write => &[Effect::Write, Effect::Destructive],
        };
        let operations: Vec<_> =
            DynamicOperation::all().filter(|operation| effects.contains(&operation.effect())).collect();
        let hints = operations.into_iter().map(|operation| Hints::new(operation, is_sandbox)).reduce(Hints::or_worse);
        let mut hints = hints.unwrap_or_default();
        if matches!(self, Self::Search | Self::Describe) {
            hints.open_world = false;
        }
        hints.annotations()
    }
}

fn with_input(operation: &Json, more: Json) -> Json {
    let mut properties = json!({
        "operation": operation,
        "input": { "type": "object", "description": "Fields by name, as `describe` lists them" },
        "settings": { "type": "object", "additionalProperties": { "type": "string" }, "description": "As in project_id" },
    });
    if let (Some(properties), Json::Object(mut more)) = (properties.as_object_mut(), more) {
        properties.append(&mut more);
    }
    properties
}

fn fields() -> Json {
    json!({ "type": "array", "items": { "type": "string" }, "description": "Members to return, as in [\"id\"]; of each element for a list" })
}

fn jq() -> Json {
    json!({ "type": "string", "description": "jq filter of the response" })
}

fn confirm() -> Json {
    json!({ "type": "string", "description": "Token of the preview" })
}

fn rehearse() -> Json {
    json!({ "type": "boolean" })
}

/// The hints of the protocol about an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints {
    read_only: bool,
    destructive: bool,
    idempotent: bool,
    open_world: bool,
}

impl Hints {
    /// Derives the hints from the effect.
    pub(super) fn new(operation: DynamicOperation, is_sandbox: bool) -> Self {
        let effect = operation.effect();
        Self {
            read_only: effect == Effect::Read,
            destructive: effect == Effect::Destructive,
            idempotent: effect == Effect::Read || operation.descriptor().idempotent,
            open_world: !is_sandbox,
        }
    }

    fn or_worse(self, other: Self) -> Self {
        Self {
            read_only: self.read_only && other.read_only,
            destructive: self.destructive || other.destructive,
            idempotent: self.idempotent && other.idempotent,
            open_world: self.open_world || other.open_world,
        }
    }

    fn annotations(self) -> ToolAnnotations {
        let annotations = ToolAnnotations::new().read_only(self.read_only).destructive(self.destructive);
        annotations.idempotent(self.idempotent).open_world(self.open_world)
    }

    /// Returns the hints by their names in the protocol.
    pub(super) fn json(self) -> Json {
        hwc_api::serde_json::to_value(self.annotations()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The maximum size of the list of all tools, in tokens of four bytes.
    const MAX_TOKENS: usize = 1_200;

    #[test]
    fn the_list_of_all_tools_is_small() {
        let tools: Vec<Tool> = ToolName::offered(true).map(|tool| tool.definition(false)).collect();
        let text = json!({ "tools": tools }).to_string();
        assert!(text.len().div_ceil(4) <= MAX_TOKENS, "{} bytes: {text}", text.len());
    }

    #[test]
    fn hints_follow_the_effects() {
        let hints = |tool: ToolName| json!(tool.definition(true).annotations);
        let expected = |read_only: bool| json!({ "readOnlyHint": read_only, "destructiveHint": !read_only, "idempotentHint": read_only, "openWorldHint": false });
        assert_eq!(hints(ToolName::Read), expected(true));
        assert_eq!(hints(ToolName::Write), expected(false));
        let of = |name| Hints::new(DynamicOperation::find(name).unwrap(), false);
        assert!(of("DeleteLabels").destructive && of("DeleteLabels").open_world && !of("CreateCases").destructive);
    }
}
