//! The identity of a client at one service: its credentials, and the tokens and IDs requested with them, cached between
//! calls.

use std::sync::{Arc, Mutex, PoisonError};

use hwc_transport::http::header::AUTHORIZATION;
use hwc_transport::http::{HeaderName, HeaderValue};
use hwc_wire::{AuthRequirement, AuthScheme, Service};

use super::cached::{Cached, Making};
use super::proof::{Means, Proof, Renewal};
use super::{Found, FoundProof, chain, sign_in};
use crate::client::{Client, ClientInner};
use crate::error::Error;

/// The identity of a client at one service.
pub(crate) struct Identity {
    service: &'static Service,
    found: Cached<Arc<Found>>,
    /// Tokens by project. `None` is the project of the region, or no project.
    tokens: Mutex<Tokens>,
    domain: Cached<Arc<str>>,
    project: Cached<Arc<str>>,
    #[cfg(feature = "koodrive")]
    session: Arc<super::session::Session>,
}

type Tokens = Vec<(Option<Arc<str>>, Arc<Cached<Token>>)>;

/// A token issued by a service.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) value: HeaderValue,
    pub(super) project: Option<Arc<str>>,
}

const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const DOMAIN_ID: HeaderName = HeaderName::from_static("x-domain-id");
const PROJECT_ID: HeaderName = HeaderName::from_static("x-project-id");

impl Identity {
    pub(crate) fn new(service: &'static Service) -> Self {
        Self {
            service,
            found: Cached::new(),
            tokens: Mutex::default(),
            domain: Cached::new(),
            project: Cached::new(),
            #[cfg(feature = "koodrive")]
            session: Arc::default(),
        }
    }

    /// Returns the proof of identity for a request to `service`. That is the service of this identity, or IAM when an ID is
    /// looked up. `project` is the project of the call, if known.
    pub(crate) async fn proof(
        self: &Arc<Self>,
        client: &Client,
        service: &'static Service,
        auth: AuthRequirement,
        project: Option<&str>,
    ) -> Result<Proof, Error> {
        let (found, version) = self.found(client).await?;
        let again = found.renewable.then_some(Renewal::Credentials(version));
        let (means, renewal) = match &found.proof {
            FoundProof::Token(value) => (self.token_header(value), again),
            FoundProof::Keys(keys) => {
                let place = self.place_header(client, service, &found, project).await?;
                (Means::Keys(Arc::clone(keys), place), again)
            }
            FoundProof::App(_) if auth == AuthRequirement::TokenOnly => return Err(Error::credentials(TOKEN_ONLY)),
            FoundProof::App(keys) => (Means::App(Arc::clone(keys)), again),
            _ => {
                let project = self.project_of_token(&found, project);
                let (token, version) = self.token(client, &found, project.clone()).await?;
                (self.token_header(&token.value), Some(Renewal::Token(project, version)))
            }
        };
        Ok(Proof::new(means, renewal))
    }

    /// Returns the project ID: the configured one, or else the one that IAM returns.
    pub(crate) async fn project(self: &Arc<Self>, client: &Client) -> Result<Arc<str>, Error> {
        let (found, _) = self.found(client).await?;
        if let Some(id) = found.project_id.as_deref().or_else(|| client.0.given.project_id()) {
            return Ok(id.into());
        }
        if let FoundProof::Password { .. } = &found.proof
            && let Some(id) = self.token(client, &found, None).await?.0.project
        {
            self.same_token(&id);
            return Ok(id);
        }
        let look_up = self.making(client, |client, identity| async move {
            Ok((sign_in::project_id(&client, &identity, identity.service).await?, None))
        });
        Ok(self.project.get(&|| client.0.now(), look_up).await?.value)
    }

    /// Discards credentials or a token that a service rejected, so that the next attempt gets new ones.
    pub(crate) async fn renew(&self, renewal: &Renewal) {
        match renewal {
            Renewal::Credentials(version) => self.found.forget(*version).await,
            Renewal::Token(project, version) => self.tokens_for(project.clone()).forget(*version).await,
        }
    }

    async fn found(self: &Arc<Self>, client: &Client) -> Result<(Arc<Found>, usize), Error> {
        let find = self.making(client, |client, identity| async move {
            let found = chain::find(&client.0, identity.service).await?;
            let ends = found.expires_at;
            Ok((Arc::new(found), ends))
        });
        let kept = self.found.get(&|| client.0.now(), find).await?;
        Ok((kept.value, kept.version))
    }

    async fn token(
        self: &Arc<Self>,
        client: &Client,
        found: &Arc<Found>,
        project: Option<Arc<str>>,
    ) -> Result<(Token, usize), Error> {
        let (found, wanted) = (Arc::clone(found), project.clone());
        let sign_in = self.making(client, |client, identity| async move {
            match &found.proof {
                FoundProof::Password { account, user, password } => {
                    let scope = identity.scope(&client.0, wanted);
                    sign_in::token(&client, sign_in::Login { account, user, password }, scope).await
                }
                #[cfg(feature = "koodrive")]
                FoundProof::Session { token, session_id } => identity.session.token(&client, token, session_id).await,
                _ => Err(Error::credentials("they give no token")),
            }
        });
        let kept = self.tokens_for(project).get(&|| client.0.now(), sign_in).await?;
        Ok((kept.value, kept.version))
    }

    /// Wraps `make` in a future that owns its data, because it may outlive the call that started it.
    fn making<T, F>(
        self: &Arc<Self>,
        client: &Client,
        make: impl FnOnce(Client, Arc<Self>) -> F + Send + 'static,
    ) -> impl FnOnce() -> Making<T>
    where
        F: Future<Output = Result<(T, Option<std::time::SystemTime>), Error>> + Send + 'static,
    {
        let (client, identity) = (client.clone(), Arc::clone(self));
        move || Box::pin(make(client, identity))
    }

    fn tokens_for(&self, project: Option<Arc<str>>) -> Arc<Cached<Token>> {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, token)) = tokens.iter().find(|(known, _)| *known == project) {
            return Arc::clone(token);
        }
        let token = Arc::new(Cached::new());
        tokens.push((project, Arc::clone(&token)));
        token
    }

    /// Registers the token of the region as the token of this project.
    fn same_token(&self, project: &Arc<str>) {
        let token = self.tokens_for(None);
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if !tokens.iter().any(|(known, _)| known.as_ref() == Some(project)) {
            tokens.push((Some(Arc::clone(project)), token));
        }
    }

    /// Returns the project for a token: that of the call, or `None` for that of the region if no project is known.
    fn project_of_token(&self, found: &Found, project: Option<&str>) -> Option<Arc<str>> {
        let given = project.or(found.project_id.as_deref()).filter(|_| self.service.scheme == AuthScheme::IamProject);
        given.map(Arc::from)
    }

    fn scope(&self, config: &ClientInner, project: Option<Arc<str>>) -> sign_in::Scope {
        match (self.service.scheme, project) {
            (AuthScheme::IamProject, Some(id)) => sign_in::Scope::Project(id.to_string()),
            (AuthScheme::IamProject, None) => sign_in::Scope::Region(config.region(self.service)),
            _ => sign_in::Scope::Account,
        }
    }

    fn token_header(&self, value: &HeaderValue) -> Means {
        let name = if self.service.scheme == AuthScheme::Bearer { AUTHORIZATION } else { AUTH_TOKEN };
        Means::Header(name, value.clone())
    }

    /// Returns the header that names the account or the project for signed requests. Requests to IAM omit it if the ID is
    /// unknown, because IAM is the service that provides it.
    async fn place_header(
        self: &Arc<Self>,
        client: &Client,
        service: &'static Service,
        found: &Found,
        project: Option<&str>,
    ) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        let to_iam = service.id == hwc_models::iam::SERVICE.id;
        let (name, id): (_, Arc<str>) = match (self.service.scheme, project, &found.domain_id) {
            (AuthScheme::IamProject, ..) if to_iam => return Ok(None),
            (AuthScheme::IamProject, Some(id), _) => (PROJECT_ID, id.into()),
            (AuthScheme::IamProject, None, _) => (PROJECT_ID, self.project(client).await?),
            (_, _, Some(id)) => (DOMAIN_ID, id.as_str().into()),
            _ if to_iam => return Ok(None),
            _ => (DOMAIN_ID, self.domain(client).await?),
        };
        let value = HeaderValue::try_from(&*id);
        let value = value.map_err(|_| Error::config(format!("the id for {name} cannot stand in a header")))?;
        Ok(Some((name, value)))
    }

    async fn domain(self: &Arc<Self>, client: &Client) -> Result<Arc<str>, Error> {
        let look_up =
            self.making(
                client,
                |client, identity| async move { Ok((sign_in::domain_id(&client, &identity).await?, None)) },
            );
        Ok(self.domain.get(&|| client.0.now(), look_up).await?.value)
    }
}

const TOKEN_ONLY: &str = "this operation takes a token, no signature of an app";
