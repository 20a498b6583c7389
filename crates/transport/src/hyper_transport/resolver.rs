//! Resolves host names. Its error has a type of its own, so that failures of DNS are recognized.

use std::error::Error;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::{GaiAddrs, GaiFuture, GaiResolver, Name};
use tower_service::Service;

use crate::network::failure::holds;

/// The resolver of the operating system.
#[derive(Clone)]
pub(super) struct Resolver(GaiResolver);

/// The error of a name without a usable address.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct DnsError(io::Error);

/// Returns true if a name could not be resolved.
pub(super) fn is_dns(error: &(dyn Error + 'static)) -> bool {
    holds::<DnsError>(error)
}

impl Resolver {
    pub(super) fn new() -> Self {
        Self(GaiResolver::new())
    }

    /// Returns the first usable address of a host, which may be an address itself.
    pub(super) async fn address(mut self, host: &str, is_usable: fn(&IpAddr) -> bool) -> Result<IpAddr, DnsError> {
        let host = host.trim_matches(['[', ']']);
        let no_address = || DnsError(io::Error::other("no usable address"));
        if let Ok(address) = host.parse() {
            return if is_usable(&address) { Ok(address) } else { Err(no_address()) };
        }
        let name = host.parse::<Name>().map_err(|error| DnsError(io::Error::other(error)))?;
        let addresses = self.0.call(name).await.map_err(DnsError)?;
        addresses.map(|address| address.ip()).find(is_usable).ok_or_else(no_address)
    }
}

impl Service<Name> for Resolver {
    type Response = GaiAddrs;
    type Error = DnsError;
    type Future = Lookup;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), DnsError>> {
        self.0.poll_ready(cx).map_err(DnsError)
    }

    fn call(&mut self, name: Name) -> Lookup {
        Lookup(self.0.call(name))
    }
}

/// A lookup in progress.
pub(super) struct Lookup(GaiFuture);

impl Future for Lookup {
    type Output = Result<GaiAddrs, DnsError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map_err(DnsError)
    }
}
