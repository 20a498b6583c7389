//! Lists that come in pages: page by page, or element by element.

mod circle;
mod dynamic;
mod read;
mod walk;

use std::fmt;

use hwc_wire::{Model, Paged};

pub use dynamic::DynPages;

use crate::call::Call;
use crate::error::Error;
use walk::{Walk, next_page};

/// A list, page by page; made by [`Client::pages`](crate::Client::pages) or [`Call::pages`].
///
/// Where a list ends depends on how its pages follow each other. By offset: at an empty page, or when as many elements
/// came as the service says there are; a short page is no end. By the number of the page: the same. By cursor: when the
/// service names no next one; pages may be empty before that.
#[must_use = "nothing is sent before `try_next`"]
pub struct Pages<E> {
    call: Call<E>,
    walk: Walk,
}

impl<E: Paged> Pages<E> {
    pub(crate) fn new(call: Call<E>) -> Self {
        Self { call, walk: Walk::default() }
    }

    /// The next page, empty ones too; `None` after the last. After an error, the same page is asked for again.
    ///
    /// # Errors
    /// As for any call; besides, [`ListTooLong`](crate::ErrorKind::ListTooLong) when the service lists no further though
    /// there is more, and [`Paging`](crate::ErrorKind::Paging) when a page comes a second time.
    pub async fn try_next(&mut self) -> Result<Option<E::Response>, Error> {
        let mut page = E::Response::empty();
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

/// A list, element by element over all pages; made by [`Client::items`](crate::Client::items) or [`Call::items`].
#[must_use = "nothing is sent before `try_next`"]
pub struct Items<E: Paged> {
    pages: Pages<E>,
    page: std::vec::IntoIter<E::Item>,
}

impl<E: Paged> Items<E> {
    pub(crate) fn new(pages: Pages<E>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// The next element; `None` after the last. A page is asked for when the one before it is used up.
    ///
    /// # Errors
    /// As [`Pages::try_next`]; after an error, the same page is asked for again.
    pub async fn try_next(&mut self) -> Result<Option<E::Item>, Error> {
        loop {
            if let Some(item) = self.page.next() {
                return Ok(Some(item));
            }
            let Some(page) = self.pages.try_next().await? else {
                return Ok(None);
            };
            self.page = E::take_items(page).into_iter();
        }
    }
}

impl<E: Paged> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("at_hand", &self.page.len()).finish()
    }
}
