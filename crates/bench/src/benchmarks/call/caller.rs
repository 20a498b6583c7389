//! The candidates: hwc with a token and with an access key, and the hand-written programs.

use bytes::Bytes;
use hwc_api::http::Response;
use hwc_api::transport::{HttpRequest, HyperTransport, ReqwestTransport};
use hwc_api::{Body, Client, ClientBuilder, Credentials, TransportError, osm};

use crate::by_hand::{DecodingProgram, HyperProgram, ReqwestProgram};
use crate::{Outcome, data};

const TOKEN: &str = "a-token-of-no-account";

/// A client that requests pages of tickets.
#[derive(Clone, Debug)]
pub enum Caller {
    /// hwc.
    Hwc(Client),
    /// The hand-written client on reqwest and serde.
    Reqwest(ReqwestProgram),
    /// The hand-written client on hyper and serde.
    Hyper(Box<HyperProgram>),
    /// The hand-written decoding with serde, without a network.
    NoNetwork(DecodingProgram),
}

impl Caller {
    /// Returns the callers for the server at `endpoint` with their names.
    ///
    /// # Errors
    /// Returns an error if a caller cannot be created.
    pub fn over_http(endpoint: &str) -> Outcome<Vec<(&'static str, Self)>> {
        let builder = || -> Outcome<ClientBuilder> {
            let transport = ReqwestTransport::builder().no_proxy().build()?;
            Ok(Client::builder().transport(transport).endpoint("osm", endpoint))
        };
        let hyper = HyperTransport::builder().no_proxy().build()?;
        let on_hyper = Client::builder().transport(hyper).endpoint("osm", endpoint).auth_token(TOKEN).build()?;
        Ok(vec![
            ("hwc, token", Self::Hwc(builder()?.auth_token(TOKEN).build()?)),
            ("hwc, access key", Self::Hwc(builder()?.credentials(keys()).build()?)),
            ("hwc on hyper, token", Self::Hwc(on_hyper)),
            ("reqwest + serde by hand", Self::Reqwest(ReqwestProgram::new(endpoint, TOKEN)?)),
            ("hyper + serde by hand", Self::Hyper(Box::new(HyperProgram::new(endpoint, TOKEN)?))),
        ])
    }

    /// Returns the callers without a network, whose response of `tickets` tickets is available at once, with their names.
    ///
    /// # Errors
    /// Returns an error if a caller cannot be created.
    pub fn without_network(tickets: u32) -> Outcome<Vec<(&'static str, Self)>> {
        let response = response_body(tickets);
        let builder = || Client::builder().transport(fixed_transport(response.clone()));
        Ok(vec![
            ("hwc, token, no network", Self::Hwc(builder().auth_token(TOKEN).build()?)),
            ("hwc, access key, no network", Self::Hwc(builder().credentials(keys()).build()?)),
            ("serde by hand, no network", Self::NoNetwork(DecodingProgram::new(TOKEN, response)?)),
        ])
    }

    /// Makes `calls` calls, `in_flight` of them concurrently.
    ///
    /// # Errors
    /// Returns the error of a call, or an error if a response has another number of tickets.
    pub async fn call_concurrently(self, tickets: u32, calls: u64, in_flight: u64) -> Outcome<()> {
        if in_flight <= 1 {
            return self.call_sequentially(tickets, calls).await;
        }
        let start = |_| tokio::spawn(self.clone().call_sequentially(tickets, calls / in_flight));
        let tasks: Vec<_> = (0..in_flight).map(start).collect();
        for task in tasks {
            task.await??;
        }
        Ok(())
    }

    async fn call_sequentially(self, tickets: u32, calls: u64) -> Outcome<()> {
        for _ in 0..calls {
            let got = self.call(tickets).await?;
            if got != tickets as usize {
                return Err(format!("{got} tickets came instead of {tickets}").into());
            }
        }
        Ok(())
    }

    async fn call(&self, tickets: u32) -> Outcome<usize> {
        Ok(match self {
            Self::Hwc(client) => client.send(osm::ListCases::new().limit(tickets)).await?.incident_info_list.len(),
            Self::Reqwest(program) => program.page(tickets).await?.incident_info_list.len(),
            Self::Hyper(program) => program.page(tickets).await?.incident_info_list.len(),
            Self::NoNetwork(program) => program.page(tickets)?.incident_info_list.len(),
        })
    }
}

fn keys() -> Credentials {
    let keys = Credentials::access_key("AKEXAMPLE0000000TEST", "SkExampleOnlyForTests/NotARealKey0000000");
    keys.domain_id("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
}

fn response_body(tickets: u32) -> Bytes {
    if tickets == 1 { data::RESPONSE.into() } else { data::page(tickets as usize).into() }
}

/// Returns a transport with the same response to every request.
fn fixed_transport(response: Bytes) -> impl hwc_api::Transport {
    move |_: HttpRequest| {
        let response = Response::new(Body::from(response.clone()));
        async { Ok::<_, TransportError>(response) }
    }
}
