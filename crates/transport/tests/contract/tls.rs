//! Requests over TLS: trusted servers, the time of verification, and the negotiated protocol.

use std::sync::Arc;
use std::time::Duration;

use hwc_transport::{Phase, Transport};
use rcgen::{CertifiedKey, KeyPair};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{ServerConfig, server::ServerConfig as Config};

use super::{OK, get, hermetic, test_path};
use crate::TestTransport;
use crate::support::{Server, converse, head};

fn certificate(name: &str) -> CertifiedKey<KeyPair> {
    rcgen::generate_simple_self_signed([name.to_owned()]).unwrap()
}

fn server_config(certificate: &CertifiedKey<KeyPair>, protocols: &[&[u8]]) -> ServerConfig {
    let key = PrivateKeyDer::try_from(certificate.signing_key.serialize_der()).unwrap();
    let mut config = Config::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    config
}

/// Starts a TLS server for one connection. Returns its port and a task for the negotiated protocol and the data that the
/// client wrote, or the error of the handshake.
async fn serve(config: ServerConfig) -> (u16, JoinHandle<Result<(String, String), String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let accepted = TlsAcceptor::from(Arc::new(config)).accept(stream).await;
        let stream = accepted.map_err(|error| error.to_string())?;
        let protocol = stream.get_ref().1.alpn_protocol().unwrap_or_default().to_vec();
        let seen = converse(stream, |seen| seen.contains("\r\n\r\n"), OK).await;
        Ok((String::from_utf8(protocol).unwrap(), seen))
    });
    (port, seen)
}

#[tokio::test]
async fn a_server_with_a_trusted_certificate_answers() {
    let certificate = certificate("localhost");
    let (port, seen) = serve(server_config(&certificate, &[b"http/1.1"])).await;
    let transport = hermetic().add_root_certificate_pem(certificate.cert.pem()).build().unwrap();
    let answer = transport.send(get(&format!("https://localhost:{port}/path"))).await.unwrap();
    assert_eq!(answer.into_body().collect(2).await.unwrap(), "ok");
    let (protocol, seen) = seen.await.unwrap().unwrap();
    assert_eq!(protocol, "http/1.1");
    assert!(seen.starts_with("GET /path HTTP/1.1\r\n"), "{seen}");
}

#[tokio::test]
async fn http_2_is_taken_by_its_feature_alone() {
    let certificate = certificate("localhost");
    let (port, seen) = serve(server_config(&certificate, &[b"h2", b"http/1.1"])).await;
    let transport = hermetic().add_root_certificate_pem(certificate.cert.pem()).build().unwrap();
    let done = transport.send(get(&format!("https://localhost:{port}/"))).await;
    let (protocol, seen) = seen.await.unwrap().unwrap();
    if cfg!(feature = "http2") {
        assert_eq!(done.unwrap_err().phase(), Phase::MaybeSent, "the server speaks no HTTP/2 in truth");
        assert_eq!(protocol, "h2");
        assert!(seen.starts_with("PRI * HTTP/2.0\r\n"), "{seen}");
    } else {
        assert_eq!(done.unwrap().status(), 200);
        assert_eq!(protocol, "http/1.1");
        assert!(seen.starts_with("GET / HTTP/1.1\r\n"), "{seen}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_trusted_is_never_sent_anything() {
    let (known, unknown) = (certificate("localhost"), certificate("localhost"));
    let (port, seen) = serve(server_config(&unknown, &[])).await;
    let transport = hermetic().add_root_certificate_pem(known.cert.pem()).build().unwrap();
    let error = transport.send(get(&format!("https://localhost:{port}/"))).await.unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
    assert!(error.is_tls(), "{error:?}");
    assert_eq!(error.to_string(), "no secure connection to the server");
    assert!(seen.await.unwrap().is_err());
}

#[tokio::test]
async fn a_certificate_for_another_host_is_not_accepted() {
    let certificate = certificate("elsewhere.example");
    let (port, seen) = serve(server_config(&certificate, &[])).await;
    let transport = hermetic().add_root_certificate_pem(certificate.cert.pem()).build().unwrap();
    let error = transport.send(get(&format!("https://localhost:{port}/"))).await.unwrap_err();
    assert!(error.is_tls(), "{error:?}");
    assert!(seen.await.unwrap().is_err());
}

#[tokio::test]
async fn a_handshake_that_stalls_ends_with_the_time_to_connect() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("https://{}/", silent.local_addr().unwrap());
    let transport = hermetic()
        .connect_timeout(Duration::from_millis(50))
        .add_root_certificate_pem(certificate("localhost").cert.pem())
        .build()
        .unwrap();
    let error = transport.send(get(&uri)).await.unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.to_string(), "no connection to the server: timed out");
}

#[tokio::test]
async fn without_root_certificates_only_https_fails() {
    let transport = hermetic().build().unwrap();
    let server = Server::answering(head, OK).await;
    transport.send(get(&server.uri("/"))).await.unwrap();
    assert!(server.request().await.starts_with("GET / HTTP/1.1\r\n"));

    let error = transport.send(get("https://127.0.0.1:1/")).await.unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
    assert!(error.is_setup() && !error.is_tls() && !error.is_connect(), "{error:?}");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "no root certificate was added, and those of the system are disabled");
}

#[test]
fn an_added_certificate_that_is_none_is_told_at_once() {
    let pem = |label: &str, data: &str| format!("-----BEGIN {label}-----\n{data}\n-----END {label}-----\n");
    let wrong = [
        (String::new(), "no certificate in the PEM of `.add_root_certificate_pem(..)`"),
        (pem("PRIVATE KEY", "AAAA"), "no certificate in the PEM of `.add_root_certificate_pem(..)`"),
        (pem("CERTIFICATE", "?"), "invalid PEM in `.add_root_certificate_pem(..)`"),
        (pem("CERTIFICATE", "AAAA"), "invalid certificate in `.add_root_certificate_pem(..)`"),
    ];
    for (pem, expected) in wrong {
        let error = hermetic().add_root_certificate_pem(&pem).build().unwrap_err();
        assert!(error.is_setup(), "{error:?}");
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), expected);
    }
}

/// Returns the error that the test below prints in its own process with these variables. A test cannot change the
/// environment for itself.
#[cfg(all(unix, not(target_os = "macos")))]
fn with_certificates_in(variables: &[(&str, &str)]) -> String {
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &test_path(module_path!(), "in_a_machine_that_may_lack_certificates"), "--nocapture"])
        .env_remove("SSL_CERT_FILE")
        .env_remove("SSL_CERT_DIR")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&run.stderr));
    said.lines().find_map(|line| line.strip_prefix("the error is ")).unwrap().to_owned()
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn certificates_that_are_missing_are_named() {
    let (file, folder) = ("/nowhere/to/be/found.pem", "/nowhere/at/all:/nowhere/else");
    for other in [&[][..], &[("SSL_CERT_DIR", "")], &[("SSL_CERT_DIR", "/etc")]] {
        let said = with_certificates_in(&[&[("SSL_CERT_FILE", file)], other].concat());
        assert!(said.starts_with("no root certificate in `SSL_CERT_FILE` (/nowhere/to/be/found.pem): "), "{said}");
    }
    for other in [&[][..], &[("SSL_CERT_FILE", "")]] {
        let said = with_certificates_in(&[&[("SSL_CERT_DIR", folder)], other].concat());
        assert!(said.starts_with("no root certificate in `SSL_CERT_DIR` (/nowhere/at/all:/nowhere/else): "), "{said}");
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn empty_variables_count_as_not_set() {
    let unset = with_certificates_in(&[]);
    for empty in [&[("SSL_CERT_FILE", "")][..], &[("SSL_CERT_DIR", "")], &[("SSL_CERT_FILE", ""), ("SSL_CERT_DIR", "")]]
    {
        assert_eq!(with_certificates_in(empty), unset, "{empty:?}");
    }
    // An existing file is used, so the connection is what fails.
    let certificate = std::env::temp_dir().join(format!("hwc-tls-{}.pem", std::process::id()));
    std::fs::write(&certificate, self::certificate("localhost").cert.pem()).unwrap();
    let said = with_certificates_in(&[("SSL_CERT_FILE", certificate.to_str().unwrap()), ("SSL_CERT_DIR", "")]);
    std::fs::remove_file(certificate).unwrap();
    assert!(!said.contains("no root certificate"), "{said}");
}

/// On any machine, the transport can be created and plain HTTP works.
#[tokio::test]
async fn in_a_machine_that_may_lack_certificates() {
    let transport = TestTransport::builder().no_proxy().build().unwrap();
    let server = Server::answering(head, OK).await;
    transport.send(get(&server.uri("/"))).await.unwrap();
    let error = transport.send(get("https://127.0.0.1:1/")).await.unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
    let source = std::error::Error::source(&error).unwrap();
    println!("\nthe error is {source}");
}
