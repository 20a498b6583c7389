//! Closures as providers of credentials.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use hwc_api::transport::HttpRequest;
use hwc_api::{Body, Client, Credentials, CredentialsRequest, ErrorKind, KooDriveCredentials};

use crate::common::{Fake, ListCases, ListFiles, clock, everything};

#[tokio::test]
async fn a_closure_provides_credentials_until_they_expire() {
    let asked = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let provider = move |request: CredentialsRequest| {
        let counter = Arc::clone(&counter);
        async move {
            assert_eq!(request.service.id, "osm");
            let turn = counter.fetch_add(1, Ordering::Relaxed) + 1;
            let end = SystemTime::UNIX_EPOCH + Duration::from_secs(3600 * u64::from(turn));
            Ok(Credentials::token(format!("TOKEN-{turn}")).expires_at(end))
        }
    };
    let (fake, clock) = (Fake::answering(["{}", "{}", "{}"]), clock());
    let builder = Client::builder().credentials_provider(provider).clock(Arc::new(clock.clone()));
    let client = builder.transport(fake.transport()).build().unwrap();
    client.send(ListCases::new()).await.unwrap();
    client.send(ListCases::new()).await.unwrap();
    clock.advance(Duration::from_secs(3500));
    client.send(ListCases::new()).await.unwrap();
    let seen = fake.seen();
    let tokens: Vec<&str> = seen.iter().map(|seen| seen.header("x-auth-token").unwrap()).collect();
    assert_eq!(tokens, ["TOKEN-1", "TOKEN-1", "TOKEN-2"]);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn any_error_of_a_closure_is_the_cause() {
    let sealed = |_: CredentialsRequest| async {
        let number: u8 = "sealed".parse()?;
        Ok(Credentials::token(number.to_string()))
    };
    let builder = Client::builder().credentials_provider(sealed).clock(Arc::new(clock()));
    let client = builder.transport(Fake::default().transport()).build().unwrap();
    let error = client.send(ListCases::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(everything(&error).contains("invalid digit found in string"), "{error:?}");
}

/// A function, as a provider.
async fn desk(request: CredentialsRequest) -> Result<KooDriveCredentials, Box<dyn std::error::Error + Send + Sync>> {
    let token = request.transport.send(HttpRequest::new(Body::empty())).await?.into_body().collect(100).await?;
    Ok(KooDriveCredentials::token(String::from_utf8(token.to_vec())?))
}

#[tokio::test]
async fn functions_and_async_closures_are_providers() {
    let fake = Fake::answering(["DESK-TOKEN", "{}", "{}"]);
    let builder = Client::builder().koodrive_credentials_provider(desk).clock(Arc::new(clock()));
    let builder = builder.credentials_provider(async |_: CredentialsRequest| Ok(Credentials::token("t")));
    let client = builder.transport(fake.transport()).build().unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    client.send(ListCases::new()).await.unwrap();
    assert_eq!(fake.seen()[1].header("authorization"), Some("Bearer DESK-TOKEN"));
    assert_eq!(fake.seen()[2].header("x-auth-token"), Some("t"));
}
