//! Snippets for editors: `defaultSnippets` of the YAML language server, which the schemas themselves carry. No editor needs a file.

use serde_json::{Value as Json, json};

/// Returns the snippets for the keys of a struct of the loader.
pub(super) fn of_struct(name: &str) -> Option<Json> {
    Some(match name {
        "Endpoint" => json!([operation()]),
        "Field" => json!([
            snippet("field", "A field", &json!({ "type": "${1:string}", "doc": "${2:The name.}" })),
            snippet(
                "required field",
                "A field that is always present",
                &json!({ "type": "${1:string}", "required": true, "doc": "${2:The name.}" })
            ),
        ]),
        "Type" => kinds(),
        "Variant" => json!([snippet("value", "A value of an enum", &json!({ "code": "$1", "doc": "$2" }))]),
        "Pagination" => pagination(),
        "Example" => json!([snippet(
            "example",
            "A request with its response",
            &json!({ "name": "$1", "input": {}, "request": "GET /$2", "response_body": {}, "response": {} })
        )]),
        "Task" => json!([snippet(
            "task",
            "Background work",
            &json!({
                "poll_operation": "$1",
                "input": { "$2": "response.$3" },
                "state": { "field": "$4", "running": [], "succeeded": [], "failed": [] },
            })
        )]),
        _ => return None,
    })
}

/// Returns the snippets of a file of types.
pub(super) fn types() -> Json {
    json!([
        snippet("id", "An ID", &json!({ "${1:ThingId}": { "id": true, "doc": "The ID of ${2:a thing}." } })),
        snippet(
            "record",
            "A record",
            &json!({ "${1:Thing}": { "doc": "${2:A thing.}", "fields": { "$3": { "type": "string", "doc": "$4" } } } })
        ),
    ])
}

fn snippet(label: &str, description: &str, body: &Json) -> Json {
    json!({ "label": label, "description": description, "body": body })
}

fn operation() -> Json {
    let body = json!({
        "operation": "${1:ListThings}",
        "request": "${2:GET} /${3:v1/things}",
        "summary": "$4",
        "summary_zh": "$5。",
        "effect": "${6:read}",
        "sources": ["$7"],
        "query": { "${8:limit}": { "type": "u32", "range": "1..=100", "doc": "$9" } },
        "response": { "$10": { "type": "string", "doc": "$11" } },
        "examples": [{ "name": "$12", "request": "${2:GET} /${3:v1/things}", "response_body": {}, "response": {} }],
    });
    snippet("operation", "A new operation", &body)
}

fn kinds() -> Json {
    json!([
        snippet("id", "An ID: a string with a type of its own", &json!({ "id": true, "doc": "The ID of $1." })),
        snippet(
            "enum",
            "An open enum",
            &json!({ "enum": "${1:string}", "doc": "$2", "values": { "${3:Open}": { "code": "$4", "doc": "$5" } } })
        ),
        snippet("record", "A record", &json!({ "doc": "$1", "fields": { "$2": { "type": "string", "doc": "$3" } } })),
    ])
}

fn pagination() -> Json {
    json!([
        snippet(
            "offset",
            "By the number of elements to skip",
            &json!({ "style": "offset", "total": "${1:total}", "items": "$2" })
        ),
        snippet(
            "page",
            "By the number of the page",
            &json!({ "style": "page", "page": "${1:page_no}", "total": "${2:total}", "items": "$3" })
        ),
        snippet(
            "cursor",
            "By the cursor of the last response",
            &json!({ "style": "cursor", "cursor": "$1", "next": "$2", "items": "$3" })
        ),
    ])
}
