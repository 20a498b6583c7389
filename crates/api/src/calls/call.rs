//! Calls of operations whose types are known at compile time.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hwc_wire::{Paginated, Request, StartsTask};

use super::record_call::{RecordCall, downcast, empty};
use super::setters::{operation_options, progress_option, sending_options, service_options};
use super::{Items, Pages, Waiter};
use crate::core::Response;
use crate::error::Error;
use crate::pipeline::{CallOptions, ClientInner, RequestOptions};

/// A call created by [`Client::send`](crate::Client::send), as a future. Nothing is sent before it is awaited, spawned or
/// joined with others.
///
/// Options must be set before the call is first polled. Later ones have no effect.
///
/// ```
/// # #[cfg(all(feature = "osm", feature = "system-clock"))]
/// # async fn example(client: &hwc_api::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use hwc_api::osm;
///
/// let call = client.send(osm::ListLabels::new()).language("en-us").timeout(Duration::from_secs(5));
/// let labels = tokio::spawn(call).await??;
/// println!("{} labels", labels.label_list.len());
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before it is awaited"]
pub struct Call<R> {
    call: RecordCall,
    marker: PhantomData<fn() -> R>,
}

/// A call that resolves to the full [`Response`], created by [`Call::response`].
#[must_use = "nothing is sent before it is awaited"]
pub struct CallResponse<R>(Call<R>);

impl<R: Request> Call<R> {
    pub(crate) fn new(client: Arc<ClientInner>, request: R, options: CallOptions) -> Self {
        Self { call: RecordCall::new(client, Box::new(request), options), marker: PhantomData }
    }

    service_options!();
    sending_options!();
    operation_options!();
    progress_option!();

    fn options_mut(&mut self) -> Option<&mut RequestOptions> {
        self.call.options_mut()
    }

    /// Returns a call that resolves to the full [`Response`], including status, headers, request ID and deviations.
    pub fn response(self) -> CallResponse<R> {
        CallResponse(self)
    }

    /// Lists a collection page by page. The options apply to each page.
    pub fn pages(self) -> Pages<R>
    where
        R: Paginated,
    {
        Pages::new(self.call)
    }

    /// Lists a collection element by element, over all pages. The options apply to each page.
    pub fn items(self) -> Items<R>
    where
        R: Paginated,
    {
        Items::new(self.pages())
    }

    /// Sends the request and waits for the background work that it starts. The options apply to the request and to each
    /// call that reads the state.
    pub fn wait(self) -> Waiter<R>
    where
        R: StartsTask,
    {
        Waiter::start(self.call)
    }
}

impl<R: Request> Future for Call<R> {
    type Output = Result<R::Response, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.call.poll(cx, R::OPERATION, empty::<R::Response>));
        Poll::Ready(response.map(|response| downcast(response.body)))
    }
}

impl<R: Request> Future for CallResponse<R> {
    type Output = Result<Response<R::Response>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.0.call.poll(cx, R::OPERATION, empty::<R::Response>));
        Poll::Ready(response.map(|response| response.map(downcast)))
    }
}

impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.call).finish()
    }
}

impl<R> fmt::Debug for CallResponse<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallResponse").field(&self.0.call).finish()
    }
}
