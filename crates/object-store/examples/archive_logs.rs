//! Writes logs to a drive in parts, moves those of last year to an archive, and prints the sizes of all folders.
//!
//! Runs against the sandbox: `cargo run -p hwc-object-store --example archive_logs`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use hwc_api::Client;
use hwc_object_store::KooDriveBuilder;
use hwc_object_store::object_store::path::Path;
use hwc_object_store::object_store::{ObjectStore, ObjectStoreExt, Result, WriteMultipart};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Writes an object of any length with bounded memory. It is visible when it is complete.
pub async fn write(store: &dyn ObjectStore, location: &Path, lines: impl Iterator<Item = String>) -> Result<()> {
    let mut writer = WriteMultipart::new(store.put_multipart(location).await?);
    for line in lines {
        writer.wait_for_capacity(4).await?;
        writer.write(line.as_bytes());
    }
    writer.finish().await?;
    Ok(())
}

/// Moves all objects below a folder to another one.
pub async fn archive(store: &dyn ObjectStore, from: &Path, to: &Path) -> Result<usize> {
    let objects: Vec<_> = store.list(Some(from)).try_collect().await?;
    for object in &objects {
        let below = object.location.prefix_match(from).into_iter().flatten();
        let target = to.parts().chain(below).collect();
        store.rename_if_not_exists(&object.location, &target).await?;
    }
    Ok(objects.len())
}

/// Adds up the sizes of objects by their first folder.
pub async fn sizes(store: &dyn ObjectStore) -> Result<BTreeMap<String, u64>> {
    let mut sizes = BTreeMap::new();
    let mut objects = store.list(None);
    while let Some(object) = objects.try_next().await? {
        let folder = object.location.parts().next().map(|part| part.as_ref().to_owned());
        *sizes.entry(folder.unwrap_or_default()).or_default() += object.size;
    }
    Ok(sizes)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let client = Client::builder().transport(sandbox).koodrive_token("any").build()?;
    let store = KooDriveBuilder::new(client).build().await?;
    for year in [2025, 2026] {
        let location = Path::from(format!("logs/{year}/access.log"));
        write(&store, &location, (0..100_000).map(|number| format!("{year} request {number}\n"))).await?;
    }
    let moved = archive(&store, &Path::from("logs/2025"), &Path::from("archive/2025")).await?;
    println!("{moved} moved, sizes {:?}", sizes(&store).await?);
    Ok(())
}
