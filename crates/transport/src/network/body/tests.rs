//! Bodies that arrive at once, in parts, or not to their end.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http_body::SizeHint;

use super::*;

/// The outcome of one poll; `None` is a pending one.
type Step = Option<Result<&'static str, io::Error>>;

/// A body with these polls.
struct Script {
    steps: VecDeque<Step>,
    len: Option<u64>,
}

impl HttpBody for Script {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.steps.pop_front() {
            None => Poll::Ready(None),
            Some(None) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Some(Some(chunk)) => Poll::Ready(Some(chunk.map(|text| Frame::data(Bytes::from(text))))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.steps.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.len.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Returns the body and a flag that is true once its end was read.
fn received<const N: usize>(steps: [Step; N], len: Option<u64>) -> (Body, Arc<AtomicBool>) {
    let ended = Arc::<AtomicBool>::default();
    let end = Arc::clone(&ended);
    (receive(Script { steps: steps.into(), len }, move || end.store(true, Ordering::Relaxed)), ended)
}

fn collect(body: Body) -> Result<Bytes, BodyError> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(body.collect(99))
}

#[test]
fn a_body_that_arrived_with_its_head_is_in_memory() {
    let (body, ended) = received([Some(Ok("all"))], Some(3));
    assert_eq!(body.as_bytes().unwrap(), "all");
    assert!(ended.load(Ordering::Relaxed));
    let (body, ended) = received([], Some(0));
    assert!(body.as_bytes().unwrap().is_empty() && ended.load(Ordering::Relaxed));
}

#[test]
fn the_rest_of_a_body_is_a_stream() {
    for (steps, len) in [
        ([Some(Ok("a")), None, Some(Ok("ll"))], Some(3)),
        ([None, Some(Ok("al")), Some(Ok("l"))], Some(3)),
        ([Some(Ok("al")), Some(Ok("l")), None], None),
    ] {
        let (body, ended) = received(steps, len);
        assert!(body.as_bytes().is_none() && body.len() == len && !ended.load(Ordering::Relaxed));
        assert_eq!(collect(body).unwrap(), "all");
        assert!(ended.load(Ordering::Relaxed));
    }
}

#[test]
fn a_body_that_fails_or_is_dropped_does_not_end() {
    let failure = || Some(Err(io::Error::other("gone")));
    for (steps, len) in [([failure(), None], Some(3)), ([Some(Ok("a")), failure()], None)] {
        let (body, ended) = received(steps, len);
        assert!(collect(body).unwrap_err().is_interrupted());
        assert!(!ended.load(Ordering::Relaxed));
    }
    let (body, ended) = received([Some(Ok("a")), Some(Ok("b"))], Some(2));
    drop(body);
    assert!(!ended.load(Ordering::Relaxed));
}
