//! Prints one page of access grants with `hwc-api`, like the program in `../baseline`.

use std::error::Error;

use hwc_api::{Client, osm};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let endpoint = std::env::args().nth(1).ok_or("usage: page-hwc <address of the service>")?;
    let token = std::env::var("HWC_AUTH_TOKEN").map_err(|_| "HWC_AUTH_TOKEN is not set")?;
    let client = Client::builder().endpoint("osm", endpoint).auth_token(token).build()?;
    let page = client.send(osm::ListAuthorizations::new().limit(50_u32)).await?;
    println!("{} grants", page.count.unwrap_or_default());
    for grant in &page.incident_auth_list {
        println!("{grant:#?}");
    }
    Ok(())
}
