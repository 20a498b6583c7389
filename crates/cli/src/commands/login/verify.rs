//! The check of new credentials with a harmless call, before they are saved.

use hwc_api::ClientBuilder;
use hwc_api::iam::{self, KeystoneListAuthDomains};
use hwc_api::koodrive::{self, CreateSession};

use super::credentials::NewCredentials;
use crate::args::connection::ConnectionArgs;
use crate::error::CliError;

/// Returns the name of the account with the credentials to save. An authorization code is exchanged for a session.
pub(super) async fn verify(
    credentials: NewCredentials,
    connection: &ConnectionArgs,
) -> Result<(Option<String>, NewCredentials), CliError> {
    match credentials {
        NewCredentials::Code { code, site } => exchange(&code, site.as_ref(), connection).await,
        other => Ok((account(&other, connection).await?, other)),
    }
}

/// Returns the account of IAM credentials.
async fn account(credentials: &NewCredentials, connection: &ConnectionArgs) -> Result<Option<String>, CliError> {
    let builder = connection.configure(connection.builder_without_profile(&iam::SERVICE)?);
    let builder = builder.maybe(credentials.for_iam(), ClientBuilder::credentials);
    let domains = builder.build()?.send(KeystoneListAuthDomains::new()).await?.domains;
    Ok(domains.into_iter().next().and_then(|account| account.name))
}

/// Creates a session of KooDrive.
async fn exchange(
    code: &str,
    site: Option<&String>,
    connection: &ConnectionArgs,
) -> Result<(Option<String>, NewCredentials), CliError> {
    let client = connection.configure(connection.builder_without_profile(&koodrive::SERVICE)?).build()?;
    let mut request = CreateSession::new(code);
    request.domain = site.cloned();
    let session = client.send(request).await?.data.unwrap_or_default();
    let missing = || CliError::incomplete("the response of CreateSession has no access token or session ID");
    let token = session.access_token.ok_or_else(missing)?;
    let session_id = session.session_id.ok_or_else(missing)?;
    let account = session.user_info.and_then(|user| user.org_name);
    let credentials =
        NewCredentials::Session { token: token.expose().to_owned(), session_id: session_id.expose().to_owned() };
    Ok((account, credentials))
}
