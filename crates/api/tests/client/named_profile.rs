//! Named profiles of the profile file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hwc_api::{Client, ClientBuilder, Credentials, Error, ErrorKind};

use crate::common::{Fake, ListCases, ListFiles, ShowDashboard, clock};

const FILE: &str = "
[global]
ak = DEFAULT
sk = s
[koodrive]
token = DEFAULT
[ops]
token = OPS
project_id = ops-project
region = ap-southeast-3
[ops.insight]
token = OPS-INSIGHT
project_id = p-insight
endpoint = https://insight.test
[ops.koodrive]
token = OPS-DRIVE
[test]
token = TEST
endpoint = http://127.0.0.1:1234
[other.thing]
token = x
";

struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("named-profile-{name}"));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    /// Returns a builder with this file, and these variables if there are any.
    fn builder(&self, variables: &[(&str, &str)]) -> ClientBuilder {
        let lookup = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let builder = if variables.is_empty() { Client::builder() } else { ClientBuilder::from_env_with(&lookup) };
        builder.profile_file(&self.0).clock(Arc::new(clock()))
    }
}

fn build(builder: ClientBuilder, fake: &Fake) -> Client {
    builder.transport(fake.transport()).build().unwrap()
}

async fn refused(builder: ClientBuilder) -> Error {
    let fake = Fake::default();
    let error = build(builder, &fake).send(ListCases::new()).await.unwrap_err();
    assert!(fake.seen().is_empty());
    error
}

#[tokio::test]
async fn a_profile_provides_credentials_regions_and_endpoints() {
    let file = File::new("all", FILE);
    let fake = Fake::answering(["{}", "{}", "{}"]);
    let client = build(file.builder(&[]).profile("ops"), &fake);
    client.send(ListCases::new()).await.unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    client.send(ShowDashboard::new("d")).await.unwrap();
    let seen = fake.seen();
    let lines: Vec<&str> = seen.iter().map(|seen| seen.line.as_str()).collect();
    let expected = [
        "GET https://osm.cn-south-1.example/v2/cases",
        "GET https://intl.drive.example/drive/s/files",
        "GET https://insight.test/v1/p-insight/boards/d",
    ];
    assert_eq!(lines, expected);
    assert_eq!(seen[0].header("x-auth-token"), Some("OPS"));
    assert_eq!(seen[1].header("authorization"), Some("Bearer OPS-DRIVE"));
    assert_eq!(seen[2].header("x-auth-token"), Some("OPS-INSIGHT"));
}

#[tokio::test]
async fn an_endpoint_of_a_profile_is_that_of_all_services() {
    let file = File::new("endpoint", FILE);
    let fake = Fake::answering(["{}", "{}"]);
    let client = build(file.builder(&[]).profile("test").koodrive_token("t"), &fake);
    client.send(ListCases::new()).await.unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    assert_eq!(fake.seen()[0].line, "GET http://127.0.0.1:1234/v2/cases");
    assert_eq!(fake.seen()[1].line, "GET http://127.0.0.1:1234/drive/s/files");
}

#[tokio::test]
async fn a_profile_goes_before_the_credentials_of_the_environment() {
    let file = File::new("environment", FILE);
    let variables = [
        ("HWC_AUTH_TOKEN", "ENV"),
        ("HWC_KOODRIVE_TOKEN", "ENV"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "env-project"),
        ("HWC_ENDPOINT_OSM", "https://osm.env.test"),
    ];
    let named = [&variables[..], &[("HWC_PROFILE", "ops")]].concat();
    for builder in [file.builder(&variables).profile("ops"), file.builder(&named)] {
        let fake = Fake::answering(["{}", "{}"]);
        let client = build(builder, &fake);
        client.send(ListCases::new()).await.unwrap();
        client.send(ListFiles::new("s")).await.unwrap();
        assert_eq!(fake.seen()[0].header("x-auth-token"), Some("OPS"));
        assert_eq!(fake.seen()[0].line, "GET https://osm.env.test/v2/cases", "endpoints of variables go first");
        assert_eq!(fake.seen()[1].header("authorization"), Some("Bearer OPS-DRIVE"));
    }
    let fake = Fake::answering(["{}"]);
    let client = build(file.builder(&named).profile("test").credentials(Credentials::token("CODE")), &fake);
    client.send(ListCases::new()).await.unwrap();
    assert_eq!(fake.only().header("x-auth-token"), Some("CODE"), "credentials in code go first");
}

#[tokio::test]
async fn a_profile_without_credentials_for_a_service_does_not_use_those_of_another_account() {
    let file = File::new("lacking", FILE);
    let variables = [("HWC_KOODRIVE_TOKEN", "ENV"), ("HUAWEICLOUD_SDK_PROJECT_ID", "env-project")];
    let fake = Fake::answering([r#"{"projects": [{"id": "p-test"}]}"#, "{}"]);
    let client = build(file.builder(&variables).profile("test"), &fake);
    let error = client.send(ListFiles::new("s")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let text = error.to_string().replace(file.0.to_str().unwrap(), "FILE");
    insta::assert_snapshot!(text, @"koodrive.ListFiles: no usable credentials: profile `test` in the profile file FILE: it has no credentials in [test.koodrive]");
    client.send(ShowDashboard::new("d")).await.unwrap();
    assert!(fake.seen()[1].line.contains("/v1/p-test/"), "{}", fake.seen()[1].line);
}

#[tokio::test]
async fn a_profile_that_is_missing_is_an_error_even_with_credentials() {
    let file = File::new("missing", FILE);
    let named = [("HWC_PROFILE", "opps"), ("HWC_AUTH_TOKEN", "ENV")];
    for (builder, selector) in
        [(file.builder(&[]).profile("opps").auth_token("t"), "`.profile(..)`"), (file.builder(&named), "HWC_PROFILE")]
    {
        let error = refused(builder).await;
        assert_eq!(error.kind(), ErrorKind::Config);
        let expected = format!(
            "osm.ListCases: invalid configuration: profile `opps` of {selector} in the profile file {}: the file has no \
             values for it; it has ops, test",
            file.0.display()
        );
        assert_eq!(error.to_string(), expected);
    }
    let error = refused(Client::builder().profile_file("/nowhere/credentials").profile("ops").clock(Arc::new(clock())));
    let expected = "profile `ops` of `.profile(..)` in the profile file /nowhere/credentials: the file does not exist";
    assert!(error.await.to_string().ends_with(expected));
    let empty = File::new("empty", "[global]\nak = a\n");
    let error = refused(empty.builder(&[]).profile("ops")).await;
    assert!(error.to_string().ends_with("the file has no values for it; it has no named profile"), "{error}");
}

#[tokio::test]
async fn ambiguous_lines_matter_if_their_profile_is_selected() {
    for (lines, problem) in [
        ("token = 'SECRET'", "line 5 has a value in quotes"),
        ("token = SECRET # mine", "line 5 has a comment behind its value"),
        ("token = a\ntoken = SECRET", "line 6 sets a name for the second time"),
        ("[ops]\ntoken = SECRET", "line 6 belongs to a section that begins for the second time"),
        ("[ops.osm]\ntoken = `SECRET", "line 6 has a value in quotes"),
    ] {
        let text = format!("[fine]\ntoken = t\n[ops]\nregion = cn-north-4\n{lines}\n");
        let file = File::new(&problem.replace(' ', "-"), &text);
        let error = refused(file.builder(&[]).profile("ops")).await;
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(problem), "{problem}: {error}");
        assert!(!error.to_string().contains("SECRET"), "{error}");
        let fake = Fake::answering(["{}"]);
        build(file.builder(&[]).profile("fine"), &fake).send(ListCases::new()).await.unwrap();
    }
}

#[tokio::test]
async fn the_name_of_a_profile_is_validated() {
    for name in ["", " ops", "a.b", "[a]", "a\nb", "osm", "global", "DEFAULT"] {
        let error = Client::builder().profile(name).transport(Fake::default().transport()).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().starts_with("invalid configuration: `.profile(..)`: "), "{error}");
    }
    let file = File::new("invalid", FILE);
    let error = refused(file.builder(&[("HWC_PROFILE", "osm")])).await;
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().ends_with("`osm` is the name of a section without a profile; choose another name"));
}
