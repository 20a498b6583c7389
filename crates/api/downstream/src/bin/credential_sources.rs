//! Reads credentials from a vault, which renews them, and from a file with a profile for each account.
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use futures_util::future::try_join_all;
use hwc_api::iam::{AuthMethod, CreateTemporaryAccessKeyByToken, KeyAuth, KeyIdentity, KeyToken};
use hwc_api::osm::ListCases;
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, Credentials, CredentialsRequest, ErrorKind};
use hwc_sandbox::{Sandbox, SandboxOptions, account};

/// Gets temporary keys from IAM, through a client on the same transport.
async fn keys(request: CredentialsRequest, clock: ManualClock) -> anyhow::Result<Credentials> {
    let password = Credentials::password(account::DOMAIN_NAME, account::USER_NAME, account::PASSWORD);
    let client = Client::builder().transport(request.transport).clock(Arc::new(clock)).credentials(password).build()?;
    let identity = KeyIdentity::default().methods([AuthMethod::Token]).token(KeyToken::default().duration_seconds(900));
    let made = client.send(CreateTemporaryAccessKeyByToken::new(KeyAuth::default().identity(identity))).await?;
    let key = made.credential.context("no credential")?;
    let expires_at = SystemTime::try_from(&key.expires_at.context("no expiry time")?)?;
    let (access, secret) = (key.access.context("no key")?, key.secret.context("no secret")?);
    let token = key.securitytoken.context("no token")?;
    Ok(Credentials::temporary_access_key(access, secret, token).expires_at(expires_at))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let sandbox = Sandbox::new(SandboxOptions::default().verify_credentials(true).clock(clock.clone()))?;
    let builder = || Client::builder().transport(sandbox.clone()).clock(Arc::new(clock.clone()));

    let reads = Arc::new(AtomicU32::new(0));
    let (count, time) = (Arc::clone(&reads), clock.clone());
    let vault = move |request| {
        let is_sealed = count.fetch_add(1, Ordering::SeqCst) >= 2;
        let keys = keys(request, time.clone());
        async move { if is_sealed { Err("the vault is sealed".into()) } else { Ok(keys.await?) } }
    };
    let client = builder().credentials_provider(vault).build()?;
    let list = || client.send(ListCases::new().limit(1));
    try_join_all((0..20).map(|_| list())).await?;
    ensure!(reads.load(Ordering::SeqCst) == 1);
    clock.advance(Duration::from_secs(880));
    list().await?;
    ensure!(reads.load(Ordering::SeqCst) == 2);
    clock.advance(Duration::from_secs(2000));
    ensure!(list().await.unwrap_err().is_auth());

    let file = tempfile::NamedTempFile::new()?;
    let profile = |name, ak, sk| format!("[{name}]\nak = {ak}\nsk = {sk}\n");
    let ops = profile("ops", account::ACCESS_KEY, account::SECRET_KEY);
    std::fs::write(&file, ops + &profile("staging", account::OTHER_ACCESS_KEY, account::OTHER_SECRET_KEY))?;
    for name in ["ops", "staging"] {
        let client = builder().profile_file(file.path()).profile(name).build()?;
        println!("{name}: {:?} tickets", client.send(ListCases::new()).await?.total_count);
    }
    let typo = builder().profile_file(file.path()).profile("stagign").build()?;
    ensure!(typo.send(ListCases::new()).await.unwrap_err().kind() == ErrorKind::Config);
    Ok(())
}
