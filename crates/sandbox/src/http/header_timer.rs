//! The timer for the headers of a request. It runs on the sandbox's clock, and only while headers are incomplete: an idle
//! connection may stay open.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hwc_transport::clock;
use hyper::rt::{Sleep, Timer};

use crate::http::activity::Activity;
use crate::runtime::sandbox::Sandbox;

/// The timer of a connection.
#[derive(Clone)]
pub(crate) struct HeaderTimer {
    pub(crate) sandbox: Sandbox,
    pub(crate) activity: Arc<Activity>,
    pub(crate) timeout: Duration,
}

impl Timer for HeaderTimer {
    fn sleep(&self, _: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(HeaderSleep { timer: self.clone(), running: Mutex::default() })
    }

    /// Ignores the deadline, which hyper computes before the first byte has arrived.
    fn sleep_until(&self, _: Instant) -> Pin<Box<dyn Sleep>> {
        self.sleep(self.timeout)
    }
}

/// Waits for the first byte of a request, and then for the timeout. It is polled after each read of incomplete headers.
struct HeaderSleep {
    timer: HeaderTimer,
    /// The lock is for [`Sync`] alone.
    running: Mutex<Option<clock::Sleep>>,
}

impl Sleep for HeaderSleep {}

impl Future for HeaderSleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.timer.activity.has_received() {
            *running = None;
            return Poll::Pending;
        }
        running.get_or_insert_with(|| self.timer.sandbox.sleep(self.timer.timeout)).as_mut().poll(cx)
    }
}
