//! The endpoint and the credentials that a client reports, with their sources.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hwc_api::{ClientBuilder, CredentialsInfo, Error, ErrorKind, SettingSource};

use crate::common::{DRIVE, Fake, INSIGHT, ListFiles, OSM, builder, clock};

const OFF: (&str, &str) = ("HWC_METADATA_DISABLED", "1");
const REGION: (&str, &str) = ("HUAWEICLOUD_SDK_REGION", "ap-southeast-3");

fn from_env(variables: &[(&str, &str)]) -> ClientBuilder {
    let lookup = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    ClientBuilder::from_env_with(&lookup).clock(Arc::new(clock()))
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("inspect-{name}"));
    std::fs::write(&path, text).unwrap();
    path
}

/// Returns the URL of KooDrive and the region, each with its source.
fn endpoint(builder: ClientBuilder) -> [String; 2] {
    let client = builder.transport(Fake::default().transport()).build().unwrap();
    let found = client.endpoint(&DRIVE).unwrap();
    [format!("{} from {}", found.url, found.source), format!("{} from {}", found.region, found.region_source)]
}

#[test]
fn an_endpoint_has_the_source_that_decides() {
    let profile = file("endpoints", "[koodrive]\nregion = ap-southeast-3\n[ops]\nendpoint = https://ops.test/\n");
    let intl = "https://intl.drive.example from the region";
    let cn = "https://cn.drive.example from the region";
    let south = |source: &str| format!("ap-southeast-3 from {source}");
    let default = "cn-north-4 from the service's default".to_owned();
    let here = ("HWC_ENDPOINT", "http://127.0.0.1:1");
    let own = ("HWC_ENDPOINT_KOODRIVE", "https://drive.test");
    let official = ("HUAWEICLOUD_SDK_REGION_KOODRIVE_AP_SOUTHEAST_3", "https://official.test");
    let local = "http://127.0.0.1:1";
    for (builder, url, region) in [
        (from_env(&[]), cn, default.clone()),
        (from_env(&[]).fallback_region("ap-southeast-3"), intl, south("the fallback region")),
        (from_env(&[REGION]).fallback_region("cn-north-4"), intl, south("HUAWEICLOUD_SDK_REGION")),
        (from_env(&[]).profile_file(&profile).fallback_region("cn-north-4"), intl, south("the profile file")),
        (from_env(&[]).default_region("ap-southeast-3"), intl, south("the client's builder")),
        (from_env(&[REGION]).region("koodrive", "cn-north-4"), cn, "cn-north-4 from the client's builder".to_owned()),
        (from_env(&[own, here]), "https://drive.test from HWC_ENDPOINT_KOODRIVE", default.clone()),
        (from_env(&[here]), "http://127.0.0.1:1 from HWC_ENDPOINT", default.clone()),
        (
            from_env(&[here]).fallback_region("ap-southeast-3"),
            "http://127.0.0.1:1 from HWC_ENDPOINT",
            south("the fallback region"),
        ),
        (
            from_env(&[REGION, official]),
            "https://official.test from HUAWEICLOUD_SDK_REGION_KOODRIVE_AP_SOUTHEAST_3",
            south("HUAWEICLOUD_SDK_REGION"),
        ),
        (
            from_env(&[]).profile_file(&profile).profile("ops"),
            "https://ops.test from the profile file",
            default.clone(),
        ),
        (from_env(&[own]).endpoint("koodrive", local), "http://127.0.0.1:1 from the client's builder", default),
    ] {
        assert_eq!(endpoint(builder), [url.to_owned(), region]);
    }
}

#[tokio::test]
async fn a_fallback_region_is_that_of_calls() {
    let fake = Fake::answering(["{}"]);
    let client = builder().transport(fake.transport()).fallback_region("ap-southeast-3").build().unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    assert_eq!(fake.only().line, "GET https://intl.drive.example/drive/s/files");
}

#[test]
fn an_invalid_endpoint_is_an_error() {
    let client = from_env(&[("HWC_ENDPOINT", "nowhere")]).transport(Fake::default().transport()).build().unwrap();
    let error = client.endpoint(&OSM).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("HWC_ENDPOINT"), "{error}");
}

async fn credentials(
    builder: ClientBuilder,
    service: &'static hwc_api::Service,
) -> Result<Option<CredentialsInfo>, Error> {
    let fake = Fake::default();
    let found = builder.transport(fake.transport()).build().unwrap().find_credentials(service).await;
    assert!(fake.seen().is_empty(), "nothing is sent");
    found
}

#[tokio::test]
async fn credentials_have_a_kind_and_a_source() {
    let path =
        file("credentials", "[basic]\nidp_id = idp\nid_token_file = /t\n[koodrive]\ntoken = t\nsession_id = s\n");
    let shown = path.display();
    let keys = [OFF, ("HUAWEICLOUD_SDK_AK", "AK1"), ("HUAWEICLOUD_SDK_SK", "hunter2")];
    let temporary = [&keys[..], &[("HUAWEICLOUD_SDK_SECURITY_TOKEN", "hunter2")]].concat();
    let password = [OFF, ("HWC_IAM_DOMAIN", "d"), ("HWC_IAM_USER", "u"), ("HWC_IAM_PASSWORD", "hunter2")];
    let idp = [OFF, ("HUAWEICLOUD_SDK_IDP_ID", "idp"), ("HUAWEICLOUD_SDK_ID_TOKEN_FILE", "/t")];
    let app = [("HWC_KOODRIVE_APP_ID", "a"), ("HWC_KOODRIVE_APP_SECRET", "hunter2"), ("HWC_KOODRIVE_USER_ID", "u")];
    let basic = format!("[basic] in the profile file {shown}");
    let koodrive = format!("[koodrive] in the profile file {shown}");
    for (builder, service, kind, id, source) in [
        (builder(), &OSM, "token", None, "the client's builder"),
        (from_env(&[("HWC_AUTH_TOKEN", "hunter2")]), &INSIGHT, "token", None, "HWC_AUTH_TOKEN"),
        (from_env(&keys), &OSM, "access key", Some("AK1"), "HUAWEICLOUD_SDK_AK"),
        (from_env(&temporary), &OSM, "temporary access key", Some("AK1"), "HUAWEICLOUD_SDK_AK"),
        (from_env(&password), &OSM, "password", Some("u"), "HWC_IAM_USER"),
        (from_env(&idp), &OSM, "ID token file", Some("idp"), "HUAWEICLOUD_SDK_IDP_ID"),
        (from_env(&app), &DRIVE, "koodrive app", Some("a"), "HWC_KOODRIVE_APP_ID"),
        (from_env(&[OFF]).profile_file(&path), &INSIGHT, "ID token file", Some("idp"), basic.as_str()),
        (from_env(&[OFF]).profile_file(&path), &DRIVE, "koodrive session", None, koodrive.as_str()),
    ] {
        let found = credentials(builder, service).await.unwrap().unwrap();
        assert_eq!((found.kind.as_str(), found.id.as_deref(), found.source.as_str()), (kind, id, source));
        assert!(!format!("{found:?}").contains("hunter2"), "{found:?}");
    }
}

#[tokio::test]
async fn absent_credentials_are_none_and_incomplete_ones_an_error() {
    assert_eq!(credentials(from_env(&[OFF]), &OSM).await.unwrap(), None);
    assert_eq!(credentials(from_env(&[OFF]), &DRIVE).await.unwrap(), None);
    let half = credentials(from_env(&[OFF, ("HUAWEICLOUD_SDK_AK", "a")]), &OSM).await.unwrap_err();
    assert_eq!(half.kind(), ErrorKind::Credentials);
    assert!(half.to_string().contains("HUAWEICLOUD_SDK_AK is set, but not HUAWEICLOUD_SDK_SK"), "{half}");
    let path = file("half", "[basic]\nak = a\n[ops]\nregion = cn-north-4\n");
    let half = credentials(from_env(&[OFF]).profile_file(&path), &INSIGHT).await.unwrap_err();
    assert!(half.to_string().contains("[basic] has `ak`, but not `sk`"), "{half}");
    assert_eq!(credentials(from_env(&[OFF]).profile_file(&path).profile("ops"), &OSM).await.unwrap(), None);
}

#[test]
fn a_source_is_named_as_in_a_sentence() {
    assert_eq!(SettingSource::Variable("HWC_ENDPOINT".to_owned()).to_string(), "HWC_ENDPOINT");
    assert_eq!(SettingSource::ProfileFile.to_string(), "the profile file");
}
