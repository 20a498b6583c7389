//! Lists by element, over all pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use hwc_wire::Paginated;

use super::Pages;
#[cfg(doc)]
use crate::calls::Call;
use crate::error::Error;

/// A list, element by element over all pages, created by [`Client::items`](crate::Client::items) or [`Call::items`].
/// It is a [`Stream`].
///
/// A request that requires an offset and a page size needs neither here: the list begins at its first element, and pages
/// have the maximum size.
#[must_use = "nothing is sent before `try_next`"]
pub struct Items<R: Paginated> {
    pages: Pages<R>,
    page: std::vec::IntoIter<R::Item>,
}

impl<R: Paginated> Items<R> {
    pub(crate) fn new(pages: Pages<R>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// Requests up to `limit` pages concurrently, as [`Pages::concurrent`] does. The order of the elements stays the same.
    pub fn concurrent(mut self, limit: usize) -> Self
    where
        R: Clone,
    {
        self.pages = self.pages.concurrent(limit);
        self
    }

    /// Returns the next element, or `None` after the last one. A page is requested once all elements of the previous page
    /// have been returned.
    ///
    /// # Errors
    /// Returns the errors of [`Pages::try_next`]. After an error, the next call requests the same page again.
    ///
    /// # Cancel safety
    /// Canceling the future loses no elements. The next call continues to wait for their page.
    pub async fn try_next(&mut self) -> Result<Option<R::Item>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// Returns the cursor of the page after the elements that were received, as [`Pages::next_cursor`] does. Keep it once
    /// [`try_next`](Self::try_next) has returned `None`: elements of the last page may still be unread before.
    #[must_use]
    pub fn next_cursor(&self) -> Option<&str> {
        self.pages.next_cursor()
    }

    /// Collects all remaining elements. After an error, elements that were already collected are lost; to keep them, call
    /// [`try_next`](Self::try_next) in a loop.
    ///
    /// ```
    /// # #[cfg(feature = "osm")]
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::osm::ListCases;
    ///
    /// let tickets = client.items(ListCases::new()).try_collect().await?;
    /// println!("{} tickets", tickets.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`try_next`](Self::try_next).
    pub async fn try_collect(mut self) -> Result<Vec<R::Item>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }
}

impl<R: Paginated> Stream for Items<R> {
    type Item = Result<R::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)?) {
                Some(page) => self.page = R::into_items(page).into_iter(),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Elements are moved out of the page one by one, never pinned.
impl<R: Paginated> Unpin for Items<R> {}

impl<R: Paginated> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("buffered", &self.page.len()).finish()
    }
}
