//! Presigned URLs: fetched without a token, and redacted.

use hwc_api::{ErrorKind, PresignedUrl, TransportError};

use crate::common::{Fake, builder, client, everything};

const LINK: &str = "https://bucket.example/file.bin?Signature=SIGNED";

#[tokio::test]
async fn a_link_is_fetched_as_it_is_and_without_a_token() {
    let fake = Fake::default().then_with(200, &[], "content").then_with(206, &[], "tent");
    let client = client(&fake);
    assert_eq!(client.fetch_presigned(&LINK.into()).bytes().await.unwrap(), "content");
    let mut stream = client.fetch_presigned(&LINK.into()).header("Range", "bytes=3-").stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), "tent");
    let [first, second] = fake.seen().try_into().unwrap();
    assert_eq!(first.line, format!("GET {LINK}"));
    insta::assert_debug_snapshot!(first.headers, @r#"
    {
        "user-agent": "hwc/0.1.0",
        "accept-encoding": "identity",
    }
    "#);
    assert_eq!(second.header("range"), Some("bytes=3-"));
}

#[tokio::test]
async fn the_answer_of_a_refusal_is_not_read_since_it_repeats_the_signature() {
    let fake = Fake::default().then_with(403, &[], "<Error><Code>SignatureDoesNotMatch</Code>SIGNED</Error>");
    let error = client(&fake).fetch_presigned(&LINK.into()).bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    insta::assert_snapshot!(error, @"presigned URL: error response: status 403");
    assert!(!everything(&error).contains("SIGNED"));
}

#[tokio::test]
async fn no_error_shows_the_link() {
    let fake = Fake::default().then_fail(TransportError::maybe_sent("reset"));
    let client = client(&fake);
    let error = client.fetch_presigned(&LINK.into()).stream().await.err().unwrap();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::MaybeSent, true));
    assert!(!everything(&error).contains("SIGNED"));
    for link in ["file.bin?SIGNED", "ftp://bucket.example/SIGNED", "https:// SIGNED", ""] {
        let error = client.fetch_presigned(&PresignedUrl::from(link)).bytes().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{link}");
        assert!(!everything(&error).contains("SIGNED"));
    }
    assert!(!format!("{:?}", client.fetch_presigned(&LINK.into())).contains("SIGNED"));
}

#[tokio::test]
async fn bytes_are_capped_and_streams_are_not() {
    let fake = Fake::default().then_with(200, &[], "123456789").then_with(200, &[], "123456789");
    let client = builder().transport(fake.transport()).max_response_bytes(8).build().unwrap();
    assert_eq!(client.fetch_presigned(&LINK.into()).bytes().await.unwrap_err().kind(), ErrorKind::Decode);
    let mut stream = client.fetch_presigned(&LINK.into()).stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), "123456789");
}
