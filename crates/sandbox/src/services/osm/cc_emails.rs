//! Copies: the mail addresses that are notified about a ticket. They are part of its extension map. The sandbox remembers
//! the most recently used ones.

use std::collections::BTreeMap;

use hwc_wire::Json;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::business;

/// The key of the addresses in the extension map.
const KEY: &str = "remindCCEmail";

/// The maximum number of addresses of a ticket, as returned by `ListCaseLimits`.
const MAX_ADDRESSES: usize = 10;

/// Returns the addresses in an extension map, joined by semicolons. `None` means unchanged, an empty text removes them.
pub(crate) fn read(extension: &BTreeMap<String, Json>) -> Result<Option<String>, ApiError> {
    let text = match extension.get(KEY) {
        None => return Ok(None),
        Some(Json::Null) => "",
        Some(Json::String(text)) => text,
        Some(_) => return Err(invalid_addresses("remindCCEmail must be a text.")),
    };
    let addresses: Vec<&str> = text.split([';', ',']).map(str::trim).filter(|address| !address.is_empty()).collect();
    if let Some(wrong) = addresses.iter().find(|address| !is_address(address)) {
        return Err(invalid_addresses(&format!("remindCCEmail has an invalid mail address: {wrong}")));
    }
    if addresses.len() > MAX_ADDRESSES {
        return Err(invalid_addresses("remindCCEmail has more than ten addresses."));
    }
    Ok(Some(addresses.join(";")))
}

fn invalid_addresses(message: &str) -> ApiError {
    business("OSM.01010008", message)
}

fn is_address(text: &str) -> bool {
    let Some((who, domain)) = text.split_once('@') else {
        return false;
    };
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "@<>\"".contains(c));
    plain(who) && plain(domain) && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
}

/// Records that the caller used these addresses.
pub(crate) fn remember(cx: &Context<'_>, addresses: &str) -> Result<(), ApiError> {
    if addresses.is_empty() {
        return Ok(());
    }
    cx.db
        .prepare_cached("INSERT OR REPLACE INTO last_copies (user_id, addresses) VALUES (?1, ?2)")?
        .execute((&cx.caller.id, addresses))?;
    let used = cx.next_number("copies")?;
    for address in addresses.split(';') {
        cx.db
            .prepare_cached("INSERT OR REPLACE INTO copy_addresses (customer, address, used) VALUES (?1, ?2, ?3)")?
            .execute((cx.customer(), address, used))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> Option<String> {
        read(&[(KEY.to_owned(), Json::from(text))].into()).ok().flatten()
    }

    #[test]
    fn addresses_are_told_from_other_text() {
        assert_eq!(given(" a@example.com; b@example.com ,;").as_deref(), Some("a@example.com;b@example.com"));
        assert_eq!(given("").as_deref(), Some(""));
        for wrong in ["nobody", "@example.com", "a@", "a@b", "a@.com", "a@b.", "a b@example.com", "a@b@example.com"] {
            assert_eq!(given(wrong), None, "{wrong}");
        }
        let ten = ["a@example.com"; 10].join(";");
        assert!(given(&ten).is_some());
        assert_eq!(given(&format!("{ten};a@example.com")), None);
    }

    #[test]
    fn other_values_are_no_addresses() {
        assert!(read(&[(KEY.to_owned(), Json::from(1))].into()).is_err());
        assert!(matches!(read(&[(KEY.to_owned(), Json::Null)].into()), Ok(Some(text)) if text.is_empty()));
        assert!(matches!(read(&BTreeMap::new()), Ok(None)));
    }
}
