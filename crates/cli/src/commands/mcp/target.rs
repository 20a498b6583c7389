//! The target of calls: the sandbox, or the services with a profile or at an endpoint.

use std::collections::BTreeMap;
use std::sync::Mutex;

use hwc_api::{Client, SERVICES, Service};
use hwc_sandbox::Sandbox;

use crate::args::connection::ConnectionArgs;
use crate::args::global::GlobalArgs;
use crate::commands::profile::check_profile;
use crate::error::CliError;
use crate::lock::lock;
use crate::sandbox;

/// The target of all calls of a server.
pub(super) struct Target {
    /// The name for results, as in `sandbox`.
    name: String,
    connection: ConnectionArgs,
    /// The sandbox of this process.
    sandbox: Option<Sandbox>,
    /// One client for each service, since credentials and endpoints differ.
    clients: Mutex<BTreeMap<&'static str, Client>>,
}

impl Target {
    /// Selects the sandbox, unless a profile or an endpoint is named on the command line.
    ///
    /// # Errors
    /// Returns the errors of the configuration.
    pub(super) fn new(mut connection: ConnectionArgs) -> Result<Self, CliError> {
        let profile = GlobalArgs::current().profile.as_deref();
        let service = match (connection.endpoint(), profile) {
            (Some(endpoint), _) => Some(endpoint.to_owned()),
            (None, profile) => profile.map(|profile| format!("profile {profile}")),
        };
        let is_sandbox = connection.uses_sandbox() || service.is_none();
        connection = if is_sandbox { connection.with_sandbox() } else { connection };
        let sandbox = if is_sandbox { sandbox::open_unless_running()? } else { None };
        let name = service.filter(|_| !is_sandbox).unwrap_or_else(|| "sandbox".to_owned());
        let target = Self { name, connection, sandbox, clients: Mutex::default() };
        // A wrong configuration ends the server at its start, where a person sees it.
        if let Some(profile) = profile.filter(|_| !is_sandbox) {
            check_profile(profile)?;
        }
        for service in SERVICES {
            target.client(service)?;
        }
        Ok(target)
    }

    /// Returns the name for results.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns true if calls go to a sandbox.
    pub(super) fn is_sandbox(&self) -> bool {
        self.connection.uses_sandbox()
    }

    /// Returns the sandbox of this process, if calls go to it.
    pub(super) fn sandbox(&self) -> Option<&Sandbox> {
        self.sandbox.as_ref()
    }

    /// Returns the client of a service.
    pub(super) fn client(&self, service: &'static Service) -> Result<Client, CliError> {
        if let Some(client) = lock(&self.clients).get(service.id) {
            return Ok(client.clone());
        }
        let builder = match &self.sandbox {
            Some(sandbox) => sandbox::client_builder_for(sandbox.clone()),
            None => self.connection.builder(service)?,
        };
        let client = self.connection.configure(builder).build()?;
        lock(&self.clients).insert(service.id, client.clone());
        Ok(client)
    }
}
