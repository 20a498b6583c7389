//! A hand-written page of tickets.

use serde::{Deserialize, Serialize};

/// A page of tickets, or an error response.
#[derive(Debug, Deserialize, Serialize)]
pub struct Page {
    /// The total number of tickets.
    #[serde(alias = "count")]
    pub total_count: Option<u64>,
    /// The tickets on this page.
    #[serde(default)]
    pub incident_info_list: Vec<Ticket>,
    /// The error code, if it is an error response.
    #[serde(skip_serializing)]
    pub error_code: Option<String>,
    /// The error message, if it is an error response.
    #[serde(skip_serializing)]
    pub error_msg: Option<String>,
}

/// A ticket.
#[derive(Debug, Deserialize, Serialize)]
#[expect(missing_docs, reason = "the fields are those of `osm::CaseInfo`")]
pub struct Ticket {
    pub xcustomer_id: Option<String>,
    pub xcustomer_name: Option<String>,
    pub status: Option<i64>,
    pub incident_id: Option<String>,
    pub business_type_name: Option<String>,
    pub incident_type_name: Option<String>,
    pub product_category_name: Option<String>,
    pub incident_service_type: Option<String>,
    pub customer_id: Option<String>,
    pub dc_name: Option<String>,
    pub simple_description: Option<String>,
    pub root_cause: Option<String>,
    pub resolution: Option<String>,
    pub create_time: Option<String>,
    pub confirmed_time: Option<String>,
    #[serde(default)]
    pub label_list: Vec<Label>,
}

/// A label of a ticket.
#[derive(Debug, Deserialize, Serialize)]
#[expect(missing_docs, reason = "the fields are those of `osm::CaseLabel`")]
pub struct Label {
    pub label_id: Option<u32>,
    pub name: Option<String>,
    pub color: Option<String>,
}
