//! Files and a manual clock: reading a file takes no time of the clock.

use std::time::{Duration, SystemTime};

use hwc_api::FilePart;
use hwc_api::mock::Mock;
use hwc_api::osm::{
    DownloadAccessories, DownloadAccessoriesResponse, UploadAccessory, UploadAccessoryResponse, UploadNotes,
};
use hwc_api::transport::clock::{Clock, ManualClock};

/// Several pieces, so that a file is read on several visits of the thread.
const SIZE: usize = 3 << 20;

/// Returns a path for a file of this process.
fn temporary(name: &str) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("hwc-mock-{}-{name}", std::process::id()))
}

#[tokio::test]
async fn a_file_is_uploaded_while_time_stands_still() {
    let path = temporary("upload");
    std::fs::write(&path, vec![b'x'; SIZE]).unwrap();
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
    let mock = Mock::with_clock(clock.clone())
        .on::<UploadAccessory>(|request| {
            assert_eq!(request.form_data.file_name.as_deref(), Some("app.log"));
            assert_eq!(request.file.content.map(|content| content.as_slice().len()), Some(SIZE));
            let mut response = UploadAccessoryResponse::default();
            response.accessory_id = Some("a-1".into());
            Ok(response)
        })
        .delay(Duration::from_secs(2));
    let client = mock.client();
    for _ in 0..5 {
        let request = UploadAccessory::new(UploadNotes::default().file_name("app.log"), FilePart::path(&path));
        let before = clock.monotonic();
        clock.run_to_completion(async { client.send(request).await }).await.unwrap();
        assert_eq!(clock.monotonic() - before, Duration::from_secs(2));
    }
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn a_file_is_saved_while_time_stands_still() {
    let path = temporary("download");
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
    let mock = Mock::with_clock(clock.clone()).on::<DownloadAccessories>(|_| {
        let mut response = DownloadAccessoriesResponse::default();
        response.content = vec![b'x'; SIZE].into();
        Ok(response)
    });
    let download = mock.client().download(DownloadAccessories::new("a-1")).save(&path);
    assert_eq!(clock.run_to_completion(download).await.unwrap(), SIZE as u64);
    assert_eq!(clock.monotonic(), Duration::ZERO);
    assert_eq!(std::fs::metadata(&path).unwrap().len(), SIZE as u64);
    std::fs::remove_file(&path).unwrap();
}
