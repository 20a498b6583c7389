//! Checks of the endpoint of a service: its address, the connection and the clock. The request has no credentials.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hwc_api::http::header::{AUTHORIZATION, DATE, HeaderMap};
use hwc_api::transport::clock::SystemClock;
use hwc_api::transport::{HttpRequest, HttpResponse, TransportError};
use hwc_api::{Client, Clock, EndpointInfo, Method, Service, SettingSource, Transport, async_trait};

use super::diagnosis;
use super::report::{Check, ProblemKind};
use super::service_check;
use crate::args::connection::ConnectionArgs;
use crate::error::CliError;
use crate::lock::lock;

/// The timeout of the request.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The differences of the clock, in seconds, that are unusual, and that make signatures invalid.
const UNUSUAL_SKEW: u64 = 60;
const MAX_SKEW: u64 = 15 * 60;

/// The credentials in requests, which the probe removes.
const CREDENTIALS: [&str; 4] = ["x-auth-token", "x-security-token", "x-sdk-date", "x-domain-id"];

/// The outcome of the checks.
#[derive(Default)]
pub(super) struct NetworkOutcome {
    pub(super) checks: Vec<Check>,
    /// The difference between the clock of the service and that of this machine, if it responded.
    pub(super) skew_seconds: Option<i64>,
    reachable: bool,
}

impl NetworkOutcome {
    /// Returns true if the service responded.
    pub(super) fn is_reachable(&self) -> bool {
        self.reachable
    }
}

/// Checks a service.
pub(super) async fn check(service: &'static Service, connection: &ConnectionArgs) -> NetworkOutcome {
    let endpoint = service_check("endpoint", service.id);
    let only = |check: Check| NetworkOutcome { checks: vec![check], ..NetworkOutcome::default() };
    let (probe, client) = match probe(service, connection) {
        Ok(result) => result,
        Err(error) => return only(endpoint.problem(ProblemKind::InvalidEndpoint, error.message(), "hwc config list")),
    };
    let found = match client.endpoint(service) {
        Ok(found) => found,
        Err(error) => return only(diagnosis::of_config(endpoint, &format!("{}: {error}", service.id))),
    };
    let endpoint = describe(endpoint, &found, connection);
    let network = service_check("network", service.id);
    let error = client.raw_request(service, Method::Get, "/").await.err();
    match probe.response() {
        Some(response) => reached(service, vec![endpoint], network, response),
        None => {
            let error = error.as_ref().map(|error| error as &dyn std::error::Error);
            let network = diagnosis::of_network(network, &found.url, error);
            NetworkOutcome { checks: vec![endpoint, network], ..NetworkOutcome::default() }
        }
    }
}

/// Describes the endpoint and the region, each with its source.
fn describe(check: Check, found: &EndpointInfo, connection: &ConnectionArgs) -> Check {
    let (source, region_source) = (source(&found.source, connection), source(&found.region_source, connection));
    let region = format!("region {} from {region_source}", found.region);
    let message = match found.source {
        SettingSource::Region => format!("{} ({region})", found.url),
        _ => format!("{} (from {source}; {region})", found.url),
    };
    let check = check.ok(message).detail("endpoint", found.url.as_str()).detail("source", source);
    check.detail("region", found.region.as_str()).detail("region_source", region_source)
}

/// Returns the source of a setting in the terms of the command line.
fn source(source: &SettingSource, connection: &ConnectionArgs) -> String {
    match source {
        SettingSource::Builder => connection.endpoint_option().unwrap_or("the command line").to_owned(),
        SettingSource::FallbackRegion => "the configuration".to_owned(),
        source => source.to_string(),
    }
}

/// Returns the outcome for a service that responded.
fn reached(service: &Service, mut checks: Vec<Check>, network: Check, response: ProbeResponse) -> NetworkOutcome {
    let millis = response.millis;
    checks.push(network.ok(format!("responded in {millis} ms")).detail("millis", millis));
    checks.extend(response.skew_seconds.map(|skew| clock_check(service_check("clock", service.id), skew)));
    NetworkOutcome { checks, skew_seconds: response.skew_seconds, reachable: true }
}

fn clock_check(check: Check, skew: i64) -> Check {
    let check = check.detail("skew_seconds", skew);
    let direction = if skew < 0 { "ahead of" } else { "behind" };
    let message = format!("this machine is {} s {direction} the service", skew.unsigned_abs());
    let fix = "set the clock of this machine, as with `timedatectl set-ntp true`";
    match skew.unsigned_abs() {
        MAX_SKEW.. => check.problem(ProblemKind::SkewedClock, message, fix),
        UNUSUAL_SKEW.. => check.warning(message, fix),
        seconds => check.ok(format!("differs by {seconds} s")),
    }
}

/// Returns a client without credentials whose requests go through a probe.
fn probe(service: &'static Service, connection: &ConnectionArgs) -> Result<(Probe, Client), CliError> {
    let connected = connection.connect(service)?;
    let probe = Probe::new(connected.transport()?);
    let builder = connected.builder.transport(probe.clone()).auth_token("none").koodrive_token("none");
    Ok((probe, builder.max_attempts(1).timeout(TIMEOUT).build()?))
}

/// A response to the request.
#[derive(Clone, Copy, Debug)]
struct ProbeResponse {
    millis: u64,
    skew_seconds: Option<i64>,
}

/// A transport that removes credentials, and keeps the time of the response.
#[derive(Clone)]
struct Probe {
    inner: Arc<dyn Transport>,
    clock: SystemClock,
    response: Arc<Mutex<Option<ProbeResponse>>>,
}

impl Probe {
    fn new(inner: Arc<dyn Transport>) -> Self {
        Self { inner, clock: SystemClock::new(), response: Arc::default() }
    }

    fn response(&self) -> Option<ProbeResponse> {
        *lock(&self.response)
    }
}

#[async_trait]
impl Transport for Probe {
    async fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, TransportError> {
        for name in CREDENTIALS {
            request.headers_mut().remove(name);
        }
        request.headers_mut().remove(AUTHORIZATION);
        let start = self.clock.now();
        let response = self.inner.send(request).await?;
        let end = self.clock.now();
        let millis = end.duration_since(start).unwrap_or_default().as_millis();
        let skew_seconds = skew(response.headers(), end);
        *lock(&self.response) = Some(ProbeResponse { millis: u64::try_from(millis).unwrap_or(u64::MAX), skew_seconds });
        Ok(response)
    }
}

/// Returns the seconds from the local time to that of the service.
fn skew(headers: &HeaderMap, local: SystemTime) -> Option<i64> {
    let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    let seconds = |span: Duration| i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
    Some(match date.duration_since(local) {
        Ok(later) => seconds(later),
        Err(error) => -seconds(error.duration()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_large_differences_of_the_clock_are_problems() {
        let check = |skew| clock_check(service_check("clock", "osm"), skew);
        assert_eq!(check(3).problem, None);
        assert_eq!(check(-120).message, "this machine is 120 s ahead of the service");
        assert_eq!(check(-120).problem, None);
        assert_eq!(check(3600).problem, Some(ProblemKind::SkewedClock));
    }

    #[test]
    fn the_skew_is_that_of_the_date() {
        let mut headers = HeaderMap::new();
        let local = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        assert_eq!(skew(&headers, local), None);
        let date = httpdate::fmt_http_date(local - Duration::from_secs(90));
        headers.insert(DATE, date.parse().unwrap());
        assert_eq!(skew(&headers, local), Some(-90));
    }
}
