//! Promotes resources: exports a package from one workspace or project and imports it into another.

mod compare;
mod inventory;
mod outcome;
mod run;

use std::time::Duration;

use hwc_models::insight::{ExportOptions, ExportResource, ImportStrategy, ReplaceRule};

use super::insight_call::start_workflow;
use super::{Insight, invalid};
use crate::core::{BoxFuture, Lazy, lazy_future};
use crate::error::Error;
use crate::workflows::setters::workflow_options;
pub use outcome::{PromoteOutcome, PromotedResource, ResourceChange};

/// The name of the workflow in errors.
const NAME: &str = "insight.promote";

/// The default name of the package.
const PACKAGE: &str = "hwc-promote";

impl Insight {
    /// Copies resources, with everything that they depend on, into the workspace and project of another handle.
    ///
    /// It exports a package, imports it, waits for the task of the import, and compares the target before and after. By
    /// default, new resources are added. [`replace`](PromoteCall::replace) overwrites those that exist.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::insight::{ExportResource, ReplaceRule, ResourceType};
    ///
    /// let (test, live) = (client.insight().workspace_id("ws-test"), client.insight().workspace_id("ws-live"));
    /// let sales = ExportResource::default().kind(ResourceType::Dashboard).id("dashboard-1");
    /// let outcome = test.promote([sales], &live).replace(ReplaceRule::ByName).await?;
    /// for resource in &outcome.resources {
    ///     println!("{:?} {}: {:?}", resource.kind, resource.name, resource.change);
    /// }
    /// outcome.into_result()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn promote(&self, resources: impl IntoIterator<Item = ExportResource>, target: &Self) -> PromoteCall {
        PromoteCall(Lazy::Ready(Promotion {
            source: self.clone(),
            target: target.clone(),
            resources: resources.into_iter().collect(),
            name: PACKAGE.to_owned(),
            options: None,
            strategy: ImportStrategy::AddNew,
            replace_rule: None,
            task_timeout: None,
        }))
    }
}

/// A call that promotes resources, created by [`Insight::promote`]. Nothing is sent before it is awaited. It returns the
/// [`PromoteOutcome`].
///
/// # Errors
/// Returns the errors of the calls. An error before the import means that nothing was changed. An error of the import itself
/// may leave it running: see [`ErrorKind::MaybeSent`](crate::ErrorKind::MaybeSent). If the import was started and its end is
/// unknown, the error says so with the ID of the task; [`Client::wait_for`](crate::Client::wait_for) continues the wait.
/// An import that failed is an outcome, not an error.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct PromoteCall(Lazy<Promotion, Result<PromoteOutcome, Error>>);

/// The parts of the call before it starts.
#[derive(Debug)]
struct Promotion {
    source: Insight,
    target: Insight,
    resources: Vec<ExportResource>,
    name: String,
    options: Option<ExportOptions>,
    strategy: ImportStrategy,
    replace_rule: Option<ReplaceRule>,
    task_timeout: Option<Duration>,
}

impl PromoteCall {
    /// Sets the name of the package. Default: `hwc-promote`.
    pub fn package_name(self, name: impl Into<String>) -> Self {
        self.with(|promotion| promotion.name = name.into())
    }

    /// Overwrites resources of the target that have the same ID or the same name. Others are added.
    pub fn replace(self, rule: ReplaceRule) -> Self {
        self.with(|promotion| {
            promotion.strategy = ImportStrategy::Replace;
            promotion.replace_rule = Some(rule);
        })
    }

    /// Includes the rules on rows, and rights by tags, of datasets. Default: decided by the service.
    pub fn dataset_rules(self, included: bool) -> Self {
        self.with(|promotion| promotion.options = Some(ExportOptions::default().with_dataset_rules(included)))
    }

    /// Sets the timeout of the wait for the import. Default: one hour.
    pub fn task_timeout(self, timeout: Duration) -> Self {
        self.with(|promotion| promotion.task_timeout = Some(timeout))
    }

    workflow_options!();

    fn handle_mut(&mut self) -> Option<&mut Insight> {
        self.0.parts_mut().map(|promotion| &mut promotion.source)
    }

    fn with(mut self, change: impl FnOnce(&mut Promotion)) -> Self {
        if let Some(promotion) = self.0.parts_mut() {
            change(promotion);
        }
        self
    }
}

lazy_future! { PromoteCall, PromoteOutcome, Promotion::start }

impl Promotion {
    fn start(self) -> BoxFuture<Result<PromoteOutcome, Error>> {
        start_workflow(self.source.clone(), NAME, |_| self.run())
    }
}
