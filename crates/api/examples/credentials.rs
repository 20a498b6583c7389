//! Uses each kind of credentials: an access key, a password, temporary keys, and a KooDrive app.
//!
//! Runs against a sandbox that checks them like the services: `cargo run -p hwc-api --example credentials`.
//! `Client::from_env()` reads credentials from the same sources as the official SDKs.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use hwc_api::iam::{AuthMethod, CreateTemporaryAccessKeyByToken, KeyAuth, KeyIdentity};
use hwc_api::{Client, Credentials, Error, KooDriveCredentials, Transport, koodrive, osm};
use hwc_sandbox::{Sandbox, SandboxOptions, account};

/// Counts the tickets of the account with an access key, with a password, and with temporary keys.
pub async fn tickets(transport: impl Transport + Clone + 'static) -> Result<[u64; 3], Error> {
    let client = |credentials| Client::builder().transport(transport.clone()).credentials(credentials).build();

    let with_key = client(Credentials::access_key(account::ACCESS_KEY, account::SECRET_KEY))?;
    let with_password = client(Credentials::password(account::DOMAIN_NAME, account::USER_NAME, account::PASSWORD))?;

    let identity = KeyIdentity::default().methods([AuthMethod::Token]);
    let made = with_password.send(CreateTemporaryAccessKeyByToken::new(KeyAuth::default().identity(identity))).await?;
    let made = made.credential.unwrap_or_default();
    let (access, secret) = (made.access.unwrap_or_default(), made.secret.unwrap_or_default());
    let with_temporary =
        client(Credentials::temporary_access_key(access, secret, made.securitytoken.unwrap_or_default()))?;

    Ok([count(&with_key).await?, count(&with_password).await?, count(&with_temporary).await?])
}

async fn count(client: &Client) -> Result<u64, Error> {
    let page = client.send(osm::ListCases::new().limit(1)).await?;
    Ok(page.total_count.unwrap_or_default())
}

/// Counts the users of KooDrive with an app, on behalf of one of the users.
pub async fn users(transport: impl Transport + 'static) -> Result<u64, Error> {
    let app = KooDriveCredentials::app(account::APP_ID, account::APP_SECRET, account::DRIVE_USER_ID);
    let client = Client::builder().transport(transport).koodrive_credentials(app).build()?;
    let answer = client.send(koodrive::CountUser::new()).await?;
    Ok(answer.total.unwrap_or_default())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::new(SandboxOptions::default().verify_credentials(true))?;
    println!("tickets: {:?}", tickets(sandbox.clone()).await?);
    println!("users: {}", users(sandbox).await?);
    Ok(())
}
