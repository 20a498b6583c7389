//! Phone numbers and mail addresses: the codes sent to them, and the duration of their verification.

use hwc_models::osm::ContactWay;
use rusqlite::{OptionalExtension, named_params};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::osm::configuration_lists::list_area_codes;

/// The verification code, which is always the same.
const CODE: &str = "123456";

/// The lifetime of a code, in milliseconds.
const GOOD_FOR: i64 = 5 * 60_000;

/// The time for which a contact remains verified, in milliseconds. No source documents it; half a year is assumed.
const VERIFIED_FOR: i64 = 180 * DAY;

/// The condition for one contact of `:customer`. The country code of a mail address is ignored.
const THIS: &str = "customer = :customer AND way = :way AND value = :value AND (way = 1 OR area_code = :area)";

/// A phone number or a mail address of the caller's customer.
pub(crate) struct Contact<'a> {
    pub(crate) way: ContactWay,
    pub(crate) area: &'a str,
    pub(crate) value: &'a str,
}

impl<'a> Contact<'a> {
    /// Creates a contact. The default country code of a phone number is that of China.
    pub(crate) fn new(way: ContactWay, area: Option<&'a str>, value: &'a str) -> Self {
        Self { way, area: area.filter(|area| !area.is_empty()).unwrap_or(list_area_codes::CHINA), value }
    }

    /// Returns the number of codes sent to the contact after `since`.
    pub(crate) fn codes_since(&self, cx: &Context<'_>, since: i64) -> Result<i64, ApiError> {
        let sql = format!("SELECT count(*) FROM verify_codes WHERE {THIS} AND sent_at > :since");
        let parameters = named_params! {
            ":customer": cx.customer(), ":way": self.way.code(), ":value": self.value, ":area": self.area,
            ":since": since,
        };
        Ok(cx.db.prepare_cached(&sql)?.query_row(parameters, |row| row.get(0))?)
    }

    /// Sends a code.
    pub(crate) fn send_code(&self, cx: &Context<'_>) -> Result<(), ApiError> {
        cx.db.execute(
            "INSERT INTO verify_codes (customer, way, area_code, value, sent_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            (cx.customer(), self.way.code(), self.area, self.value, cx.now),
        )?;
        Ok(())
    }

    /// Returns true if this is the code that was sent and it has not expired. A code can be used once.
    pub(crate) fn use_code(&self, cx: &Context<'_>, code: &str) -> Result<bool, ApiError> {
        if code != CODE {
            return Ok(false);
        }
        let sql = format!("UPDATE verify_codes SET used = 1 WHERE {THIS} AND used = 0 AND sent_at > :since");
        let used = cx.db.prepare_cached(&sql)?.execute(named_params! {
            ":customer": cx.customer(), ":way": self.way.code(), ":value": self.value, ":area": self.area,
            ":since": cx.now - GOOD_FOR,
        })?;
        Ok(used > 0)
    }

    /// Returns the end of the verification, if the contact is verified now.
    pub(crate) fn verified_until(&self, cx: &Context<'_>) -> Result<Option<i64>, ApiError> {
        let sql = format!("SELECT max(expires_at) FROM contacts WHERE {THIS} AND expires_at > :now");
        let parameters = named_params! {
            ":customer": cx.customer(), ":way": self.way.code(), ":value": self.value, ":area": self.area,
            ":now": cx.now,
        };
        Ok(cx.db.prepare_cached(&sql)?.query_row(parameters, |row| row.get(0))?)
    }

    /// Marks the contact as verified from now on, as a contact of `user`. A contact that was verified before keeps its ID.
    pub(crate) fn verify(&self, cx: &Context<'_>, user: &str) -> Result<(), ApiError> {
        let sql = format!("UPDATE contacts SET user_id = :user, expires_at = :expires WHERE {THIS}");
        let renewed = cx.db.prepare_cached(&sql)?.execute(named_params! {
            ":customer": cx.customer(), ":way": self.way.code(), ":value": self.value, ":area": self.area,
            ":user": user, ":expires": cx.now + VERIFIED_FOR,
        })?;
        if renewed == 0 {
            let id = format!("verified-{}", 1000 + cx.next_number("contact")?);
            self.add(cx, &id, user)?;
        }
        Ok(())
    }

    /// Adds the contact as verified from now on, with a given ID.
    pub(crate) fn add(&self, cx: &Context<'_>, id: &str, user: &str) -> Result<(), ApiError> {
        cx.db.execute(
            "INSERT INTO contacts (id, customer, user_id, way, area_code, value, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (id, cx.customer(), user, self.way.code(), self.area, self.value, cx.now + VERIFIED_FOR),
        )?;
        Ok(())
    }
}

/// A stored verified contact.
pub(crate) struct StoredContact {
    customer: String,
    way: i64,
    area: String,
    value: String,
    expires_at: i64,
}

impl StoredContact {
    /// Returns the contact with this ID, of any customer.
    pub(crate) fn find(cx: &Context<'_>, id: &str) -> Result<Option<Self>, ApiError> {
        let mut statement =
            cx.db.prepare_cached("SELECT customer, way, area_code, value, expires_at FROM contacts WHERE id = ?1")?;
        let found = statement.query_row([id], |row| {
            let (customer, way) = (row.get(0)?, row.get(1)?);
            Ok(Self { customer, way, area: row.get(2)?, value: row.get(3)?, expires_at: row.get(4)? })
        });
        Ok(found.optional()?)
    }

    /// Returns true if the contact belongs to another customer than the caller's.
    pub(crate) fn is_foreign(&self, cx: &Context<'_>) -> bool {
        self.customer != cx.customer()
    }

    /// Returns true if it is verified and is the given contact.
    pub(crate) fn stands_for(&self, cx: &Context<'_>, contact: &Contact<'_>) -> bool {
        let same_area = contact.way == ContactWay::Mail || self.area == contact.area;
        self.expires_at > cx.now && self.way == contact.way.code() && self.value == contact.value && same_area
    }
}
