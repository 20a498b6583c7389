//! The connection of the page: the client of its calls, and the words that the page shows for it.

use std::fmt;

use hwc_api::{Client, ClientBuilder, Transport};

use crate::call::trace::TracedTransport;
use crate::error::ExplorerError;

#[cfg(feature = "sandbox")]
use hwc_sandbox::{Sandbox, account};

/// The services behind the page: the built-in sandbox, or the endpoints of a client.
///
/// Credentials stay in this process. The page sees neither them nor the headers that contain them.
#[derive(Clone)]
pub struct Connection {
    pub(crate) client: Client,
    pub(crate) title: String,
    is_sandbox: bool,
    #[cfg(feature = "sandbox")]
    pub(crate) sandbox: Option<Sandbox>,
}

/// A placeholder endpoint. The host does not exist, so a URL of the sandbox fails outside of it.
#[cfg(feature = "sandbox")]
const SANDBOX_ENDPOINT: &str = "http://sandbox.invalid";

impl Connection {
    /// Connects to a sandbox, with the credentials of its demo account. Requests are signed, so that the page can explain
    /// signatures.
    ///
    /// # Errors
    /// Returns [`ExplorerError::Client`] if the client cannot be created.
    #[cfg(feature = "sandbox")]
    pub fn sandbox(sandbox: Sandbox) -> Result<Self, ExplorerError> {
        use hwc_api::{Credentials, SERVICES};
        let key = Credentials::access_key(account::ACCESS_KEY, account::SECRET_KEY);
        let builder = Client::builder().transport(TracedTransport::new(sandbox.clone()));
        let builder = SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, SANDBOX_ENDPOINT));
        let builder = builder
            .credentials(key.domain_id(account::DOMAIN_ID).project_id(account::PROJECT_ID))
            .koodrive_token(account::DRIVE_TOKEN);
        Ok(Self { client: builder.build()?, title: "sandbox".to_owned(), is_sandbox: true, sandbox: Some(sandbox) })
    }

    /// Connects to the endpoints of a client, which sends through `transport`. The page shows `title`, such as the name of a
    /// profile.
    ///
    /// # Errors
    /// Returns [`ExplorerError::Client`] if the client cannot be created.
    pub fn client(
        builder: ClientBuilder,
        transport: impl Transport + 'static,
        title: impl Into<String>,
    ) -> Result<Self, ExplorerError> {
        let client = builder.transport(TracedTransport::new(transport)).build()?;
        Ok(Self {
            client,
            title: title.into(),
            is_sandbox: false,
            #[cfg(feature = "sandbox")]
            sandbox: None,
        })
    }

    /// Returns true if calls go to the built-in sandbox.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.is_sandbox
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("title", &self.title).finish_non_exhaustive()
    }
}
