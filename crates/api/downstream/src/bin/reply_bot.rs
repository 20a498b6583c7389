//! Replies to the messages of engineers on several tickets. After a restart, it continues after the last messages.
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::osm::{CaseId, MessageId, MessageSource};
use hwc_api::tickets::NewTicket;
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, Error};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Replies to `count` messages. `seen` has the last message on each ticket, if any.
async fn reply(client: &Client, seen: &mut BTreeMap<CaseId, Option<MessageId>>, count: usize) -> Result<(), Error> {
    let tickets = client.tickets().language("en-us");
    let mut messages = tickets.follow_all(seen.keys()).from_start().mark_read();
    for (case_id, message) in seen.iter().filter_map(|(case_id, last)| Some((case_id, last.as_ref()?))) {
        messages = messages.after(case_id, message);
    }
    let mut replies = 0;
    while replies < count
        && let Some(followed) = messages.try_next().await?
    {
        let (case_id, message) = (followed.case_id, followed.message);
        if message.written_by == Some(MessageSource::Engineer) {
            let text = format!("The bot has read: {}", message.content.unwrap_or_default());
            tickets.reply(&case_id, text).await?;
            replies += 1;
        }
        seen.insert(case_id, message.message_id);
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone()))?;
    let client = Client::builder().transport(sandbox).clock(Arc::new(clock.clone())).auth_token("any").build()?;

    let ticket = NewTicket::new("It is slow.").product("Elastic Cloud Server").problem("Fault").region("cn-north-4");
    let opened = client.tickets().language("en-us").open(ticket).await?;
    let mut seen = BTreeMap::from([(opened.case_id.clone(), None), ("case-1002".into(), None)]);
    clock.run_to_completion(reply(&client, &mut seen, 2)).await?;
    clock.run_to_completion(reply(&client, &mut seen, 1)).await?; // after a restart
    anyhow::ensure!(seen.values().all(Option::is_some));
    for message in client.tickets().detail(&opened.case_id).await?.message_list {
        println!("{:?} {:?} {:?}", message.create_time, message.written_by, message.content);
    }
    Ok(())
}
