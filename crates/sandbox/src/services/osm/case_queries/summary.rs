//! Tickets as list elements. Lists are the most frequent requests, so only the returned columns are read.

use hwc_wire::Timestamp;
use rusqlite::Row;

use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::osm::localized::{self, LocalizedName, localized_name};
use crate::services::osm::ticket::{self, Label, RowReader};

/// The columns, in the order of [`TicketSummary::read`].
pub(crate) const COLUMNS: &str =
    "c.status, c.id, c.user_id, c.user_name, c.description, c.business_type, c.sub_type, c.product, c.region,
     c.opened_at, c.root_cause, c.resolution, c.confirmed_at, EXISTS (SELECT 1 FROM case_labels WHERE case_id = c.id)";

/// A ticket in a list, with names in place of IDs.
pub(crate) struct TicketSummary {
    pub(crate) status: i64,
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) user_name: String,
    pub(crate) description: String,
    pub(crate) business_type: String,
    pub(crate) sub_type: String,
    pub(crate) product: Option<String>,
    pub(crate) region: String,
    pub(crate) opened_at: Timestamp,
    pub(crate) root_cause: Option<String>,
    pub(crate) resolution: Option<String>,
    pub(crate) confirmed_at: Option<Timestamp>,
    is_labelled: bool,
}

impl TicketSummary {
    /// Reads a row of [`COLUMNS`].
    pub(crate) fn read(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<Self> {
        let mut cells = RowReader::new(row);
        Ok(Self {
            status: cells.take()?,
            id: cells.take()?,
            user_id: cells.take()?,
            user_name: cells.take()?,
            description: cells.take()?,
            business_type: name(cx, localized::PROBLEM_TYPES, &mut cells)?.unwrap_or_default(),
            sub_type: name(cx, localized::CATEGORIES, &mut cells)?.unwrap_or_default(),
            product: name(cx, localized::PRODUCTS, &mut cells)?,
            region: name(cx, localized::REGIONS, &mut cells)?.unwrap_or_default(),
            opened_at: times::osm(cells.take()?),
            root_cause: cells.take()?,
            resolution: cells.take()?,
            confirmed_at: cells.take::<Option<i64>>()?.map(times::osm),
            is_labelled: cells.take()?,
        })
    }

    /// Returns the labels of the ticket.
    pub(crate) fn labels(&self, cx: &Context<'_>) -> rusqlite::Result<Vec<Label>> {
        if self.is_labelled { ticket::labels(cx, &self.id) } else { Ok(Vec::new()) }
    }
}

/// Returns the name for the ID in the next cell.
fn name(cx: &Context<'_>, list: &[LocalizedName], cells: &mut RowReader<'_, '_>) -> rusqlite::Result<Option<String>> {
    Ok(cells.text()?.map(|id| localized_name(cx, list, id)))
}
