//! Opens a ticket with an attachment and reads it back.
//!
//! Runs against the sandbox: `cargo run -p hwc-api --example open_ticket`. To run it against the real service, create the
//! client with `Client::from_env()?`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use hwc_api::{Client, Error, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Opens the ticket. Returns its ID.
pub async fn run(client: &Client) -> Result<osm::CaseId, Error> {
    let upload = osm::UploadJsonAccessories::new("ZGlzayBmdWxs") // "disk full", in Base64
        .accessory_name("console.txt")
        .accessory_from(osm::AccessoryPurpose::NewCase);
    let attachment = client.send(upload).await?.accessory_id;

    let problem = "The server does not start: its disk is full.";
    let ticket =
        osm::CreateCases::new("Fault", problem, osm::SourceId::API).region_id("cn-north-4").accessory_ids(attachment);
    let made = client.send(ticket).language("en-us").await?;
    let case_id = made.incident_id.unwrap_or_else(|| osm::CaseId::from(""));

    let shown = client.send(osm::ShowCaseDetail::new(&case_id)).await?;
    let detail = shown.incident_detail_info.unwrap_or_default();
    println!("{case_id} is {:?}: {}", detail.status, detail.simple_description.unwrap_or_default());
    for message in detail.message_list {
        println!("  attachments: {:?}", message.accessory_list);
    }
    Ok(case_id)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let client = Client::builder().transport(sandbox).auth_token("any").build()?;
    run(&client).await?;
    Ok(())
}
