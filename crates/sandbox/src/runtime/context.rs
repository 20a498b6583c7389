//! The context of a handler: the database, the time, the caller and the settings of the call.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hwc_wire::{Operation, SettingLocation, Timestamp, UtcOffset};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::account::{self, Account};
use crate::http::objects;
use crate::http::presigned::Presigner;
use crate::runtime::api_error::ApiError;
use crate::runtime::contents::ContentStore;
use crate::runtime::records::{Records, StoredRecord};
use crate::runtime::secrets::Secrets;
use crate::runtime::{store, times};

/// The context of a request, passed to its handler.
#[non_exhaustive]
pub struct Context<'a> {
    /// The sandbox's database. Changes are committed if the handler succeeds and rolled back if it returns an error.
    pub db: &'a Connection,
    /// Settings of the service or of this call.
    pub settings: Settings,
    /// The caller.
    pub caller: Caller,
    /// True if credentials are checked.
    pub(crate) strict: bool,
    /// The source of tokens and signatures.
    pub(crate) secrets: Secrets<'a>,
    /// The contents of files.
    pub(crate) contents: &'a ContentStore,
    /// The text that a proof of possession is made from: the user of an app, or else the header `Authorization`.
    pub(crate) proof_origin: Option<String>,
    /// The KooDrive access token of the call.
    pub(crate) drive_token: Option<String>,
    /// The shared folder of KooDrive that the call works in.
    pub(crate) folder_scope: Option<FolderScope>,
    /// Writes that follow the response of an operation that only reads.
    pub(crate) deferred: Option<Deferred>,
    pub(crate) now: i64,
    pub(crate) origin: &'a str,
}

/// The shared folder of KooDrive that a call works in. The call reaches nothing else in the space of the folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FolderScope {
    /// The ID of the shared folder.
    pub(crate) shared_folder: String,
    /// The space that contains the folder.
    pub(crate) space: String,
    /// The ID of the folder in its space.
    pub(crate) folder: String,
}

/// Writes in several transactions, so that no other request waits for all of them. Each call writes some and returns true if
/// there is more.
pub(crate) type Deferred = Box<dyn FnMut(&Connection) -> Result<bool, ApiError> + Send>;

impl Context<'_> {
    /// Returns the current time of the sandbox's clock.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(u64::try_from(self.now).unwrap_or_default())
    }

    /// Returns the current time in milliseconds since 1970 (UTC), the format of times in the database.
    #[must_use]
    pub fn now_millis(&self) -> i64 {
        self.now
    }

    /// Returns the next number for things called `name`, starting at 1. The numbers are kept in the database, so the same
    /// calls produce the same IDs.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub fn next_number(&self, name: &str) -> Result<i64, ApiError> {
        Ok(store::next_number(self.db, name)?)
    }

    /// Returns the customer ID of the caller, who owns tickets and their data: [`account::CUSTOMER_ID`], or
    /// [`account::OTHER_CUSTOMER_ID`] for the user of the second account.
    #[must_use]
    pub fn customer(&self) -> &'static str {
        self.caller.account().customer
    }

    /// Returns a token, key or ID that gives access to something, as 64 hexadecimal digits. `kind` names it and its counter.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if the database fails.
    pub(crate) fn secret(&self, kind: &str) -> Result<String, ApiError> {
        Ok(self.secrets.make(&format!("{kind} {}", self.next_number(kind)?)))
    }

    /// Returns the context of work that a user started earlier and that ends at a time in milliseconds.
    pub(crate) fn on_behalf_of(&self, caller: Caller, now: i64) -> Context<'_> {
        Context {
            db: self.db,
            settings: self.settings.clone(),
            caller,
            strict: self.strict,
            secrets: self.secrets,
            contents: self.contents,
            proof_origin: None,
            drive_token: None,
            folder_scope: None,
            deferred: None,
            now,
            origin: self.origin,
        }
    }

    /// Returns the shared folder that the call works in, if it is in this space.
    pub(crate) fn scope_in(&self, space: &str) -> Option<&FolderScope> {
        self.folder_scope.as_ref().filter(|scope| scope.space == space)
    }

    /// Returns the records of one kind that belong to the caller. See [`records`](crate::records).
    #[must_use]
    pub fn records<T: StoredRecord>(&self) -> Records<'_, T> {
        Records::of_caller(self)
    }

    /// Converts a time of a request to milliseconds. A time without a zone is in the zone of the call, or else of the
    /// service. An empty time returns `None`.
    pub(crate) fn millis(&self, name: &str, time: Option<&Timestamp>) -> Result<Option<i64>, ApiError> {
        let Some(time) = time.filter(|time| !time.as_str().is_empty()) else {
            return Ok(None);
        };
        let zone = self.settings.get("time_zone").and_then(times::zone).unwrap_or(UtcOffset::CHINA);
        time.unix_millis_at(zone).map(Some).ok_or_else(|| ApiError::invalid(format!("{name} must be a time")))
    }

    /// Returns the signer of presigned URLs of contents and uploads.
    pub(crate) fn presigner(&self) -> Presigner<'_> {
        Presigner { secrets: &self.secrets, origin: self.origin, now: self.now }
    }

    /// Returns a presigned URL of a stored object. It opens without a token until it expires.
    pub(crate) fn link(&self, object: i64) -> String {
        objects::link(&self.secrets, self.origin, object, self.now)
    }
}

/// The user who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caller {
    /// The ID of the user.
    pub id: String,
    /// The name of the user.
    pub name: String,
}

impl Caller {
    /// Returns the user of the demo account, who also stands for callers with credentials that the sandbox did not issue.
    pub(crate) fn demo() -> Self {
        Self { id: account::USER_ID.to_owned(), name: account::USER_NAME.to_owned() }
    }

    /// Returns the user of the second account.
    pub(crate) fn other() -> Self {
        Self { id: account::OTHER_USER_ID.to_owned(), name: account::OTHER_USER_NAME.to_owned() }
    }

    /// Returns the account of the user.
    pub(crate) fn account(&self) -> &'static Account {
        Account::of_user(&self.id)
    }
}

/// The settings of a call by name, such as `project_id` or `language`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(Vec<(&'static str, String)>);

impl Settings {
    /// Returns the setting called `name`, or `None` if it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the project of the path, or an empty text if the path has none.
    #[must_use]
    pub fn project_id(&self) -> &str {
        self.get("project_id").unwrap_or_default()
    }

    /// Returns the language for names and messages, such as `en-us`.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.get("language")
    }

    /// Overrides a setting with a value of the request. An empty value is ignored.
    pub(crate) fn set(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.0.retain(|(known, _)| *known != name);
            self.0.push((name, value.to_owned()));
        }
    }

    pub(crate) fn read<'h>(
        operation: &Operation,
        path: &[(&str, &str)],
        header: &dyn Fn(&str) -> Option<&'h str>,
    ) -> Self {
        let sent = operation.service.settings.iter().filter_map(|setting| {
            let value = match setting.location {
                SettingLocation::Header => header(setting.wire),
                SettingLocation::Path => path.iter().find(|(name, _)| *name == setting.wire).map(|(_, value)| *value),
            };
            value.map(|value| (setting.name, value.to_owned()))
        });
        Self(sent.collect())
    }
}
