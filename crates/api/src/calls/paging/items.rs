//! Lists by element, over all pages.

use std::fmt;

use hwc_wire::Paginated;

use super::Pages;
#[cfg(doc)]
use crate::calls::Call;
use crate::error::Error;

/// A list, element by element over all pages, created by [`Client::items`](crate::Client::items) or [`Call::items`].
#[must_use = "nothing is sent before `try_next`"]
pub struct Items<R: Paginated> {
    pages: Pages<R>,
    page: std::vec::IntoIter<R::Item>,
}

impl<R: Paginated> Items<R> {
    pub(crate) fn new(pages: Pages<R>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// Returns the next element, or `None` after the last one. A page is requested once all elements of the previous page
    /// have been returned.
    ///
    /// # Errors
    /// Returns the errors of [`Pages::try_next`]. After an error, the next call requests the same page again.
    pub async fn try_next(&mut self) -> Result<Option<R::Item>, Error> {
        loop {
            if let Some(item) = self.page.next() {
                return Ok(Some(item));
            }
            let Some(page) = self.pages.try_next().await? else {
                return Ok(None);
            };
            self.page = R::into_items(page).into_iter();
        }
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

impl<R: Paginated> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("buffered", &self.page.len()).finish()
    }
}
