//! The OpenAPI document of the control API, made from the routes and the types of their bodies.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json, json};

use super::routes::{ROUTES, Route};

/// The name of the security scheme.
const SCHEME: &str = "sandbox-control";

/// Returns the OpenAPI document of the control API, which a server has below `/_sandbox/`.
///
/// Its members `paths` and `components` can be merged into a larger document: the names of its schemas begin with `sandbox.`.
#[must_use]
pub fn control_openapi() -> Json {
    let mut document = Document {
        requests: generator(SchemaSettings::draft2020_12().for_deserialize()),
        responses: generator(SchemaSettings::draft2020_12().for_serialize()),
        paths: Map::new(),
    };
    ROUTES.iter().for_each(|route| document.add(route));
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Control API of the hwc sandbox", "version": env!("CARGO_PKG_VERSION") },
        "tags": [{ "name": "sandbox", "description": "Control of a running sandbox" }],
        "paths": document.paths,
        "components": {
            "schemas": document.schemas(),
            "securitySchemes": { SCHEME: {
                "type": "http",
                "scheme": "bearer",
                "description": "The token that `hwc sandbox serve` prints and `hwc sandbox start` stores.",
            } },
        },
    })
}

fn generator(settings: SchemaSettings) -> SchemaGenerator {
    settings.with(|settings| settings.meta_schema = None).into_generator()
}

struct Document {
    requests: SchemaGenerator,
    responses: SchemaGenerator,
    paths: Map<String, Json>,
}

impl Document {
    fn add(&mut self, route: &Route) {
        let success = route.endpoint.response(&mut self.responses);
        let content = |schema: &Json| json!({ "application/json": { "schema": schema } });
        let error = json!({ "$ref": "#/$defs/Error" });
        let mut operation = json!({
            "operationId": format!("sandbox.{}", route.id),
            "tags": ["sandbox"],
            "summary": route.summary,
            "security": [{ SCHEME: [] }],
            "parameters": parameters(route),
            "responses": {
                route.status.as_str(): { "description": "Success", "content": content(&Json::from(success)) },
                "default": { "description": "Error", "content": content(&error) },
            },
        });
        if let Some((schema, is_required)) = route.endpoint.request(&mut self.requests) {
            operation["requestBody"] = json!({ "required": is_required, "content": content(&Json::from(schema)) });
        }
        rename_references(&mut operation);
        let path = self.paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_lowercase()] = operation;
    }

    /// Returns the schemas of all types.
    fn schemas(&mut self) -> Map<String, Json> {
        let mut all = self.requests.take_definitions(true);
        all.extend(self.responses.take_definitions(true));
        all.insert("Error".to_owned(), error_schema());
        let renamed = all.into_iter().map(|(name, mut schema)| {
            rename_references(&mut schema);
            (format!("sandbox.{name}"), schema)
        });
        renamed.collect()
    }
}

fn error_schema() -> Json {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["error"],
        "properties": { "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": { "code": text, "message": text },
        } },
    })
}

fn parameters(route: &Route) -> Vec<Json> {
    let names = route.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let path =
        names.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let query = route.query.iter().map(|(name, kind, description)| {
        json!({ "name": name, "in": "query", "description": description, "schema": { "type": kind } })
    });
    path.chain(query).collect()
}

fn rename_references(schema: &mut Json) {
    match schema {
        Json::Object(members) => {
            for (name, value) in members {
                match value.as_str().and_then(|text| text.strip_prefix("#/$defs/")) {
                    Some(target) if name == "$ref" => *value = json!(format!("#/components/schemas/sandbox.{target}")),
                    _ => rename_references(value),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(rename_references),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_route_and_each_reference_is_there() {
        let document = control_openapi();
        for route in ROUTES {
            let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
            assert_eq!(operation["operationId"], format!("sandbox.{}", route.id));
        }
        let text = document.to_string();
        assert!(!text.contains("#/$defs/"));
        for reference in text.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
    }
}
