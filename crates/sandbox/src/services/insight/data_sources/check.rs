//! The connection test of a data source.

use hwc_models::insight::{DataSource, DataSourceType};
use hwc_wire::Secret;

use crate::runtime::api_error::ApiError;

/// The domain whose hosts cannot be reached. It is reserved for this purpose.
const UNREACHABLE: &str = ".invalid";

/// The password that is always refused.
const WRONG: &str = "wrong";

/// Checks the settings of a data source and tests its connection.
pub(super) fn connect(source: &DataSource, password: Option<&Secret>) -> Result<(), ApiError> {
    require_settings(source)?;
    let config = source.config.as_ref();
    let url = config.and_then(|config| config.request_url.as_deref());
    let places = [source.host.as_deref(), source.server_list.as_deref(), url];
    if let Some(place) = places.into_iter().flatten().find(|place| is_unreachable(place)) {
        return Err(ApiError::invalid(format!("the connection test failed: {place} cannot be reached")));
    }
    if password.is_some_and(|password| password.expose() == WRONG) {
        return Err(ApiError::invalid("the connection test failed: the user name or the password is wrong"));
    }
    Ok(())
}

/// Returns true if an address, a list of addresses or a URL names an unreachable host.
pub(super) fn is_unreachable(place: &str) -> bool {
    place.split([',', '/', ':']).any(|part| part.trim().ends_with(UNREACHABLE))
}

/// Checks that a data source has what its type needs.
fn require_settings(source: &DataSource) -> Result<(), ApiError> {
    let config = source.config.as_ref();
    let text = |text: Option<&str>| text.is_some_and(|text| !text.is_empty());
    let (has, name) = match source.kind {
        Some(DataSourceType::Dws | DataSourceType::ClickHouse) => (text(source.server_list.as_deref()), "server_list"),
        Some(DataSourceType::Dli) => {
            (text(config.and_then(|config| config.queue_name.as_deref())), "config.queue_name")
        }
        Some(DataSourceType::Api) => {
            (text(config.and_then(|config| config.request_url.as_deref())), "config.request_url")
        }
        _ => (text(source.host.as_deref()), "host"),
    };
    if has { Ok(()) } else { Err(ApiError::invalid(format!("{name} is required for this type of data source"))) }
}
