//! Signing a call. The baseline is the minimum of any signature: SHA-256 and HMAC of the same prepared bytes.

use std::hint::black_box;
use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use hwc_transport::http::HeaderValue;
use hwc_transport::sign::AccessKeySigner;
use hwc_transport::{Body, HttpRequest};
use sha2::{Digest, Sha256};

use super::{Comparison, Work};
use crate::Outcome;

const ACCESS_KEY: &str = "AKEXAMPLE0000000TEST";
const SECRET_KEY: &str = "SkExampleOnlyForTests/NotARealKey0000000";
const DATE: &str = "20240102T030405Z";
const DOMAIN: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const HOST: &str = "osm.cn-south-1.myhuaweicloud.cn";

/// A call and its expected canonical request.
struct Call {
    name: &'static str,
    request: HttpRequest,
    canonical: String,
    body: Vec<u8>,
}

/// Compares the signing of a call without and with a body.
pub(super) fn comparisons() -> Outcome<Vec<Comparison>> {
    [list()?, create()?].into_iter().map(comparison).collect()
}

fn comparison(call: Call) -> Outcome<Comparison> {
    let Call { name, mut request, canonical, body } = call;
    let keys = AccessKeySigner::new(ACCESS_KEY, SECRET_KEY)?;
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_164_645);
    keys.sign(&mut request, now)?;
    let signature = request.headers()["authorization"].to_str()?.rsplit('=').next();
    if signature != Some(by_hand(&canonical, &body)?.as_str()) {
        return Err("the signature is another one by hand".into());
    }
    let title = format!("sign {name}: {} bytes of canonical request and {} of body", canonical.len(), body.len());
    let ours = move || Ok(keys.sign(black_box(&mut request), now)?);
    let hashes = move || {
        black_box(by_hand(black_box(&canonical), black_box(&body))?);
        Ok(())
    };
    let works: Vec<Work> = vec![("hwc", Box::new(ours)), ("hashes alone", Box::new(hashes))];
    Ok(Comparison::new(title, 20_000, works))
}

/// Returns a GET with a query, like most calls.
fn list() -> Outcome<Call> {
    let mut request = HttpRequest::new(Body::empty());
    let query = "status=0&incident_id=case-2026-000123&limit=100&offset=200&sub_customer_name=name%20of%20user";
    *request.uri_mut() = format!("https://{HOST}/v2/servicerequest/authorizations?{query}").parse()?;
    request.headers_mut().insert("x-domain-id", HeaderValue::from_static(DOMAIN));
    request.headers_mut().insert("x-language", HeaderValue::from_static("en-us"));
    let canonical = format!(
        "GET\n/v2/servicerequest/authorizations/\n\
         incident_id=case-2026-000123&limit=100&offset=200&status=0&sub_customer_name=name%20of%20user\n\
         host:{HOST}\nx-domain-id:{DOMAIN}\nx-language:en-us\nx-sdk-date:{DATE}\n\n\
         host;x-domain-id;x-language;x-sdk-date\n{}",
        hex(&Sha256::digest(b""))
    );
    Ok(Call { name: "a list call", request, canonical, body: Vec::new() })
}

/// Returns a POST with 2 KB of JSON.
fn create() -> Outcome<Call> {
    let body = format!(r#"{{"simple_description":"{}"}}"#, "it is slow since last night ".repeat(72)).into_bytes();
    let mut request = HttpRequest::new(Body::from(body.clone()));
    *request.method_mut() = "POST".parse()?;
    *request.uri_mut() = format!("https://{HOST}/v2/servicerequest/cases").parse()?;
    request.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    request.headers_mut().insert("x-domain-id", HeaderValue::from_static(DOMAIN));
    let canonical = format!(
        "POST\n/v2/servicerequest/cases/\n\n\
         content-type:application/json\nhost:{HOST}\nx-domain-id:{DOMAIN}\nx-sdk-date:{DATE}\n\n\
         content-type;host;x-domain-id;x-sdk-date\n{}",
        hex(&Sha256::digest(&body))
    );
    Ok(Call { name: "a call with a body", request, canonical, body })
}

/// Computes only the hashes and the HMAC. The hash of the body is computed too, but not used.
fn by_hand(canonical: &str, body: &[u8]) -> Outcome<String> {
    black_box(Sha256::digest(body));
    let hash = hex(&Sha256::digest(canonical.as_bytes()));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET_KEY.as_bytes())?;
    mac.update(format!("SDK-HMAC-SHA256\n{DATE}\n{hash}").as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}

fn hex(hash: &[u8]) -> String {
    let digits = b"0123456789abcdef";
    let pairs = hash.iter().flat_map(|byte| [digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]);
    pairs.map(char::from).collect()
}
