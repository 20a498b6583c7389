//! Futures that are configured before they start, as calls and workflows are.

use std::fmt;
use std::task::{Context, Poll};

use super::BoxFuture;

/// A future that starts when it is first polled, and can be configured until then.
pub(crate) enum Lazy<P, T> {
    /// The parts from which the future is created.
    Ready(P),
    /// The future, or `None` once it has completed.
    Started(Option<BoxFuture<T>>),
}

impl<P, T> Lazy<P, T> {
    /// Returns the parts in order to change them, or `None` once the future has started.
    #[inline]
    pub(crate) fn parts_mut(&mut self) -> Option<&mut P> {
        match self {
            Self::Ready(parts) => Some(parts),
            Self::Started(_) => None,
        }
    }

    /// Returns the parts, or `None` once the future has started.
    #[inline]
    pub(crate) fn into_parts(self) -> Option<P> {
        match self {
            Self::Ready(parts) => Some(parts),
            Self::Started(_) => None,
        }
    }

    /// Polls the future, and starts it first if necessary.
    ///
    /// # Panics
    /// Panics if the future has completed, as the future of an `async fn` does.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>, start: impl FnOnce(P) -> BoxFuture<T>) -> Poll<T> {
        if matches!(self, Self::Ready(_))
            && let Self::Ready(parts) = std::mem::replace(self, Self::Started(None))
        {
            *self = Self::Started(Some(start(parts)));
        }
        let Self::Started(Some(future)) = self else { polled_after_completion() };
        let outcome = std::task::ready!(future.as_mut().poll(cx));
        *self = Self::Started(None);
        Poll::Ready(outcome)
    }
}

#[cold]
#[expect(clippy::panic, reason = "like the future of an `async fn`, which the caller must not poll again either")]
fn polled_after_completion() -> ! {
    panic!("polled after completion")
}

impl<P: fmt::Debug, T> fmt::Debug for Lazy<P, T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ready(parts) => parts.fmt(f),
            Self::Started(_) => f.write_str("started"),
        }
    }
}

/// Implements `Future` for a type whose field `0` is a [`Lazy`], with the function that starts the work from its parts.
macro_rules! lazy_future {
    ($Name:ty, $Output:ty, $start:expr) => {
        impl ::std::future::Future for $Name {
            type Output = ::std::result::Result<$Output, $crate::error::Error>;

            fn poll(
                mut self: ::std::pin::Pin<&mut Self>,
                cx: &mut ::std::task::Context<'_>,
            ) -> ::std::task::Poll<Self::Output> {
                self.0.poll(cx, $start)
            }
        }
    };
}

pub(crate) use lazy_future;

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    fn start(text: &'static str) -> BoxFuture<usize> {
        Box::pin(async move { text.len() })
    }

    #[test]
    fn parts_can_be_changed_until_the_first_poll() {
        let mut lazy = Lazy::Ready("a");
        *lazy.parts_mut().unwrap() = "abc";
        assert_eq!(format!("{lazy:?}"), "\"abc\"");
        assert_eq!(lazy.poll(&mut Context::from_waker(Waker::noop()), start), Poll::Ready(3));
        assert_eq!(format!("{lazy:?}"), "started");
        assert!(lazy.parts_mut().is_none() && lazy.into_parts().is_none());
    }

    #[test]
    #[should_panic(expected = "polled after completion")]
    fn a_completed_future_cannot_be_polled() {
        let (mut lazy, mut cx) = (Lazy::Ready("a"), Context::from_waker(Waker::noop()));
        let _first = lazy.poll(&mut cx, start);
        let _second = lazy.poll(&mut cx, start);
    }
}
