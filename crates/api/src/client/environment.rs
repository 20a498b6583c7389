//! Reads a client's settings from environment variables, or from whatever stands in for them.

use super::ClientBuilder;

impl ClientBuilder {
    /// A builder filled with what `lookup` finds; see [`Client::from_env`](super::Client::from_env) for the names.
    pub fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| lookup(name).filter(|value| !value.trim().is_empty());
        let mut builder = Self::new();
        if let Some(token) = get("HWC_AUTH_TOKEN") {
            builder = builder.auth_token(token);
        }
        if let Some(token) = get("HWC_KOODRIVE_TOKEN") {
            builder = builder.koodrive_token(token);
        }
        if let Some(region) = get("HUAWEICLOUD_SDK_REGION") {
            builder = builder.default_region(region.trim());
        }
        if let Some(project) = get("HUAWEICLOUD_SDK_PROJECT_ID") {
            builder = builder.project_id(project.trim());
        }
        for service in hwc_models::SERVICES {
            if let Some(endpoint) = get(&format!("HWC_ENDPOINT_{}", service.id.to_uppercase())) {
                builder = builder.endpoint(service.id, endpoint);
            }
        }
        builder
    }
}
