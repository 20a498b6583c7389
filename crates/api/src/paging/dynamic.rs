//! Pages of a list whose types are known at run time only.

use std::fmt;

use hwc_wire::Record;

use super::walk::{Walk, next_page};
use crate::call::DynCall;
use crate::error::Error;

/// A list, page by page; made by [`DynCall::pages`]. It ends as [`Pages`](super::Pages) does.
#[must_use = "nothing is sent before `try_next`"]
pub struct DynPages {
    call: DynCall,
    walk: Walk,
}

impl DynPages {
    pub(crate) fn new(call: DynCall) -> Self {
        Self { call, walk: Walk::default() }
    }

    /// The next page, empty ones too; `None` after the last. After an error, the same page is asked for again.
    ///
    /// # Errors
    /// As [`Pages::try_next`](super::Pages::try_next); an operation without pages is an error too.
    pub async fn try_next(&mut self) -> Result<Option<Box<dyn Record>>, Error> {
        let DynCall { client, operation, request, answer, options } = &mut self.call;
        let mut page = answer();
        let more = next_page(client, operation, &mut **request, &mut *page, options, &mut self.walk).await?;
        Ok(more.then_some(page))
    }
}

impl fmt::Debug for DynPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynPages").field("operation", &self.call.operation.name).finish_non_exhaustive()
    }
}
