//! The request in the form of the official SDKs: one object with the fields outside of the body, and the body.

use hwc_api::serde_json::{Map, Value as Json};
use hwc_wire::{FieldDescriptor, Location, SettingLocation};

use super::call::SampleCall;
use crate::samples::readme;

/// The service with official SDKs.
const SERVICE: &str = "osm";

/// The request of an official SDK, with the names on the wire.
pub(super) struct SdkRequest {
    /// The fields in the path, the query and headers, and the settings that are headers.
    pub(super) parameters: Map<String, Json>,
    /// The members of the body, or the parts of a form.
    pub(super) body: Option<Json>,
    pub(super) is_form: bool,
}

impl SdkRequest {
    /// Returns the request of a call, or `None` if no official SDK has the operation.
    pub(super) fn new(call: &SampleCall<'_>) -> Option<Self> {
        if call.service().id != SERVICE {
            return None;
        }
        let mut request = Self { parameters: settings(call), body: None, is_form: call.operation.sends_form() };
        let descriptor = call.operation.new_request().descriptor();
        for field in descriptor.fields {
            if let Some((_, value)) = call.fields.iter().find(|(name, _)| field.is_called(name)) {
                request.add(field, value.clone());
            }
        }
        for constant in descriptor.constants {
            let value = hwc_api::serde_json::to_value(constant.value).unwrap_or_default();
            request.add_member(constant.name, value);
        }
        Some(request)
    }

    fn add(&mut self, field: &FieldDescriptor, value: Json) {
        match field.location {
            Location::BodyField => self.add_member(field.wire_name, value),
            Location::Form => self.add_member(field.wire_name, form_value(value)),
            Location::Payload => self.body = Some(value),
            _ => {
                self.parameters.insert(field.wire_name.to_owned(), value);
            }
        }
    }

    fn add_member(&mut self, name: &str, value: Json) {
        if let Json::Object(members) = self.body.get_or_insert_with(|| Json::Object(Map::new())) {
            members.insert(name.to_owned(), value);
        }
    }

    /// Returns the request as one object, which the SDKs for Go and Java read.
    pub(super) fn into_json(mut self) -> Json {
        if let Some(body) = self.body {
            self.parameters.insert("body".to_owned(), body);
        }
        Json::Object(self.parameters)
    }
}

/// Returns a part of a form: a file, or text. Objects are JSON text there.
fn form_value(value: Json) -> Json {
    let is_text = value.is_string() || value.get("file_name").is_some();
    if is_text { value } else { Json::String(value.to_string()) }
}

fn settings(call: &SampleCall<'_>) -> Map<String, Json> {
    let headers = call.service().settings.iter().filter(|setting| setting.location == SettingLocation::Header);
    let value = |name: &str| call.settings.get(name).map(|value| number_or_text(value));
    headers.filter_map(|setting| Some((setting.wire.to_owned(), value(setting.name)?))).collect()
}

/// Returns a number if the text is one. The SDKs declare such headers as numbers.
fn number_or_text(text: &str) -> Json {
    text.parse::<i64>().map_or_else(|_| Json::from(text), Json::from)
}

/// Returns the variables of the official SDKs.
pub(super) fn variables(call: &SampleCall<'_>) -> Vec<(String, String)> {
    let own = [
        ("HUAWEICLOUD_SDK_AK", "the access key"),
        ("HUAWEICLOUD_SDK_SK", "the secret key"),
        ("HUAWEICLOUD_SDK_DOMAIN_ID", "the ID of the account (optional)"),
    ];
    let own = own.into_iter().map(|(name, meaning)| (name.to_owned(), meaning.to_owned()));
    own.chain([readme::endpoint(call)]).chain(call.secret_variables()).collect()
}
