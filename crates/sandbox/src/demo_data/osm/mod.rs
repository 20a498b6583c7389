//! The demo data of Service Tickets. It follows the same rules as all tickets.

mod authorizations;
mod cases;
mod configuration;
mod diagnosis;
mod messages;

use hwc_models::osm::CreateCases;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::osm::cases::{open, open_as};
use crate::services::osm::{SOURCE, authorizations as grants};

/// The age in milliseconds, problem type, region and description. The last ticket is still waiting.
const CASES: [(i64, &str, &str, &str); 3] = [
    (3 * DAY, "Billing", "", "An invoice of last month is missing."),
    (DAY, "Fault", "cn-north-4", "The disk of a server is slow."),
    (0, "Fault", "cn-south-1", "The server does not start."),
];

/// The tickets of the reference's examples: ID, description, and access grant. They are older.
const DOCUMENTED_CASES: [(&str, &str, Option<&str>); 3] = [
    ("test-123", "test", Some("123")),
    ("case-123", "The ticket of an example of the reference.", Some("Auth-123456")),
    ("123456", "The ticket that the example links to it.", None),
];

/// Writes the demo data. Each part needs the tickets of the previous ones.
pub(crate) fn seed(cx: &Context<'_>) -> Result<(), ApiError> {
    cases::seed(cx)?;
    documented(cx)?;
    tickets(cx)?;
    messages::seed(cx)?;
    configuration::seed(cx)?;
    authorizations::seed(cx)?;
    diagnosis::seed(cx)
}

/// Adds the data that the example requests of the reference name.
fn documented(cx: &Context<'_>) -> Result<(), ApiError> {
    let opened = cx.now - 30 * DAY;
    for (id, description, grant) in DOCUMENTED_CASES {
        open_as(cx, &CreateCases::new("Fault", description, SOURCE), id, opened)?;
        if let Some(grant) = grant {
            grants::request_access(cx, id, grant, opened)?;
        }
    }
    Ok(())
}

/// Adds three tickets. Of their grants, the first was recalled, the second is waiting, and the third comes in a minute.
fn tickets(cx: &Context<'_>) -> Result<(), ApiError> {
    for (age, kind, region, description) in CASES {
        open(cx, &CreateCases::new(kind, description, SOURCE).region_id(region), cx.now - age)?;
    }
    grants::revoke(cx, "case-1001")?;
    cases::complete(cx, "case-1001")
}
