//! Writes all tickets with their messages to a file, one line of JSON each. Each run goes on where the last one has stopped,
//! then adds the tickets that were opened since.
//!
//! Runs on the sandbox: `cargo run -p hwc-api --example nightly_export`. Put `Client::from_env()?` in place of the client that is
//! made here to run it against the real service.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use hwc_api::tickets::{Checkpoint, Export};
use hwc_api::{Client, serde_json};
use hwc_sandbox::{Options, Sandbox};

/// Exports into `folder`, at most `most` tickets in this run; gives how many were written.
pub async fn run(client: &Client, folder: &Path, most: usize) -> Result<usize, Box<dyn Error>> {
    let tickets = client.tickets().language("en-us");
    let (mut next, mut written) = (tickets.export(), 0);
    if let Ok(line) = fs::read_to_string(folder.join("checkpoint")) {
        let mut rest = tickets.export().resume(line.trim().parse()?);
        written = write(&mut rest, folder, most).await?;
        next = rest.checkpoint().map(Checkpoint::until).into_iter().fold(next, Export::since);
    }
    // With nothing left of `most`, the rest may not be all: nothing new is written before it is.
    Ok(written + write(&mut next, folder, most - written).await?)
}

/// Writes at most `most` tickets; gives how many.
async fn write(export: &mut Export, folder: &Path, most: usize) -> Result<usize, Box<dyn Error>> {
    let checkpoint = folder.join("checkpoint");
    let mut out = OpenOptions::new().create(true).append(true).open(folder.join("tickets.jsonl"))?;
    let mut written = 0;
    while written < most {
        let Some(record) = export.try_next().await? else { break };
        writeln!(out, "{}", serde_json::to_string(&record)?)?;
        // Written after the line: if the program ends between the two, the ticket comes twice rather than not at all.
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
    let client = Client::builder().transport(Sandbox::new(Options::default())?).auth_token("any").build()?;
    println!("{} tickets, then it was interrupted", run(&client, &folder, 5).await?);
    println!("{} more tickets in {}", run(&client, &folder, usize::MAX).await?, folder.display());
    Ok(())
}
