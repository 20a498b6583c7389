//! Demo data: machines for diagnosis, and finished diagnoses.

use std::collections::BTreeMap;

use hwc_models::osm::DiagnoseKind;
use serde_json::json;

use crate::account::PROJECT_ID;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::osm::diagnosis::jobs::Job;
use crate::services::osm::diagnosis::queries::Machine;

/// The ID, project, region, name, elastic IP, and the check that finds a fault, if any. The last machine is that of the
/// reference's example.
const MACHINES: [(&str, &str, &str, &str, &str, &str); 3] = [
    ("vm-1", PROJECT_ID, "cn-north-4", "server-1", "203.0.113.7", ""),
    ("vm-2", PROJECT_ID, "cn-south-1", "server-2", "203.0.113.8", "103"),
    ("vm-123", "project-123", "cn-north-7", "server-1", "192.0.2.1", ""),
];

/// The kind, parameter, value, and the check that found a fault. The first job has the number of the examples.
const JOBS: [(DiagnoseKind, &str, &str, Option<&str>); 2] =
    [(DiagnoseKind::Ecs, "eip", "192.0.2.1", None), (DiagnoseKind::Rds, "instanceId", "db-123", Some("201"))];

/// The region of these jobs.
const REGION: &str = "cn-north-7";

/// Writes the demo data.
pub(super) fn seed(cx: &Context<'_>) -> Result<(), ApiError> {
    for (id, project, region, name, eip, fault) in MACHINES {
        cx.records().insert(&Machine {
            id: id.to_owned(),
            project: project.to_owned(),
            region: region.to_owned(),
            name: name.to_owned(),
            eip: eip.to_owned(),
            fault: (!fault.is_empty()).then(|| fault.to_owned()),
            host: format!("host-of-{id}"),
            metadata: json!({ "charging_mode": "0" }),
        })?;
    }
    for (kind, name, value, fault) in JOBS {
        cx.records().insert(&Job {
            id: cx.next_number("diagnose job")?.to_string(),
            kind: kind.code(),
            params: BTreeMap::from([(name.to_owned(), value.to_owned())]),
            region: REGION.to_owned(),
            abnormal: fault.into_iter().map(str::to_owned).collect(),
            created_at: cx.now - DAY,
        })?;
    }
    Ok(())
}
