//! Exports all tickets with their messages to a file, as JSON Lines. Each run continues where the previous one stopped, then
//! adds new tickets.
//!
//! Runs against the sandbox: `cargo run -p hwc-api --example nightly_export`. To run it against the real service, create the
//! client with `Client::from_env()?`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use hwc_api::tickets::{Checkpoint, TicketExport};
use hwc_api::{Client, serde_json};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Exports at most `most` tickets to `folder`. Returns the number of written tickets.
pub async fn run(client: &Client, folder: &Path, most: usize) -> Result<usize, Box<dyn Error>> {
    let tickets = client.tickets().language("en-us");
    let (mut next, mut written) = (tickets.export(), 0);
    if let Ok(line) = fs::read_to_string(folder.join("checkpoint")) {
        let mut rest = tickets.export().resume(line.trim().parse()?);
        written = write(&mut rest, folder, most).await?;
        next = rest.checkpoint().map(Checkpoint::until).into_iter().fold(next, TicketExport::since);
    }
    // If the resumed export used up `most`, it may be incomplete. New tickets are written only after it.
    Ok(written + write(&mut next, folder, most - written).await?)
}

/// Writes at most `most` tickets. Returns their number.
async fn write(export: &mut TicketExport, folder: &Path, most: usize) -> Result<usize, Box<dyn Error>> {
    let checkpoint = folder.join("checkpoint");
    let mut out = OpenOptions::new().create(true).append(true).open(folder.join("tickets.jsonl"))?;
    let mut written = 0;
    while written < most {
        let Some(record) = export.try_next().await? else { break };
        writeln!(out, "{}", serde_json::to_string(&record)?)?;
        // Written after the record: if the program stops in between, the ticket is exported twice instead of being lost.
        if let Some(place) = export.checkpoint() {
            fs::write(&checkpoint, place.to_string())?;
        }
        written += 1;
    }
    Ok(written)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("hwc-export-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let client = Client::builder().transport(Sandbox::new(SandboxOptions::default())?).auth_token("any").build()?;
    println!("{} tickets, then it was interrupted", run(&client, &folder, 5).await?);
    println!("{} more tickets in {}", run(&client, &folder, usize::MAX).await?, folder.display());
    Ok(())
}
