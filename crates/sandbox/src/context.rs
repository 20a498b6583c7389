//! What a behaviour is given besides the request: the database, the time, who calls and how.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hwc_wire::{Operation, SettingPlace, Timestamp};
use rusqlite::Connection;

use crate::account::{self, Owner};
use crate::objects;
use crate::refusal::Refusal;
use crate::secrets::Secrets;
use crate::{store, times};

/// What a behaviour is given besides the request.
#[non_exhaustive]
pub struct Context<'a> {
    /// The sandbox's database. What is written is kept if the behaviour answers and undone if it refuses.
    pub db: &'a Connection,
    /// What was set for all operations of the service, or for this call.
    pub settings: Settings,
    /// Who calls.
    pub caller: Caller,
    /// Whether credentials are checked.
    pub(crate) strict: bool,
    /// The source of tokens and signatures.
    pub(crate) secrets: Secrets<'a>,
    /// The access token of KooDrive with which the call comes.
    pub(crate) drive_token: Option<String>,
    pub(crate) now: i64,
    pub(crate) origin: &'a str,
}

impl Context<'_> {
    /// The time, as the sandbox's clock shows it.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(u64::try_from(self.now).unwrap_or_default())
    }

    /// The same in milliseconds since 1970 (UTC), as the database keeps times.
    #[must_use]
    pub fn now_millis(&self) -> i64 {
        self.now
    }

    /// The next number for things called `name`, from 1. The numbers are kept in the database, so the same calls give
    /// the same ids.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_number(&self, name: &str) -> Result<i64, Refusal> {
        Ok(store::next_number(self.db, name)?)
    }

    /// The customer who calls, to whom tickets and what goes with them belong: [`account::CUSTOMER_ID`], or
    /// [`account::OTHER_CUSTOMER_ID`] for the user of the second account.
    #[must_use]
    pub fn customer(&self) -> &'static str {
        self.caller.account().customer
    }

    /// A token, key or ID that gives access to something, as 64 hexadecimal digits. `kind` names it and its counter.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn secret(&self, kind: &str) -> Result<String, Refusal> {
        Ok(self.secrets.make(&format!("{kind} {}", self.next_number(kind)?)))
    }

    /// A time of a request in milliseconds. One that names no zone is meant in that of the call, else in that of the
    /// service; an empty one is none.
    pub(crate) fn millis(&self, name: &str, time: Option<&Timestamp>) -> Result<Option<i64>, Refusal> {
        let Some(time) = time.filter(|time| !time.as_str().is_empty()) else {
            return Ok(None);
        };
        let zone = self.settings.get("time_zone").and_then(times::zone).unwrap_or(times::CHINA_MINUTES);
        time.unix_millis_at(zone).map(Some).ok_or_else(|| Refusal::invalid(format!("{name} is no time")))
    }

    /// A presigned link to an object that the sandbox keeps. It opens without a token until it expires.
    pub(crate) fn link(&self, object: i64) -> String {
        objects::link(&self.secrets, self.origin, object, self.now)
    }
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caller {
    /// The id of the user.
    pub id: String,
    /// The name of the user.
    pub name: String,
}

impl Caller {
    /// The user of the demo account, and whoever else comes with credentials that the sandbox did not give.
    pub(crate) fn demo() -> Self {
        Self { id: account::USER_ID.to_owned(), name: account::USER_NAME.to_owned() }
    }

    /// The user of the second account.
    pub(crate) fn other() -> Self {
        Self { id: account::OTHER_USER_ID.to_owned(), name: account::OTHER_USER_NAME.to_owned() }
    }

    /// The account to which the user belongs.
    pub(crate) fn account(&self) -> &'static Owner {
        Owner::of_user(&self.id)
    }
}

/// The settings of a call by their names, such as `project_id` or `language`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(Vec<(&'static str, String)>);

impl Settings {
    /// The setting called `name`; `None` when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The project, where the path names one; else an empty text.
    #[must_use]
    pub fn project_id(&self) -> &str {
        self.get("project_id").unwrap_or_default()
    }

    /// The language for names and messages, as in `en-us`.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.get("language")
    }

    /// Puts a value that a request has itself in the place of that of the setting. An empty one is none.
    pub(crate) fn prefer(&mut self, name: &'static str, value: Option<&str>) {
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
            let value = match setting.place {
                SettingPlace::Header => header(setting.wire),
                SettingPlace::Path => path.iter().find(|(name, _)| *name == setting.wire).map(|(_, value)| *value),
            };
            value.map(|value| (setting.name, value.to_owned()))
        });
        Self(sent.collect())
    }
}
