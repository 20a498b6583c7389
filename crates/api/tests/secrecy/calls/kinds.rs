//! The kinds of credentials, as set up or issued for the demo account of the sandbox.

use std::time::Duration;

use hwc_api::{Client, Credentials, KooDriveCredentials, iam, koodrive};
use hwc_sandbox::{Fault, account};

use super::bench::Bench;

/// A kind of credentials.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Token,
    Keys,
    TemporaryKeys,
    Password,
    DriveToken,
    Session,
    App,
}

/// All kinds.
pub(super) const KINDS: [Kind; 7] =
    [Kind::Token, Kind::Keys, Kind::TemporaryKeys, Kind::Password, Kind::DriveToken, Kind::Session, Kind::App];

/// Credentials of IAM or of KooDrive.
#[derive(Clone)]
pub(super) enum Given {
    Iam(Credentials),
    Drive(KooDriveCredentials),
}

impl Kind {
    /// Returns the credentials. Temporary ones are requested from the sandbox.
    pub(super) async fn prepare(self, bench: &Bench) -> Given {
        match self {
            Kind::Token => Given::Iam(Credentials::token(account::AUTH_TOKEN)),
            Kind::Keys => Given::Iam(Credentials::access_key(account::ACCESS_KEY, account::SECRET_KEY)),
            Kind::TemporaryKeys => Given::Iam(temporary_keys(bench).await),
            Kind::Password => {
                Given::Iam(Credentials::password(account::DOMAIN_NAME, account::USER_NAME, account::PASSWORD))
            }
            Kind::DriveToken => Given::Drive(KooDriveCredentials::token(account::DRIVE_TOKEN)),
            Kind::Session => Given::Drive(session(bench).await),
            Kind::App => {
                Given::Drive(KooDriveCredentials::app(account::APP_ID, account::APP_SECRET, account::DRIVE_USER_ID))
            }
        }
    }

    /// Expires renewable credentials, and checks that the client renews them.
    pub(super) async fn outlive(self, bench: &Bench, client: &Client) {
        match self {
            Kind::Password => {
                bench.clock.advance(Duration::from_secs(86_400));
                client.send(hwc_api::osm::ListCases::new()).await.unwrap();
                assert_eq!(bench.noted.calls("/v3/auth/tokens"), 4, "once for each of three services, and renewed");
            }
            Kind::Session => {
                bench.sandbox.inject_fault(Fault::unauthorized());
                client.send(koodrive::CountUser::new()).await.unwrap();
                assert_eq!(bench.noted.calls("/session/refresh"), 1);
            }
            _ => {}
        }
    }
}

async fn temporary_keys(bench: &Bench) -> Credentials {
    let client = bench.client(&Given::Iam(Credentials::token(account::AUTH_TOKEN)));
    let identity = iam::KeyIdentity::default().methods([iam::AuthMethod::Token]);
    let request = iam::CreateTemporaryAccessKeyByToken::new(iam::KeyAuth::default().identity(identity));
    let reply = client.send(request).response().await.unwrap();
    bench.tell(&format!("{reply:?}"));
    let key = reply.body.credential.unwrap();
    Credentials::temporary_access_key(key.access.unwrap(), key.secret.unwrap(), key.securitytoken.unwrap())
}

async fn session(bench: &Bench) -> KooDriveCredentials {
    let client = bench.client(&Given::Drive(KooDriveCredentials::token(account::DRIVE_TOKEN)));
    let reply = client.send(koodrive::CreateSession::new(account::DRIVE_CODE)).response().await.unwrap();
    bench.tell(&format!("{reply:?}"));
    let session = reply.body.data.unwrap();
    KooDriveCredentials::session(session.access_token.unwrap(), session.session_id.unwrap())
}
