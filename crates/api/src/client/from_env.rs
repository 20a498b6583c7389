//! Client settings from environment variables, or from a lookup function in place of them.

use super::ClientBuilder;
use crate::credentials::{EnvVars, Environment};

impl ClientBuilder {
    /// Creates a builder from environment variables. Values set on the builder take precedence.
    ///
    /// The table lists all variables that a client reads.
    ///
    /// | variable | value |
    /// | --- | --- |
    /// | `HUAWEICLOUD_SDK_AK`, `_SK`, `_SECURITY_TOKEN` | keys for OSM, DataArts Insight and IAM; the last for temporary keys |
    /// | `HUAWEICLOUD_SDK_DOMAIN_ID`, `_PROJECT_ID` | the account and the project; requested from IAM if needed and not set |
    /// | `HWC_AUTH_TOKEN` | an IAM token, in place of keys |
    /// | `HUAWEICLOUD_SDK_IDP_ID`, `_ID_TOKEN_FILE` | an identity provider, and a file with its ID token, in place of keys |
    /// | `HWC_IAM_DOMAIN`, `_USER`, `_PASSWORD` | account, user and password to sign in with, in place of keys |
    /// | `HWC_KOODRIVE_TOKEN`, `_SESSION_ID` | the access token for KooDrive; the session to refresh it with |
    /// | `HWC_KOODRIVE_APP_ID`, `_APP_SECRET`, `_USER_ID` | an app that signs requests, in place of a token |
    /// | `HUAWEICLOUD_SDK_CREDENTIALS_FILE` | the [profile file](crate::ProfileFile); default: `~/.huaweicloud/credentials` |
    /// | `HWC_PROFILE` | the [named profile](Self::profile) of that file |
    /// | `HUAWEICLOUD_SDK_REGION` | the region, such as `cn-north-4` |
    /// | `HWC_ENDPOINT` | the endpoint of all services without an endpoint of their own, such as a sandbox |
    /// | `HWC_ENDPOINT_OSM`, `_KOODRIVE`, `_INSIGHT`, `_IAM` | the endpoint of one service |
    /// | `HUAWEICLOUD_SDK_IAM_ENDPOINT`, `HUAWEICLOUD_SDK_REGION_OSM_CN_SOUTH_1` and so on | the same, by official names |
    /// | `HWC_METADATA_DISABLED` | any value but `0` and `false` disables the instance metadata service |
    /// | `HOME`, on Windows `USERPROFILE` | the folder of the default profile file |
    /// | `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` | proxies of the default transport |
    /// | `SSL_CERT_FILE`, `SSL_CERT_DIR` | root certificates of the default transport, in place of those of the system |
    ///
    /// Empty variables count as not set, and so do those that are not UTF-8. Not supported: `HUAWEICLOUD_SDK_CREDENTIAL_TYPE`, because the description of each
    /// service defines its credentials, `HUAWEICLOUD_SDK_REGIONS_FILE` and `_STS_ENDPOINT`.
    ///
    /// Credentials are resolved at the first call to a service. The sources are, in this order: the environment, the profile
    /// file, and the metadata service of a cloud server. The latter provides keys if the server has an agency. Within a
    /// source, a token takes precedence over an identity provider, that one over keys, and keys over a password.
    ///
    /// The first source that has credentials is used. An incomplete or invalid source is an error, and later sources are not
    /// tried: they could hold the credentials of another user. If no source has credentials, the error lists the result of
    /// each source.
    ///
    /// An invalid value for one service does not affect the others. If the endpoint of one service is on this machine, the
    /// others need endpoints of their own: see [`endpoint`](Self::endpoint).
    ///
    /// The default transport reads its variables from the environment of the process. Another transport that is set on the
    /// builder may ignore them. Variables are read when the builder is created, those of the transport when it is built.
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// use hwc_api::ClientBuilder;
    ///
    /// # fn example() -> Result<(), hwc_api::Error> {
    /// let client = ClientBuilder::from_env().user_agent_suffix("nightly-report/1.2").timeout(Duration::from_secs(20)).build()?;
    /// # drop(client);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn from_env() -> Self {
        Self::from_env_with(&|name| std::env::var(name).ok())
    }

    /// Creates a builder like [`from_env`](Self::from_env), with a lookup function in place of the environment.
    #[inline]
    pub fn from_env_with(lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut builder = Self::new();
        builder.credentials.environment = Some(Environment::new(EnvVars::read(lookup)));
        builder
    }
}
