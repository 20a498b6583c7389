//! The certificate with which the client identifies itself to servers (mutual TLS).

use std::fmt;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate chain and its private key, as PEM. `Debug` shows neither.
#[derive(Clone)]
pub(crate) struct ClientCertificate {
    chain: Vec<u8>,
    key: Vec<u8>,
}

/// The reason why a client certificate cannot be used. Errors about the key contain no source, since it could repeat a
/// line of the key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientCertificateError {
    #[error("no certificate in the first PEM of `.client_certificate_pem(..)`")]
    NoCertificate,
    #[error("invalid certificate in the first PEM of `.client_certificate_pem(..)`")]
    InvalidCertificate,
    #[error(
        "no private key in the second PEM of `.client_certificate_pem(..)`; expected an unencrypted PKCS#8, PKCS#1 or SEC1 key"
    )]
    NoKey,
    #[error("the private key of `.client_certificate_pem(..)` does not belong to its first certificate")]
    KeyMismatch,
    #[error(
        "the key of `.client_certificate_pem(..)` is invalid or its type is not supported: use RSA, ECDSA or Ed25519"
    )]
    Unsupported,
}

impl ClientCertificate {
    pub(crate) fn new(chain: &[u8], key: &[u8]) -> Self {
        Self { chain: chain.to_vec(), key: key.to_vec() }
    }

    /// Completes a TLS configuration with this certificate.
    pub(crate) fn configure(
        &self,
        builder: rustls::ConfigBuilder<rustls::ClientConfig, rustls::client::WantsClientCert>,
    ) -> Result<rustls::ClientConfig, ClientCertificateError> {
        let key = PrivateKeyDer::from_pem_slice(&self.key).map_err(|_| ClientCertificateError::NoKey)?;
        builder.with_client_auth_cert(self.chain()?, key).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => ClientCertificateError::KeyMismatch,
            rustls::Error::InvalidCertificate(_) => ClientCertificateError::InvalidCertificate,
            _ => ClientCertificateError::Unsupported,
        })
    }

    fn chain(&self) -> Result<Vec<CertificateDer<'static>>, ClientCertificateError> {
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&self.chain).collect();
        let chain = chain.map_err(|_| ClientCertificateError::InvalidCertificate)?;
        if chain.is_empty() { Err(ClientCertificateError::NoCertificate) } else { Ok(chain) }
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCertificate").finish_non_exhaustive()
    }
}
