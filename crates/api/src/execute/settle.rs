//! Resolves endpoint, credentials and project before encoding.

use std::sync::Arc;

use hwc_transport::http::Uri;

use super::ask::Ask;
use crate::call::Options;
use crate::client::{Client, Kept};
use crate::credentials::Identity;
use crate::error::Error;

/// The resolved endpoint, credentials and project of a call.
pub(crate) struct Settled {
    pub(super) kept: Arc<Kept>,
    pub(super) endpoint: Uri,
    pub(super) identity: Arc<Identity>,
    /// The project of the call, if it is set or part of the path.
    pub(super) project: Option<Arc<str>>,
}

/// The name of the setting and of the path parameter.
pub(super) const PROJECT: &str = "project_id";

/// Resolves a call. The project is requested only if it is part of the path and not set.
pub(super) async fn settle(client: &Client, ask: &dyn Ask, options: &Options) -> Result<Settled, Error> {
    let config = &*client.0;
    let service = ask.service();
    let kept = config.kept(service);
    let endpoint = kept.place(&config.places, &config.given, service)?.endpoint.clone();
    let identity = options.identity.clone().unwrap_or_else(|| Arc::clone(&kept.identity));
    let settings = options.settings_for(service, config)?;
    let known = service.settings.iter().any(|setting| setting.name == PROJECT);
    let set = settings.iter().find(|(name, _)| known && *name == PROJECT);
    let project = match set {
        Some((_, id)) => Some(Arc::from(*id)),
        None if known && ask.operation().is_some_and(|operation| operation.path.contains("{project_id}")) => {
            Some(identity.project(client).await?)
        }
        None => None,
    };
    Ok(Settled { kept, endpoint, identity, project })
}
