//! Credentials in environment variables, by the names of the official SDKs and additional ones.

use std::path::PathBuf;

use hwc_wire::{AuthScheme, Service};

use super::{Credentials, KooDriveCredentials, ResolvedCredentials, Unavailable};
use crate::core::SmallMap;

/// The environment variables that a client reads, as of its creation.
#[derive(Clone, Default)]
pub(crate) struct EnvVars(SmallMap<String>);

/// The variables that locate the profile file.
const PROFILE_FILE: &[&str] = &["HUAWEICLOUD_SDK_CREDENTIALS_FILE", "HOME", "USERPROFILE"];

/// The other variables, except those whose names contain a service.
const NAMES: &[&str] = &[
    "HUAWEICLOUD_SDK_AK",
    "HUAWEICLOUD_SDK_SK",
    "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    "HUAWEICLOUD_SDK_PROJECT_ID",
    "HUAWEICLOUD_SDK_DOMAIN_ID",
    "HUAWEICLOUD_SDK_IAM_ENDPOINT",
    "HUAWEICLOUD_SDK_IDP_ID",
    "HUAWEICLOUD_SDK_ID_TOKEN_FILE",
    "HUAWEICLOUD_SDK_REGION",
    "HWC_ENDPOINT",
    "HWC_AUTH_TOKEN",
    "HWC_IAM_USER",
    "HWC_IAM_PASSWORD",
    "HWC_IAM_DOMAIN",
    "HWC_KOODRIVE_TOKEN",
    "HWC_KOODRIVE_SESSION_ID",
    "HWC_KOODRIVE_APP_ID",
    "HWC_KOODRIVE_APP_SECRET",
    "HWC_KOODRIVE_USER_ID",
    "HWC_METADATA_DISABLED",
    "HWC_PROFILE",
];

impl EnvVars {
    /// Looks up all variables. Empty values count as not set.
    #[inline]
    pub(crate) fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut found = Self::of_profile_file(lookup);
        NAMES.iter().for_each(|name| found.add(lookup, name));
        let region = found.get("HUAWEICLOUD_SDK_REGION").map(str::to_owned);
        for service in hwc_models::SERVICES {
            found.add(lookup, &endpoint_name(service));
            found.add(lookup, &region_name(service, region.as_deref()));
        }
        found
    }

    /// Looks up only the variables that locate the profile file.
    #[inline]
    pub(super) fn of_profile_file(lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut found = Self::default();
        PROFILE_FILE.iter().for_each(|name| found.add(lookup, name));
        found
    }

    #[inline]
    fn add(&mut self, lookup: &dyn Fn(&str) -> Option<String>, name: &str) {
        if let Some(value) = lookup(name).filter(|value| !value.trim().is_empty()) {
            self.0.set(name, value);
        }
    }

    /// Returns the value of a variable without surrounding whitespace.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim())
    }

    /// Returns the endpoint of a service and the name of its variable. A variable for the service takes precedence over that
    /// for all services.
    pub(crate) fn endpoint(&self, service: &Service) -> Option<(String, &str)> {
        let mut names = vec![endpoint_name(service)];
        if service.id == "iam" {
            names.push("HUAWEICLOUD_SDK_IAM_ENDPOINT".to_owned());
        }
        names.push(region_name(service, self.get("HUAWEICLOUD_SDK_REGION")));
        names.push("HWC_ENDPOINT".to_owned());
        names.into_iter().find_map(|name| self.get(&name).map(|value| (name, value)))
    }

    /// Returns the path of the profile file: from the official variable, or the official default path.
    pub(crate) fn profile_path(&self) -> Option<PathBuf> {
        if let Some(path) = self.get("HUAWEICLOUD_SDK_CREDENTIALS_FILE") {
            return Some(path.into());
        }
        Some(PathBuf::from(self.home(cfg!(windows))?).join(".huaweicloud").join("credentials"))
    }

    /// Returns the home directory. On Windows, `USERPROFILE` takes precedence: `HOME` is set only by ported shells, and
    /// other programs ignore it.
    fn home(&self, windows: bool) -> Option<&str> {
        let [first, second] = if windows { ["USERPROFILE", "HOME"] } else { ["HOME", "USERPROFILE"] };
        self.get(first).or_else(|| self.get(second))
    }

    /// Returns true if the metadata service is disabled.
    pub(crate) fn is_metadata_disabled(&self) -> bool {
        self.get("HWC_METADATA_DISABLED").is_some_and(|value| value != "0" && !value.eq_ignore_ascii_case("false"))
    }

    /// Returns the credentials for a scheme, or the reason for their absence.
    pub(super) fn credentials(&self, scheme: AuthScheme) -> Result<ResolvedCredentials, Unavailable> {
        match scheme {
            AuthScheme::Bearer => self.koodrive(),
            AuthScheme::IamAccount | AuthScheme::IamProject => self.iam(),
        }
    }

    fn iam(&self) -> Result<ResolvedCredentials, Unavailable> {
        let (name, credentials) = self.iam_credentials()?;
        let credentials = self.get("HUAWEICLOUD_SDK_DOMAIN_ID").into_iter().fold(credentials, Credentials::domain_id);
        let credentials = self.get("HUAWEICLOUD_SDK_PROJECT_ID").into_iter().fold(credentials, Credentials::project_id);
        let found = credentials.validate().map_err(|why| Unavailable::Invalid(format!("{name}: {why}")));
        found.map(|found| found.with_source(name))
    }

    /// Returns the credentials with the name of their first variable. As in the official SDKs, a complete identity provider
    /// takes precedence over keys, and keys over an incomplete one.
    fn iam_credentials(&self) -> Result<(&'static str, Credentials), Unavailable> {
        let federated = self.pair("HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE");
        if let Some(token) = self.get("HWC_AUTH_TOKEN") {
            return Ok(("HWC_AUTH_TOKEN", Credentials::token(token)));
        }
        if let Ok(Some((idp_id, path))) = federated {
            return Ok(("HUAWEICLOUD_SDK_IDP_ID", Credentials::id_token_file(idp_id, path)));
        }
        if let Some((access, secret)) = self.pair("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK")? {
            let keys = match self.get("HUAWEICLOUD_SDK_SECURITY_TOKEN") {
                None => Credentials::access_key(access, secret),
                Some(token) => Credentials::temporary_access_key(access, secret, token),
            };
            return Ok(("HUAWEICLOUD_SDK_AK", keys));
        }
        if let Some((user, password)) = self.pair("HWC_IAM_USER", "HWC_IAM_PASSWORD")? {
            return self.login(user, password);
        }
        federated?;
        Err(Unavailable::NotConfigured(NO_IAM_CREDENTIALS.to_owned()))
    }

    fn login(&self, user: &str, password: &str) -> Result<(&'static str, Credentials), Unavailable> {
        let account = self.get("HWC_IAM_DOMAIN").ok_or_else(|| incomplete("HWC_IAM_USER", "HWC_IAM_DOMAIN"))?;
        // Whitespace around a password is part of it.
        let password = self.0.get("HWC_IAM_PASSWORD").map_or(password, String::as_str);
        Ok(("HWC_IAM_USER", Credentials::password(account, user, password)))
    }

    fn koodrive(&self) -> Result<ResolvedCredentials, Unavailable> {
        let (name, credentials) = if let Some(token) = self.get("HWC_KOODRIVE_TOKEN") {
            let credentials = match self.get("HWC_KOODRIVE_SESSION_ID") {
                Some(session) => KooDriveCredentials::session(token, session),
                None => KooDriveCredentials::token(token),
            };
            ("HWC_KOODRIVE_TOKEN", credentials)
        } else if let Some((app, secret)) = self.pair("HWC_KOODRIVE_APP_ID", "HWC_KOODRIVE_APP_SECRET")? {
            let user = self.get("HWC_KOODRIVE_USER_ID");
            let user = user.ok_or_else(|| incomplete("HWC_KOODRIVE_APP_ID", "HWC_KOODRIVE_USER_ID"))?;
            ("HWC_KOODRIVE_APP_ID", KooDriveCredentials::app(app, secret, user))
        } else {
            let why = "neither HWC_KOODRIVE_TOKEN nor HWC_KOODRIVE_APP_ID is set";
            return Err(Unavailable::NotConfigured(why.to_owned()));
        };
        let found = credentials.validate().map_err(|why| Unavailable::Invalid(format!("{name}: {why}")));
        found.map(|found| found.with_source(name))
    }

    /// Returns the values of two variables that belong together, or `None` if neither is set. It is an error if only one is
    /// set.
    fn pair(&self, first: &str, second: &str) -> Result<Option<(&str, &str)>, Unavailable> {
        match (self.get(first), self.get(second)) {
            (Some(one), Some(other)) => Ok(Some((one, other))),
            (None, None) => Ok(None),
            (Some(_), None) => Err(incomplete(first, second)),
            (None, Some(_)) => Err(incomplete(second, first)),
        }
    }
}

const NO_IAM_CREDENTIALS: &str =
    "neither HWC_AUTH_TOKEN nor HUAWEICLOUD_SDK_AK nor HWC_IAM_USER nor HUAWEICLOUD_SDK_IDP_ID is set";

fn incomplete(set: &str, unset: &str) -> Unavailable {
    Unavailable::Invalid(format!("{set} is set, but not {unset}"))
}

fn endpoint_name(service: &Service) -> String {
    format!("HWC_ENDPOINT_{}", service.id.to_uppercase())
}

/// Returns the official variable name for the endpoint of a service in a region.
fn region_name(service: &Service, region: Option<&str>) -> String {
    let region = region.filter(|_| service.regions.len() > 1).unwrap_or(service.default_region);
    let region = region.replace('-', "_").to_uppercase();
    format!("HUAWEICLOUD_SDK_REGION_{}_{region}", service.id.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_directory_is_the_one_of_the_system() {
        let both = EnvVars::read(&|name| Some(name.to_lowercase()).filter(|_| matches!(name, "HOME" | "USERPROFILE")));
        assert_eq!((both.home(false), both.home(true)), (Some("home"), Some("userprofile")));
        let home = EnvVars::read(&|name| Some("x".to_owned()).filter(|_| name == "HOME"));
        assert_eq!((home.home(false), home.home(true)), (Some("x"), Some("x")));
    }
}
