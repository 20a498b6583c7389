//! Pagination of operations whose types are known only at run time.

use std::fmt;

use hwc_wire::Record;

use super::page_state::{PageState, next_page};
use crate::calls::DynCall;
use crate::error::Error;

/// A list, page by page, created by [`DynCall::pages`]. It ends like [`Pages`](super::Pages).
#[must_use = "nothing is sent before `try_next`"]
pub struct DynPages {
    call: DynCall,
    state: PageState,
}

impl DynPages {
    pub(crate) fn new(call: DynCall) -> Self {
        Self { call, state: PageState::default() }
    }

    /// Returns the next page, which may be empty, or `None` after the last page. After an error, the next call requests the
    /// same page again.
    ///
    /// # Errors
    /// Returns the errors of [`Pages::try_next`](super::Pages::try_next), plus
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the operation is not paginated.
    pub async fn try_next(&mut self) -> Result<Option<Box<dyn Record>>, Error> {
        let DynCall { client, operation, request, response, options } = &mut self.call;
        let mut page = response();
        let more = next_page(client, operation, &mut **request, &mut *page, options, &mut self.state).await?;
        Ok(more.then_some(page))
    }

    /// Returns the cursor that the last page contains for the next one, as [`Pages::next_cursor`](super::Pages::next_cursor)
    /// does.
    #[must_use]
    pub fn next_cursor(&self) -> Option<&str> {
        self.state.next_cursor()
    }
}

impl fmt::Debug for DynPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynPages").field("operation", &self.call.operation.name).finish_non_exhaustive()
    }
}
