//! Pagination of operations whose types are known only at run time.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use hwc_wire::{Operation, Record};

use super::page_stream::PageStream;
use crate::calls::record_call::RecordCall;
use crate::error::Error;

/// A list, page by page, created by [`DynCall::pages`](crate::DynCall::pages). It is a [`Stream`], and ends like
/// [`Pages`](super::Pages).
#[must_use = "nothing is sent before `try_next`"]
pub struct DynPages(PageStream);

impl DynPages {
    #[inline]
    pub(crate) fn new(call: RecordCall, operation: &'static Operation, response: fn() -> Box<dyn Record>) -> Self {
        Self(PageStream::new(call, operation, response))
    }

    /// Returns the next page, which may be empty, or `None` after the last page. After an error, the next call requests the
    /// same page again.
    ///
    /// # Errors
    /// Returns the errors of [`Pages::try_next`](super::Pages::try_next), plus
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the operation is not paginated.
    #[inline]
    pub async fn try_next(&mut self) -> Result<Option<Box<dyn Record>>, Error> {
        poll_fn(|cx| self.0.poll_page(cx)).await
    }

    /// Returns the cursor that the last page contains for the next one, as [`Pages::next_cursor`](super::Pages::next_cursor)
    /// does.
    #[must_use]
    #[inline]
    pub fn next_cursor(&self) -> Option<&str> {
        self.0.next_cursor()
    }
}

impl Stream for DynPages {
    type Item = Result<Box<dyn Record>, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_page(cx).map(Result::transpose)
    }
}

impl fmt::Debug for DynPages {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DynPages").field(&self.0).finish()
    }
}
