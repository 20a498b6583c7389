//! Responses other than the typed one: errors in the form of each service, raw responses, failures of the network, delays.

use std::time::{Duration, SystemTime};

use hwc_api::insight::CreateTickets;
use hwc_api::koodrive::CountUser;
use hwc_api::mock::{Mock, MockError};
use hwc_api::osm::{ListCases, ListCasesResponse};
use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Error, ErrorKind};

fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH)
}

async fn fail(error: MockError) -> Error {
    let mock = Mock::with_clock(clock()).sequence::<ListCases>([Err(error)]);
    let client = mock.client_builder().max_attempts(1).build().unwrap();
    client.send(ListCases::new()).await.unwrap_err()
}

#[tokio::test]
async fn errors_have_the_form_of_the_service() {
    let mock = Mock::with_clock(clock())
        .on::<ListCases>(|_| Err(MockError::status(409).code("OSM.0409").message("changed")))
        .on::<CountUser>(|_| Err(MockError::status(400).code("13000102").message("changed")))
        .on::<CreateTickets>(|_| Err(MockError::status(404).code("DI.1").message("changed")));
    let client = mock.client();
    for (error, code) in [
        (client.send(ListCases::new()).await.unwrap_err(), "OSM.0409"),
        (client.send(CountUser::new()).await.unwrap_err(), "13000102"),
        (client.send(CreateTickets::new("e", "u")).await.unwrap_err(), "DI.1"),
    ] {
        let service = error.service().unwrap();
        assert_eq!((service.code.as_str(), service.message.as_str()), (code, "changed"));
    }
}

#[tokio::test]
async fn the_network_fails_in_each_way() {
    for (error, kind, is_retryable) in [
        (MockError::not_sent(), ErrorKind::NotSent, true),
        (MockError::maybe_sent(), ErrorKind::MaybeSent, true),
        (MockError::timed_out(), ErrorKind::Timeout, true),
        (MockError::raw(200, "<html>"), ErrorKind::Decode, false),
        (MockError::raw(502, "<html>"), ErrorKind::Service, true),
    ] {
        let error = fail(error).await;
        assert_eq!((error.kind(), error.is_retryable()), (kind, is_retryable));
    }
}

#[tokio::test]
async fn retries_and_delays_take_no_real_time() {
    let clock = clock();
    let mock = Mock::with_clock(clock.clone())
        .on::<ListCases>(|_| Err(MockError::status(503).header("retry-after", "7")))
        .times(1)
        .on::<ListCases>(|_| Ok(ListCasesResponse::default()))
        .delay(Duration::from_secs(3));
    let client = mock.client();
    clock.run_to_completion(async { client.send(ListCases::new()).await }).await.unwrap();
    let elapsed = clock.monotonic().as_secs();
    assert!((10..12).contains(&elapsed), "{elapsed}");
    assert_eq!(mock.calls::<ListCases>().len(), 2);
    mock.verify();
}

#[tokio::test]
async fn a_delay_beyond_the_timeout_is_a_timeout() {
    let clock = clock();
    let mock = Mock::with_clock(clock.clone())
        .on::<ListCases>(|_| Ok(ListCasesResponse::default()))
        .delay(Duration::from_secs(3600));
    let client = mock.client();
    let error = clock.run_to_completion(async { client.send(ListCases::new()).await }).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((error.status(), error.body()), (None, None));
}
