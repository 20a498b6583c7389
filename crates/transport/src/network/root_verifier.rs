//! Trust in servers. rustls requires the root certificates when a client is created. This module loads them at the first
//! TLS connection, so that plain HTTP works on a machine without any.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme};

use super::system_roots::{self, SystemRootsError};

/// The trusted root certificates and rustls's own verifier for them, created at first use.
pub(crate) struct RootVerifier {
    provider: Arc<CryptoProvider>,
    platform: bool,
    added: RootCertStore,
    verifier: OnceLock<Arc<WebPkiServerVerifier>>,
}

/// The reason why servers cannot be verified.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RootVerifierError {
    #[error(transparent)]
    Machine(#[from] SystemRootsError),
    #[error("no root certificate was added, and those of the system are disabled")]
    NoneAdded,
    #[error("invalid PEM in `.add_root_certificate_pem(..)`")]
    Pem(#[source] pem::Error),
    #[error("no certificate in the PEM of `.add_root_certificate_pem(..)`")]
    EmptyPem,
    #[error("invalid certificate in `.add_root_certificate_pem(..)`")]
    Certificate(#[source] rustls::Error),
    #[error("invalid root certificates")]
    Verifier(#[source] rustls::client::VerifierBuilderError),
}

impl RootVerifier {
    pub(crate) fn new(provider: Arc<CryptoProvider>, platform: bool) -> Self {
        Self { provider, platform, added: RootCertStore::empty(), verifier: OnceLock::new() }
    }

    /// Trusts all certificates in `pem`, which must contain at least one.
    pub(crate) fn add_pem(&mut self, pem: &[u8]) -> Result<(), RootVerifierError> {
        let before = self.added.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(RootVerifierError::Pem)?;
            self.added.add(certificate).map_err(RootVerifierError::Certificate)?;
        }
        if self.added.len() == before {
            return Err(RootVerifierError::EmptyPem);
        }
        Ok(())
    }

    /// Returns the verifier, and loads the machine's certificates if needed. After a failure the next call tries again.
    pub(crate) fn verifier(&self) -> Result<&WebPkiServerVerifier, RootVerifierError> {
        if let Some(verifier) = self.verifier.get() {
            return Ok(verifier);
        }
        let store = Arc::new(self.load()?);
        let verifier = WebPkiServerVerifier::builder_with_provider(store, Arc::clone(&self.provider))
            .build()
            .map_err(RootVerifierError::Verifier)?;
        Ok(self.verifier.get_or_init(|| verifier))
    }

    fn load(&self) -> Result<RootCertStore, RootVerifierError> {
        let mut store = self.added.clone();
        if !self.platform {
            return if store.is_empty() { Err(RootVerifierError::NoneAdded) } else { Ok(store) };
        }
        system_roots::add_roots(&mut store)?;
        Ok(store)
    }
}

impl ServerCertVerifier for RootVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verifier = self.verifier().map_err(|error| rustls::Error::Other(OtherError(Arc::new(error))))?;
        verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl fmt::Debug for RootVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RootVerifier")
            .field("platform", &self.platform)
            .field("added", &self.added.len())
            .finish_non_exhaustive()
    }
}
