//! A hand-written page of tickets with optional quotes around numbers: the same structs, and a function per number type.

use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// A page of tickets.
#[derive(Debug, Deserialize, Serialize)]
#[expect(missing_docs, reason = "the fields are those of `Page`")]
pub struct LenientPage {
    #[serde(default, alias = "count", deserialize_with = "number")]
    pub total_count: Option<u64>,
    #[serde(default)]
    pub incident_info_list: Vec<LenientTicket>,
}

/// A ticket.
#[derive(Debug, Deserialize, Serialize)]
pub struct LenientTicket {
    pub xcustomer_id: Option<String>,
    pub xcustomer_name: Option<String>,
    #[serde(default, deserialize_with = "number")]
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
    pub label_list: Vec<LenientLabel>,
}

/// A label of a ticket.
#[derive(Debug, Deserialize, Serialize)]
pub struct LenientLabel {
    #[serde(default, deserialize_with = "number")]
    pub label_id: Option<u32>,
    pub name: Option<String>,
    pub color: Option<String>,
}

/// A number, or a text that contains one. This is the usual hand-written solution.
#[derive(Deserialize)]
#[serde(untagged)]
enum Either<'a, T> {
    Number(T),
    Text(#[serde(borrow)] std::borrow::Cow<'a, str>),
}

fn number<'de, D: Deserializer<'de>, T: Deserialize<'de> + FromStr>(source: D) -> Result<Option<T>, D::Error> {
    match Option::<Either<'de, T>>::deserialize(source)? {
        None => Ok(None),
        Some(Either::Number(number)) => Ok(Some(number)),
        Some(Either::Text(text)) => text.parse().map(Some).map_err(|_| D::Error::custom("no number")),
    }
}
