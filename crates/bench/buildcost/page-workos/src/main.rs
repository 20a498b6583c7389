//! Prints one page of organizations with `workos`, like the program in `../baseline`. It is compiled but never run.

use std::error::Error;

use workos::Client;
use workos::organizations::ListOrganizationsParams;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let usage = "usage: page-workos <address of the service> <API key>";
    let (endpoint, key) = (words.next().ok_or(usage)?, words.next().ok_or(usage)?);
    let client = Client::builder().base_url(endpoint).api_key(key).build();
    let params = ListOrganizationsParams { limit: Some(50), ..Default::default() };
    let page = client.organizations().list_organizations(params).await?;
    println!("{} organizations", page.data.len());
    for organization in &page.data {
        println!("{organization:#?}");
    }
    Ok(())
}
