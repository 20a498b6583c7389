//! The identity of a client at one service: its credentials, and the tokens and IDs requested with them, cached between
//! calls.

use std::sync::{Arc, Mutex};

use hwc_models::iam::{DomainScope, ProjectScope, TokenScope};
use hwc_transport::http::header::AUTHORIZATION;
use hwc_transport::http::{HeaderName, HeaderValue};
use hwc_wire::{AuthRequirement, AuthScheme, Service};

use super::authenticator::{Authenticator, Invalidation, Scheme};
use super::{federated, sign_in};
use crate::core::{RefreshFuture, SharedCache, lock};
use crate::credentials::{AuthMethod, ResolvedCredentials};
use crate::error::Error;
use crate::pipeline::ClientInner;

/// The identity of a client at one service.
pub(crate) struct Identity {
    service: &'static Service,
    credentials: SharedCache<Arc<ResolvedCredentials>>,
    /// Tokens by project. `None` is the project of the region, or no project.
    tokens: Mutex<TokenCaches>,
    domain: SharedCache<Arc<str>>,
    project: SharedCache<Arc<str>>,
    #[cfg(feature = "koodrive")]
    session: Arc<super::koodrive_session::Session>,
}

type TokenCaches = Vec<(Option<Arc<str>>, Arc<SharedCache<Token>>)>;

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
            credentials: SharedCache::new(),
            tokens: Mutex::default(),
            domain: SharedCache::new(),
            project: SharedCache::new(),
            #[cfg(feature = "koodrive")]
            session: Arc::default(),
        }
    }

    /// Returns the authentication of a request to `service`. That is the service of this identity, or IAM when an ID is
    /// looked up. `project` is the project of the call, if known.
    pub(crate) async fn authenticator(
        self: &Arc<Self>,
        client: &Arc<ClientInner>,
        service: &'static Service,
        auth: AuthRequirement,
        project: Option<&str>,
    ) -> Result<Authenticator, Error> {
        let (credentials, version) = self.credentials(client).await?;
        let renewal = credentials.renewable.then_some(Invalidation::Credentials(version));
        let (scheme, invalidation) = match &credentials.method {
            AuthMethod::Token(value) => (self.token_header(value), renewal),
            AuthMethod::AccessKey(keys) => {
                let header = self.scope_header(client, service, &credentials, project).await?;
                (Scheme::AccessKey(Arc::clone(keys), header), renewal)
            }
            AuthMethod::App(_) if auth == AuthRequirement::TokenOnly => return Err(Error::credentials(TOKEN_ONLY)),
            AuthMethod::App(keys) => (Scheme::App(Arc::clone(keys)), renewal),
            _ => {
                let project = self.project_of_token(&credentials, project);
                let (token, version) = self.token(client, &credentials, project.clone()).await?;
                (self.token_header(&token.value), Some(Invalidation::Token(project, version)))
            }
        };
        Ok(Authenticator::new(scheme, invalidation))
    }

    /// Returns the project ID: the configured one, or else the one that IAM returns.
    pub(crate) async fn project(self: &Arc<Self>, client: &Arc<ClientInner>) -> Result<Arc<str>, Error> {
        let (credentials, _) = self.credentials(client).await?;
        if let Some(id) = credentials.project_id.as_deref().or_else(|| client.credentials.project_id()) {
            return Ok(id.into());
        }
        if let AuthMethod::Password { .. } = &credentials.method
            && let Some(id) = self.token(client, &credentials, None).await?.0.project
        {
            self.alias_token(&id);
            return Ok(id);
        }
        if let AuthMethod::IdTokenFile { .. } = &credentials.method {
            return Err(federated::missing_id("project_id"));
        }
        let lookup = self.refresh_with(client, |client, identity| async move {
            Ok((sign_in::project_id(&client, &identity, identity.service).await?, None))
        });
        Ok(self.project.get(&|| client.now(), lookup).await.map_err(Error::sign_in)?.value)
    }

    /// Discards credentials or a token that a service rejected, so that the next attempt gets new ones.
    pub(crate) fn invalidate(&self, invalidation: &Invalidation) {
        match invalidation {
            Invalidation::Credentials(version) => self.credentials.invalidate(*version),
            Invalidation::Token(project, version) => self.tokens_for(project.clone()).invalidate(*version),
        }
    }

    async fn credentials(
        self: &Arc<Self>,
        client: &Arc<ClientInner>,
    ) -> Result<(Arc<ResolvedCredentials>, usize), Error> {
        let search = self.refresh_with(client, |client, identity| async move {
            let credentials = client.credentials.resolve(client.search_context(), identity.service).await?;
            let expires_at = credentials.expires_at;
            Ok((Arc::new(credentials), expires_at))
        });
        let entry = self.credentials.get(&|| client.now(), search).await.map_err(Error::sign_in)?;
        Ok((entry.value, entry.version))
    }

    async fn token(
        self: &Arc<Self>,
        client: &Arc<ClientInner>,
        credentials: &Arc<ResolvedCredentials>,
        project: Option<Arc<str>>,
    ) -> Result<(Token, usize), Error> {
        let (credentials, scope) = (Arc::clone(credentials), project.clone());
        let sign_in = self.refresh_with(client, |client, identity| async move {
            match &credentials.method {
                AuthMethod::Password { account, user, password } => {
                    let scope = identity.scope(&client, scope);
                    sign_in::token(&client, sign_in::Login { account, user, password }, scope).await
                }
                AuthMethod::IdTokenFile { idp_id, path } => {
                    let scope = identity.federated_scope(&credentials, scope)?;
                    federated::token(&client, idp_id, path, scope).await
                }
                #[cfg(feature = "koodrive")]
                AuthMethod::Session { token, session_id } => identity.session.token(&client, token, session_id).await,
                _ => Err(Error::credentials("the credentials do not provide a token")),
            }
        });
        let entry = self.tokens_for(project).get(&|| client.now(), sign_in).await.map_err(Error::sign_in)?;
        Ok((entry.value, entry.version))
    }

    /// Wraps `refresh` in a future that owns its data, because it may outlive the call that started it.
    fn refresh_with<T, F>(
        self: &Arc<Self>,
        client: &Arc<ClientInner>,
        refresh: impl FnOnce(Arc<ClientInner>, Arc<Self>) -> F + Send + 'static,
    ) -> impl FnOnce() -> RefreshFuture<T>
    where
        F: Future<Output = Result<(T, Option<std::time::SystemTime>), Error>> + Send + 'static,
    {
        let (client, identity) = (Arc::clone(client), Arc::clone(self));
        move || Box::pin(refresh(client, identity))
    }

    fn tokens_for(&self, project: Option<Arc<str>>) -> Arc<SharedCache<Token>> {
        let mut tokens = lock(&self.tokens);
        if let Some((_, token)) = tokens.iter().find(|(known, _)| *known == project) {
            return Arc::clone(token);
        }
        let token = Arc::new(SharedCache::new());
        tokens.push((project, Arc::clone(&token)));
        token
    }

    /// Registers the token of the region as the token of this project.
    fn alias_token(&self, project: &Arc<str>) {
        let token = self.tokens_for(None);
        let mut tokens = lock(&self.tokens);
        if !tokens.iter().any(|(known, _)| known.as_ref() == Some(project)) {
            tokens.push((Some(Arc::clone(project)), token));
        }
    }

    /// Returns the project for a token: that of the call, or `None` for that of the region if no project is known.
    fn project_of_token(&self, credentials: &ResolvedCredentials, project: Option<&str>) -> Option<Arc<str>> {
        let project = project.or(credentials.project_id.as_deref());
        project.filter(|_| self.service.scheme == AuthScheme::IamProject).map(Arc::from)
    }

    fn scope(&self, client: &ClientInner, project: Option<Arc<str>>) -> sign_in::Scope {
        match (self.service.scheme, project) {
            (AuthScheme::IamProject, Some(id)) => sign_in::Scope::Project(id.to_string()),
            (AuthScheme::IamProject, None) => sign_in::Scope::Region(client.region(self.service)),
            _ => sign_in::Scope::Account,
        }
    }

    /// Returns the scope of a token for federated sign-in, which names an account or a project by its ID.
    fn federated_scope(
        &self,
        credentials: &ResolvedCredentials,
        project: Option<Arc<str>>,
    ) -> Result<TokenScope, Error> {
        if self.service.scheme == AuthScheme::IamProject {
            let id = project.ok_or_else(|| federated::missing_id("project_id"))?;
            return Ok(TokenScope::default().project(ProjectScope::default().id(&*id)));
        }
        let id = credentials.domain_id.as_deref().ok_or_else(|| federated::missing_id("domain_id"))?;
        Ok(TokenScope::default().domain(DomainScope::default().id(id)))
    }

    fn token_header(&self, value: &HeaderValue) -> Scheme {
        let name = if self.service.scheme == AuthScheme::Bearer { AUTHORIZATION } else { AUTH_TOKEN };
        Scheme::Header(name, value.clone())
    }

    /// Returns the header that names the account or the project for signed requests. Requests to IAM omit it if the ID is
    /// unknown, because IAM is the service that provides it.
    async fn scope_header(
        self: &Arc<Self>,
        client: &Arc<ClientInner>,
        service: &'static Service,
        credentials: &ResolvedCredentials,
        project: Option<&str>,
    ) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        let to_iam = service.id == hwc_models::iam::SERVICE.id;
        // Boxed: most credentials contain the ID, and calls should not reserve space for the lookup in their futures.
        let (name, id): (_, Arc<str>) = match (self.service.scheme, project, &credentials.domain_id) {
            (AuthScheme::IamProject, ..) if to_iam => return Ok(None),
            (AuthScheme::IamProject, Some(id), _) => (PROJECT_ID, id.into()),
            (AuthScheme::IamProject, None, _) => (PROJECT_ID, Box::pin(self.project(client)).await?),
            (_, _, Some(id)) => (DOMAIN_ID, id.as_str().into()),
            _ if to_iam => return Ok(None),
            _ => (DOMAIN_ID, Box::pin(self.domain(client)).await?),
        };
        let value = HeaderValue::try_from(&*id);
        let value = value.map_err(|_| {
            Error::config(format!("the ID for {name} contains characters that are not allowed in a header"))
        })?;
        Ok(Some((name, value)))
    }

    async fn domain(self: &Arc<Self>, client: &Arc<ClientInner>) -> Result<Arc<str>, Error> {
        let lookup = self.refresh_with(client, |client, identity| async move {
            Ok((sign_in::domain_id(&client, &identity).await?, None))
        });
        Ok(self.domain.get(&|| client.now(), lookup).await.map_err(Error::sign_in)?.value)
    }
}

const TOKEN_ONLY: &str = "the operation requires a token; it does not accept the signature of an app";
