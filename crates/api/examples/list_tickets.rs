//! Lists tickets: one page, all elements, and page by page.
//!
//! Runs against the sandbox: `cargo run -p hwc-api --example list_tickets`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use hwc_api::{Client, Error, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Lists tickets in three ways. Returns the number of tickets.
pub async fn run(client: &Client) -> Result<usize, Error> {
    let page = client.send(osm::ListCases::new().status(osm::CaseStatus::Queued).limit(10)).await?;
    println!("{} are in the queue", page.total_count.unwrap_or(0));

    let mut count = 0;
    let mut cases = client.items(osm::ListCases::new().limit(2));
    while let Some(case) = cases.try_next().await? {
        println!("{:?} {:?}", case.incident_id, case.simple_description);
        count += 1;
    }

    let mut pages = client.pages(osm::ListCases::new().limit(2));
    while let Some(page) = pages.try_next().await? {
        println!("a page of {}", page.incident_info_list.len());
    }
    Ok(count)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let client = Client::builder().transport(sandbox).auth_token("any").build()?;
    run(&client).await?;
    Ok(())
}
