//! Redirects, which are followed within the origin only.

use hwc_api::{ErrorKind, PresignedUrl};

use crate::common::{CreateCase, Fake, ListCases, client, everything};

fn moved(status: u16, to: &str) -> Fake {
    Fake::default().then_with(status, &[("location", to)], "").then(200, r#"{"id": "1"}"#)
}

#[tokio::test]
async fn within_the_origin_they_are_followed() {
    for (to, line) in [
        ("/v3/cases?x=1", "GET https://osm.cn-south-1.example/v3/cases?x=1"),
        ("https://OSM.cn-south-1.example:443/new", "GET https://osm.cn-south-1.example/new"),
        ("other", "GET https://osm.cn-south-1.example/v2/other"),
        ("?page=2", "GET https://osm.cn-south-1.example/v2/cases?page=2"),
        ("/v3#part", "GET https://osm.cn-south-1.example/v3"),
    ] {
        for status in [301, 302, 303, 307, 308] {
            let fake = moved(status, to);
            client(&fake).send(ListCases::new()).await.unwrap();
            assert_eq!(fake.seen()[1].line, line);
            assert!(fake.seen()[1].header("x-auth-token").is_some());
        }
    }
}

#[tokio::test]
async fn to_another_origin_they_are_not() {
    for to in [
        "https://evil.example/v2/cases?token=SIGNED",
        "http://osm.cn-south-1.example/v2/cases",
        "https://osm.cn-south-1.example:444/v2/cases",
        "//evil.example/x",
        "https://osm.cn-south-1.example@evil.example/x",
    ] {
        let fake = moved(302, to);
        let error = client(&fake).send(ListCases::new()).await.unwrap_err();
        assert_eq!((error.kind(), error.service().unwrap().status), (ErrorKind::Service, 302), "{to}");
        assert_eq!(fake.seen().len(), 1, "{to}");
        assert!(!everything(&error).contains("SIGNED"));
        insta::allow_duplicates! {
            insta::assert_snapshot!(error, @"osm.ListCases: error response: redirect not followed: another scheme, host or port: status 302");
        }
    }
}

#[tokio::test]
async fn what_changes_something_is_sent_on_as_it_is_or_not_at_all() {
    for status in [307, 308] {
        let fake = moved(status, "/v3/cases");
        client(&fake).send(CreateCase::new("t")).await.unwrap();
        let seen = fake.seen();
        assert_eq!(
            (seen[1].line.as_str(), &seen[1].body),
            ("POST https://osm.cn-south-1.example/v3/cases", &seen[0].body)
        );
    }
    for status in [301, 302, 303] {
        let fake = moved(status, "/v3/cases");
        assert_eq!(client(&fake).send(CreateCase::new("t")).await.unwrap_err().kind(), ErrorKind::Service);
        assert_eq!(fake.seen().len(), 1);
    }
}

#[tokio::test]
async fn they_end_after_five() {
    let loops = || (0..9).fold(Fake::default(), |fake, _| fake.then_with(302, &[("location", "/v2/cases")], ""));
    let fake = loops();
    let error = client(&fake).send(ListCases::new()).await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.ListCases: error response: redirect not followed: more than 5 redirects: status 302 (after 6 attempts)");
    assert_eq!(fake.seen().len(), 6);
    let fake = loops();
    client(&fake).fetch_presigned(&PresignedUrl::from("https://bucket.example/x?SIGNED")).bytes().await.unwrap_err();
    assert_eq!(fake.seen().len(), 6);
}

#[tokio::test]
async fn one_that_leads_nowhere_is_an_error() {
    let fake = Fake::default().then(302, "");
    let error = client(&fake).send(ListCases::new()).await.unwrap_err();
    assert!(error.to_string().contains("no `Location` header"), "{error}");
    let fake = moved(302, "http://[");
    assert_eq!(client(&fake).send(ListCases::new()).await.unwrap_err().kind(), ErrorKind::Service);
    for (to, why) in [("../other", "`..`"), ("/a/%2e%2e/b", "`..`"), ("", "no `Location` header")] {
        let fake = moved(302, to);
        let error = client(&fake).send(ListCases::new()).await.unwrap_err();
        assert!(error.to_string().contains(why) && fake.seen().len() == 1, "{to}: {error}");
    }
    let fake = Fake::default().then(304, "");
    assert_eq!(client(&fake).send(ListCases::new()).await.unwrap_err().service().unwrap().status, 304);
}

#[tokio::test]
async fn links_are_followed_on_their_host_only() {
    let link = PresignedUrl::from("https://bucket.example/x?SIGNED");
    let fake = moved(302, "/y");
    client(&fake).fetch_presigned(&link).bytes().await.unwrap();
    assert_eq!(fake.seen()[1].line, "GET https://bucket.example/y");
    let fake = moved(302, "https://other.example/y");
    let error = client(&fake).fetch_presigned(&link).bytes().await.unwrap_err();
    assert_eq!((error.kind(), fake.seen().len()), (ErrorKind::Service, 1));
}
