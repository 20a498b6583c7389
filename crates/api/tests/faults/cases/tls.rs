//! TLS: servers with invalid certificates. Only these cases wait in real time, for less than 100 ms.

use std::sync::Arc;

use hwc_api::ErrorKind::{NotSent, Timeout};
use rcgen::{CertificateParams, CertifiedKey, KeyPair, date_time_ymd};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::fault_case::{FaultCase, Group, expect_error, expect_response};
use crate::script::{ConnectionScript, Script, default_response};

const HOST: &str = "127.0.0.1";

pub(crate) fn group() -> Group {
    let (known, unknown, expired) = (certificate(HOST, 4000), certificate(HOST, 4000), certificate(HOST, 2001));
    let elsewhere = certificate("elsewhere.example", 4000);
    let not_trusted = || expect_error(NotSent).arrived(0).message("no secure connection to the server");
    let shown = |of: &CertifiedKey<KeyPair>| Script::new([default_response()]).tls(&server(of));
    let silent = Script::new([ConnectionScript::without_read().hold()]);
    let cases = vec![
        FaultCase::new("trusted certificate", shown(&known)).trust(&known.cert.pem()).both(expect_response()),
        FaultCase::new("untrusted certificate", shown(&unknown)).trust(&known.cert.pem()).both(not_trusted()),
        FaultCase::new("certificate for another host", shown(&elsewhere))
            .trust(&elsewhere.cert.pem())
            .both(not_trusted()),
        FaultCase::new("expired certificate", shown(&expired)).trust(&expired.cert.pem()).both(not_trusted()),
        FaultCase::new(
            "plain HTTP instead of TLS",
            Script::new([ConnectionScript::without_read().text("HTTP/1.1 400 Bad Request\r\n\r\n")]),
        )
        .trust(&known.cert.pem())
        .both(not_trusted()),
        FaultCase::new("handshake without a reply", silent)
            .trust(&known.cert.pem())
            .connect_timeout(30)
            .configure_client(|builder| builder.max_attempts(2))
            .both(expect_error(Timeout).retryable().sent(2).arrived(0).remark("with `max_attempts(2)`")),
    ];
    Group { title: "TLS", cases }
}

fn certificate(host: &str, last_year: i32) -> CertifiedKey<KeyPair> {
    let mut parameters = CertificateParams::new([host.to_owned()]).unwrap();
    parameters.not_before = date_time_ymd(2000, 1, 1);
    parameters.not_after = date_time_ymd(last_year, 1, 1);
    let signing_key = KeyPair::generate().unwrap();
    let cert = parameters.self_signed(&signing_key).unwrap();
    CertifiedKey { cert, signing_key }
}

fn server(certificate: &CertifiedKey<KeyPair>) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::try_from(certificate.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.cert.der().clone()], key);
    Arc::new(config.unwrap())
}
