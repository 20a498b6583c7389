//! Workflows of DataArts Insight. Each one combines several calls.
//!
//! [`Client::insight`] returns the handle. Each workflow validates its input before it changes anything.
//!
//! ```
//! use hwc_api::{Client, Error};
//!
//! async fn page(client: &Client) -> Result<String, Error> {
//!     // One value for the whole program: it keeps tickets and renews them.
//!     let dashboard = client.insight().embed("embed-1", "https://insight.example.com/embed/embed-1");
//!     let url = dashboard.url("viewer-1").await?;
//!     Ok(format!("<iframe src=\"{}\"></iframe>", url.url.expose()))
//! }
//! ```

mod embed;
mod insight_call;
mod promote;
#[cfg(feature = "excel")]
mod tags;

use std::time::Duration;

use hwc_models::insight::WorkspaceId;
use hwc_wire::{Paginated, Request};

pub use embed::{EmbedUrl, EmbedUrlCall, EmbedUrls, Viewer};
pub use insight_call::InsightCall;
pub use promote::{PromoteCall, PromoteOutcome, PromotedResource, ResourceChange};
#[cfg(feature = "excel")]
pub use tags::{TagImportOutcome, TagRow, TagSheet, UserTags};

use crate::calls::{Call, Items};
use crate::client::Client;
use crate::error::Error;
use crate::pipeline::CallOptions;
use crate::workflows::setters::workflow_options;

/// The workflows of DataArts Insight, created by [`Client::insight`]. Clones are cheap.
///
/// Settings and options apply to each workflow.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before a workflow is awaited"]
pub struct Insight {
    client: Client,
    /// The options of each call.
    options: CallOptions,
    /// The timeout of a workflow.
    timeout: Option<Duration>,
}

impl Client {
    /// Returns the workflows of DataArts Insight, which combine several calls.
    pub fn insight(&self) -> Insight {
        Insight { client: self.clone(), options: CallOptions::default(), timeout: None }
    }
}

impl Insight {
    /// Sets the IAM project. Default: as set on the client.
    pub fn project_id(self, project_id: impl Into<String>) -> Self {
        self.setting("project_id", project_id)
    }

    /// Sets the workspace. Default: as set on the client.
    pub fn workspace_id(self, workspace_id: impl Into<WorkspaceId>) -> Self {
        self.setting("workspace_id", workspace_id.into().to_string())
    }

    fn setting(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.options.get_mut().settings.set(name, value.into());
        self
    }

    workflow_options!();

    fn handle_mut(&mut self) -> Option<&mut Self> {
        Some(self)
    }

    /// Creates a call with the options of this handle.
    fn call<R: Request>(&self, request: R) -> Call<R> {
        self.client.send_with(request, self.options.clone())
    }

    /// Creates a list over all pages with the options of this handle.
    fn items<R: Paginated>(&self, request: R) -> Items<R> {
        self.call(request).items()
    }
}

/// Returns an error of the workflow `name`, raised before any request.
fn invalid(name: &'static str, text: impl Into<String>) -> Error {
    Error::invalid(text).with_context(name, None, false)
}
