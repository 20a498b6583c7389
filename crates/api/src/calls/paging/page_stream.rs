//! Requests the pages of a list, one after the other or several of them ahead. Compiled once for all lists.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hwc_wire::{Operation, Pagination, Record};

use super::ahead::{Ahead, CopyRequest};
use super::page_defaults::set_page_defaults;
use super::page_state::{PageState, check_offset_limit, position, set_first};
use crate::calls::record_call::{RecordCall, already_sent};
use crate::core::BoxFuture;
use crate::error::Error;
use crate::pipeline::{CallOptions, CallParts, ClientInner, Sent, send};

/// The pages of a list whose types are known only at run time. `None` for a call that was already sent by other means.
pub(super) struct PageStream(Option<Pager>);

struct Pager {
    list: List,
    /// The request of the next page. `None` while it is being sent.
    request: Option<Box<dyn Record>>,
    state: PageState,
    running: Option<Running>,
    ahead: Option<Ahead>,
}

/// The page that is awaited.
enum Running {
    /// Requested when it was needed.
    Direct(BoxFuture<Sent>),
    /// Requested ahead.
    Ahead,
}

/// The parts that all pages of a list share.
pub(super) struct List {
    client: Arc<ClientInner>,
    operation: &'static Operation,
    response: fn() -> Box<dyn Record>,
    options: CallOptions,
}

impl PageStream {
    #[inline]
    pub(super) fn new(call: RecordCall, operation: &'static Operation, response: fn() -> Box<dyn Record>) -> Self {
        let Ok(CallParts { client, mut request, options }) = call.into_parts() else { return Self(None) };
        set_page_defaults(&mut *request, operation.pagination);
        let list = List { client, operation, response, options };
        let state = PageState::default();
        Self(Some(Pager { list, request: Some(request), state, running: None, ahead: None }))
    }

    /// Requests up to `limit` pages concurrently, where the pagination style allows it.
    #[inline]
    pub(super) fn set_concurrency(&mut self, limit: usize, copy: CopyRequest) {
        if let Some(pager) = &mut self.0 {
            pager.ahead = (limit > 1).then(|| Ahead::new(limit, copy));
        }
    }

    /// Returns the next cursor of the last page.
    #[inline]
    pub(super) fn next_cursor(&self) -> Option<&str> {
        self.0.as_ref().and_then(|pager| pager.state.next_cursor())
    }

    /// Returns the next page, or `None` after the last one. After an error, the next call requests the same page again.
    #[inline]
    pub(super) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Box<dyn Record>>, Error>> {
        let Some(pager) = &mut self.0 else { return Poll::Ready(Err(already_sent())) };
        loop {
            match ready!(pager.poll_running(cx)) {
                // A failure of a page that was requested ahead is not reported: the page is requested again.
                Some((Sent { outcome: Err(_), .. }, Running::Ahead)) => {}
                Some((sent, running)) => return Poll::Ready(pager.receive(sent, &running, cx).map(Some)),
                None if pager.state.is_done() => return Poll::Ready(Ok(None)),
                None => pager.start().map_err(|error| pager.list.with_context(error))?,
            }
        }
    }
}

impl Pager {
    /// Starts to wait for the next page.
    #[inline]
    fn start(&mut self) -> Result<(), Error> {
        let pagination = self.list.pagination()?;
        let Some(mut request) = self.request.take() else { return Err(already_sent()) };
        let first = set_first(pagination, &mut *request);
        let checked = first.and_then(|()| check_offset_limit(pagination, &*request));
        let is_ahead = self.ahead.as_ref().is_some_and(|ahead| ahead.has(position_of(pagination, &*request)));
        if checked.is_err() || is_ahead {
            self.running = is_ahead.then_some(Running::Ahead);
            self.request = Some(request);
            return checked;
        }
        self.running = Some(Running::Direct(self.list.fetch(request)));
        Ok(())
    }

    /// Returns the awaited page once it was received, or `None` if none is awaited. Pages ahead make progress, too.
    #[inline]
    fn poll_running(&mut self, cx: &mut Context<'_>) -> Poll<Option<(Sent, Running)>> {
        let sent = match (&mut self.running, &mut self.ahead) {
            (None, _) => return Poll::Ready(None),
            (Some(Running::Ahead), ahead) => {
                let Some(ahead) = ahead else { return Poll::Ready(None) };
                ready!(ahead.poll_page(cx))
            }
            (Some(Running::Direct(page)), ahead) => {
                if let Some(ahead) = ahead {
                    ahead.poll_all(cx);
                }
                Some(ready!(page.as_mut().poll(cx)))
            }
        };
        Poll::Ready(sent.zip(self.running.take()))
    }

    /// Advances to the page after this one. The request changes only after a success.
    #[inline]
    fn receive(&mut self, sent: Sent, from: &Running, cx: &mut Context<'_>) -> Result<Box<dyn Record>, Error> {
        if matches!(from, Running::Direct(_)) {
            self.request = Some(sent.request);
        }
        let page = sent.outcome?.body;
        let pagination = self.list.pagination()?;
        let Some(request) = &mut self.request else { return Err(already_sent()) };
        let advanced = self.state.advance(pagination, &mut **request, &*page);
        advanced.map_err(|error| self.list.with_context(error))?;
        if let Some(ahead) = &mut self.ahead {
            match self.state.is_done() {
                true => ahead.clear(),
                false => ahead.refill(&self.list, pagination, &**request, &*page),
            }
            ahead.poll_all(cx);
        }
        Ok(page)
    }
}

impl List {
    /// Requests one page.
    #[inline]
    pub(super) fn fetch(&self, request: Box<dyn Record>) -> BoxFuture<Sent> {
        let parts = CallParts { client: Arc::clone(&self.client), request, options: self.options.clone() };
        send(parts, self.operation, (self.response)())
    }

    #[inline]
    fn pagination(&self) -> Result<Pagination, Error> {
        self.operation.pagination.ok_or_else(|| Error::invalid("the operation is not paginated"))
    }

    #[inline]
    fn with_context(&self, error: Error) -> Error {
        error.with_context("", Some(self.operation), self.operation.idempotent)
    }
}

/// Returns the position of the page that a request reads: its offset or its number.
#[inline]
fn position_of(pagination: Pagination, request: &dyn Record) -> u64 {
    match pagination {
        Pagination::Offset { offset, .. } => position(request, offset),
        Pagination::Page { page, .. } => position(request, page),
        _ => 0,
    }
}

/// Prints the request of the next page, unless it is being sent.
impl std::fmt::Debug for PageStream {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(pager) = &self.0 else { return f.write_str("already sent") };
        f.debug_struct("PageStream")
            .field("operation", &pager.list.operation.name)
            .field("request", &pager.request)
            .field("options", &pager.list.options)
            .finish_non_exhaustive()
    }
}
