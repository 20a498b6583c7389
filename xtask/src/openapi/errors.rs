//! Error responses and ways to authenticate.

use hwc_wire::AuthRequirement;
use serde_json::{Map, Value as Json, json};

use crate::model::{Operation, Service};

/// The name of the schema and of the response of errors.
pub(super) const SCHEMA: &str = "ErrorResponse";

/// Returns the members of the envelope as properties. Services write codes as text and as numbers.
pub(super) fn envelope(service: &Service) -> Map<String, Json> {
    let envelope = &service.yaml.envelope;
    let code = json!({ "type": ["string", "integer"], "description": "The code of the result." });
    let message = json!({ "type": ["string", "null"], "description": "The result in words." });
    Map::from_iter([(envelope.code.clone(), code), (envelope.message.clone(), message)])
}

/// Returns the schema of error responses. The gateway in front of a service has names of its own.
pub(super) fn schema(service: &Service) -> Json {
    let mut properties = envelope(service);
    for name in &service.yaml.envelope.members {
        properties.entry(name.clone()).or_insert_with(|| json!({}));
    }
    json!({ "type": "object", "description": description(service), "properties": properties })
}

/// Lists the documented codes with their meanings.
fn description(service: &Service) -> String {
    let mut text = "An error of the service, or of the gateway in front of it.".to_owned();
    let rules = service.yaml.errors.iter().filter(|rule| rule.code.as_deref() != Some("*"));
    for (index, rule) in rules.enumerate() {
        let status = rule.status.map(|status| format!("status {status}"));
        let code = rule.code.as_ref().map(|code| format!("`{code}`"));
        let name = [status, code].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let start = if index == 0 { "\n\n" } else { "\n" };
        text.push_str(&format!("{start}- {name}: {}", rule.doc.trim()));
    }
    text
}

/// Returns the response of all statuses without one of their own. Servers of HTTP write some errors without a JSON body.
pub(super) fn response(service: &Service) -> Json {
    let schema = json!({ "$ref": format!("#/components/schemas/{SCHEMA}") });
    json!({
        "description": format!("An error of {}.", service.yaml.title),
        "content": { "application/json": { "schema": schema } },
    })
}

/// Returns the ways to authenticate a call of a service.
pub(super) fn security_schemes(service: &Service) -> Json {
    let header = |name: &str, doc: &str| json!({ "type": "apiKey", "in": "header", "name": name, "description": doc });
    match service.yaml.auth_scheme.value.as_str() {
        "bearer" => json!({
            "token": { "type": "http", "scheme": "bearer", "description": "A KooDrive token." },
            "signature": header("Authorization", "The signature of an app, with X-User-Id and X-Date."),
        }),
        _ => json!({
            "token": header("X-Auth-Token", "An IAM token."),
            "signature": header("Authorization", "A signature with an access key (SDK-HMAC-SHA256)."),
        }),
    }
}

/// Returns the ways to authenticate that an operation accepts.
pub(super) fn security(operation: &Operation) -> Json {
    match operation.auth {
        AuthRequirement::Any => json!([{ "token": [] }, { "signature": [] }]),
        AuthRequirement::TokenOnly => json!([{ "token": [] }]),
        AuthRequirement::None => json!([]),
    }
}
