//! The certificate of the client, with a server that requires one.

use std::sync::Arc;

use hwc_transport::Transport;
use rcgen::{CertifiedKey, KeyPair};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ServerConfig, WebPkiClientVerifier};

use super::{OK, everything, get, hermetic, reason};
use crate::support::{converse, head};

fn certificate(name: &str) -> CertifiedKey<KeyPair> {
    rcgen::generate_simple_self_signed([name.to_owned()]).unwrap()
}

/// Starts a server that requires the certificate `client`. Its task returns the certificate that it received.
async fn serve(
    server: &CertifiedKey<KeyPair>,
    client: &CertifiedKey<KeyPair>,
) -> (String, JoinHandle<Option<CertificateDer<'static>>>) {
    let provider = Arc::new(ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(client.cert.der().clone()).unwrap();
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let key = PrivateKeyDer::try_from(server.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(vec![server.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let seen = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let stream = TlsAcceptor::from(Arc::new(config)).accept(stream).await.ok()?;
        let certificate = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first().cloned());
        converse(stream, head, OK).await;
        certificate
    });
    (url, seen)
}

#[tokio::test]
async fn the_server_receives_the_certificate() {
    let (server, client) = (certificate("localhost"), certificate("client.example"));
    let (url, seen) = serve(&server, &client).await;
    let key = client.signing_key.serialize_pem();
    let builder = hermetic().add_root_certificate_pem(server.cert.pem());
    let transport = builder.client_certificate_pem(client.cert.pem(), key).build().unwrap();
    assert_eq!(transport.send(get(&url)).await.unwrap().status(), 200);
    assert_eq!(seen.await.unwrap().unwrap(), *client.cert.der());
}

#[tokio::test]
async fn one_pem_may_contain_both() {
    let (server, client) = (certificate("localhost"), certificate("client.example"));
    let (url, seen) = serve(&server, &client).await;
    let both = client.signing_key.serialize_pem() + &client.cert.pem();
    let builder = hermetic().add_root_certificate_pem(server.cert.pem());
    let transport = builder.client_certificate_pem(&both, &both).build().unwrap();
    assert_eq!(transport.send(get(&url)).await.unwrap().status(), 200);
    assert!(seen.await.unwrap().is_some());
}

#[tokio::test]
async fn without_the_certificate_the_server_refuses() {
    let (server, client, other) = (certificate("localhost"), certificate("client.example"), certificate("other"));
    let builder = hermetic().add_root_certificate_pem(server.cert.pem());
    let wrong = builder.clone().client_certificate_pem(other.cert.pem(), other.signing_key.serialize_pem());
    for builder in [builder, wrong] {
        let (url, seen) = serve(&server, &client).await;
        builder.build().unwrap().send(get(&url)).await.unwrap_err();
        assert!(seen.await.unwrap().is_none());
    }
}

#[test]
fn an_unusable_certificate_is_named_without_its_key() {
    let (one, other) = (certificate("one.example"), certificate("other.example"));
    let (chain, key) = (one.cert.pem(), one.signing_key.serialize_pem());
    let secret = key.lines().nth(1).unwrap().to_owned();
    let foreign = other.signing_key.serialize_pem();
    let encrypted = key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let garbage = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let broken = key.replace('M', "?");
    for (chain, key, expected) in [
        (key.as_str(), key.as_str(), "no certificate in the first PEM of `.client_certificate_pem(..)`"),
        ("-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----", &key, "invalid certificate in the first PEM of "),
        (&chain, &chain, "no private key in the second PEM of `.client_certificate_pem(..)`; expected an unencrypted "),
        (&chain, &encrypted, "no private key in the second PEM of `.client_certificate_pem(..)`; "),
        (&chain, &broken, "no private key in the second PEM of `.client_certificate_pem(..)`; "),
        (&chain, &foreign, "the private key of `.client_certificate_pem(..)` does not belong to its first certificate"),
        (&chain, garbage, "the key of `.client_certificate_pem(..)` is invalid or its type is not supported"),
    ] {
        let builder = hermetic().client_certificate_pem(chain, key);
        assert!(format!("{builder:?}").contains("ClientCertificate { .. }"), "{builder:?}");
        let error = builder.build().unwrap_err();
        assert!(reason(&error).starts_with(expected), "{expected}: {}", reason(&error));
        assert!(!everything(&error).contains(&secret), "{error:?}");
    }
}
