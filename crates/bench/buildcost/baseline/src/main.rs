//! Prints one page of access grants. This hand-written program on reqwest and serde is the baseline for `hwc-api`. The
//! token comes from `HWC_AUTH_TOKEN`. The first argument is the endpoint of the service.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};
use serde::Deserialize;

/// The response of ListAuthorizations.
#[derive(Debug, Deserialize)]
struct AuthorizationPage {
    count: u64,
    #[serde(default)]
    incident_auth_list: Vec<Authorization>,
}

/// An access grant that a support engineer has requested.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "all of it is read, but by `Debug` alone")]
struct Authorization {
    id: Option<String>,
    status: Option<i64>,
    incident_id: Option<String>,
    simple_description: Option<String>,
    auth_describe: Option<String>,
    resource_type_name: Option<String>,
    visit_type_name: Option<String>,
    create_time: Option<String>,
    auth_effective_time: Option<String>,
    auth_expire_time: Option<String>,
    reject_reason: Option<String>,
    customer_id: Option<String>,
    xcustomer_name: Option<String>,
}

/// The error response of the service.
#[derive(Debug, Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    error_code: String,
    #[serde(default)]
    error_msg: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let endpoint = std::env::args().nth(1).ok_or("usage: baseline <address of the service>")?;
    let token = std::env::var("HWC_AUTH_TOKEN").map_err(|_| "HWC_AUTH_TOKEN is not set")?;
    let page = list_authorizations(&client(&token)?, &endpoint).await?;
    println!("{} grants", page.count);
    for grant in &page.incident_auth_list {
        println!("{grant:#?}");
    }
    Ok(())
}

/// Creates a client that sends the token and does not follow redirects, which would leak the token to other hosts.
fn client(token: &str) -> Result<reqwest::Client, Box<dyn Error>> {
    let mut token = HeaderValue::from_str(token)?;
    token.set_sensitive(true);
    let headers = HeaderMap::from_iter([(reqwest::header::HeaderName::from_static("x-auth-token"), token)]);
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls()?)
        .default_headers(headers)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .build()?;
    Ok(client)
}

/// Configures rustls with ring and the root certificates of the machine.
fn tls() -> Result<rustls::ClientConfig, Box<dyn Error>> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Sends the request up to three times while the service is too busy.
async fn list_authorizations(client: &reqwest::Client, endpoint: &str) -> Result<AuthorizationPage, Box<dyn Error>> {
    let address = format!("{endpoint}/v2/servicerequest/authorizations?limit=50");
    let mut wait = Duration::from_millis(200);
    for _ in 0..2 {
        let response = client.get(&address).send().await?;
        if !matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            return read(response).await;
        }
        tokio::time::sleep(wait).await;
        wait *= 2;
    }
    read(client.get(&address).send().await?).await
}

/// Reads a response. An error response may have the status 200.
async fn read(response: reqwest::Response) -> Result<AuthorizationPage, Box<dyn Error>> {
    let status = response.status();
    let body = response.bytes().await?;
    let refusal: Refusal = serde_json::from_slice(&body).unwrap_or_default();
    if !status.is_success() || !refusal.error_code.is_empty() {
        return Err(format!("{status}: {} {}", refusal.error_code, refusal.error_msg).into());
    }
    Ok(serde_json::from_slice(&body)?)
}
