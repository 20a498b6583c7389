//! The calls made with each kind of credentials: of operations, by name, raw, of lists, and of presigned URLs.

use std::fmt::Debug;

use hwc_api::serde_json::json;
use hwc_api::{CATALOG, Client, Error, Method, PresignedUrl, iam, insight, koodrive, osm};
use hwc_sandbox::account;

use super::kinds::Given;

/// The name of a call, and the printed part of its response.
pub(super) type Outcome = (&'static str, Result<String, Error>);

/// A space of the demo data, and a file in it.
const SPACE: &str = "IAADfsBFCO6WtAtuA000000000000000000000000000001";
const FILE: &str = "F00000000000000000000000000000001";

/// Makes the calls that these credentials support.
pub(super) async fn of(credentials: &Given, client: &Client) -> Vec<Outcome> {
    match credentials {
        Given::Iam(_) => iam(client).await,
        Given::Drive(_) => drive(client).await,
    }
}

fn shown<T: Debug>(outcome: Result<T, Error>) -> Result<String, Error> {
    outcome.map(|answer| format!("{answer:?} {answer:#?}"))
}

async fn iam(client: &Client) -> Vec<Outcome> {
    let entry = CATALOG.find("CreateTickets").unwrap();
    let ticket = Box::new(insight::CreateTickets::new("embed-1", "user-1"));
    let dynamic = client.call_dyn(entry.operation, ticket, entry.response).response();
    let tickets = format!("/v1/{}/tickets", account::PROJECT_ID);
    let raw_ticket = client.raw_request(&insight::SERVICE, Method::Get, tickets).project_id(account::PROJECT_ID);
    let raw_cases = client.raw_request(&osm::SERVICE, Method::Get, osm_path()).query("limit", "1");
    let mut items = client.items(osm::ListCases::new());
    vec![
        ("a list", shown(client.send(osm::ListCases::new().limit(5)).response().await)),
        ("a ticket", shown(client.send(insight::CreateTickets::new("embed-1", "user-1")).response().await)),
        ("the account", shown(client.send(iam::KeystoneListAuthDomains::new()).response().await)),
        ("a call at run time", shown(dynamic.await)),
        ("a call by name", shown(client.call_json("ListCases", json!({ "limit": 1 })).await)),
        ("a raw call", shown(raw_cases.header("x-own-key", "A-HEADER-OF-MY-OWN").await)),
        ("a raw call of a project", raw_ticket.await.map(|reply| format!("{:?}", reply.headers))),
        ("the items of a list", shown(items.try_next().await)),
        ("the client itself", Ok(format!("{client:?}"))),
    ]
}

fn osm_path() -> &'static str {
    use hwc_api::Request;
    osm::ListCases::OPERATION.path
}

async fn drive(client: &Client) -> Vec<Outcome> {
    let entry = CATALOG.find("CountUser").unwrap();
    let dynamic = client.call_dyn(entry.operation, (entry.request)(), entry.response).response();
    let links = client.send(koodrive::GetDownLoadUrl::new(SPACE, [FILE])).response().await;
    let link = links.as_ref().ok().and_then(|links| links.body.downloads[0].url.clone());
    let link =
        link.unwrap_or_else(|| PresignedUrl::from(format!("https://host.example/?signature={}", account::DRIVE_TOKEN)));
    let group = koodrive::CreateUserGroup::new("Friends", koodrive::GroupKind::UserGroup);
    vec![
        ("a link", shown(links)),
        ("a file", shown(client.fetch_presigned(&link).bytes().await)),
        ("a group", shown(client.send(group).response().await)),
        ("a call at run time", shown(dynamic.await)),
        ("a call by name", shown(client.call_json("CountUser", json!({})).await)),
        ("a raw call", shown(client.raw_request(&koodrive::SERVICE, Method::Get, entry.operation.path).await)),
        ("the client itself", Ok(format!("{client:?}"))),
    ]
}
