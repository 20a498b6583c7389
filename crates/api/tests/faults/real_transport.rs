//! The transports for real servers, with the settings of a case.

use std::sync::Arc;

use hwc_api::transport::{HyperTransport, ReqwestTransport};
use hwc_api::{Transport, TransportError};

use crate::call::PASSWORD;
use crate::fault_case::FaultCase;

/// A transport for real servers. All of them have the same outcomes.
#[derive(Clone, Copy)]
pub(crate) enum RealTransport {
    Hyper,
    Reqwest,
}

/// Builds a transport with the settings of a case. The builders have the same methods.
macro_rules! build {
    ($transport:ident, $case:expr, $address:expr) => {{
        let proxy = format!("http://user:{PASSWORD}@{}", $address);
        let builder = match $case.is_proxy {
            true => $transport::builder().proxy_variables(|name| (name == "ALL_PROXY").then(|| (&proxy).into())),
            false => $transport::builder().no_proxy(),
        };
        let builder = builder.no_platform_roots().connect_timeout($case.connect_timeout);
        let builder = $case.trust.iter().fold(builder, |builder, pem| builder.add_root_certificate_pem(pem));
        Ok(Arc::new(builder.build()?))
    }};
}

impl RealTransport {
    /// Builds the transport. In cases with a proxy, it is at `address`.
    pub(crate) fn build(self, case: &FaultCase, address: &str) -> Result<Arc<dyn Transport>, TransportError> {
        match self {
            Self::Hyper => build!(HyperTransport, case, address),
            Self::Reqwest => build!(ReqwestTransport, case, address),
        }
    }
}
