//! Predicates and texts of transport errors.

use std::error::Error;

use hwc_transport::{BodyError, Phase, TransportError};

fn all() -> [TransportError; 5] {
    [
        TransportError::not_sent("cause"),
        TransportError::invalid_request("cause"),
        TransportError::maybe_sent("cause"),
        TransportError::maybe_sent("cause").timed_out(),
        TransportError::response_interrupted(BodyError::interrupted("cause")),
    ]
}

#[test]
fn the_phase_is_told() {
    let phases = all().map(|error| error.phase());
    let expected = [Phase::NotSent, Phase::NotSent, Phase::MaybeSent, Phase::MaybeSent, Phase::ResponseInterrupted];
    assert_eq!(phases, expected);
    assert_eq!(all().map(|error| error.is_not_sent()), [true, true, false, false, false]);
    assert_eq!(all().map(|error| error.is_maybe_sent()), [false, false, true, true, false]);
    assert_eq!(all().map(|error| error.is_response_interrupted()), [false, false, false, false, true]);
    assert_eq!(all().map(|error| error.is_timeout()), [false, false, false, true, false]);
    assert_eq!(all().map(|error| error.is_invalid_request()), [false, true, false, false, false]);
}

#[test]
fn the_source_is_not_repeated() {
    for error in all() {
        assert!(!error.to_string().contains("cause"), "{error}");
        let mut last: &dyn Error = &error;
        while let Some(source) = last.source() {
            last = source;
        }
        assert_eq!(last.to_string(), "cause");
    }
}

#[test]
fn texts() {
    let texts = all().map(|error| error.to_string()).join("\n");
    insta::assert_snapshot!(texts, @"
    the request was not sent
    invalid request
    no response; the request may have been processed
    no response; the request may have been processed: timed out
    the response ended early
    ");
    let debug = format!("{:?}", TransportError::not_sent("cause"));
    insta::assert_snapshot!(debug, @r#"TransportError { phase: NotSent, cause: Unknown, timeout: false, proxy: None, source: Some("cause") }"#);
}

#[test]
fn timeouts_of_layers_are_recognized_by_their_causes() {
    /// The error of a timeout, as tower and tokio have it.
    #[derive(Debug, thiserror::Error)]
    #[error("request timed out")]
    struct Elapsed(());

    /// An error around another one.
    #[derive(Debug, thiserror::Error)]
    #[error("the layer failed")]
    struct Layer(#[source] Box<dyn Error + Send + Sync>);

    let io = |kind: std::io::ErrorKind| TransportError::maybe_sent(Layer(std::io::Error::from(kind).into()));
    assert!(io(std::io::ErrorKind::TimedOut).is_timeout());
    assert!(!io(std::io::ErrorKind::ConnectionReset).is_timeout());
    assert!(TransportError::maybe_sent(Elapsed(())).is_timeout());
    assert!(TransportError::not_sent(Layer(Elapsed(()).into())).is_timeout());
    assert!(!TransportError::maybe_sent("Elapsed(())").is_timeout(), "a text is not a type");
}
