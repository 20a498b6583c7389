//! Embed URLs on the sandbox, whose tickets open an analysis as often as they say.

use std::time::Duration;

use hwc_sandbox::account::PROJECT_ID;

use crate::common::Stage;

#[tokio::test]
async fn each_url_opens_the_analysis_once() {
    let stage = Stage::new().await;
    let urls = stage.client.insight().embed("embed-1", "http://localhost/embed/embed-1").uses_per_ticket(10);
    for _ in 0..50 {
        stage.clock.advance(Duration::from_secs(7200));
        let url = urls.url("viewer-1").await.unwrap();
        let ticket = url.url.expose().split_once("ticket=").unwrap().1.to_owned();
        let shown = stage.sandbox.open_embedding(PROJECT_ID, "embed-1", Some(&ticket)).unwrap();
        assert_eq!(shown, "dashboard-1");
        assert!(url.expires_at.is_some(), "the list of the sandbox has the expiry");
    }
}
