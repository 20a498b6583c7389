//! Tags of users and user groups in bulk: download and import of typed rows. The service reads and writes Excel files.

mod import;
mod sheet;

use hwc_models::insight::{DownloadUserTag, TagTarget};

use super::Insight;
use super::insight_call::InsightCall;
pub use import::TagImportOutcome;
pub use sheet::{TagRow, TagSheet};

impl Insight {
    /// Returns the workflows for tags of users or user groups in bulk. Only administrators may use them.
    pub fn tags(&self, target: TagTarget) -> UserTags {
        UserTags { insight: self.clone(), target }
    }
}

/// The workflows for tags in bulk, created by [`Insight::tags`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before a workflow is awaited"]
pub struct UserTags {
    insight: Insight,
    target: TagTarget,
}

impl UserTags {
    /// Downloads the tags of all users or user groups.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::insight::TagTarget;
    ///
    /// let tags = client.insight().tags(TagTarget::User);
    /// let mut sheet = tags.download().await?;
    /// for row in &mut sheet.rows {
    ///     row.values.insert("region".to_owned(), "north".to_owned());
    /// }
    /// let outcome = tags.import(sheet).await?;
    /// println!("{} rows", outcome.imported);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), and [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the
    /// response is not an Excel file with a column `account_id`.
    pub fn download(&self) -> InsightCall<TagSheet> {
        let target = self.target.clone();
        InsightCall::new(&self.insight, "insight.tags.download", async move |insight| {
            let file = insight.call(DownloadUserTag::new(target)).await?.file;
            TagSheet::from_excel(file.as_slice())
        })
    }

    /// Imports rows. A file of the service has at most 1000 rows and 10 MB, so larger sheets are sent as several files, one
    /// after another. The import stops at the first file that fails: see [`TagImportOutcome`].
    ///
    /// # Errors
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the sheet has no rows, a row has no
    /// `account_id`, or two rows have the same. Nothing is sent then.
    pub fn import(&self, sheet: TagSheet) -> InsightCall<TagImportOutcome> {
        let target = self.target.clone();
        InsightCall::new(&self.insight, import::NAME, async move |insight| import::import(insight, target, sheet).await)
    }
}
