//! Opens a ticket by product, problem and region name, attaches a log, and follows its messages.
//!
//! Runs against the sandbox: `cargo run -p hwc-api --example follow_ticket`. To run it against the real service, create the
//! client with `Client::from_env()?` and omit the clock.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::tickets::NewTicket;
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, Error, FilePart};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Opens a ticket, waits for two messages, and returns them.
pub async fn run(client: &Client) -> Result<Vec<String>, Error> {
    let tickets = client.tickets().language("en-us");
    let ticket = NewTicket::new("The server does not start.").product("elastic cloud server").problem("fault");
    let opened = tickets.open(ticket.region("cn-north-4")).await?;
    println!("opened {}", opened.case_id);

    let log = [FilePart::bytes("console.log", "disk full")];
    let attached = tickets.attach(&opened.case_id, log).text("What it says on the console.").await?;
    println!("{} uploaded, {} failed", attached.uploaded.len(), attached.failed.len());

    let (mut messages, mut texts) = (tickets.follow(&opened.case_id).mark_read(), Vec::new());
    while texts.len() < 2 {
        let Some(message) = messages.try_next().await? else { break };
        println!("{}: {}", message.replier_name.unwrap_or_default(), message.content.as_deref().unwrap_or_default());
        texts.extend(message.content);
    }
    Ok(texts)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox = Sandbox::new(SandboxOptions::default().clock(Arc::new(clock.clone())))?;
    let client = Client::builder().transport(sandbox).clock(Arc::new(clock.clone())).auth_token("any").build()?;
    // Advances the clock, because the engineer accepts the ticket only after a minute.
    clock.run_to_completion(run(&client)).await?;
    Ok(())
}
