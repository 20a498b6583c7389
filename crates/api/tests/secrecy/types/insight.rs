//! Samples of the workflows of DataArts Insight: they hold a client, links and tickets.

use std::sync::Arc;

use hwc_api::insight::TagTarget;
use hwc_api::transport::clock::SystemClock;
use hwc_sandbox::{Sandbox, SandboxOptions};

use super::client::builder;
use super::show::{MARK, Sample, debug};

pub(super) async fn samples() -> Vec<Sample> {
    let insight = builder().auth_token(MARK).build().unwrap().insight();
    let link = format!("https://insight.example.com/embed/embed-1?key={MARK}");
    let urls = insight.embed("embed-1", &link);
    let tags = insight.tags(TagTarget::User);
    let sandbox = Sandbox::new(SandboxOptions::default()).unwrap();
    let client = builder().auth_token("any").clock(Arc::new(SystemClock::new())).transport(sandbox).build().unwrap();
    let url = client.insight().project_id("project-1").embed("embed-1", &link).url("viewer").await.unwrap();
    assert!(url.url.expose().contains(MARK));
    vec![
        debug("hwc_api::insight_workflows::EmbedUrl", &url),
        debug("hwc_api::insight_workflows::EmbedUrlCall", &urls.url("viewer")),
        debug("hwc_api::insight_workflows::EmbedUrls", &urls),
        debug("hwc_api::insight_workflows::Insight", &insight),
        debug("hwc_api::insight_workflows::InsightCall", &tags.download()),
        debug("hwc_api::insight_workflows::PromoteCall", &insight.promote([], &insight)),
        debug("hwc_api::insight_workflows::UserTags", &tags),
    ]
}
