//! Samples of clients and their configuration: credentials, profiles, the environment.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, ClientBuilder, CommandCredentials, Credentials, KooDriveCredentials, ProfileFile, Transport};

use super::show::{MARK, Sample, debug, error};
use crate::fake::answering;

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for credentials in credentials() {
        samples.push(debug("hwc_api::Credentials", &credentials));
        let builder = builder().credentials(credentials);
        samples.push(debug("hwc_api::ClientBuilder", &builder));
        samples.push(debug("hwc_api::Client", &builder.build().unwrap()));
    }
    for credentials in drive_credentials() {
        samples.push(debug("hwc_api::KooDriveCredentials", &credentials));
        let builder = builder().koodrive_credentials(credentials);
        samples.push(debug("hwc_api::ClientBuilder", &builder));
        samples.push(debug("hwc_api::Client", &builder.build().unwrap()));
    }
    samples.push(debug("hwc_api::CommandCredentials", &CommandCredentials::new("vault").arg(MARK)));
    let address = format!("https://user:{MARK}@osm.example");
    samples.push(debug("hwc_api::ClientBuilder", &builder().endpoint("osm", address)));
    // The name of a profile is not a secret.
    let is_secret = |name: &str| name.starts_with("HWC_") && name != "HWC_PROFILE";
    let around = Client::from_env_with(&|name| is_secret(name).then(|| MARK.to_owned())).unwrap();
    samples.push(debug("hwc_api::Client", &around));
    let headers = builder().default_header("x-api-key", MARK);
    samples.push(debug("hwc_api::ClientBuilder", &headers));
    samples.push(debug("hwc_api::Client", &headers.build().unwrap()));
    let invalid = builder().default_header("x-api-key", format!("{MARK}\n")).build().unwrap_err();
    samples.push(error("hwc_api::Error", &invalid));
    samples.push(error("hwc_api::Error", &builder().default_header("Cookie", MARK).build().unwrap_err()));
    samples.extend(profiles());
    samples
}

/// Returns IAM credentials of every kind.
pub(super) fn credentials() -> [Credentials; 5] {
    [
        Credentials::token(MARK),
        Credentials::access_key("id", MARK),
        Credentials::temporary_access_key("id", MARK, MARK),
        Credentials::password("account", "user", MARK),
        Credentials::id_token_file("idp", id_token_file()).domain_id("domain"),
    ]
}

/// Returns the path of a file with an ID token.
fn id_token_file() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("secrecy-id-token");
        std::fs::write(&path, MARK).unwrap();
        path
    })
}

/// Returns KooDrive credentials of every kind.
pub(super) fn drive_credentials() -> [KooDriveCredentials; 3] {
    [
        KooDriveCredentials::token(MARK),
        KooDriveCredentials::session(MARK, MARK),
        KooDriveCredentials::app("id", MARK, "user"),
    ]
}

/// Returns a builder with a clock that stands still and a service that accepts all requests.
pub(super) fn builder() -> ClientBuilder {
    let builder = Client::builder().clock(Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH))).max_attempts(1);
    builder.project_id("project").transport(answering(200, ("x-subject-token", MARK.to_owned()), "{}".to_owned()))
}

/// Returns a client of `transport` with secrets.
pub(super) fn drive(transport: impl Transport + 'static) -> Client {
    builder().auth_token(MARK).koodrive_token(MARK).transport(transport).build().unwrap()
}

const PROFILE: &str = "
    [global]
    ak = MARK5ec2e7
    sk = MARK5ec2e7
    security_token = MARK5ec2e7
    [koodrive]
    app_secret: MARK5ec2e7
    password = MARK5ec2e7
";

fn profiles() -> Vec<Sample> {
    let profile = ProfileFile::parse(PROFILE).unwrap();
    assert_eq!(profile.get("global", "sk"), Some(MARK));
    let wrong = [format!("sk = {MARK}"), format!("[global]\n{MARK}"), format!("[{MARK}")];
    let wrong = wrong.iter().map(|text| error("hwc_api::ProfileFileError", &ProfileFile::parse(text).unwrap_err()));
    wrong.chain([debug("hwc_api::ProfileFile", &profile)]).collect()
}
