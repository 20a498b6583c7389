//! Resolves endpoint, credentials, project and settings before encoding.

use std::borrow::Cow;
use std::sync::Arc;

use super::auth::Identity;
use super::codec::CallCodec;
use super::service_state::ServiceState;
use super::{ClientInner, RequestOptions};
use crate::error::Error;

/// The resolved endpoint, credentials, project and settings of a call.
pub(crate) struct ResolvedTarget<'a> {
    pub(super) state: Arc<ServiceState>,
    pub(super) identity: Arc<Identity>,
    /// The project of the call, if it is set or part of the path.
    pub(super) project: Option<Arc<str>>,
    settings: Vec<(&'a str, &'a str)>,
}

/// The name of the setting and of the path parameter.
const PROJECT: &str = "project_id";

/// Resolves a call. The project is requested only if it is part of the path and not set.
pub(super) async fn resolve<'a>(
    client: &'a Arc<ClientInner>,
    codec: &dyn CallCodec,
    options: &'a RequestOptions,
) -> Result<ResolvedTarget<'a>, Error> {
    let service = codec.service();
    let state = client.state(service);
    state.endpoint(client, service)?;
    let identity = options.identity.clone().unwrap_or_else(|| Arc::clone(&state.identity));
    let settings = options.settings_for(service, client)?;
    let has_project = service.settings.iter().any(|setting| setting.name == PROJECT);
    let set = settings.iter().find(|(name, _)| has_project && *name == PROJECT);
    let project = match set {
        Some((_, id)) => Some(Arc::from(*id)),
        None if has_project && codec.operation().is_some_and(|operation| operation.path.contains("{project_id}")) => {
            // Boxed: most calls do not need it and should not reserve space for it in their futures.
            Some(Box::pin(identity.project(client)).await?)
        }
        None => None,
    };
    Ok(ResolvedTarget { state, identity, project, settings })
}

impl ResolvedTarget<'_> {
    /// Returns the settings of the call, including the resolved project. The first value of a name takes precedence.
    pub(super) fn settings(&self) -> Cow<'_, [(&str, &str)]> {
        match &self.project {
            Some(project) if !self.settings.iter().any(|(name, _)| *name == PROJECT) => {
                Cow::Owned(self.settings.iter().copied().chain([(PROJECT, &**project)]).collect())
            }
            _ => Cow::Borrowed(&self.settings),
        }
    }
}
