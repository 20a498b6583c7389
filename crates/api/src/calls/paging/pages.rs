//! Lists by page.

use std::any::Any;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use hwc_wire::{Paginated, Record, Request};

use super::page_stream::PageStream;
#[cfg(doc)]
use crate::calls::Call;
use crate::calls::record_call::{RecordCall, downcast, empty};
use crate::error::Error;

/// A list, page by page, created by [`Client::pages`](crate::Client::pages) or [`Call::pages`]. It is a [`Stream`].
///
/// The end of a list depends on the pagination style of the operation:
///
/// - By offset or page number: an empty page, or the total number of elements sent by the service. A short page does not end
///   the list.
/// - By cursor: a page without a next cursor, or a page that says that no more follow. Earlier pages may be empty.
///
/// A request that requires an offset and a page size needs neither here: the list begins at its first element, and pages
/// have the maximum size.
#[must_use = "nothing is sent before `try_next`"]
pub struct Pages<R> {
    pages: PageStream,
    marker: PhantomData<fn() -> R>,
}

impl<R: Paginated> Pages<R> {
    pub(crate) fn new(call: RecordCall) -> Self {
        Self { pages: PageStream::new(call, R::OPERATION, empty::<R::Response>), marker: PhantomData }
    }

    /// Requests up to `limit` pages concurrently. The order of the pages stays the same.
    ///
    /// Pages are requested ahead if their positions are known: by offset if the service sends the total, and by page number.
    /// Lists by cursor are read one page after the other. Pages that were requested ahead in vain are discarded.
    ///
    /// ```
    /// # #[cfg(feature = "osm")]
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::osm::ListCases;
    ///
    /// let pages = client.pages(ListCases::new().limit(100)).concurrent(4).try_collect().await?;
    /// println!("{} pages", pages.len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn concurrent(mut self, limit: usize) -> Self
    where
        R: Clone,
    {
        self.pages.set_concurrency(limit, copy::<R>);
        self
    }

    /// Returns the next page, which may be empty, or `None` after the last page. After an error, the next call requests the
    /// same page again.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus:
    ///
    /// - [`ErrorKind::ListTruncated`](crate::ErrorKind::ListTruncated) if the service stops before the end of the list.
    /// - [`ErrorKind::Pagination`](crate::ErrorKind::Pagination) if it returns the same page twice.
    ///
    /// # Cancel safety
    /// Canceling the future loses no page. The next call continues to wait for it.
    pub async fn try_next(&mut self) -> Result<Option<R::Response>, Error> {
        Ok(poll_fn(|cx| self.pages.poll_page(cx)).await?.map(downcast))
    }

    /// Returns the cursor that the last page contains for the next one. The last page of a change feed contains one too: keep it
    /// for the next call, which then lists only later changes. Returns `None` for other styles and before the first page.
    #[must_use]
    pub fn next_cursor(&self) -> Option<&str> {
        self.pages.next_cursor()
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

impl<R: Paginated> Stream for Pages<R> {
    type Item = Result<R::Response, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pages.poll_page(cx).map(|page| page.map(|page| page.map(downcast)).transpose())
    }
}

impl<R> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&self.pages).finish()
    }
}

fn copy<R: Request + Clone>(request: &(dyn Record + 'static)) -> Option<Box<dyn Record>> {
    let request: &dyn Any = request;
    request.downcast_ref::<R>().map(|request| Box::new(request.clone()) as Box<dyn Record>)
}
