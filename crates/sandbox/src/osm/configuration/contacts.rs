//! Phone numbers and mail addresses: the codes that were sent to them, and for how long they count as verified.

use hwc_models::osm::ContactWay;
use rusqlite::{OptionalExtension, named_params};

use super::area_codes;
use crate::context::Context;
use crate::refusal::Refusal;
use crate::times::DAY;

/// The code that is always sent.
const CODE: &str = "123456";

/// How long a code is good, in milliseconds.
const GOOD_FOR: i64 = 5 * 60_000;

/// How long a contact counts as verified, in milliseconds. No source tells; half a year is taken.
const VERIFIED_FOR: i64 = 180 * DAY;

/// Contacts that are `:customer`'s and are this one. A mail address is the same whatever its country code.
const THIS: &str = "customer = :customer AND way = :way AND value = :value AND (way = 1 OR area_code = :area)";

/// A phone number or a mail address of the caller's customer.
pub(in crate::osm) struct Contact<'a> {
    pub(super) way: ContactWay,
    pub(super) area: &'a str,
    pub(super) value: &'a str,
}

impl<'a> Contact<'a> {
    /// A phone number without country code is taken for one in China.
    pub(in crate::osm) fn new(way: ContactWay, area: Option<&'a str>, value: &'a str) -> Self {
        Self { way, area: area.filter(|area| !area.is_empty()).unwrap_or(area_codes::CHINA), value }
    }

    /// How many codes were sent to it after the time `since`.
    pub(super) fn codes_since(&self, cx: &Context<'_>, since: i64) -> Result<i64, Refusal> {
        let sql = format!("SELECT count(*) FROM verify_codes WHERE {THIS} AND sent_at > :since");
        let parameters = named_params! {
            ":customer": cx.customer(), ":way": self.way.code(), ":value": self.value, ":area": self.area,
            ":since": since,
        };
        Ok(cx.db.prepare_cached(&sql)?.query_row(parameters, |row| row.get(0))?)
    }

    /// Sends a code.
    pub(super) fn send_code(&self, cx: &Context<'_>) -> Result<(), Refusal> {
        cx.db.execute(
            "INSERT INTO verify_codes (customer, way, area_code, value, sent_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            (cx.customer(), self.way.code(), self.area, self.value, cx.now),
        )?;
        Ok(())
    }

    /// Whether this is the code that was sent, while it is good. It can be used once.
    pub(super) fn use_code(&self, cx: &Context<'_>, code: &str) -> Result<bool, Refusal> {
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

    /// Until when it counts as verified, if it does now.
    pub(super) fn verified_until(&self, cx: &Context<'_>) -> Result<Option<i64>, Refusal> {
        let sql = format!("SELECT max(expires_at) FROM contacts WHERE {THIS} AND expires_at > :now");
        let parameters = named_params! {
            ":customer": cx.customer(), ":way": self.way.code(), ":value": self.value, ":area": self.area,
            ":now": cx.now,
        };
        Ok(cx.db.prepare_cached(&sql)?.query_row(parameters, |row| row.get(0))?)
    }

    /// Notes that it is verified from now on, as a contact of `user`. One that was verified before keeps its id.
    pub(super) fn verify(&self, cx: &Context<'_>, user: &str) -> Result<(), Refusal> {
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

    /// Adds it as verified from now on, with an id of one's own.
    pub(in crate::osm) fn add(&self, cx: &Context<'_>, id: &str, user: &str) -> Result<(), Refusal> {
        cx.db.execute(
            "INSERT INTO contacts (id, customer, user_id, way, area_code, value, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (id, cx.customer(), user, self.way.code(), self.area, self.value, cx.now + VERIFIED_FOR),
        )?;
        Ok(())
    }
}

/// A verified contact as the database has it.
pub(super) struct Verified {
    customer: String,
    way: i64,
    area: String,
    value: String,
    expires_at: i64,
}

impl Verified {
    /// The contact with this id, whosever it is.
    pub(super) fn find(cx: &Context<'_>, id: &str) -> Result<Option<Self>, Refusal> {
        let mut statement =
            cx.db.prepare_cached("SELECT customer, way, area_code, value, expires_at FROM contacts WHERE id = ?1")?;
        let found = statement.query_row([id], |row| {
            let (customer, way) = (row.get(0)?, row.get(1)?);
            Ok(Self { customer, way, area: row.get(2)?, value: row.get(3)?, expires_at: row.get(4)? })
        });
        Ok(found.optional()?)
    }

    /// Whether it belongs to another customer than the caller's.
    pub(super) fn is_foreign(&self, cx: &Context<'_>) -> bool {
        self.customer != cx.customer()
    }

    /// Whether it counts as verified and is the contact that is meant.
    pub(super) fn stands_for(&self, cx: &Context<'_>, contact: &Contact<'_>) -> bool {
        let same_area = contact.way == ContactWay::Mail || self.area == contact.area;
        self.expires_at > cx.now && self.way == contact.way.code() && self.value == contact.value && same_area
    }
}
