//! Tests of the cost of a body: memory in proportion to its length, and bounded time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::Page;
use hwc_wire::{DecodeContext, DecodeMode, Json, Model, decode};
use hwc_wire::{decode_body, decode_value};

/// Returns a page with `count` copies of an element.
fn page(element: &str, count: usize) -> Vec<u8> {
    format!(r#"{{"count": 1, "cases": [{}]}}"#, vec![element; count].join(",")).into_bytes()
}

#[test]
fn elements_that_are_all_memory_and_no_bytes_are_refused() {
    let error = decode::<Page>(&page("{}", 2_000_000), DecodeMode::Lenient).unwrap_err();
    assert_eq!(error.path(), "cases");
    let text = error.to_string();
    assert!(text.starts_with("cases: the elements take more memory than "), "{text}");
    assert!(text.contains("for a body of 6000024 bytes"), "{text}");
    let deep = format!(r#"{{"inner": [{}]}}"#, vec!["{}"; 2_000_000].join(","));
    assert_eq!(decode::<Page>(&page(&deep, 1), DecodeMode::Lenient).unwrap_err().path(), "cases[0].inner");
}

#[test]
fn many_small_elements_fit() {
    let (read, _) = decode::<Page>(&page(r#"{"id":"a"}"#, 20_000), DecodeMode::Lenient).unwrap();
    assert_eq!(read.cases.len(), 20_000);
}

#[test]
fn free_json_has_the_same_bound() {
    let read = |element: &str, count: usize| {
        let json = format!("[{}]", vec![element; count].join(","));
        decode_value(&mut Json::Null, json.as_bytes(), &mut DecodeContext::default())
    };
    assert!(read(r#"{"a":0}"#, 40_000).is_ok());
    let error = read(r#"{"a":0}"#, 400_000).unwrap_err();
    assert!(error.to_string().contains("the elements take more memory"), "{error}");
    assert!(
        read(r#"{"id":12345678,"name":"abcdefghijkl","path":"/a/b/c/d","time":"2024-01-01T00:00:00Z"}"#, 200_000)
            .is_ok()
    );
}

#[test]
fn a_decoding_ends_when_its_time_is_over() {
    for body in [page(r#"{"id":"a"}"#, 20_000), page("null", 20_000), page(r#"{"x":1}"#, 20_000)] {
        let looks = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&looks);
        let mut cx = DecodeContext::default().stop_when(move || counted.fetch_add(1, Ordering::Relaxed) == 1);
        let error = decode_body(&mut Page::unset(), &body, &mut cx).unwrap_err();
        assert!(error.to_string().contains("time was over before all of it was read"), "{error}");
        assert!(cx.is_timed_out() && error.path().starts_with("cases"));
        assert_eq!(looks.load(Ordering::Relaxed), 2, "the clock is not read for each element");
    }
    assert!(!DecodeContext::default().is_timed_out());
}

#[test]
fn a_form_is_read_in_one_pass_over_its_parts() {
    // Comparing each of a hundred thousand parts with all previous ones would take five thousand million comparisons.
    let part = hwc_wire::FormPartRef { name: "nobody", file_name: None, content_type: None, content: b"x" };
    let mut parts = vec![part; 300_000];
    parts.push(hwc_wire::FormPartRef { name: "key", content: b"1", ..part });
    parts.push(hwc_wire::FormPartRef { name: "key", content: b"2", ..part });
    let mut read = Form::unset();
    let mut cx = DecodeContext::default();
    let from = hwc_wire::RequestRef { path: &[], query: "", header: &|_| None, body: b"", form: Some(&parts) };
    let operation = common::as_body();
    hwc_wire::decode_request(&operation, from, &mut read, &mut cx).unwrap();
    assert_eq!((read.key.as_deref(), cx.into_deviations().count()), (Some("2"), 300_001));
}

hwc_wire::model! {
    /// A form.
    pub struct Form {
        /// A part of it.
        key: opt String = form("key");
    }
}
