//! The settings of the service.

use hwc_models::osm::{ShowConfiguration, ShowConfigurationResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::osm::rejected;

/// The settings of the service.
const SETTINGS: &[(&str, &str)] = &[("case.create-case.diagnose-list", "product-1,product-5")];

pub(super) fn register(registry: &mut Registry) {
    registry.register(show);
}

fn show(_cx: &mut Context<'_>, request: &ShowConfiguration) -> Result<ShowConfigurationResponse, ApiError> {
    let found = SETTINGS.iter().find(|(key, _)| *key == request.config_key);
    let (key, value) = found.ok_or_else(|| rejected("Setting not found."))?;
    let mut response = ShowConfigurationResponse::default();
    response.config_key = Some((*key).to_owned());
    response.config_value = Some((*value).to_owned());
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::osm::localized::{self, PRODUCTS};

    #[test]
    fn products_of_the_settings_are_on_the_list() {
        for id in SETTINGS.iter().flat_map(|(_, value)| value.split(',')) {
            assert!(localized::find(PRODUCTS, id).is_some(), "{id}");
        }
    }
}
