//! Pagination: lists by page or by element.

mod circle;
mod dynamic;
mod read;
mod walk;

use std::fmt;

use hwc_wire::{Model, Paginated};

pub use dynamic::DynPages;

use crate::call::Call;
use crate::error::Error;
use walk::{Walk, next_page};

/// A list, page by page, created by [`Client::pages`](crate::Client::pages) or [`Call::pages`].
///
/// The end of a list depends on the pagination style of the operation:
///
/// - By offset or page number: an empty page, or the total number of elements sent by the service. A short page does not end
///   the list.
/// - By cursor: a page without a next cursor. Earlier pages may be empty.
#[must_use = "nothing is sent before `try_next`"]
pub struct Pages<E> {
    call: Call<E>,
    walk: Walk,
}

impl<E: Paginated> Pages<E> {
    pub(crate) fn new(call: Call<E>) -> Self {
        Self { call, walk: Walk::default() }
    }

    /// Returns the next page, which may be empty, or `None` after the last page. After an error, the next call requests the
    /// same page again.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus:
    ///
    /// - [`ErrorKind::ListTruncated`](crate::ErrorKind::ListTruncated) if the service stops before the end of the list.
    /// - [`ErrorKind::Pagination`](crate::ErrorKind::Pagination) if it returns the same page twice.
    pub async fn try_next(&mut self) -> Result<Option<E::Response>, Error> {
        let mut page = E::Response::unset();
        let Call { client, request, options } = &mut self.call;
        let more = next_page(client, E::OPERATION, request, &mut page, options, &mut self.walk).await?;
        Ok(more.then_some(page))
    }
}

impl<E: fmt::Debug> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.call).finish_non_exhaustive()
    }
}

/// A list, element by element over all pages, created by [`Client::items`](crate::Client::items) or [`Call::items`].
#[must_use = "nothing is sent before `try_next`"]
pub struct Items<E: Paginated> {
    pages: Pages<E>,
    page: std::vec::IntoIter<E::Item>,
}

impl<E: Paginated> Items<E> {
    pub(crate) fn new(pages: Pages<E>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// Returns the next element, or `None` after the last one. A page is requested once all elements of the previous page
    /// have been returned.
    ///
    /// # Errors
    /// Returns the errors of [`Pages::try_next`]. After an error, the next call requests the same page again.
    pub async fn try_next(&mut self) -> Result<Option<E::Item>, Error> {
        loop {
            if let Some(item) = self.page.next() {
                return Ok(Some(item));
            }
            let Some(page) = self.pages.try_next().await? else {
                return Ok(None);
            };
            self.page = E::into_items(page).into_iter();
        }
    }
}

impl<E: Paginated> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("at_hand", &self.page.len()).finish()
    }
}
