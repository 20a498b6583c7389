//! Calls services without async code: in the process, over HTTP, from threads, and within an async program.
use std::thread;
use std::time::Duration;

use hwc_api::osm::ListCases;
use hwc_api::{Blocking, BlockingStream, Client};
use hwc_sandbox::{Sandbox, SandboxOptions};

fn main() -> anyhow::Result<()> {
    let client = Client::builder().transport(Sandbox::new(SandboxOptions::default())?).auth_token("any").build()?;
    println!("{:?} tickets", client.send(ListCases::new().limit(1)).blocking()?.total_count);
    for case in client.items(ListCases::new().limit(5)).blocking_iter() {
        println!("{:?}", case?.incident_id);
    }
    client.tickets().reply("case-1002", "It works again.").blocking()?;

    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build();
    let (servers, sandbox) = (runtime()?, Sandbox::new(SandboxOptions::default())?);
    let server = servers.block_on(sandbox.bind_loopback(0))?;
    let builder = Client::builder().endpoint("osm", server.url()).auth_token("any");
    let client = builder.timeout(Duration::from_secs(5)).build()?;
    thread::spawn(move || servers.block_on(server.run()));
    let count = || client.send(ListCases::new().limit(1)).blocking().map(|page| page.total_count);
    thread::scope(|scope| [(); 3].map(|()| scope.spawn(count)).map(|thread| thread.join().unwrap()))
        .into_iter()
        .try_for_each(|total| total.map(|total| println!("{total:?} tickets over HTTP")))?;
    let call = client.send(ListCases::new().limit(1));
    let page = runtime()?.block_on(async { tokio::task::spawn_blocking(|| call.blocking()).await })??;
    println!("{:?} tickets from a blocking task", page.total_count);
    Ok(())
}
