//! Numbers at the edges of their types, and dates at the edges of the calendar.

use hwc_api::wire::Timestamp;

use super::operations::{SendValues, deviations, received, sent};
use crate::common::{Fake, client};

#[tokio::test]
async fn the_largest_numbers_keep_all_digits() {
    let body = r#"{"whole":-9223372036854775808,"natural":18446744073709551615,"real":0.1}"#;
    let request = SendValues::new().whole(i64::MIN).natural(u64::MAX).real(0.1);
    assert_eq!(sent(request).await, body);
    let values = received(body).await.unwrap();
    assert_eq!((values.whole, values.natural, values.real), (Some(i64::MIN), Some(u64::MAX), Some(0.1)));
}

#[tokio::test]
async fn a_number_beyond_its_type_is_an_error() {
    for (body, path) in [
        (r#"{"small": 4294967296}"#, "small"),
        (r#"{"small": -1}"#, "small"),
        (r#"{"natural": 18446744073709551616}"#, "natural"),
        (r#"{"whole": 1.5}"#, "whole"),
        (r#"{"whole": "x"}"#, "whole"),
        (r#"{"real": "NaN"}"#, "real"),
        (r#"{"real": "inf"}"#, "real"),
    ] {
        assert_eq!(received(body).await.unwrap_err(), path, "{body}");
    }
}

#[tokio::test]
async fn other_spellings_of_a_number_are_accepted_and_reported() {
    for body in [r#"{"whole": "3"}"#, r#"{"whole": " 3 "}"#, r#"{"whole": 3.0}"#, r#"{"whole": 3e0}"#] {
        assert_eq!(received(body).await.unwrap().whole, Some(3), "{body}");
        assert_eq!(deviations(body).await.len(), 1, "{body}");
    }
    assert_eq!(received(r#"{"real": 3}"#).await.unwrap().real, Some(3.0));
}

#[tokio::test]
async fn a_number_that_json_cannot_hold_is_refused() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let fake = Fake::default();
        let error = client(&fake).send(SendValues::new().real(number)).await.unwrap_err();
        assert_eq!(error.violations()[0].to_string(), "real is not a finite number");
        assert!(fake.seen().is_empty());
    }
}

#[tokio::test]
async fn a_time_is_sent_and_received_as_its_text() {
    for text in ["2024-02-29 08:00:00 (GMT+08:00)", "20240229080000", "2024-02-30T25:00:00", "soon", ""] {
        let body = format!(r#"{{"time":"{text}"}}"#);
        let time = received(&body).await.unwrap().time.unwrap();
        assert_eq!(time.as_str(), text);
        assert_eq!(sent(SendValues::new().time(time)).await, body);
    }
}

#[test]
fn the_calendar_has_its_edges() {
    let millis = |text: &str| Timestamp::from(text).unix_millis();
    assert_eq!(millis("1970-01-01T00:00:00Z"), Some(0));
    assert_eq!(millis("1969-12-31T23:59:59.999Z"), Some(-1));
    assert_eq!(millis("2024-02-29T00:00:00Z"), Some(1_709_164_800_000));
    assert_eq!(millis("9999-12-31T23:59:59.999Z"), Some(253_402_300_799_999));
    for text in ["2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-00-01T00:00:00Z", "2024-01-01T00:60:00Z"] {
        assert_eq!(millis(text), None, "{text}");
    }
}
