//! The credentials of a client and the profile file.

use std::path::PathBuf;
use std::sync::Arc;

use hwc_wire::Secret;

use super::ClientBuilder;
use crate::credentials::{Credentials, CredentialsProvider, CredentialsSource, Environment, KooDriveCredentials};

impl ClientBuilder {
    /// Sets the credentials for OSM, DataArts Insight and IAM.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials.iam = Some(CredentialsSource::Static(credentials));
        self
    }

    /// Sets a custom source of credentials for OSM, DataArts Insight and IAM: a type, or a closure that returns a future.
    ///
    /// ```
    /// use hwc_api::{Client, Credentials, CredentialsRequest};
    ///
    /// # async fn read_secret(_: &str) -> Result<String, std::io::Error> { Ok("secret".to_owned()) }
    /// # fn example() -> Result<Client, hwc_api::Error> {
    /// let provider = |_: CredentialsRequest| async {
    ///     let secret = read_secret("ops/huaweicloud").await?;
    ///     Ok(Credentials::access_key("my-access-key", secret))
    /// };
    /// let client = Client::builder().credentials_provider(provider).build()?;
    /// # Ok(client)
    /// # }
    /// ```
    pub fn credentials_provider(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.credentials.iam = Some(CredentialsSource::Provider(Arc::new(provider)));
        self
    }

    /// Sets the credentials for KooDrive.
    #[inline]
    pub fn koodrive_credentials(mut self, credentials: KooDriveCredentials) -> Self {
        self.credentials.koodrive = Some(CredentialsSource::Static(credentials));
        self
    }

    /// Sets a custom source of credentials for KooDrive: a type, or a closure that returns a future.
    pub fn koodrive_credentials_provider(
        mut self,
        provider: impl CredentialsProvider<KooDriveCredentials> + 'static,
    ) -> Self {
        self.credentials.koodrive = Some(CredentialsSource::Provider(Arc::new(provider)));
        self
    }

    /// Sets the IAM token for OSM, DataArts Insight and IAM, sent as `X-Auth-Token`. Short for [`Credentials::token`].
    pub fn auth_token(self, token: impl Into<Secret>) -> Self {
        self.credentials(Credentials::token(token))
    }

    /// Sets the access token for KooDrive, with or without the prefix `Bearer`, sent as `Authorization: Bearer`. A token of a
    /// user of a carrier keeps its prefix `AT`. Short for [`KooDriveCredentials::token`].
    pub fn koodrive_token(self, token: impl Into<Secret>) -> Self {
        self.koodrive_credentials(KooDriveCredentials::token(token))
    }

    /// Reads credentials, regions and endpoints from this profile file. Values set on the builder take precedence.
    /// [`ProfileFile`](crate::ProfileFile) describes the format.
    pub fn profile_file(mut self, path: impl Into<PathBuf>) -> Self {
        let environment = self.credentials.environment.take();
        self.credentials.environment =
            Some(environment.unwrap_or_else(Environment::none).with_profile_file(path.into()));
        self
    }

    /// Selects a profile of the profile file by name, such as `ops`: the sections `[ops]`, `[ops.osm]`, `[ops.koodrive]` and
    /// so on. [`ProfileFile`](crate::ProfileFile#named-profiles) describes them.
    ///
    /// The credentials of the selected profile take precedence over those of environment variables and of the instance
    /// metadata, which are not used at all: if the profile has none for a service, calls to it fail. Credentials set on the
    /// builder take precedence over the profile. Regions and endpoints of environment variables take precedence too.
    ///
    /// The file is the one of [`profile_file`](Self::profile_file). If none is set, it is the one that
    /// `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names in the environment of the process, or `~/.huaweicloud/credentials`.
    /// Default: the variable `HWC_PROFILE` for a builder made [from the environment](Self::from_env), otherwise no profile.
    ///
    /// The name must not be empty, contain `.`, `[`, `]` or control characters, or be the name of a section for default
    /// credentials, such as `global` and `osm`. If the file or the profile is missing, every call returns
    /// [`ErrorKind::Config`](crate::ErrorKind::Config).
    ///
    /// ```no_run
    /// # fn example() -> Result<(), hwc_api::Error> {
    /// // ~/.huaweicloud/credentials:
    /// //     [ops]
    /// //     ak = ...
    /// //     sk = ...
    /// //     region = cn-north-4
    /// let client = hwc_api::Client::builder().profile("ops").build()?;
    /// # drop(client);
    /// # Ok(())
    /// # }
    /// ```
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        let environment = self.credentials.environment.take();
        let environment = environment.unwrap_or_else(Environment::of_profile_file);
        self.credentials.environment = Some(environment.with_profile(name.into()));
        self
    }
}
