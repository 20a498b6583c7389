//! The requests of `fixtures/signatures.json`, signed by other implementations.

use std::time::SystemTime;

use hwc_transport::HttpRequest;
use hwc_transport::http::Uri;
use hwc_transport::sign::{AccessKeySigner, Algorithm, AppSigner, AuthorizationHeader};
use hwc_wire::Secret;
use serde_json::Value;

use super::{authorization, head, header, request};

struct Fixture(Value);

impl Fixture {
    fn all() -> Vec<Self> {
        let list: Vec<Value> = serde_json::from_str(include_str!("../../fixtures/signatures.json")).unwrap();
        list.into_iter().map(Self).collect()
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    fn headers(&self, name: &str) -> Vec<(&str, &str)> {
        self.0[name].as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect()
    }

    fn request(&self, headers: &[(&str, &str)]) -> HttpRequest {
        request(&format!("{} {}", self.text("method"), self.text("url")), headers, self.text("body").to_owned())
    }

    /// Returns the request as a server receives it: without scheme and host in its first line.
    fn received(&self) -> HttpRequest {
        let mut request = self.request(&self.headers("sent"));
        *request.uri_mut() = Uri::from(request.uri().path_and_query().unwrap().clone());
        request
    }

    fn check(&self) -> SystemTime {
        let authorization = AuthorizationHeader::parse(self.text("authorization")).unwrap();
        assert_eq!(authorization.key_id(), self.text("key"));
        let secret = Secret::from(self.text("secret"));
        let outcome = authorization.verify(&head(self.received()), self.text("body").as_bytes(), &secret);
        outcome.unwrap_or_else(|error| panic!("{}: {error}", self.text("name")))
    }

    fn sign(&self, date: SystemTime) -> HttpRequest {
        let mut request = self.request(&self.headers("headers"));
        let (key, secret) = (self.text("key"), self.text("secret"));
        if let Some(user) = self.0["user"].as_str() {
            AppSigner::new(key, secret, user).unwrap().sign(&mut request, date).unwrap();
            return request;
        }
        let keys = AccessKeySigner::new(key, secret).unwrap();
        let keys = match self.0["token"].as_str() {
            Some(token) => keys.with_security_token(token).unwrap(),
            None => keys,
        };
        keys.sign(&mut request, date).unwrap();
        request
    }
}

#[test]
fn what_others_signed_is_accepted_and_signed_alike() {
    for fixture in Fixture::all() {
        let date = fixture.check();
        if fixture.0["check_only"] == true {
            continue;
        }
        let signed = fixture.sign(date);
        assert_eq!(authorization(&signed), fixture.text("authorization"), "{}", fixture.text("name"));
        let date_header = if fixture.0["user"].is_string() { "x-date" } else { "x-sdk-date" };
        assert_eq!(header(&signed, date_header), Some(fixture.text("date")));
    }
}

#[test]
fn there_are_requests_of_both_algorithms_and_those_that_only_servers_meet() {
    let all = Fixture::all();
    let count = |wanted: &dyn Fn(&Fixture) -> bool| all.iter().filter(|fixture| wanted(fixture)).count();
    let algorithm = |fixture: &Fixture| AuthorizationHeader::parse(fixture.text("authorization")).unwrap().algorithm();
    assert_eq!(count(&|fixture| algorithm(fixture) == Algorithm::AccessKey), 58);
    assert_eq!(count(&|fixture| algorithm(fixture) == Algorithm::App), 8);
    assert_eq!(count(&|fixture| fixture.0["check_only"] == true), 2);
}

#[test]
fn what_others_signed_is_refused_with_another_secret() {
    for fixture in Fixture::all() {
        let authorization = AuthorizationHeader::parse(fixture.text("authorization")).unwrap();
        let secret = Secret::from(format!("{}x", fixture.text("secret")));
        let outcome = authorization.verify(&head(fixture.received()), fixture.text("body").as_bytes(), &secret);
        assert!(outcome.is_err(), "{}", fixture.text("name"));
    }
}
