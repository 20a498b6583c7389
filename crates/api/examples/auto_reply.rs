//! Replies to tickets with unread messages, and marks the messages as read.
//!
//! Runs against the sandbox: `cargo run -p hwc-api --example auto_reply`. To run it against the real service, create the
//! client with `Client::from_env()?`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use hwc_api::{Client, Error, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

const ANSWER: &str = "Nobody is here at the moment. For access, please ask for a grant; we look at them each morning.";

/// Replies to each ticket in progress that has unread messages. Returns the IDs of those tickets.
pub async fn run(client: &Client) -> Result<Vec<osm::CaseId>, Error> {
    let mut answered = Vec::new();
    let mut pages = client.pages(osm::ListCases::new().status(osm::CaseStatus::InProgress).limit(100));
    while let Some(page) = pages.try_next().await? {
        let ids: Vec<osm::CaseId> = page.incident_info_list.into_iter().filter_map(|case| case.incident_id).collect();
        if ids.is_empty() {
            break;
        }
        for unread in client.send(osm::ListUnreadNewInstantMessages::new(ids)).await?.imunread {
            if let (Some(case_id), Some(1..)) = (unread.incident_id, unread.unread_num) {
                client.tickets().reply(&case_id, ANSWER).await?;
                client.send(osm::UpdateNewInstantMessagesRead::new(&case_id)).await?;
                println!("answered on {case_id}");
                answered.push(case_id);
            }
        }
    }
    Ok(answered)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().transport(Sandbox::new(SandboxOptions::default())?).auth_token("any").build()?;
    run(&client).await?;
    println!("and {} the next time", run(&client).await?.len());
    Ok(())
}
