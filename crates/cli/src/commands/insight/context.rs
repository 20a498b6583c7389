//! The environment of a command: the client and the output. Tests create their own.

use hwc_api::insight_workflows::Insight;
use hwc_api::{Client, Error, Paginated};

use crate::ui::Ui;

/// The environment of a command.
pub(crate) struct InsightContext {
    pub(crate) client: Client,
    pub(crate) insight: Insight,
    pub(crate) ui: Ui,
}

impl InsightContext {
    /// Creates an environment from these parts.
    pub(crate) fn new(client: Client, ui: Ui) -> Self {
        let insight = client.insight();
        Self { client, insight, ui }
    }

    /// Returns all elements of a list.
    pub(super) async fn all<R: Paginated>(&self, request: R) -> Result<Vec<R::Item>, Error> {
        let (mut items, mut all) = (self.client.items(request), Vec::new());
        while let Some(item) = items.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }
}
