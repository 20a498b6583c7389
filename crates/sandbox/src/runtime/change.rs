//! Observers of changes: functions of a service that run after each of its calls that can change something.

use std::net::{IpAddr, Ipv4Addr};

use hwc_transport::http::request::Parts;
use hwc_wire::{Operation, Record};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;

/// A call that can change something, and its outcome.
pub(crate) struct Change<'a> {
    pub(crate) operation: &'static Operation,
    /// The request, as far as it could be decoded.
    pub(crate) request: &'a dyn Record,
    /// The response, or the code and the text of the error. Without a handler, the response is unknown.
    pub(crate) outcome: Outcome<'a>,
    /// The IP address of the client.
    pub(crate) client: IpAddr,
}

/// The outcome of a change.
pub(crate) type Outcome<'a> = Result<Option<&'a dyn Record>, (&'a str, &'a str)>;

/// A function that runs after each change of a service. After a success, it runs in the transaction of the call.
pub(crate) type Observer = fn(&Context<'_>, &Change<'_>) -> Result<(), ApiError>;

/// The IP address of the client, in the extensions of a served request.
#[derive(Clone, Copy)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

/// Returns the IP address of the client. A client in the same process has the loopback address.
pub(crate) fn client_address(head: &Parts) -> IpAddr {
    head.extensions.get::<ClientAddress>().map_or(Ipv4Addr::LOCALHOST.into(), |address| address.0)
}
