//! The parts that the transports for real servers share: their settings, TLS, proxies, and the classification of errors.

pub(crate) mod body;
mod client_certificate;
pub(crate) mod failure;
pub(crate) mod proxy;
mod root_verifier;
mod setters;
pub(crate) mod settings;
mod system_roots;

pub(crate) use client_certificate::ClientCertificate;
pub use failure::InvalidUrl;
pub(crate) use proxy::{ProxySource, Variables};
pub(crate) use root_verifier::RootVerifier;
pub(crate) use setters::network_setters;
pub(crate) use settings::NetworkSettings;
