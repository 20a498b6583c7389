//! Sends requests that were read from JSON, and prints the problems of those that are not complete.
use anyhow::{Context, ensure};
use hwc_api::osm::{CreateCases, CreateMessages, ListCases, ShowCaseDetail, SourceId};
use hwc_api::serde_json::{self, Value, json};
use hwc_api::{Client, Request, insight, koodrive};
use hwc_sandbox::{Sandbox, SandboxOptions};
use serde::de::DeserializeOwned;

/// Reads a request from JSON and sends it.
async fn send<R: Request + DeserializeOwned>(client: &Client, request: Value) -> anyhow::Result<()> {
    let call = client.send(serde_json::from_value::<R>(request)?);
    call.await.map(drop).with_context(|| format!("{} failed", R::OPERATION.name))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let builder = Client::builder().transport(Sandbox::new(SandboxOptions::default())?).auth_token("any");
    let client = builder.koodrive_token("any").project_id("project-1").build()?;
    let ticket = json!({"business_type_id": "Fault", "simple_description": "x", "source_id": SourceId::API});
    send::<CreateCases>(&client, ticket).await?;
    send::<ListCases>(&client, json!({"limit": 10, "search_key": ["a"]})).await?;
    for outcome in [
        send::<CreateCases>(&client, json!({"business_type_id": "Fault"})).await,
        send::<ShowCaseDetail>(&client, json!({"incident_id": ""})).await,
        send::<ShowCaseDetail>(&client, json!({"incident_id": "../../x?y=1#z"})).await,
        send::<CreateMessages>(&client, json!({})).await,
        send::<insight::CreateTickets>(&client, json!({})).await,
        send::<koodrive::GetUserList>(&client, json!({"limit": "many"})).await,
    ] {
        println!("{:#}", outcome.unwrap_err());
    }
    let schema = serde_json::to_value(schemars::schema_for!(CreateCases))?;
    ensure!(schema["required"].as_array().is_some_and(|required| required.len() == 3));
    Ok(())
}
