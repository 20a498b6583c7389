//! Properties of all requests: a signed request is accepted in any spelling, and rejected after any change.

use std::time::{Duration, SystemTime};

use hwc_transport::HttpRequest;
use hwc_transport::http::{HeaderName, HeaderValue, Method};
use hwc_transport::sign::{AccessKeySigner, AppSigner, AuthorizationHeader, VerifyError};
use hwc_wire::{Secret, percent_encode};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::{authorization, request};

/// The decoded content of a signed request.
#[derive(Clone, Debug)]
struct Plan {
    method: &'static str,
    path: Vec<String>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    date: u64,
    secret: String,
    app: bool,
}

fn plans() -> impl Strategy<Value = Plan> {
    let methods = select(vec!["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);
    let path = vec(any::<String>(), 0..4);
    let query = vec((any::<String>(), any::<String>()), 0..6);
    let headers = btree_map("x-[a-m][a-z0-9-]{0,8}", "[!-~]([ -~]{0,12}[!-~])?", 0..4);
    let body = vec(any::<u8>(), 0..64);
    let secret = "[!-~]{1,80}";
    (methods, path, query, headers, body, 0..253_402_300_799u64, secret, any::<bool>()).prop_map(
        |(method, path, query, headers, body, date, secret, app)| {
            let headers = headers.into_iter().collect();
            Plan { method, path, query, headers, body, date, secret, app }
        },
    )
}

impl Plan {
    fn url(&self) -> String {
        let path: Vec<String> = self.path.iter().map(|piece| percent_encode(piece)).collect();
        let pairs =
            self.query.iter().map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value)));
        let query = pairs.collect::<Vec<_>>().join("&");
        format!("https://service.example/{}?{query}", path.join("/"))
    }

    fn request(&self) -> HttpRequest {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        request(&format!("{} {}", self.method, self.url()), &headers, self.body.clone())
    }

    fn signed(&self) -> HttpRequest {
        let mut request = self.request();
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(self.date);
        if self.app {
            AppSigner::new("app", &*self.secret, "user").unwrap().sign(&mut request, date).unwrap();
        } else {
            AccessKeySigner::new("key", &*self.secret).unwrap().sign(&mut request, date).unwrap();
        }
        request
    }

    /// Checks this request against the signature of another one.
    fn check(&self, signature: &str) -> Result<SystemTime, VerifyError> {
        let (head, body) = self.signed().into_parts();
        AuthorizationHeader::parse(signature)?.verify(&head, body.as_bytes().unwrap(), &Secret::from(&*self.secret))
    }
}

/// Changes to a request that invalidate a signature with access keys. The first six also invalidate those of apps.
const CHANGES: [fn(&mut Plan); 7] = [
    |plan| plan.method = if plan.method == "GET" { "POST" } else { "GET" },
    |plan| plan.path.push("x".to_owned()),
    |plan| plan.query.push(("x".to_owned(), String::new())),
    |plan| plan.body.push(0),
    |plan| plan.date = if plan.date == 0 { 1 } else { plan.date - 1 },
    |plan| plan.secret.push('x'),
    |plan| match plan.headers.first_mut() {
        Some((_, value)) => value.push('x'),
        None => plan.headers.push(("x-new".to_owned(), String::new())),
    },
];

proptest! {
    #[test]
    fn what_was_signed_is_accepted(plan in plans()) {
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(plan.date);
        prop_assert_eq!(plan.check(authorization(&plan.signed())), Ok(date));
    }

    #[test]
    fn what_was_changed_is_refused(plan in plans(), change in select(CHANGES.to_vec())) {
        let signature = authorization(&plan.signed()).to_owned();
        let mut changed = plan.clone();
        change(&mut changed);
        let header_changed = changed.headers != plan.headers;
        let outcome = changed.check(&signature);
        if header_changed && (plan.app || plan.headers.is_empty()) {
            prop_assert!(outcome.is_ok(), "headers that were not signed may come");
        } else {
            prop_assert_eq!(outcome, Err(VerifyError::Mismatch));
        }
    }

    #[test]
    fn pieces_of_path_and_query_cannot_be_passed_off_as_others(
        plan in plans(),
        place in 0..3,
        from in 0..8usize,
        text in any::<String>(),
    ) {
        let mut changed = plan.clone();
        let slot = match place {
            0 => changed.path.get_mut(from),
            1 => changed.query.get_mut(from).map(|pair| &mut pair.0),
            _ => changed.query.get_mut(from).map(|pair| &mut pair.1),
        };
        let Some(slot) = slot else { return Ok(()) };
        let same = *slot == text;
        *slot = text;
        // An empty last segment of a path is the `/` that may be omitted.
        prop_assume!(!changed.path.ends_with(&[String::new()]) && !plan.path.ends_with(&[String::new()]));
        let outcome = changed.check(authorization(&plan.signed()));
        prop_assert_eq!(outcome.is_ok(), same);
    }

    #[test]
    fn the_order_of_the_query_and_of_headers_does_not_matter(plan in plans(), shuffled in any::<prop::sample::Index>()) {
        let mut other = plan.clone();
        for list in [&mut other.query, &mut other.headers] {
            let middle = if list.is_empty() { 0 } else { shuffled.index(list.len()) };
            list.rotate_left(middle);
            list.reverse();
        }
        // Header names are unique here, since the values of one header have an order.
        let (plan, other) = (plan.signed(), other.signed());
        prop_assert_eq!(authorization(&plan), authorization(&other));
    }

    #[test]
    fn any_header_is_read_or_refused(text in any::<String>(), rest in "[ -~]{0,200}") {
        for text in [text, format!("SDK-HMAC-SHA256 {rest}"), format!("HMAC-SHA256 AppId={rest}")] {
            if let Ok(authorization) = AuthorizationHeader::parse(&text) {
                prop_assert!(text.contains(authorization.key_id()));
            }
        }
    }

    #[test]
    fn any_request_can_be_checked(
        method in "[A-Z]{1,8}",
        target in "/[!$-;=@-_a-z~%?&+]{0,60}",
        names in select(vec!["host;x-sdk-date", "x-sdk-date", "content-type;x-sdk-date"]),
        value in vec(any::<u8>().prop_filter("a header can hold it", |byte| *byte >= 32 && *byte != 127), 0..20),
    ) {
        let mut request = request("GET /", &[("X-Sdk-Date", "20240102T030405Z")], "");
        *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
        *request.uri_mut() = target.parse().unwrap();
        let value = HeaderValue::from_bytes(&value).unwrap();
        request.headers_mut().insert(HeaderName::from_static("content-type"), value);
        let text = format!("SDK-HMAC-SHA256 Access=a, SignedHeaders={names}, Signature={}", "0".repeat(64));
        let outcome = AuthorizationHeader::parse(&text).unwrap().verify(&super::head(request), b"", &Secret::from("s"));
        prop_assert!(outcome.is_err());
    }
}
