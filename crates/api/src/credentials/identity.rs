//! Who a client is to one service: its credentials, and what had to be asked for them, kept from call to call.

use std::sync::Arc;
use std::time::SystemTime;

use hwc_transport::Request;
use hwc_transport::http::header::AUTHORIZATION;
use hwc_transport::http::{HeaderName, HeaderValue};
use hwc_transport::sign::{AccessKeys, AppKeys};
use hwc_wire::{Auth, Scheme, Service};

use super::cached::Cached;
use super::{Found, FoundProof, chain, sign_in};
use crate::client::{Client, Config};
use crate::error::Error;

/// Who a client is to one service.
pub(crate) struct Identity {
    service: &'static Service,
    found: Cached<Arc<Found>>,
    token: Cached<Token>,
    domain: Cached<Arc<str>>,
    project: Cached<Arc<str>>,
    #[cfg(feature = "koodrive")]
    session: super::session::Session,
}

/// A token that a service gave.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) value: HeaderValue,
    pub(super) project: Option<Arc<str>>,
}

/// What proves who calls, for one attempt.
pub(crate) struct Proof {
    means: Means,
    renewal: Option<Renewal>,
}

enum Means {
    /// A header and its value, which does not print.
    Header(HeaderName, HeaderValue),
    /// Keys that sign, and whose they are: the header of the account or the project.
    Keys(Arc<Found>, Option<(HeaderName, HeaderValue)>),
    /// Keys of an app that sign.
    App(Arc<Found>),
}

/// What has to be given up for a call to be tried with something newer.
#[derive(Clone, Copy)]
pub(crate) enum Renewal {
    Credentials(u64),
    Token(u64),
}

const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const DOMAIN_ID: HeaderName = HeaderName::from_static("x-domain-id");
const PROJECT_ID: HeaderName = HeaderName::from_static("x-project-id");

impl Identity {
    pub(crate) fn new(service: &'static Service) -> Self {
        Self {
            service,
            found: Cached::new(),
            token: Cached::new(),
            domain: Cached::new(),
            project: Cached::new(),
            #[cfg(feature = "koodrive")]
            session: super::session::Session::default(),
        }
    }

    /// What proves who calls `service`, which is the identity's own or, to look something up, IAM. `project` is the
    /// project of the call, where one is known.
    pub(crate) async fn proof(
        self: &Arc<Self>,
        client: &Client,
        service: &'static Service,
        auth: Auth,
        project: Option<&str>,
    ) -> Result<Proof, Error> {
        let (found, version) = self.found(&client.0).await?;
        let again = found.renewable.then_some(Renewal::Credentials(version));
        let (means, renewal) = match &found.proof {
            FoundProof::Token(value) => (self.token_header(value), again),
            FoundProof::Keys(_) => {
                let place = self.place_header(client, service, &found, project).await?;
                (Means::Keys(Arc::clone(&found), place), again)
            }
            FoundProof::App(_) if auth == Auth::Token => return Err(Error::credentials(TOKEN_ONLY)),
            FoundProof::App(_) => (Means::App(Arc::clone(&found)), again),
            _ => {
                let (token, version) = self.token(client, &found).await?;
                (self.token_header(&token.value), Some(Renewal::Token(version)))
            }
        };
        Ok(Proof { means, renewal })
    }

    /// The id of the project: the one that was given with the credentials, else the one that IAM names.
    pub(crate) async fn project(self: &Arc<Self>, client: &Client) -> Result<Arc<str>, Error> {
        let (found, _) = self.found(&client.0).await?;
        if let Some(id) = &found.project_id {
            return Ok(id.as_str().into());
        }
        if let FoundProof::Password { .. } = &found.proof {
            if let Some(id) = self.token(client, &found).await?.0.project {
                return Ok(id);
            }
        }
        let config = &client.0;
        let look_up = async { Ok((sign_in::project_id(client, self, self.service).await?, None)) };
        Ok(self.project.get(&|| config.now(), look_up).await?.value)
    }

    /// Gives up what a service refused, so that the next attempt gets something newer.
    pub(crate) async fn renew(&self, renewal: Renewal) {
        match renewal {
            Renewal::Credentials(version) => self.found.forget(version).await,
            Renewal::Token(version) => self.token.forget(version).await,
        }
    }

    async fn found(&self, config: &Config) -> Result<(Arc<Found>, u64), Error> {
        let find = async {
            let found = chain::find(config, self.service).await?;
            let ends = found.expires_at;
            Ok((Arc::new(found), ends))
        };
        let kept = self.found.get(&|| config.now(), find).await?;
        Ok((kept.value, kept.version))
    }

    async fn token(self: &Arc<Self>, client: &Client, found: &Found) -> Result<(Token, u64), Error> {
        let config = &client.0;
        let sign_in = async {
            match &found.proof {
                FoundProof::Password { account, user, password } => {
                    let scope = self.scope(config, found);
                    sign_in::token(client, sign_in::Login { account, user, password }, scope).await
                }
                #[cfg(feature = "koodrive")]
                FoundProof::Session { token, session_id } => self.session.token(client, token, session_id).await,
                _ => Err(Error::credentials("they give no token")),
            }
        };
        let kept = self.token.get(&|| config.now(), sign_in).await?;
        Ok((kept.value, kept.version))
    }

    /// What a token is asked for.
    fn scope(&self, config: &Config, found: &Found) -> sign_in::Scope {
        match (self.service.scheme, &found.project_id) {
            (Scheme::IamProject, Some(id)) => sign_in::Scope::Project(id.clone()),
            (Scheme::IamProject, None) => sign_in::Scope::Region(config.region(self.service)),
            _ => sign_in::Scope::Account,
        }
    }

    fn token_header(&self, value: &HeaderValue) -> Means {
        let name = if self.service.scheme == Scheme::Bearer { AUTHORIZATION } else { AUTH_TOKEN };
        Means::Header(name, value.clone())
    }

    /// Where keys call: the header that names the account, or the project. IAM itself is asked without it if it is not
    /// known, since it is where one asks.
    async fn place_header(
        self: &Arc<Self>,
        client: &Client,
        service: &'static Service,
        found: &Found,
        project: Option<&str>,
    ) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        let to_iam = service.id == hwc_models::iam::SERVICE.id;
        let (name, id): (_, Arc<str>) = match (self.service.scheme, project, &found.domain_id) {
            (Scheme::IamProject, ..) if to_iam => return Ok(None),
            (Scheme::IamProject, Some(id), _) => (PROJECT_ID, id.into()),
            (Scheme::IamProject, None, _) => (PROJECT_ID, self.project(client).await?),
            (_, _, Some(id)) => (DOMAIN_ID, id.as_str().into()),
            _ if to_iam => return Ok(None),
            _ => (DOMAIN_ID, self.domain(client).await?),
        };
        let value =
            HeaderValue::try_from(&*id).map_err(|_| Error::config("the project id cannot stand in a header"))?;
        Ok(Some((name, value)))
    }

    async fn domain(self: &Arc<Self>, client: &Client) -> Result<Arc<str>, Error> {
        let config = &client.0;
        let look_up = async { Ok((sign_in::domain_id(client, self).await?, None)) };
        Ok(self.domain.get(&|| config.now(), look_up).await?.value)
    }
}

const TOKEN_ONLY: &str = "this operation takes a token, no signature of an app";

impl Proof {
    /// Puts the proof on a request, last of all: a signature covers its address, headers and body.
    pub(crate) fn put_on(&self, request: &mut Request, now: SystemTime) -> Result<(), Error> {
        match &self.means {
            Means::Header(name, value) => {
                request.headers_mut().insert(name, value.clone());
                Ok(())
            }
            Means::Keys(found, place) => {
                if let Some((name, value)) = place {
                    request.headers_mut().insert(name, value.clone());
                }
                found.keys().map_or(Ok(()), |keys| keys.sign(request, now)).map_err(Error::unsigned)
            }
            Means::App(found) => found.app().map_or(Ok(()), |keys| keys.sign(request, now)).map_err(Error::unsigned),
        }
    }

    /// Whether it holds for a few minutes only, by the clock of the service.
    pub(crate) fn is_dated(&self) -> bool {
        !matches!(self.means, Means::Header(..))
    }

    /// What can be given up for something newer.
    pub(crate) fn renewal(&self) -> Option<Renewal> {
        self.renewal
    }

    /// Cuts the secret that was sent out of a text of the service, which may repeat what it was sent.
    pub(crate) fn redact(&self, text: &str) -> String {
        let (secret, text) = match &self.means {
            Means::Header(_, value) => (Some(value), text.to_owned()),
            Means::Keys(found, _) => (found.keys().and_then(AccessKeys::security_token), without_signatures(text)),
            Means::App(_) => (None, without_signatures(text)),
        };
        let secret = secret.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let token = secret.strip_prefix("Bearer ").unwrap_or(secret);
        if token.is_empty() { text } else { text.replace(token, "[redacted]") }
    }
}

/// Signatures hold for some minutes. They are made anew for each attempt and not kept, so they are known by their name.
fn without_signatures(text: &str) -> String {
    const NAME: &str = "Signature=";
    let mut parts = text.split(NAME);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |cut, part| cut + NAME + "[redacted]" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}

impl Found {
    fn keys(&self) -> Option<&AccessKeys> {
        match &self.proof {
            FoundProof::Keys(keys) => Some(keys),
            _ => None,
        }
    }

    fn app(&self) -> Option<&AppKeys> {
        match &self.proof {
            FoundProof::App(keys) => Some(keys),
            _ => None,
        }
    }
}
