//! Looks after a ticket from its first day to its archive: opens it by names, attaches a log, waits for an engineer,
//! labels it, and writes all tickets down.
//!
//! Runs on the sandbox: `cargo run -p hwc-api --example look_after_ticket`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::tickets::NewTicket;
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, FilePart, serde_json};
use hwc_sandbox::{Options, Sandbox};

/// Looks after a ticket; gives what the engineer said, and all tickets as lines of JSON.
pub async fn run(client: &Client) -> Result<(String, Vec<String>), Box<dyn std::error::Error>> {
    let tickets = client.tickets().language("en-us");

    let ticket = NewTicket::new("The server does not start.").product("elastic cloud server").problem("fault");
    let opened = tickets.open(ticket.region("cn-north-4")).await?;
    println!("opened {} about {:?}", opened.case_id, opened.product.and_then(|it| it.incident_product_category_name));

    let mut messages = tickets.follow(&opened.case_id).mark_read();
    let log = [FilePart::bytes("console.log", "disk full")];
    let attached = tickets.attach(&opened.case_id, log).text("What it says on the console.").await?;
    println!("{} uploaded, {} failed", attached.uploaded.len(), attached.failed.len());
    tickets.label(&opened.case_id, ["urgent"]).await?;

    let answer = messages.try_next().await?.and_then(|message| message.content).unwrap_or_default();
    println!("{answer}");

    let (mut export, mut lines) = (tickets.export(), Vec::new());
    while let Some(record) = export.try_next().await? {
        lines.push(serde_json::to_string(&record)?);
    }
    println!("{} tickets, up to {:?}", lines.len(), export.checkpoint().map(ToString::to_string));
    Ok((answer, lines))
}

/// A clock that runs much faster than real ones, so that nobody has to wait for the engineer.
pub async fn hurry(clock: ManualClock) {
    loop {
        clock.advance(Duration::from_millis(10));
        tokio::task::yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox = Sandbox::new(Options::default().clock(Arc::new(clock.clone())))?;
    let client = Client::builder().transport(sandbox).clock(Arc::new(clock.clone())).auth_token("any").build()?;
    tokio::select! {
        outcome = run(&client) => outcome.map(|_| ()),
        () = hurry(clock) => Ok(()),
    }
}
