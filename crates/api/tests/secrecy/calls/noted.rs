//! Records the secrets on the wire, since those generated during calls are not known beforehand.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use hwc_api::http::{HeaderMap, Response};
use hwc_api::serde_json::Value;
use hwc_api::transport::HttpRequest;
use hwc_api::{Body, Transport};
use hwc_sandbox::account;

/// The secrets of the demo account.
const CONSTANTS: [&str; 7] = [
    account::PASSWORD,
    account::AUTH_TOKEN,
    account::SECRET_KEY,
    account::DRIVE_TOKEN,
    account::DRIVE_SESSION_ID,
    account::DRIVE_CODE,
    account::APP_SECRET,
];

/// Headers that hold a secret, in requests or responses.
const HEADERS: [&str; 5] = ["authorization", "x-auth-token", "x-security-token", "x-session-id", "x-subject-token"];

/// JSON members that hold a secret, in the bodies of requests or responses.
const MEMBERS: [&str; 8] =
    ["password", "accessToken", "sessionId", "secret", "securitytoken", "ticket", "url", "kdstoken"];

/// The recorded secrets, and the paths of the requests.
#[derive(Clone, Default)]
pub(super) struct Noted(Arc<Mutex<(BTreeSet<String>, Vec<String>)>>);

impl Noted {
    /// Passes requests to `inner` and records the secrets in them and in their responses.
    pub(super) fn transport(&self, inner: impl Transport + Clone + 'static) -> impl Transport + Clone + 'static {
        let noted = self.clone();
        move |request: HttpRequest| {
            let (noted, inner) = (noted.clone(), inner.clone());
            async move {
                noted.0.lock().unwrap().1.push(request.uri().path().to_owned());
                noted.take(request.headers(), request.body().as_bytes().map_or(b"", |bytes| bytes));
                let (head, body) = inner.send(request).await?.into_parts();
                let body = body.collect(usize::MAX).await.unwrap();
                noted.take(&head.headers, &body);
                Ok(Response::from_parts(head, Body::from(body)))
            }
        }
    }

    /// Returns the number of requests whose path has this suffix.
    pub(super) fn calls(&self, end: &str) -> usize {
        self.0.lock().unwrap().1.iter().filter(|path| path.ends_with(end)).count()
    }

    /// Returns all secrets.
    pub(super) fn secrets(&self) -> BTreeSet<String> {
        let noted = self.0.lock().unwrap().0.clone();
        noted.into_iter().chain(CONSTANTS.map(str::to_owned)).collect()
    }

    fn take(&self, headers: &HeaderMap, body: &[u8]) {
        let secrets = &mut self.0.lock().unwrap().0;
        for value in HEADERS.iter().filter_map(|name| headers.get(*name)) {
            let value = value.to_str().unwrap();
            // In a signature, the access key and the header names are not secret.
            let secret = value.split_once("Signature=").map_or(value, |(_, signature)| signature);
            secrets.insert(secret.trim_start_matches("Bearer ").to_owned());
        }
        take_members(&hwc_api::serde_json::from_slice(body).unwrap_or_default(), secrets);
    }
}

fn take_members(json: &Value, secrets: &mut BTreeSet<String>) {
    match json {
        Value::Object(members) => members.iter().for_each(|(name, value)| match value.as_str() {
            Some(text) if MEMBERS.contains(&name.as_str()) => {
                secrets.insert(text.trim_start_matches("Bearer ").to_owned());
            }
            _ => take_members(value, secrets),
        }),
        Value::Array(items) => items.iter().for_each(|item| take_members(item, secrets)),
        _ => {}
    }
}
