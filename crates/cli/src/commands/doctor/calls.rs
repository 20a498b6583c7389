//! Checks with credentials: the account, the project and one harmless call.

use hwc_api::iam::{KeystoneListAuthDomains, KeystoneListProjects};
use hwc_api::serde_json::{Map, Value, json};
use hwc_api::{Client, Service};
use hwc_dynamic::{DynamicOperation, DynamicRequest};

use super::diagnosis;
use super::report::{Check, ProblemKind};
use super::service_check;
use super::source::selected_profile;
use crate::args::connection::ConnectionArgs;
use crate::error::CliError;

/// A harmless call of each service that needs no input but a limit.
const HARMLESS: [(&str, &str); 3] =
    [("osm", "osm.ListCases"), ("insight", "insight.ListInstances"), ("koodrive", "koodrive.GetUnreadCount")];

/// Checks the credentials of a service.
pub(super) async fn check(service: &'static Service, connection: &ConnectionArgs, skew: Option<i64>) -> Vec<Check> {
    let client = match client(service, connection) {
        Ok(client) => client,
        Err(error) => {
            let check = service_check("permission", service.id);
            return vec![check.problem(ProblemKind::InvalidCredentials, error.message(), "hwc login")];
        }
    };
    match service.id {
        "iam" => account(&client, skew).await,
        _ => harmless_call(&client, service, skew).await.into_iter().collect(),
    }
}

fn client(service: &'static Service, connection: &ConnectionArgs) -> Result<Client, CliError> {
    Ok(connection.configure(connection.builder(service)?).max_attempts(1).build()?)
}

/// Returns the account of the credentials, and whether the configured project belongs to it.
async fn account(client: &Client, skew: Option<i64>) -> Vec<Check> {
    let check = service_check("account", "iam");
    let accounts = match client.send(KeystoneListAuthDomains::new()).await {
        Ok(response) => response.domains,
        Err(error) => return vec![diagnosis::of_call(check, &error, skew)],
    };
    let names: Vec<String> = accounts.iter().filter_map(|account| account.name.clone()).collect();
    let ids: Vec<String> = accounts.iter().filter_map(|account| Some(account.id.as_ref()?.to_string())).collect();
    let check =
        check.ok(format!("{} ({})", names.join(", "), ids.join(", "))).detail("names", names).detail("ids", ids);
    vec![check, project(client, skew).await]
}

async fn project(client: &Client, skew: Option<i64>) -> Check {
    let check = service_check("project", "iam");
    let projects = match client.send(KeystoneListProjects::new()).await {
        Ok(response) => response.projects,
        Err(error) => return diagnosis::of_call(check, &error, skew),
    };
    let ids: Vec<String> = projects.iter().filter_map(|project| Some(project.id.as_ref()?.to_string())).collect();
    let names: Vec<String> = projects.iter().filter_map(|project| project.name.clone()).collect();
    let variable = || std::env::var("HUAWEICLOUD_SDK_PROJECT_ID").ok().filter(|id| !id.is_empty());
    // A client ignores the variable with a named profile, whose account may be another one.
    let configured = if selected_profile().is_some() { None } else { variable() };
    let check = check.detail("projects", names.clone());
    match configured {
        Some(id) if !ids.contains(&id) => {
            let message = format!("the account has no project {id}; it has {}", ids.join(", "));
            let fix = "set HUAWEICLOUD_SDK_PROJECT_ID to one of them, or unset it to look the project up";
            check.problem(ProblemKind::WrongProject, message, fix)
        }
        Some(id) => check.ok(format!("{id} (from HUAWEICLOUD_SDK_PROJECT_ID)")),
        None => check.ok(format!("{} projects: {}", names.len(), names.join(", "))),
    }
}

/// Makes a harmless call.
async fn harmless_call(client: &Client, service: &Service, skew: Option<i64>) -> Option<Check> {
    let (_, name) = HARMLESS.into_iter().find(|(id, _)| *id == service.id)?;
    let operation = DynamicOperation::find(name).ok()?;
    let check = service_check("permission", service.id).detail("operation", name);
    let mut members: Map<String, Value> = Map::new();
    if operation.fields().iter().any(|field| field.name() == "limit") {
        members.insert("limit".to_owned(), json!(1));
    }
    let request = DynamicRequest::from_json(operation, members).ok()?;
    Some(match request.into_call(client).await {
        Ok(_) => check.ok(format!("{name} is permitted")),
        Err(error) => diagnosis::of_call(check, &error, skew),
    })
}
