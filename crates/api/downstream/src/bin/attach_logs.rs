//! Attaches the logs of a directory to a ticket, and prints the progress.
use std::fs;

use anyhow::ensure;
use hwc_api::{Client, ErrorKind, FilePart};
use hwc_sandbox::{Sandbox, SandboxOptions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let logs = tempfile::tempdir()?;
    fs::create_dir(logs.path().join("old"))?;
    for name in (1..=12).map(|number| format!("app{number}.log")).chain(["old/app.log".into(), "core.dump".into()]) {
        fs::write(logs.path().join(name), "2026-01-01 started\n")?;
    }
    let client = Client::builder().transport(Sandbox::new(SandboxOptions::default())?).auth_token("any").build()?;
    let tickets = client.tickets();

    let attach = tickets.attach_directory("case-1002", logs.path()).text("The logs of the night.").concurrency(2);
    let attached = attach
        .filter(|path| path.extension().is_some_and(|end| end == "log"))
        .on_progress(|name, now| println!("{name}: {} of {:?} bytes", now.bytes, now.total))
        .await?
        .into_result()?;
    println!("{} files in {} messages", attached.uploaded.len(), attached.messages.len());
    ensure!(attached.uploaded.len() == 13);

    // Files that cannot be attached are reported together, before anything is sent.
    let files = [logs.path().join("core.dump"), logs.path().join("gone.log"), logs.path().to_owned()];
    let error = tickets.attach("case-1002", files.map(FilePart::path)).await.unwrap_err();
    error.violations().iter().for_each(|violation| println!("{violation}"));
    ensure!(error.kind() == ErrorKind::InvalidRequest && error.violations().len() >= 2);
    Ok(())
}
