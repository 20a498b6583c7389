//! Opens a ticket for each alert that the monitoring posts.
use axum::{body::Body, http::Request};
use hwc_api::Client;
use hwc_sandbox::{Sandbox, SandboxOptions};
use tower::ServiceExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let client = Client::builder().transport(Sandbox::new(SandboxOptions::default())?).auth_token("any").build()?;
    let app = hwc_downstream::router(client);
    for (region, status) in [("cn-north-4", 200), ("nowhere", 422)] {
        let alert = format!(r#"{{"summary": "The disk is full.", "region": "{region}"}}"#);
        let request = Request::post("/alert").header("content-type", "application/json").body(Body::from(alert))?;
        anyhow::ensure!(app.clone().oneshot(request).await?.status() == status, "the alert in {region}");
    }
    Ok(())
}
