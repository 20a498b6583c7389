//! Pages that are requested before they are needed.
//!
//! Their positions are guesses: each page is expected to have as many elements as the previous one. If a page turns out to
//! be shorter, the pages requested ahead are discarded. A list therefore has the same elements as one that is read page by
//! page.

use std::collections::VecDeque;
use std::task::{Context, Poll, ready};

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use hwc_wire::{InputValue, Pagination, Record, ValueRef};

use super::fields::{field, number};
use super::page_state::{position, set_next};
use super::page_stream::List;
use crate::core::BoxFuture;
use crate::pipeline::Sent;

/// Copies a request, or returns `None` for a request of another type.
pub(super) type CopyRequest = fn(&(dyn Record + 'static)) -> Option<Box<dyn Record>>;

/// The pages that are requested ahead, in order.
pub(super) struct Ahead {
    limit: usize,
    copy: CopyRequest,
    positions: VecDeque<u64>,
    pages: FuturesOrdered<BoxFuture<Sent>>,
    /// The first pages of the queue, which were received but not needed yet.
    received: VecDeque<Sent>,
}

impl Ahead {
    #[inline]
    pub(super) fn new(limit: usize, copy: CopyRequest) -> Self {
        Self { limit, copy, positions: VecDeque::new(), pages: FuturesOrdered::new(), received: VecDeque::new() }
    }

    /// Returns true if the next page ahead is the one at this position.
    #[inline]
    pub(super) fn has(&self, position: u64) -> bool {
        self.positions.front() == Some(&position)
    }

    /// Polls all requests.
    #[inline]
    pub(super) fn poll_all(&mut self, cx: &mut Context<'_>) {
        while let Poll::Ready(Some(page)) = self.pages.poll_next_unpin(cx) {
            self.received.push_back(page);
        }
    }

    /// Returns the next page ahead, or `None` if there is none.
    #[inline]
    pub(super) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Sent>> {
        self.poll_all(cx);
        let page = match self.received.pop_front() {
            Some(page) => Some(page),
            None => ready!(self.pages.poll_next_unpin(cx)),
        };
        self.positions.pop_front();
        Poll::Ready(page)
    }

    /// Discards all pages.
    #[inline]
    pub(super) fn clear(&mut self) {
        self.positions.clear();
        self.pages.clear();
        self.received.clear();
    }

    /// Requests pages from the position of `request` on. `page` is the page before it.
    #[inline]
    pub(super) fn refill(
        &mut self,
        list: &List,
        pagination: Pagination,
        request: &(dyn Record + 'static),
        page: &dyn Record,
    ) {
        let Some(plan) = Plan::new(pagination, request, page) else { return self.clear() };
        if !self.has(plan.next) {
            self.clear();
        }
        let mut next = self.positions.back().map_or(plan.next, |last| last.saturating_add(plan.step));
        while self.received.len() + self.pages.len() < self.limit && next < plan.end {
            let Some(mut request) = (self.copy)(request) else { return };
            if set_next(&mut *request, plan.field, InputValue::Uint(next)).is_err() {
                return;
            }
            self.positions.push_back(next);
            self.pages.push_back(list.fetch(request));
            next = next.saturating_add(plan.step);
        }
    }
}

/// The expected positions of the remaining pages.
struct Plan {
    /// The request field with the position.
    field: &'static str,
    next: u64,
    step: u64,
    /// The first position after the list.
    end: u64,
}

impl Plan {
    /// Plans the pages after `page`. Returns `None` if their positions or the end of the list cannot be guessed.
    #[inline]
    fn new(pagination: Pagination, request: &dyn Record, page: &dyn Record) -> Option<Self> {
        let total = |name: Option<&str>| field(page, name?, &number).flatten();
        match pagination {
            Pagination::Offset { offset, total: Some(name), items, max } => {
                let (step, end) = (count(page, items)?, total(Some(name))?);
                let end = end.min(max.saturating_add(1));
                Some(Self { field: offset, next: position(request, offset), step, end })
            }
            Pagination::Page { page: field, first, total: name, items, max } => {
                let pages = total(name).zip(count(page, items)).map(|(total, count)| total.div_ceil(count));
                let end = pages.map_or(u64::MAX, |pages| first.saturating_add(pages));
                let end = end.min(max.saturating_add(1));
                Some(Self { field, next: position(request, field), step: 1, end })
            }
            _ => None,
        }
    }
}

/// Returns the number of elements of a page, or `None` for an empty one.
#[inline]
fn count(page: &dyn Record, items: &str) -> Option<u64> {
    let count = |value: ValueRef<'_>| match value {
        ValueRef::List(items) => items.count() as u64,
        _ => 0,
    };
    field(page, items, &count).filter(|count| *count > 0)
}
