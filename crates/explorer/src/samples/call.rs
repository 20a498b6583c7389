//! The call of a sample: the fields without secrets, and with a placeholder for each missing required field.

use std::collections::BTreeMap;

use hwc_api::Service;
use hwc_api::serde_json::{Map, Value as Json};
use hwc_dynamic::{DynamicOperation, example_request, skeleton};
use hwc_wire::{AuthRequirement, AuthScheme, SettingLocation};

use crate::input::{CallInput, Rejection};

/// The prefix of a text that stands for a secret, followed by the name of an environment variable.
pub(super) const SECRET: &str = "@env:";

/// A call to be written in some language.
pub(super) struct SampleCall<'a> {
    pub(super) input: &'a CallInput,
    pub(super) operation: DynamicOperation,
    /// The fields by name. Each secret is `@env:NAME`.
    pub(super) fields: Map<String, Json>,
    /// The settings with a value.
    pub(super) settings: BTreeMap<String, String>,
    /// The environment variables of the secrets.
    pub(super) variables: Vec<String>,
    /// The names of required fields that have a placeholder.
    pub(super) placeholders: Vec<String>,
}

impl<'a> SampleCall<'a> {
    /// Creates the call of an input.
    pub(super) fn new(input: &'a CallInput) -> Result<Self, Rejection> {
        let operation = input.operation;
        // Values that do not fit their fields have no sample.
        input.request()?;
        let example = example_request(operation, &input.fields);
        let mut variables: Vec<String> = example.variables.into_keys().collect();
        let mut fields = example.fields;
        fields.retain(|_, value| !value.is_null());
        let missing = skeleton(operation, false).into_iter().filter(|(name, _)| !fields.contains_key(name));
        let missing: Vec<(String, Json)> = missing.collect();
        let placeholders = missing.iter().map(|(name, _)| name.clone()).collect();
        for (name, value) in missing {
            add_variables(&value, &mut variables);
            fields.insert(name, value);
        }
        variables.sort();
        variables.dedup();
        Ok(Self { input, operation, fields, settings: input.settings.clone(), variables, placeholders })
    }

    /// Returns the service.
    pub(super) fn service(&self) -> &'static Service {
        self.operation.descriptor().service
    }

    /// Returns the URL of the default region.
    pub(super) fn default_endpoint(&self) -> &'static str {
        let service = self.service();
        let region = service.regions.iter().find(|region| region.id == service.default_region);
        region.or_else(|| service.regions.first()).map_or("", |region| region.endpoint)
    }

    /// Returns the variable with the endpoint, as in `HWC_ENDPOINT_OSM`.
    pub(super) fn endpoint_variable(&self) -> String {
        format!("HWC_ENDPOINT_{}", self.service().id.to_uppercase())
    }

    /// Returns the variables of the secrets with their meanings.
    pub(super) fn secret_variables(&self) -> Vec<(String, String)> {
        self.variables.iter().map(|name| (name.clone(), "a secret field of the request".to_owned())).collect()
    }

    /// Returns the header of a token with its prefix and its variable. Requests without a client are not signed.
    pub(super) fn token(&self) -> Option<(&'static str, &'static str, &'static str)> {
        match (self.operation.descriptor().auth, self.service().scheme) {
            (AuthRequirement::None, _) => None,
            (_, AuthScheme::Bearer) => Some(("Authorization", "Bearer ", "HWC_KOODRIVE_TOKEN")),
            _ => Some(("X-Auth-Token", "", "HWC_AUTH_TOKEN")),
        }
    }

    /// Returns the variable with the project, if the path needs one that is not set.
    pub(super) fn project_variable(&self) -> Option<&'static str> {
        let needs_project = self.service().settings.iter().any(|setting| {
            setting.name == "project_id"
                && setting.location == SettingLocation::Path
                && self.operation.descriptor().path.contains("{project_id}")
        });
        (needs_project && !self.settings.contains_key("project_id")).then_some("HUAWEICLOUD_SDK_PROJECT_ID")
    }
}

/// Adds the variables in a placeholder.
fn add_variables(value: &Json, variables: &mut Vec<String>) {
    match value {
        Json::String(text) => variables.extend(text.strip_prefix(SECRET).map(str::to_owned)),
        Json::Array(items) => items.iter().for_each(|item| add_variables(item, variables)),
        Json::Object(members) => members.values().for_each(|member| add_variables(member, variables)),
        _ => {}
    }
}
