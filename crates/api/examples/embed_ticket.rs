//! Issues a ticket for an embedded dashboard, and lists the valid tickets.
//!
//! Runs against the sandbox: `cargo run -p hwc-api --example embed_ticket`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use hwc_api::{Client, Error, insight};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Issues a ticket. Returns the number of valid tickets.
pub async fn run(client: &Client) -> Result<usize, Error> {
    let issued = client.send(insight::CreateTickets::new("embed-1", "user-1").ticket_num(10)).await?;
    // The ticket gives access to the dashboard, so it is redacted in `Debug` output. `expose` returns it.
    let length = issued.ticket.as_ref().map_or(0, |ticket| ticket.expose().len());
    println!("{:?}, {length} characters", issued.ticket);

    let valid = client.send(insight::ListTickets::new().embed_id("embed-1")).await?;
    for ticket in &valid.page_data {
        println!("valid until {:?}, {:?} uses left", ticket.expire_time, ticket.left_num);
    }
    Ok(valid.page_data.len())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let client = Client::builder().transport(sandbox).auth_token("any").project_id("project-1").build()?;
    run(&client).await?;
    Ok(())
}
