//! Redaction of secrets in requests and responses.

use hwc_api::Record;
use hwc_wire::ValueRef;
use serde::ser::{Serialize, Serializer};

pub use hwc_wire::value::REDACTED;

/// A record or a value as JSON with its secrets redacted, for `Debug` too.
pub struct Redacted<'a>(
    /// The value.
    pub ValueRef<'a>,
);

impl<'a> Redacted<'a> {
    /// Redacts the secrets of a record, at any depth.
    #[must_use]
    pub fn record(record: &'a dyn Record) -> Self {
        Self(ValueRef::Record(record))
    }
}

impl Serialize for Redacted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl std::fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let json = hwc_api::serde_json::to_string(self).map_err(|_| std::fmt::Error)?;
        f.write_str(&json)
    }
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::{self, json};

    use super::*;
    use crate::{DynamicOperation, DynamicRequest};

    #[test]
    fn secrets_are_redacted_at_any_depth() {
        let operation = DynamicOperation::find("ConfirmAuthorizations").unwrap();
        let members = json!({ "authorization_id": "a", "auth_detail_list": [{ "port": 22, "password": "s3cret" }] });
        let request = DynamicRequest::from_json(operation, members.as_object().unwrap().clone()).unwrap();
        let redacted = serde_json::to_value(request.redacted()).unwrap();
        assert_eq!(redacted["auth_detail_list"], json!([{ "port": 22, "password": REDACTED }]));
        assert_eq!(redacted["authorization_id"], "a");
        assert!(!format!("{:?} {request:?}", request.redacted()).contains("s3cret"));
    }
}
