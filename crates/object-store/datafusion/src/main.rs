//! Writes a table to a drive in a sandbox, and prints the result of a query.

use hwc_api::Client;
use hwc_datafusion::{session, totals, write_sales};
use hwc_object_store::KooDriveBuilder;
use hwc_sandbox::{Sandbox, SandboxOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let client = Client::builder().transport(sandbox).koodrive_token("any").build()?;
    let context = session(KooDriveBuilder::new(client).build().await?)?;
    write_sales(&context).await?;
    totals(&context, 2026).await?.show().await?;
    Ok(())
}
