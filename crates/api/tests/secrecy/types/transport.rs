//! Samples of the transport layer: bodies, transports and their errors, keys, recordings.

use std::time::{Duration, SystemTime};

use hwc_api::Body;
use hwc_api::http::HeaderValue;
use hwc_api::koodrive::RefreshSession;
use hwc_api::transport::bytes::Bytes;
use hwc_api::transport::{
    BodyError, ByteStream, HttpRequest, HyperTransport, Recorder, Recording, Replay, ReqwestTransport, TowerTransport,
    Transport, TransportService,
};
use hwc_transport::sign::{AccessKeySigner, AppSigner, AuthorizationHeader};

use super::client::drive;
use super::show::{MARK, Sample, debug, error};
use crate::fake::{Echo, answering};

/// Returns samples of a transport for real servers and its builder, with secrets in the settings.
macro_rules! real_transport {
    ($transport:ident) => {{
        let transport = $transport::builder().no_proxy().no_platform_roots().build().unwrap();
        let mut samples = unsent(&transport).await;
        samples.push(debug(concat!("hwc_transport::", stringify!($transport)), &transport));
        let builder = concat!("hwc_transport::", stringify!($transport), "Builder");
        let key = format!("-----BEGIN PRIVATE KEY-----\n{MARK}\n-----END PRIVATE KEY-----\n");
        let builders = [
            $transport::builder().proxy_variables(|_| Some(format!("http://user:{MARK}@host").into())),
            $transport::builder().proxy(format!("http://user:{MARK}@host")),
            $transport::builder().proxy(format!("http://user:{MARK}@host/path")),
            $transport::builder().client_certificate_pem(&key, &key),
        ];
        for setting in builders {
            samples.push(debug(builder, &setting));
            samples.extend(setting.build().err().map(|failure| error("hwc_transport::TransportError", &failure)));
        }
        samples
    }};
}

pub(super) async fn samples() -> Vec<Sample> {
    let mut samples = bodies().await;
    samples.extend(keys());
    samples.extend(signatures());
    samples.extend(real_transport!(HyperTransport));
    samples.extend(real_transport!(ReqwestTransport));
    samples.extend(recordings().await);
    samples.push(sent().await);
    samples
}

fn chunks() -> ByteStream {
    ByteStream::from_chunks([Ok(Bytes::from(MARK))])
}

async fn bodies() -> Vec<Sample> {
    let service = TransportService::new(answering(200, ("x-key", MARK.to_owned()), MARK.to_owned()));
    let bodies = [Body::from(MARK), Body::replayable(3, chunks), Body::from_stream(chunks(), None)];
    let mut samples: Vec<Sample> = bodies.iter().map(|body| debug("hwc_transport::Body", body)).collect();
    let failures: [BodyError; 3] = [
        Body::from(MARK).collect(1).await.unwrap_err(),
        Body::replayable(3, chunks).collect(99).await.unwrap_err(),
        BodyError::read_timeout(Duration::from_secs(1)),
    ];
    samples.extend(failures.iter().map(|failure| error("hwc_transport::BodyError", failure)));
    samples.push(debug("hwc_transport::ByteStream", &chunks()));
    samples.push(debug("hwc_transport::TransportService", &service));
    samples.push(debug("hwc_transport::TowerTransport", &TowerTransport::new(service)));
    samples
}

fn keys() -> Vec<Sample> {
    let keys = AccessKeySigner::new("id", MARK).unwrap();
    let mut samples = vec![
        debug("hwc_transport::sign::AccessKeySigner", &keys.clone().with_security_token(MARK).unwrap()),
        debug("hwc_transport::sign::AppSigner", &AppSigner::new("id", MARK, "user").unwrap()),
    ];
    let blank = format!("{MARK} ");
    let wrong = [
        AccessKeySigner::new(blank.as_str(), MARK).unwrap_err(),
        AccessKeySigner::new("id", blank.as_str()).unwrap_err(),
        keys.with_security_token(blank.as_str()).unwrap_err(),
        AppSigner::new("id", blank.as_str(), "user").unwrap_err(),
    ];
    samples.extend(wrong.iter().map(|wrong| error("hwc_transport::sign::InvalidKeyError", wrong)));
    samples
}

/// Returns samples of signatures, which are valid for some minutes. The search treats them as if they contained the marker.
fn signatures() -> Vec<Sample> {
    let mut request = HttpRequest::new(Body::from(MARK));
    *request.uri_mut() = "https://host.example/".parse().unwrap();
    request.headers_mut().insert("x-key", HeaderValue::from_static(MARK));
    AccessKeySigner::new("id", MARK).unwrap().sign(&mut request, SystemTime::UNIX_EPOCH).unwrap();
    let value = request.headers()["authorization"].to_str().unwrap().to_owned();
    let (_, signature) = value.split_once("Signature=").unwrap();
    let read = AuthorizationHeader::parse(&value).unwrap();
    let mut shown = debug("hwc_transport::sign::AuthorizationHeader", &read);
    shown.text = shown.text.replace(signature, MARK);
    let (mut head, _) = request.into_parts();
    let text = debug("hwc_transport::sign::SignedText", &read.signed_text(&head, MARK.as_bytes()).unwrap());
    let differs = read.verify(&head, b"", &MARK.into()).unwrap_err();
    head.headers.remove("x-key");
    let not_sent = read.verify(&head, MARK.as_bytes(), &MARK.into()).unwrap_err();
    let unreadable = AuthorizationHeader::parse(&format!("Bearer {MARK}")).unwrap_err();
    let errors = [differs, not_sent, unreadable];
    let errors = errors.iter().map(|failure| error("hwc_transport::sign::VerifyError", failure));
    [shown, text].into_iter().chain(errors).collect()
}

/// Returns errors of requests with a secret URL that this transport for real servers cannot send.
async fn unsent(transport: &dyn Transport) -> Vec<Sample> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let mut samples = Vec::new();
    for origin in [format!("http://127.0.0.1:{port}"), "https://127.0.0.1:1".to_owned(), String::new()] {
        let mut request = HttpRequest::new(Body::from(MARK));
        *request.uri_mut() = format!("{origin}/{MARK}?signature={MARK}").parse().unwrap();
        request.headers_mut().insert("authorization", HeaderValue::from_static(MARK));
        let failure = transport.send(request).await.unwrap_err();
        samples.push(error("hwc_transport::TransportError", &failure));
    }
    samples
}

async fn recordings() -> Vec<Sample> {
    let answer = answering(200, ("set-cookie", MARK.to_owned()), format!(r#"{{"accessToken": "{MARK}"}}"#));
    let recorder = Recorder::new(answer, concat!(env!("CARGO_TARGET_TMPDIR"), "/secrecy/samples.json"));
    drive(recorder.clone()).send(RefreshSession::new(MARK)).header("x-secret", MARK).await.unwrap();
    let recording = recorder.recording();
    assert_eq!(recording.len(), 1);
    let mut written = debug("hwc_transport::Recording", &recording);
    written.text += &recording.to_json();
    let replay = Replay::new(recording);
    let other = drive(replay.clone()).send(hwc_api::koodrive::CreateSession::new(MARK)).await.unwrap_err();
    let mut shown = debug("hwc_transport::Replay", &replay);
    shown.text += &(replay.unused().join(" ") + &super::show::everything(&other));
    let texts = [MARK.to_owned(), format!(r#"{{"hwc_recording": "{MARK}"}}"#), format!(r#"{{"{MARK}": "{MARK}"}}"#)];
    let wrong = texts.iter().map(|text| error("hwc_transport::RecordingError", &Recording::parse(text).unwrap_err()));
    wrong.chain([debug("hwc_transport::Recorder", &recorder), written, shown]).collect()
}

/// Returns a request as the client passes it to the transport.
async fn sent() -> Sample {
    let echo = Echo::default();
    let seen = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let (inner, kept) = (echo.transport(400), std::sync::Arc::clone(&seen));
    let looking = move |request: HttpRequest| {
        kept.lock().unwrap().push_str(&format!("{request:?}"));
        let inner = inner.clone();
        async move { inner.send(request).await }
    };
    drive(looking).send(RefreshSession::new(MARK)).header("x-key", MARK).await.unwrap_err();
    assert_eq!(echo.said().matches(MARK).count(), 3, "{}", echo.said());
    let text = seen.lock().unwrap().clone();
    Sample { path: "hwc_transport::HttpRequest", text }
}
