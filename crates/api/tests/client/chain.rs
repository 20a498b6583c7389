//! The credentials chain: the environment, the profile file, the metadata service.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{HttpRequest, Transport};
use hwc_api::{
    Body, Client, ClientBuilder, Credentials, CredentialsProvider, CredentialsRequest, ErrorKind, KooDriveCredentials,
};

use crate::common::{Fake, ListCases, ListFiles, Seen, ShowDashboard, clock, everything, patiently};

fn from(fake: &Fake, clock: &ManualClock, variables: &[(&str, &str)]) -> Client {
    let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
    let lookup = |name: &str| variables.get(name).map(|value| (*value).to_owned());
    ClientBuilder::from_env_with(&lookup).transport(fake.transport()).clock(Arc::new(clock.clone())).build().unwrap()
}

/// A separate profile file for a test.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("profile-{name}"));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn client(&self, fake: &Fake, more: &[(&str, &str)]) -> Client {
        let mut variables = vec![("HUAWEICLOUD_SDK_CREDENTIALS_FILE", self.0.to_str().unwrap()), OFF];
        variables.extend(more);
        from(fake, &clock(), &variables)
    }
}

const OFF: (&str, &str) = ("HWC_METADATA_DISABLED", "1");

/// Returns the access key of the signature.
fn signer(seen: &Seen) -> String {
    let shown = seen.header("authorization").unwrap();
    shown.split_once("Access=").unwrap().1.split(',').next().unwrap().to_owned()
}

const KEYS: [(&str, &str); 2] = [("HUAWEICLOUD_SDK_AK", "ENV-AK"), ("HUAWEICLOUD_SDK_SK", "ENV-SK")];

#[tokio::test]
async fn keys_sign_for_the_account_and_ask_for_its_id() {
    let domains = r#"{"domains": [{"id": "d1", "name": "the-account", "enabled": true}]}"#;
    let fake = Fake::answering([domains, "{}", "{}"]);
    let client = from(&fake, &clock(), &KEYS);
    client.send(ListCases::new()).await.unwrap();
    client.send(ListCases::new()).await.unwrap();
    let seen = fake.seen();
    assert_eq!(seen.len(), 3, "the id is asked for once");
    assert_eq!(seen[0].line, "GET https://iam.myhuaweicloud.com/v3/auth/domains");
    assert_eq!(seen[0].header("x-domain-id"), None);
    assert_eq!((signer(&seen[0]), signer(&seen[1])), ("ENV-AK".to_owned(), "ENV-AK".to_owned()));
    assert_eq!((seen[1].header("x-domain-id"), seen[1].header("x-project-id")), (Some("d1"), None));
    assert!(seen[1].header("authorization").unwrap().contains("SignedHeaders=host;x-domain-id;x-sdk-date,"));
}

#[tokio::test]
async fn keys_sign_for_the_project_and_ask_for_its_id() {
    let projects = r#"{"projects": [{"id": "p1", "name": "cn-north-4"}]}"#;
    let fake = Fake::answering([projects, "{}"]);
    from(&fake, &clock(), &KEYS).send(ShowDashboard::new("d")).await.unwrap();
    let seen = fake.seen();
    assert_eq!(seen[0].line, "GET https://iam.myhuaweicloud.com/v3/projects?name=cn-north-4");
    assert_eq!((seen[0].header("x-project-id"), seen[0].header("x-domain-id")), (None, None));
    assert_eq!(seen[1].line, "GET https://insight.example/v1/p1/boards/d");
    assert_eq!((seen[1].header("x-project-id"), seen[1].header("x-domain-id")), (Some("p1"), None));
}

#[tokio::test]
async fn ids_that_are_set_are_not_asked_for() {
    let fake = Fake::answering(["{}", "{}", "{}"]);
    let ids = [
        ("HUAWEICLOUD_SDK_DOMAIN_ID", "my-domain"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "my-project"),
        ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "TEMPORARY"),
    ];
    let client = from(&fake, &clock(), &[&KEYS[..], &ids].concat());
    client.send(ListCases::new()).await.unwrap();
    client.send(ShowDashboard::new("d")).await.unwrap();
    client.send(ShowDashboard::new("d")).project_id("other").await.unwrap();
    let seen = fake.seen();
    assert_eq!(
        (seen[0].header("x-domain-id"), seen[0].header("x-security-token")),
        (Some("my-domain"), Some("TEMPORARY"))
    );
    assert_eq!(seen[1].header("x-project-id"), Some("my-project"));
    assert_eq!((seen[2].header("x-project-id"), seen[2].line.contains("/other/")), (Some("other"), true));
}

#[tokio::test]
async fn the_official_profile_file_is_read() {
    let file = File::new(
        "official",
        "\u{feff}# my keys\n[basic]\nak = BASIC-AK\nsk = BASIC-SK\nproject_id = p9\n\n; and more\n[global]\n AK: GLOBAL-AK\nsk: GLOBAL-SK\ndomain_id = d9\nodd =\n",
    );
    let fake = Fake::answering(["{}", "{}"]);
    let client = file.client(&fake, &[]);
    client.send(ListCases::new()).await.unwrap();
    client.send(ShowDashboard::new("d")).await.unwrap();
    let seen = fake.seen();
    assert_eq!((signer(&seen[0]).as_str(), seen[0].header("x-domain-id")), ("GLOBAL-AK", Some("d9")));
    assert_eq!((signer(&seen[1]).as_str(), seen[1].header("x-project-id")), ("BASIC-AK", Some("p9")));
    assert!(seen[1].line.contains("/v1/p9/"));
}

#[tokio::test]
async fn our_sections_go_before_the_official_ones() {
    let file = File::new(
        "ours",
        "[global]\nak=A\nsk=S\n[osm]\ntoken = OSM-TOKEN\nendpoint = http://osm.test/base/\n[koodrive]\ntoken = DRIVE\nregion = ap-southeast-3\n",
    );
    let fake = Fake::answering(["{}", "{}", "{}", "{}"]);
    let client = file.client(&fake, &[]);
    client.send(ListCases::new()).await.unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    let other = file.client(
        &fake,
        &[
            ("HWC_AUTH_TOKEN", "ENV"),
            ("HWC_ENDPOINT_OSM", "http://osm.other"),
            ("HUAWEICLOUD_SDK_REGION", "cn-north-4"),
        ],
    );
    other.send(ListCases::new()).await.unwrap();
    other.send(ListFiles::new("s")).await.unwrap();
    let seen = fake.seen();
    assert_eq!(
        (seen[0].header("x-auth-token"), seen[0].line.as_str()),
        (Some("OSM-TOKEN"), "GET http://osm.test/base/v2/cases")
    );
    assert_eq!(
        (seen[1].header("authorization"), seen[1].line.as_str()),
        (Some("Bearer DRIVE"), "GET https://intl.drive.example/drive/s/files")
    );
    assert_eq!(
        (seen[2].header("x-auth-token"), seen[2].line.as_str()),
        (Some("ENV"), "GET http://osm.other/v2/cases"),
        "the environment goes before the file"
    );
    assert_eq!(seen[3].line, "GET https://cn.drive.example/drive/s/files");
}

#[tokio::test]
async fn a_broken_profile_file_is_named_with_the_line_and_nothing_of_it() {
    let file = File::new("broken", "[global]\nak = A\nSECRET-LINE\n");
    let error = file.client(&Fake::default(), &[]).send(ListCases::new()).await.unwrap_err();
    let text = everything(&error);
    assert!(text.contains("line 3 is neither `[section]` nor `name = value`") && !text.contains("SECRET"), "{text}");
    let file = File::new("half", "[global]\nak = A\n[koodrive]\napp_id = x\napp_secret = y\n");
    let error = file.client(&Fake::default(), &[]).send(ListCases::new()).await.unwrap_err();
    assert!(error.to_string().contains("[global] has `ak`, but not `sk`"), "{error}");
    let error = file.client(&Fake::default(), &[]).send(ListFiles::new("s")).await.unwrap_err();
    assert!(error.to_string().contains("[koodrive] has `app_id`, but not `user_id`"), "{error}");
}

/// A file with the wrong encoding was put there on purpose, so the search for credentials ends there.
#[tokio::test]
async fn a_profile_file_in_another_encoding_is_named() {
    let wide: Vec<u8> = "\u{feff}[global]\r\nak = A\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let table = [(wide, "it is UTF-16: save it as UTF-8"), (b"[global]\nak = \xff\n".to_vec(), "line 2 is not UTF-8")];
    for (bytes, why) in table {
        let file = File::new("encoding", "");
        std::fs::write(&file.0, bytes).unwrap();
        let error = file.client(&Fake::default(), &[]).send(ListCases::new()).await.unwrap_err().to_string();
        assert!(error.contains("no usable credentials: profile file ") && error.contains(why), "{error}");
    }
}

/// Returns a metadata service with keys that are valid until `ends`. Other requests go to `fake`.
fn server(fake: &Fake, ends: &'static str) -> impl Transport + 'static {
    let inner = Arc::new(fake.transport());
    move |request: HttpRequest| {
        let inner = Arc::clone(&inner);
        async move {
            if request.uri().host() != Some("169.254.169.254") {
                return inner.send(request).await;
            }
            let keys = format!(
                r#"{{"credential": {{"access": "META-AK", "secret": "META-SK", "securitytoken": "META-TOKEN", "expires_at": "{ends}"}}}}"#
            );
            let body = match request.uri().path() {
                "/meta-data/latest/api/token" if request.method() == "PUT" => "META-SESSION".to_owned(),
                "/openstack/latest/securitykey" if request.headers()["x-metadata-token"] == "META-SESSION" => keys,
                other => unreachable!("{other}"),
            };
            Ok(hwc_api::http::Response::new(Body::from(body)))
        }
    }
}

#[tokio::test]
async fn a_cloud_server_gives_temporary_keys_which_are_renewed() {
    let (fake, clock) = (Fake::answering(["{}", "{}", "{}"]), clock());
    let lookup = |name: &str| (name == "HUAWEICLOUD_SDK_PROJECT_ID").then(|| "p".to_owned());
    let builder = ClientBuilder::from_env_with(&lookup).transport(server(&fake, "1970-01-01T06:00:00.000000Z"));
    let client = builder.clock(Arc::new(clock.clone())).build().unwrap();
    client.send(ShowDashboard::new("d")).await.unwrap();
    assert_eq!(signer(&fake.seen()[0]), "META-AK");
    assert_eq!(fake.seen()[0].header("x-security-token"), Some("META-TOKEN"));
    let error = client.send(ListFiles::new("s")).await.unwrap_err();
    assert!(!error.to_string().contains("metadata"), "it knows nothing of KooDrive: {error}");
}

#[tokio::test]
async fn keys_are_used_also_where_their_end_cannot_be_read_or_their_answer_is_damaged() {
    for ends in ["soon", r"\ud83d", "1970-01-01T14:00:00.000000+0800"] {
        let fake = Fake::answering(["{}"]);
        let lookup = |name: &str| (name == "HUAWEICLOUD_SDK_PROJECT_ID").then(|| "p".to_owned());
        let builder = ClientBuilder::from_env_with(&lookup).transport(server(&fake, ends)).clock(Arc::new(clock()));
        builder.build().unwrap().send(ShowDashboard::new("d")).await.unwrap();
        assert_eq!(signer(&fake.seen()[0]), "META-AK", "{ends}");
    }
}

#[tokio::test]
async fn elsewhere_the_metadata_service_is_waited_for_two_seconds() {
    let clock = clock();
    let silent = |_: HttpRequest| async { std::future::pending().await };
    let lookup = |name: &str| (name == "HOME").then(|| "/nowhere".to_owned());
    let builder = ClientBuilder::from_env_with(&lookup).transport(silent).clock(Arc::new(clock.clone()));
    let error = patiently(&clock, builder.build().unwrap().send(ListCases::new())).await.unwrap_err();
    assert_eq!(hwc_api::transport::clock::Clock::monotonic(&clock), Duration::from_secs(2));
    insta::assert_snapshot!(error, @"osm.ListCases: no usable credentials: none were found; environment: neither HWC_AUTH_TOKEN nor HUAWEICLOUD_SDK_AK nor HWC_IAM_USER nor HUAWEICLOUD_SDK_IDP_ID is set; profile file /nowhere/.huaweicloud/credentials: not found; metadata service: no response within 2s; not a cloud server");
}

#[tokio::test]
async fn what_is_half_set_is_named() {
    for (variables, said) in [
        (vec![("HUAWEICLOUD_SDK_AK", "a")], "HUAWEICLOUD_SDK_AK is set, but not HUAWEICLOUD_SDK_SK"),
        (vec![("HUAWEICLOUD_SDK_SK", "TOP-SECRET")], "HUAWEICLOUD_SDK_SK is set, but not HUAWEICLOUD_SDK_AK"),
        (
            vec![("HWC_IAM_USER", "u"), ("HWC_IAM_PASSWORD", "TOP-SECRET")],
            "HWC_IAM_USER is set, but not HWC_IAM_DOMAIN",
        ),
    ] {
        let client = from(&Fake::default(), &clock(), &[&variables[..], &[OFF]].concat());
        let error = client.send(ListCases::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains(said), "{error}");
        assert!(!everything(&error).contains("TOP-SECRET"));
    }
}

/// A provider of keys that are valid for an hour, with a new pair each time.
#[derive(Default)]
struct Vault(std::sync::atomic::AtomicU32);

#[hwc_api::async_trait]
impl CredentialsProvider for Vault {
    async fn credentials(
        &self,
        wanted: &CredentialsRequest,
    ) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        assert_eq!(wanted.service.id, "osm");
        let turn = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if turn > 2 {
            return Err("the vault is sealed".into());
        }
        let ends = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(3600 * u64::from(turn + 1));
        Ok(Credentials::access_key(format!("VAULT-{turn}"), "SK").domain_id("d").expires_at(ends))
    }
}

#[tokio::test]
async fn a_provider_of_ones_own_is_asked_again_before_its_keys_end_and_when_they_are_refused() {
    let fake = Fake::default().then(200, "{}").then(200, "{}").then(401, "{}").then(200, "{}");
    let clock = clock();
    let builder = Client::builder().credentials_provider(Vault::default()).clock(Arc::new(clock.clone()));
    let client = builder.transport(fake.transport()).build().unwrap();
    client.send(ListCases::new()).await.unwrap();
    clock.advance(Duration::from_secs(3400));
    client.send(ListCases::new()).await.unwrap();
    client.send(ListCases::new()).await.unwrap();
    let signers: Vec<String> = fake.seen().iter().map(signer).collect();
    assert_eq!(signers, ["VAULT-0", "VAULT-1", "VAULT-1", "VAULT-2"]);
    clock.advance(Duration::from_secs(36_000));
    let error = client.send(ListCases::new()).await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.ListCases: no usable credentials: the provider failed");
}

/// A provider of a KooDrive token that is valid for ten minutes.
struct Desk;

#[hwc_api::async_trait]
impl CredentialsProvider<KooDriveCredentials> for Desk {
    async fn credentials(
        &self,
        wanted: &CredentialsRequest,
    ) -> Result<KooDriveCredentials, Box<dyn std::error::Error + Send + Sync>> {
        let asked = wanted.transport.send(HttpRequest::new(Body::empty())).await?;
        let body = asked.into_body().collect(100).await?;
        Ok(KooDriveCredentials::token(String::from_utf8(body.to_vec())?))
    }
}

#[tokio::test]
async fn a_provider_for_koodrive_asks_over_the_transport_of_the_client() {
    let fake = Fake::answering(["DESK-TOKEN", "{}"]);
    let builder = Client::builder().koodrive_credentials_provider(Desk).clock(Arc::new(clock()));
    builder.transport(fake.transport()).build().unwrap().send(ListFiles::new("s")).await.unwrap();
    assert_eq!(fake.seen()[1].header("authorization"), Some("Bearer DESK-TOKEN"));
}

#[tokio::test]
async fn a_profile_file_can_be_named_in_code() {
    let file = File::new("in-code", "[koodrive]\ntoken = FROM-FILE\n");
    let fake = Fake::answering(["{}"]);
    let client = Client::builder().profile_file(&file.0).transport(fake.transport()).clock(Arc::new(clock()));
    let client = client.build().unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    assert_eq!(fake.only().header("authorization"), Some("Bearer FROM-FILE"));
    let error = client.send(ListCases::new()).await.unwrap_err();
    assert!(!error.to_string().contains("metadata"), "the machine was not to be asked: {error}");
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_does_no_harm_to_who_does_not_need_it() {
    let fake = Fake::answering(["{}"]);
    let folder = env!("CARGO_TARGET_TMPDIR");
    let variables = [("HWC_AUTH_TOKEN", "t"), ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", folder), OFF];
    let client = from(&fake, &clock(), &variables);
    client.send(ListCases::new()).await.unwrap();
    let error = client.send(ListFiles::new("s")).await.unwrap_err();
    assert!(error.to_string().contains("it cannot be read"), "{error}");
}

#[tokio::test]
async fn a_region_that_a_service_lacks_is_meant_for_the_others() {
    let domains = r#"{"domains": [{"id": "d1"}]}"#;
    let fake = Fake::answering([domains, "{}"]);
    let client = from(&fake, &clock(), &[&KEYS[..], &[("HUAWEICLOUD_SDK_REGION", "cn-south-1")]].concat());
    client.send(ListCases::new()).await.unwrap();
    assert_eq!(fake.seen()[0].line, "GET https://iam.myhuaweicloud.com/v3/auth/domains");
    let fake = Fake::answering(["{}"]);
    let drive = [("HWC_KOODRIVE_TOKEN", "t"), ("HUAWEICLOUD_SDK_REGION", "cn-east-3")];
    from(&fake, &clock(), &drive).send(ListFiles::new("s")).await.unwrap();
    assert!(fake.only().line.starts_with("GET https://cn.drive.example/"), "{}", fake.only().line);
}

#[tokio::test]
async fn an_official_address_of_a_region_counts() {
    let fake = Fake::answering(["{}"]);
    let variables = [
        ("HWC_AUTH_TOKEN", "t"),
        ("HUAWEICLOUD_SDK_REGION", "cn-north-4"),
        ("HUAWEICLOUD_SDK_REGION_OSM_CN_SOUTH_1", "https://osm.elsewhere.example"),
    ];
    from(&fake, &clock(), &variables).send(ListCases::new()).await.unwrap();
    assert_eq!(fake.only().line, "GET https://osm.elsewhere.example/v2/cases");
}

#[tokio::test]
async fn ids_given_in_code_go_before_the_environment() {
    let fake = Fake::answering(["{}"]);
    let lookup = |name: &str| (name == "HUAWEICLOUD_SDK_PROJECT_ID").then(|| "of-the-environment".to_owned());
    let keys = Credentials::access_key("AK", "SK").project_id("in-code");
    let builder = ClientBuilder::from_env_with(&lookup).credentials(keys).clock(Arc::new(clock()));
    builder.transport(fake.transport()).build().unwrap().send(ShowDashboard::new("d")).await.unwrap();
    assert!(fake.only().line.contains("/v1/in-code/"), "{}", fake.only().line);
}

#[tokio::test]
async fn who_is_half_named_in_one_place_is_not_somebody_else_from_the_next() {
    let file = File::new("next", "[global]\nak = OTHER-AK\nsk = OTHER-SK\ndomain_id = d\n");
    for wrong in [("HUAWEICLOUD_SDK_AK", "MINE"), ("HWC_AUTH_TOKEN", "to ken")] {
        let fake = Fake::default();
        let error = file.client(&fake, &[wrong]).send(ListCases::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains(wrong.0) && fake.seen().is_empty(), "{error}");
    }
}

#[tokio::test]
async fn a_file_with_mistakes_does_no_harm_to_who_does_not_need_it() {
    let file = File::new("unneeded", "[global]\nak = A\nno value\n");
    let fake = Fake::answering(["{}"]);
    file.client(&fake, &[("HWC_AUTH_TOKEN", "t")]).send(ListCases::new()).await.unwrap();
    assert_eq!(fake.only().header("x-auth-token"), Some("t"));
}
