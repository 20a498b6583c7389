//! Hand-written requests.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::data::CASES;

/// Returns the path and query of a page of tickets.
#[must_use]
pub fn target(limit: u32) -> String {
    format!("{CASES}?limit={limit}")
}

/// A new ticket.
#[derive(Debug, Default, Serialize)]
#[expect(missing_docs, reason = "the fields are those of `osm::CreateCases`")]
pub struct NewTicket {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident_sub_type_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_category_id: Option<String>,
    pub business_type_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_id: Option<String>,
    pub simple_description: String,
    pub source_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remind_mobile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remind_mail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remind_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessory_ids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extends_map: BTreeMap<String, serde_json::Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extension_map: BTreeMap<String, serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_code: Option<String>,
}
