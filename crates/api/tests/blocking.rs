//! Calls, workflows and lists without async code.

#![cfg(all(feature = "blocking", feature = "osm"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

use hwc_api::{Blocking, BlockingStream, Client, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

fn client() -> Client {
    let sandbox = Sandbox::new(SandboxOptions::default()).unwrap();
    Client::builder().transport(sandbox).auth_token("any").build().unwrap()
}

#[test]
fn calls_and_workflows_block() {
    let client = client();
    let page = client.send(osm::ListCases::new().limit(1)).blocking().unwrap();
    assert_eq!(page.incident_info_list.len(), 1);
    let id = page.incident_info_list[0].incident_id.clone().unwrap();
    assert!(client.tickets().reply(&id, "Thank you.").blocking().unwrap().is_some());
    assert!(!client.tickets().detail(&id).blocking().unwrap().message_list.is_empty());
}

#[test]
fn lists_and_exports_are_iterators() {
    let client = client();
    let items = client.items(osm::ListCases::new().limit(1)).blocking_iter();
    let ids: Vec<_> = items.map(|case| case.unwrap().incident_id.unwrap()).collect();
    let mut export = client.tickets().export().blocking_iter();
    let records: Vec<_> = export.by_ref().collect::<Result<_, _>>().unwrap();
    assert!(ids.len() > 1 && records.len() == ids.len());
    assert!(export.get_ref().checkpoint().is_some());
    assert!(export.get_mut().skip().is_none());
}

#[test]
fn several_threads_can_block_at_the_same_time() {
    let client = client();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || client.send(osm::ListLabels::new()).blocking().is_ok())
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
}
