//! Lists by page.

use std::fmt;

use hwc_wire::{Model, Paginated};

use super::page_state::{PageState, next_page};
use crate::calls::Call;
use crate::error::Error;

/// A list, page by page, created by [`Client::pages`](crate::Client::pages) or [`Call::pages`].
///
/// The end of a list depends on the pagination style of the operation:
///
/// - By offset or page number: an empty page, or the total number of elements sent by the service. A short page does not end
///   the list.
/// - By cursor: a page without a next cursor, or a page that says that no more follow. Earlier pages may be empty.
#[must_use = "nothing is sent before `try_next`"]
pub struct Pages<R> {
    call: Call<R>,
    state: PageState,
}

impl<R: Paginated> Pages<R> {
    pub(crate) fn new(call: Call<R>) -> Self {
        Self { call, state: PageState::default() }
    }

    /// Returns the next page, which may be empty, or `None` after the last page. After an error, the next call requests the
    /// same page again.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus:
    ///
    /// - [`ErrorKind::ListTruncated`](crate::ErrorKind::ListTruncated) if the service stops before the end of the list.
    /// - [`ErrorKind::Pagination`](crate::ErrorKind::Pagination) if it returns the same page twice.
    pub async fn try_next(&mut self) -> Result<Option<R::Response>, Error> {
        let mut page = R::Response::unset();
        let Call { client, request, options } = &mut self.call;
        let more = next_page(client, R::OPERATION, request, &mut page, options, &mut self.state).await?;
        Ok(more.then_some(page))
    }

    /// Returns the cursor that the last page contains for the next one. The last page of a change feed contains one too: keep it
    /// for the next call, which then lists only later changes. Returns `None` for other styles and before the first page.
    #[must_use]
    pub fn next_cursor(&self) -> Option<&str> {
        self.state.next_cursor()
    }

    /// Collects all remaining pages. After an error, pages that were already collected are lost; to keep them, call
    /// [`try_next`](Self::try_next) in a loop.
    ///
    /// ```
    /// # #[cfg(feature = "osm")]
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::osm::ListCases;
    ///
    /// let pages = client.pages(ListCases::new()).try_collect().await?;
    /// println!("{} pages", pages.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`try_next`](Self::try_next).
    pub async fn try_collect(mut self) -> Result<Vec<R::Response>, Error> {
        let mut pages = Vec::new();
        while let Some(page) = self.try_next().await? {
            pages.push(page);
        }
        Ok(pages)
    }
}

impl<R: fmt::Debug> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.call).finish_non_exhaustive()
    }
}
