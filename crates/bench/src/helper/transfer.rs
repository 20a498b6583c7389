//! Large files through the client in its own process, so that its memory is that of the transfer.

use std::time::Duration;

use hwc_api::transport::ReqwestTransport;
use hwc_api::{Client, FilePart, osm};
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::harness::{Watch, memory};

/// The figures of a transfer.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct TransferCost {
    /// The size of the file in bytes.
    pub bytes: u64,
    /// Seconds from the call to its end.
    pub wall: f64,
    /// CPU time in seconds.
    pub cpu: f64,
    /// The peak memory of the process in bytes, if the system reports it.
    pub peak: Option<u64>,
}

/// Returns the attachment to download.
fn accessory() -> osm::DownloadImages {
    osm::DownloadImages::new("accessory-1")
}

/// Returns the URL of that attachment.
#[must_use]
pub fn image(endpoint: &str) -> String {
    format!("{endpoint}/v2/servicerequest/accessorys/accessory-1/image")
}

fn client(endpoint: &str) -> Outcome<Client> {
    let transport = ReqwestTransport::builder().no_proxy().build()?;
    let hour = Duration::from_secs(3600);
    let builder = Client::builder().transport(transport).endpoint("osm", endpoint).auth_token("a-token-of-no-account");
    Ok(builder.timeout(hour).attempt_timeout(hour).build()?)
}

/// Uploads a file as an attachment.
pub(super) async fn upload(endpoint: &str, file: &str) -> Outcome<TransferCost> {
    let client = client(endpoint)?;
    let bytes = std::fs::metadata(file)?.len();
    let watch = Watch::start();
    let notes = osm::UploadNotes::default().file_name("large.bin");
    let response = client.send(osm::UploadAccessory::new(notes, FilePart::path(file))).await?;
    let id = response.accessory_id.map(|id| id.as_str().to_owned()).unwrap_or_default();
    let received: u64 = id.trim_end_matches("-bytes").parse()?;
    if received <= bytes {
        return Err(format!("of {bytes} bytes in a form, {received} arrived").into());
    }
    Ok(transferred(bytes, watch))
}

/// Downloads an attachment to a file.
pub(super) async fn download(endpoint: &str, file: &str) -> Outcome<TransferCost> {
    let client = client(endpoint)?;
    let watch = Watch::start();
    let bytes = client.download(accessory()).save(file).await?;
    Ok(transferred(bytes, watch))
}

pub(super) fn transferred(bytes: u64, watch: Watch) -> TransferCost {
    let (wall, cpu) = (watch.wall().as_secs_f64(), watch.cpu().as_secs_f64());
    TransferCost { bytes, wall, cpu, peak: memory::peak(None) }
}
