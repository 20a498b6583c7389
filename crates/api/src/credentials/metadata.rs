//! The metadata service of a cloud server. It issues temporary keys to programs on the server if the server has an agency.
//!
//! URLs and names are those of the official SDKs. The current version of the service requires a token; the old one does not.

use std::time::{Duration, SystemTime};

use hwc_transport::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use hwc_transport::{Body, HttpRequest, NoProxy, Transport};
use hwc_wire::decode_value;
use hwc_wire::{DecodeContext, Timestamp};
use serde_json::Value;

use super::{Credentials, ResolvedCredentials};

const TOKEN_URL: &str = "http://169.254.169.254/meta-data/latest/api/token";
const KEYS_URL: &str = "http://169.254.169.254/openstack/latest/securitykey";
/// The maximum size of a response. Real ones are a few kilobytes.
const MAX_RESPONSE_BYTES: usize = 64 << 10;
/// The timeout of the service. It is a local service, so a slow response means that there is none.
pub(super) const TIMEOUT: Duration = Duration::from_secs(2);

/// Requests temporary keys.
pub(super) async fn credentials(transport: &dyn Transport) -> Result<ResolvedCredentials, String> {
    let token = token(transport).await?;
    let mut headers = HeaderMap::new();
    if let Some(token) = token {
        headers.insert("x-metadata-token", token);
    }
    let (status, body) = send(transport, Method::GET, KEYS_URL, headers).await?;
    if !status.is_success() {
        return Err(format!("status {} for the keys; does the server have an agency?", status.as_u16()));
    }
    let credentials = parse_keys(&body).ok_or("its response contains no keys")?;
    Ok(ResolvedCredentials { renewable: true, ..credentials.validate()?.with_source("the metadata service") })
}

/// Requests the token of the current version. The old version does not support tokens and reports that with several
/// statuses.
async fn token(transport: &dyn Transport) -> Result<Option<HeaderValue>, String> {
    let mut headers = HeaderMap::new();
    headers.insert("x-metadata-token-ttl-seconds", HeaderValue::from_static("21600"));
    let (status, body) = send(transport, Method::PUT, TOKEN_URL, headers).await?;
    match status.as_u16() {
        200 => {
            let mut value = HeaderValue::from_bytes(body.trim_ascii()).map_err(|_| "its token is not valid text")?;
            value.set_sensitive(true);
            Ok(Some(value))
        }
        404 | 405 | 503 => Ok(None),
        other => Err(format!("status {other} for the token")),
    }
}

async fn send(
    transport: &dyn Transport,
    method: Method,
    uri: &'static str,
    headers: HeaderMap,
) -> Result<(StatusCode, Vec<u8>), String> {
    let mut request = HttpRequest::new(Body::empty());
    *request.method_mut() = method;
    *request.uri_mut() = Uri::from_static(uri);
    *request.headers_mut() = headers;
    request.extensions_mut().insert(NoProxy);
    let (head, body) = transport.send(request).await.map_err(|error| error.to_string())?.into_parts();
    let body = body.collect(MAX_RESPONSE_BYTES).await.map_err(|error| error.to_string())?;
    Ok((head.status, body.to_vec()))
}

fn parse_keys(body: &[u8]) -> Option<Credentials> {
    let mut response = Value::Null;
    decode_value(&mut response, body, &mut DecodeContext::default()).ok()?;
    let credential = response.get("credential")?;
    let text = |name: &str| credential.get(name)?.as_str();
    let keys = Credentials::temporary_access_key(text("access")?, text("secret")?, text("securitytoken")?);
    // Keys with an unreadable expiry time are used until they are rejected.
    let ends = text("expires_at").and_then(|ends| system_time(&Timestamp::from(ends)));
    Some(match ends {
        Some(ends) => keys.expires_at(ends),
        None => keys,
    })
}

/// Converts a timestamp that has a time zone or is in UTC.
pub(crate) fn system_time(time: &Timestamp) -> Option<SystemTime> {
    let millis = u64::try_from(time.unix_millis_at(hwc_wire::UtcOffset::UTC)?).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(millis))
}
