//! Moves from page to page. Each pagination style has its own end condition.

use hwc_wire::set_field;
use hwc_wire::{InputValue, Pagination, Record, ValueRef};

use super::cycle::CycleDetector;
use super::fields::{boolean, elements, field, number, text};
use crate::error::Error;

/// The state of a pagination. The current position is part of the request.
#[derive(Default)]
pub(super) struct PageState {
    done: bool,
    /// The fingerprint of the elements of the last page.
    last_page: Option<u64>,
    /// For pagination by page number: true if the first page was received, and the number of elements since the start.
    from_start: bool,
    seen: u64,
    cursors: CycleDetector,
    /// The next cursor of the last page.
    next_cursor: Option<String>,
}

/// Sets the position of the first page if the request has none and the service requires one: the first cursor, or the number
/// of the first page in a record of the request. The request is then complete, so that validation reports what is missing
/// before the first page rather than after it.
#[inline]
pub(super) fn set_first(pagination: Pagination, request: &mut dyn Record) -> Result<(), Error> {
    let is_absent = |name: &str| field(request, name, &|value| matches!(value, ValueRef::Absent)).unwrap_or(false);
    match pagination {
        Pagination::Cursor { cursor, first: Some(first), .. } if is_absent(cursor) => {
            set_next(request, cursor, InputValue::Text(first))
        }
        Pagination::Page { page, first, .. } if page.contains('.') && is_absent(page) => {
            set_next(request, page, InputValue::Uint(first))
        }
        _ => Ok(()),
    }
}

/// Returns an error beyond the last offset or page that the service lists. A request there would fail or, worse, return an
/// empty page.
#[inline]
pub(super) fn check_offset_limit(pagination: Pagination, request: &dyn Record) -> Result<(), Error> {
    match pagination {
        Pagination::Offset { offset, max: last, .. } if position(request, offset) > last => {
            Err(Error::list_truncated("offset", last))
        }
        Pagination::Page { page, max: last, .. } if position(request, page) > last => {
            Err(Error::list_truncated("page", last))
        }
        _ => Ok(()),
    }
}

/// Returns the offset or the number of the page that a request reads.
#[inline]
pub(super) fn position(request: &dyn Record, offset: &str) -> u64 {
    field(request, offset, &number).flatten().unwrap_or(0)
}

impl PageState {
    /// Returns true after the last page.
    #[inline]
    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    /// Returns the next cursor of the last page.
    #[inline]
    pub(super) fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }

    /// Advances `request` to the page after `page`, or ends the list.
    #[inline]
    pub(super) fn advance(
        &mut self,
        pagination: Pagination,
        request: &mut dyn Record,
        page: &dyn Record,
    ) -> Result<(), Error> {
        match pagination {
            Pagination::Offset { offset, total, items, .. } => {
                let total = total.and_then(|total| field(page, total, &number).flatten());
                self.by_offset(request, page, offset, total, items)
            }
            Pagination::Page { page: number_field, first, total, items, .. } => {
                let total = total.and_then(|total| field(page, total, &number).flatten());
                self.by_page(request, page, (number_field, first), total, items)
            }
            Pagination::Cursor { cursor, next, more, .. } => {
                let more = more.and_then(|more| field(page, more, &boolean).flatten());
                self.by_cursor(request, page, cursor, (next, more))
            }
            _ => Err(Error::pagination("unsupported pagination style")),
        }
    }

    /// Ends at an empty page, or at the total if the service sends one. A short page does not end the list.
    #[inline]
    fn by_offset(
        &mut self,
        request: &mut dyn Record,
        page: &dyn Record,
        offset: &str,
        total: Option<u64>,
        items: &str,
    ) -> Result<(), Error> {
        let count = self.count(page, items)?;
        let next = position(request, offset).saturating_add(count);
        self.done = count == 0 || total.is_some_and(|total| next >= total);
        if self.done { Ok(()) } else { set_next(request, offset, InputValue::Uint(next)) }
    }

    /// Ends at an empty page, or at the total if the service sends one. The total applies only if the list is read from its
    /// first page.
    #[inline]
    fn by_page(
        &mut self,
        request: &mut dyn Record,
        page: &dyn Record,
        (name, first): (&str, u64),
        total: Option<u64>,
        items: &str,
    ) -> Result<(), Error> {
        let count = self.count(page, items)?;
        let current = field(request, name, &number).flatten().unwrap_or(first);
        self.from_start |= current <= first;
        self.seen = self.seen.saturating_add(count);
        self.done = count == 0 || (self.from_start && total.is_some_and(|total| self.seen >= total));
        if self.done { Ok(()) } else { set_next(request, name, InputValue::Uint(current.saturating_add(1))) }
    }

    /// Returns the number of elements of a page. It is an error if they are the same as those of the previous page.
    #[inline]
    fn count(&mut self, page: &dyn Record, items: &str) -> Result<u64, Error> {
        let elements = field(page, items, &elements).flatten();
        let (count, print) =
            elements.ok_or_else(|| Error::pagination(format!("the response has no list `{items}`")))?;
        if count > 0 && self.last_page == Some(print) {
            return Err(Error::pagination("received the same page twice"));
        }
        self.last_page = Some(print);
        Ok(count)
    }

    /// Ends at a page without a next cursor, or at a page that says so. Such a page has a cursor too, which the caller keeps
    /// for later changes.
    #[inline]
    fn by_cursor(
        &mut self,
        request: &mut dyn Record,
        page: &dyn Record,
        cursor: &str,
        (next, more): (&str, Option<bool>),
    ) -> Result<(), Error> {
        self.next_cursor = field(page, next, &text).flatten();
        let Some(next) = self.next_cursor.clone().filter(|_| more != Some(false)) else {
            self.done = true;
            return Ok(());
        };
        if let Some(current) = field(request, cursor, &text).flatten() {
            self.cursors.add(&current);
        }
        if self.cursors.contains(&next) {
            return Err(Error::pagination("received the same cursor twice"));
        }
        set_next(request, cursor, InputValue::Text(&next))
    }
}

/// Sets the position of the next page.
#[inline]
pub(super) fn set_next(request: &mut dyn Record, name: &str, value: InputValue<'_>) -> Result<(), Error> {
    match set_field(request, name, value) {
        Some(Ok(())) => Ok(()),
        Some(Err(_)) | None => Err(Error::pagination(format!("cannot set the next `{name}` in the request"))),
    }
}
