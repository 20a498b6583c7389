//! The caller's own reqwest client in place of the clients of the builder.

use std::sync::OnceLock;

use tokio::runtime::Handle;

use super::ReqwestTransport;
use crate::TransportError;
use crate::network::failure::NoRuntime;

/// A client of the caller, and a transport of ours for requests that must bypass its proxies.
pub(super) struct CustomClient {
    client: reqwest::Client,
    direct: OnceLock<ReqwestTransport>,
}

impl CustomClient {
    #[inline]
    pub(super) fn new(client: reqwest::Client) -> Self {
        Self { client, direct: OnceLock::new() }
    }

    /// Returns the client. Outside of a runtime, the client would panic.
    pub(super) fn client(&self) -> Result<reqwest::Client, TransportError> {
        Handle::try_current().map_err(|_| TransportError::setup(NoRuntime))?;
        Ok(self.client.clone())
    }

    /// Returns the transport without a proxy, created at first use.
    pub(super) fn direct(&self) -> Result<&ReqwestTransport, TransportError> {
        if let Some(direct) = self.direct.get() {
            return Ok(direct);
        }
        let direct = ReqwestTransport::builder().no_proxy().build()?;
        Ok(self.direct.get_or_init(|| direct))
    }
}
