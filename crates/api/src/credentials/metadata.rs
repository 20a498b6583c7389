//! The metadata service of a cloud server. It issues temporary keys to programs on the server if the server has an agency.
//!
//! URLs and names are those of the official SDKs. The current version of the service requires a token; the old one does not.

use std::time::Duration;

use hwc_transport::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use hwc_transport::{Body, HttpRequest, NoProxy, Transport};
use hwc_wire::decode_value;
use hwc_wire::{DecodeContext, Timestamp};
use serde_json::Value;

use super::sign_in::system_time;
use super::{Credentials, Found};

const TOKEN: &str = "http://169.254.169.254/meta-data/latest/api/token";
const KEYS: &str = "http://169.254.169.254/openstack/latest/securitykey";
/// The maximum size of a response. Real ones are a few kilobytes.
const LIMIT: usize = 64 << 10;
/// The timeout of the service. It is a local service, so a slow response means that there is none.
pub(super) const TIME: Duration = Duration::from_secs(2);

/// Requests temporary keys.
pub(super) async fn credentials(transport: &dyn Transport) -> Result<Found, String> {
    let token = token(transport).await?;
    let mut headers = HeaderMap::new();
    if let Some(token) = token {
        headers.insert("x-metadata-token", token);
    }
    let (status, body) = ask(transport, Method::GET, KEYS, headers).await?;
    if !status.is_success() {
        return Err(format!(
            "it answered {} to the question for keys; does the server have an agency?",
            status.as_u16()
        ));
    }
    let found = keys(&body).ok_or("its answer holds no keys")?;
    Ok(Found { renewable: true, ..found.check()? })
}

/// Requests the token of the current version. The old version does not support tokens and reports that with several
/// statuses.
async fn token(transport: &dyn Transport) -> Result<Option<HeaderValue>, String> {
    let mut headers = HeaderMap::new();
    headers.insert("x-metadata-token-ttl-seconds", HeaderValue::from_static("21600"));
    let (status, body) = ask(transport, Method::PUT, TOKEN, headers).await?;
    match status.as_u16() {
        200 => {
            let mut value = HeaderValue::from_bytes(body.trim_ascii()).map_err(|_| "its token is no text")?;
            value.set_sensitive(true);
            Ok(Some(value))
        }
        404 | 405 | 503 => Ok(None),
        other => Err(format!("it answered {other} to the question for a token")),
    }
}

async fn ask(
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
    let body = body.collect(LIMIT).await.map_err(|error| error.to_string())?;
    Ok((head.status, body.to_vec()))
}

fn keys(body: &[u8]) -> Option<Credentials> {
    let mut answer = Value::Null;
    decode_value(&mut answer, body, &mut DecodeContext::default()).ok()?;
    let credential = answer.get("credential")?;
    let text = |name: &str| credential.get(name)?.as_str();
    let keys = Credentials::temporary_access_key(text("access")?, text("secret")?, text("securitytoken")?);
    // Keys with an unreadable expiry time are used until they are rejected.
    let ends = text("expires_at").and_then(|ends| system_time(&Timestamp::from(ends)));
    Some(match ends {
        Some(ends) => keys.expires_at(ends),
        None => keys,
    })
}
