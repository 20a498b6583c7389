//! Tickets in the database: one struct for all full views of a ticket, and pages of tickets.

use rusqlite::types::FromSql;
use rusqlite::{OptionalExtension, Row};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::lifecycle::apply_due_transitions;
use crate::services::osm::localized::{self, LocalizedName, localized_name};
use crate::services::osm::ticket_search::{TicketSearch, bind};

/// The columns of a ticket, in the order of [`Ticket::read`].
pub(crate) const COLUMNS: &str =
    "c.status, c.id, c.customer, c.user_id, c.user_name, c.description, c.business_type, c.sub_type, c.product,
     c.region, c.severity, c.source, c.project, c.ownership, c.opened_at, c.judgement, c.root_cause, c.resolution,
     c.resolved_at, c.confirmed_at, c.area_code, c.remind_mobile, c.remind_mail, c.remind_time, c.contact_type,
     c.cc_email, c.commodity";

/// A ticket without its messages, and with IDs in place of names.
pub(crate) struct Ticket {
    pub(crate) status: i64,
    pub(crate) id: String,
    pub(crate) customer: String,
    pub(crate) user_id: String,
    pub(crate) user_name: String,
    pub(crate) problem: Problem,
    pub(crate) outcome: Outcome,
    pub(crate) contact: Contact,
}

/// The problem of a ticket.
pub(crate) struct Problem {
    pub(crate) description: String,
    pub(crate) business_type: String,
    pub(crate) sub_type: String,
    pub(crate) product: Option<String>,
    pub(crate) region: String,
    pub(crate) severity: Option<String>,
    pub(crate) source: String,
    pub(crate) project: Option<String>,
    pub(crate) ownership: i64,
    pub(crate) opened_at: i64,
}

/// The outcome of a ticket.
pub(crate) struct Outcome {
    pub(crate) judgement: String,
    pub(crate) root_cause: Option<String>,
    pub(crate) resolution: Option<String>,
    pub(crate) resolved_at: Option<i64>,
    pub(crate) confirmed_at: Option<i64>,
}

/// The contact information of a ticket.
pub(crate) struct Contact {
    pub(crate) area_code: Option<String>,
    pub(crate) remind_mobile: Option<String>,
    pub(crate) remind_mail: Option<String>,
    pub(crate) remind_time: Option<String>,
    pub(crate) contact_type: Option<String>,
    pub(crate) cc_email: Option<String>,
    pub(crate) commodity: Option<String>,
}

/// A label of a ticket: its number, name and color.
pub(crate) type Label = (u32, String, String);

/// A cursor over the cells of a row.
pub(crate) struct RowReader<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r, 's> RowReader<'r, 's> {
    pub(crate) fn new(row: &'r Row<'s>) -> Self {
        Self { row, next: 0 }
    }

    pub(crate) fn take<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    /// Returns the next cell, an optional text, without a copy.
    pub(crate) fn text(&mut self) -> rusqlite::Result<Option<&'r str>> {
        self.next += 1;
        Ok(self.row.get_ref(self.next - 1)?.as_str_or_null()?)
    }
}

impl Ticket {
    /// Reads a row of [`COLUMNS`].
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let mut cells = RowReader::new(row);
        Ok(Self {
            status: cells.take()?,
            id: cells.take()?,
            customer: cells.take()?,
            user_id: cells.take()?,
            user_name: cells.take()?,
            problem: Problem::read(&mut cells)?,
            outcome: Outcome::read(&mut cells)?,
            contact: Contact::read(&mut cells)?,
        })
    }
}

impl Problem {
    fn read(cells: &mut RowReader<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            description: cells.take()?,
            business_type: cells.take()?,
            sub_type: cells.take()?,
            product: cells.take()?,
            region: cells.take()?,
            severity: cells.take()?,
            source: cells.take()?,
            project: cells.take()?,
            ownership: cells.take()?,
            opened_at: cells.take()?,
        })
    }

    pub(crate) fn business_type_name(&self, cx: &Context<'_>) -> String {
        localized_name(cx, localized::PROBLEM_TYPES, &self.business_type)
    }

    pub(crate) fn sub_type_name(&self, cx: &Context<'_>) -> String {
        localized_name(cx, localized::CATEGORIES, &self.sub_type)
    }

    pub(crate) fn region_name(&self, cx: &Context<'_>) -> String {
        localized_name(cx, localized::REGIONS, &self.region)
    }

    pub(crate) fn product_name(&self, cx: &Context<'_>) -> Option<String> {
        name_if_any(cx, localized::PRODUCTS, self.product.as_deref())
    }

    pub(crate) fn severity_name(&self, cx: &Context<'_>) -> Option<String> {
        name_if_any(cx, localized::SEVERITIES, self.severity.as_deref())
    }
}

fn name_if_any(cx: &Context<'_>, list: &[LocalizedName], id: Option<&str>) -> Option<String> {
    id.map(|id| localized_name(cx, list, id))
}

impl Outcome {
    fn read(cells: &mut RowReader<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            judgement: cells.take()?,
            root_cause: cells.take()?,
            resolution: cells.take()?,
            resolved_at: cells.take()?,
            confirmed_at: cells.take()?,
        })
    }
}

impl Contact {
    fn read(cells: &mut RowReader<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            area_code: cells.take()?,
            remind_mobile: cells.take()?,
            remind_mail: cells.take()?,
            remind_time: cells.take()?,
            contact_type: cells.take()?,
            cc_email: cells.take()?,
            commodity: cells.take()?,
        })
    }
}

/// Returns a ticket if it exists.
pub(crate) fn one(cx: &Context<'_>, id: &str) -> rusqlite::Result<Option<Ticket>> {
    apply_due_transitions(cx)?;
    let sql = format!("SELECT {COLUMNS} FROM cases c WHERE c.id = ?1");
    cx.db.prepare_cached(&sql)?.query_row([id], Ticket::read).optional()
}

/// Returns the number of tickets of a search. Most searches use stored counts.
pub(crate) fn count(cx: &Context<'_>, search: &TicketSearch) -> Result<u64, ApiError> {
    let counted =
        if search.is_counted() { "coalesce(sum(c.count), 0) FROM case_counts" } else { "count(*) FROM cases" };
    let sql = format!("SELECT {counted} c WHERE {}", search.condition());
    let mut statement = cx.db.prepare_cached(&sql)?;
    search.bind(&mut statement)?;
    let mut rows = statement.raw_query();
    Ok(rows.next()?.map_or(Ok(0), |row| row.get(0))?)
}

/// A page of a search, newest first.
pub(crate) struct Page {
    /// The number of tickets to skip.
    pub(crate) offset: u64,
    /// The maximum number of tickets; `None` means all.
    pub(crate) limit: Option<u32>,
}

/// Reads columns of a page of a search.
pub(crate) fn page<T>(
    cx: &Context<'_>,
    search: &TicketSearch,
    page: &Page,
    columns: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, ApiError> {
    let sql = format!(
        "SELECT {columns} FROM cases c WHERE {}
         ORDER BY c.opened_at DESC, c.number DESC LIMIT :limit OFFSET :offset",
        search.condition()
    );
    let mut statement = cx.db.prepare_cached(&sql)?;
    search.bind(&mut statement)?;
    bind(&mut statement, "limit", &page.limit.map_or(-1, i64::from))?;
    bind(&mut statement, "offset", &i64::try_from(page.offset).unwrap_or(i64::MAX))?;
    Ok(statement.raw_query().mapped(read).collect::<Result<_, _>>()?)
}

/// Returns the labels of a ticket.
pub(crate) fn labels(cx: &Context<'_>, case: &str) -> rusqlite::Result<Vec<Label>> {
    let mut statement = cx.db.prepare_cached(
        "SELECT l.id, l.name, l.color FROM case_labels p JOIN labels l ON l.id = p.label_id
         WHERE p.case_id = ?1 ORDER BY p.label_id",
    )?;
    statement.query_map([case], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
}
