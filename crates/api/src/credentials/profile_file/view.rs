//! The part of a profile file that applies to a client.

use hwc_wire::{AuthScheme, Service};

use super::ProfileFile;
use crate::credentials::{Credentials, KooDriveCredentials, ResolvedCredentials, Unavailable};

/// The sections of a profile file that apply: those of a named profile, or those for default credentials.
#[derive(Clone, Copy)]
pub(crate) struct ProfileView<'a> {
    file: &'a ProfileFile,
    profile: Option<&'a str>,
}

impl<'a> ProfileView<'a> {
    pub(super) fn new(file: &'a ProfileFile, profile: Option<&'a str>) -> Self {
        Self { file, profile }
    }

    /// Returns the endpoint of a service.
    pub(crate) fn endpoint(self, service: &Service) -> Option<&'a str> {
        let shared: &[&str] = if self.profile.is_some() { &["iam_endpoint", "endpoint"] } else { &["iam_endpoint"] };
        let applies = |name: &&&str| **name != "iam_endpoint" || service.id == "iam";
        let shared = || shared.iter().filter(applies).find_map(|name| self.shared(name));
        self.file.get(&self.own_section(service), "endpoint").or_else(shared)
    }

    /// Returns the region of a service.
    pub(crate) fn region(self, service: &Service) -> Option<&'a str> {
        self.file.get(&self.own_section(service), "region")
    }

    /// Returns the region of all services of a named profile.
    pub(crate) fn shared_region(self) -> Option<&'a str> {
        self.file.get(self.profile?, "region")
    }

    /// Returns the validated credentials for a service, or the reason for their absence.
    pub(in crate::credentials) fn credentials(self, service: &Service) -> Result<ResolvedCredentials, Unavailable> {
        let (section, found) = match service.scheme {
            AuthScheme::Bearer => {
                let (section, found) = self.koodrive_credentials(service)?;
                (section, found.validate())
            }
            AuthScheme::IamAccount | AuthScheme::IamProject => {
                let (section, found) = self.iam_credentials(service)?;
                (section, found.validate())
            }
        };
        let found = found.map_err(|why| Unavailable::Invalid(format!("[{section}]: {why}")));
        found.map(|found| found.with_source(format!("[{section}]")))
    }

    /// Returns the credentials for OSM, DataArts Insight or IAM with the name of their section.
    pub(in crate::credentials) fn iam_credentials(
        self,
        service: &Service,
    ) -> Result<(String, Credentials), Unavailable> {
        let own = self.own_section(service);
        let shared = match (service.scheme, self.profile) {
            (_, Some(profile)) => profile,
            (AuthScheme::IamProject, None) => "basic",
            (_, None) => "global",
        };
        for section in [&own, shared] {
            if let Some(found) = self.iam(section).map_err(Unavailable::Invalid)? {
                return Ok((section.to_owned(), found));
            }
        }
        Err(Unavailable::NotConfigured(format!("it has no credentials in [{own}] or [{shared}]")))
    }

    /// Returns the credentials for KooDrive with the name of their section.
    pub(in crate::credentials) fn koodrive_credentials(
        self,
        service: &Service,
    ) -> Result<(String, KooDriveCredentials), Unavailable> {
        let own = self.own_section(service);
        match self.koodrive(&own).map_err(Unavailable::Invalid)? {
            Some(found) => Ok((own, found)),
            None => Err(Unavailable::NotConfigured(format!("it has no credentials in [{own}]"))),
        }
    }

    /// Returns the section of one service.
    fn own_section(self, service: &Service) -> String {
        self.profile.map_or_else(|| service.id.to_owned(), |profile| format!("{profile}.{}", service.id))
    }

    /// Returns a value that does not belong to one service.
    fn shared(self, name: &str) -> Option<&'a str> {
        let sections = self.profile.map_or(["basic", "global"], |profile| [profile; 2]);
        sections.into_iter().find_map(|section| self.file.get(section, name))
    }

    fn iam(self, section: &str) -> Result<Option<Credentials>, String> {
        let get = |name: &str| self.file.get(section, name);
        let Some(credentials) = self.iam_kind(section)? else { return Ok(None) };
        let credentials = get("domain_id").into_iter().fold(credentials, Credentials::domain_id);
        Ok(Some(get("project_id").into_iter().fold(credentials, Credentials::project_id)))
    }

    /// Returns the credentials without IDs. As in the official SDKs, a complete identity provider takes precedence over keys,
    /// and keys over an incomplete one.
    fn iam_kind(self, section: &str) -> Result<Option<Credentials>, String> {
        let get = |name: &str| self.file.get(section, name);
        let federated = self.pair(section, "idp_id", "id_token_file");
        if let Some(token) = get("token") {
            return Ok(Some(Credentials::token(token)));
        }
        if let Ok(Some((idp_id, path))) = federated {
            return Ok(Some(Credentials::id_token_file(idp_id, path)));
        }
        if let Some((access, secret)) = self.pair(section, "ak", "sk")? {
            return Ok(Some(match get("security_token") {
                None => Credentials::access_key(access, secret),
                Some(token) => Credentials::temporary_access_key(access, secret, token),
            }));
        }
        if let Some((user, password)) = self.pair(section, "user", "password")? {
            let account = get("domain").ok_or_else(|| format!("[{section}] has `user`, but not `domain`"))?;
            return Ok(Some(Credentials::password(account, user, password)));
        }
        federated.map(|_| None)
    }

    fn koodrive(self, section: &str) -> Result<Option<KooDriveCredentials>, String> {
        let get = |name: &str| self.file.get(section, name);
        let credentials = if let Some(token) = get("token") {
            match get("session_id") {
                Some(session) => KooDriveCredentials::session(token, session),
                None => KooDriveCredentials::token(token),
            }
        } else if let Some((app, secret)) = self.pair(section, "app_id", "app_secret")? {
            let user = get("user_id").ok_or_else(|| format!("[{section}] has `app_id`, but not `user_id`"))?;
            KooDriveCredentials::app(app, secret, user)
        } else {
            return Ok(None);
        };
        Ok(Some(credentials))
    }

    fn pair(self, section: &str, first: &str, second: &str) -> Result<Option<(&'a str, &'a str)>, String> {
        match (self.file.get(section, first), self.file.get(section, second)) {
            (Some(one), Some(other)) => Ok(Some((one, other))),
            (None, None) => Ok(None),
            (Some(_), None) => Err(format!("[{section}] has `{first}`, but not `{second}`")),
            (None, Some(_)) => Err(format!("[{section}] has `{second}`, but not `{first}`")),
        }
    }
}
