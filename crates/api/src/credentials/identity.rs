//! Who a client is to one service: its credentials, and what had to be asked for them, kept from call to call.

use std::sync::{Arc, Mutex, PoisonError};

use hwc_transport::http::header::AUTHORIZATION;
use hwc_transport::http::{HeaderName, HeaderValue};
use hwc_wire::{Auth, Scheme, Service};

use super::cached::{Cached, Making};
use super::proof::{Means, Proof, Renewal};
use super::{Found, FoundProof, chain, sign_in};
use crate::client::{Client, Config};
use crate::error::Error;

/// Who a client is to one service.
pub(crate) struct Identity {
    service: &'static Service,
    found: Cached<Arc<Found>>,
    /// Tokens by the project that they are for; `None` is that of the region, or none at all.
    tokens: Mutex<Tokens>,
    domain: Cached<Arc<str>>,
    project: Cached<Arc<str>>,
    #[cfg(feature = "koodrive")]
    session: Arc<super::session::Session>,
}

type Tokens = Vec<(Option<Arc<str>>, Arc<Cached<Token>>)>;

/// A token that a service gave.
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

    /// What proves who calls `service`, which is the identity's own or, to look something up, IAM. `project` is the
    /// project of the call, where one is known.
    pub(crate) async fn proof(
        self: &Arc<Self>,
        client: &Client,
        service: &'static Service,
        auth: Auth,
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
            FoundProof::App(_) if auth == Auth::Token => return Err(Error::credentials(TOKEN_ONLY)),
            FoundProof::App(keys) => (Means::App(Arc::clone(keys)), again),
            _ => {
                let project = self.project_of_token(&found, project);
                let (token, version) = self.token(client, &found, project.clone()).await?;
                (self.token_header(&token.value), Some(Renewal::Token(project, version)))
            }
        };
        Ok(Proof::new(means, renewal))
    }

    /// The id of the project: the one that was given, else the one that IAM names.
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

    /// Gives up what a service refused, so that the next attempt gets something newer.
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

    /// Makes a value in a future that holds all it needs, since it may outlive the call that began it.
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

    /// The token of the region is that of this project.
    fn same_token(&self, project: &Arc<str>) {
        let token = self.tokens_for(None);
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if !tokens.iter().any(|(known, _)| known.as_ref() == Some(project)) {
            tokens.push((Some(Arc::clone(project)), token));
        }
    }

    /// The project that a token is asked for: that of the call, or that of the region where none is known.
    fn project_of_token(&self, found: &Found, project: Option<&str>) -> Option<Arc<str>> {
        let given = project.or(found.project_id.as_deref()).filter(|_| self.service.scheme == Scheme::IamProject);
        given.map(Arc::from)
    }

    fn scope(&self, config: &Config, project: Option<Arc<str>>) -> sign_in::Scope {
        match (self.service.scheme, project) {
            (Scheme::IamProject, Some(id)) => sign_in::Scope::Project(id.to_string()),
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
