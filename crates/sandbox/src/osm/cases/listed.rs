//! Tickets as list elements. Lists are the most frequent requests, so only the returned columns are read.

use hwc_wire::Timestamp;
use rusqlite::Row;

use super::ticket::{self, Cells, Label};
use crate::context::Context;
use crate::osm::names::{self, Named, name_of};
use crate::times;

/// The columns, in the order of [`Listed::read`].
pub(super) const COLUMNS: &str =
    "c.status, c.id, c.user_id, c.user_name, c.description, c.business_type, c.sub_type, c.product, c.region,
     c.opened_at, c.root_cause, c.resolution, c.confirmed_at, EXISTS (SELECT 1 FROM case_labels WHERE case_id = c.id)";

/// A ticket in a list, with names in place of IDs.
pub(super) struct Listed {
    pub(super) status: i64,
    pub(super) id: String,
    pub(super) user_id: String,
    pub(super) user_name: String,
    pub(super) description: String,
    pub(super) business_type: String,
    pub(super) sub_type: String,
    pub(super) product: Option<String>,
    pub(super) region: String,
    pub(super) opened_at: Timestamp,
    pub(super) root_cause: Option<String>,
    pub(super) resolution: Option<String>,
    pub(super) confirmed_at: Option<Timestamp>,
    is_labelled: bool,
}

impl Listed {
    /// Reads a row of [`COLUMNS`].
    pub(super) fn read(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<Self> {
        let mut cells = Cells::new(row);
        Ok(Self {
            status: cells.take()?,
            id: cells.take()?,
            user_id: cells.take()?,
            user_name: cells.take()?,
            description: cells.take()?,
            business_type: name(cx, names::PROBLEM_TYPES, &mut cells)?.unwrap_or_default(),
            sub_type: name(cx, names::CATEGORIES, &mut cells)?.unwrap_or_default(),
            product: name(cx, names::PRODUCTS, &mut cells)?,
            region: name(cx, names::REGIONS, &mut cells)?.unwrap_or_default(),
            opened_at: times::osm(cells.take()?),
            root_cause: cells.take()?,
            resolution: cells.take()?,
            confirmed_at: cells.take::<Option<i64>>()?.map(times::osm),
            is_labelled: cells.take()?,
        })
    }

    /// Returns the labels of the ticket.
    pub(super) fn labels(&self, cx: &Context<'_>) -> rusqlite::Result<Vec<Label>> {
        if self.is_labelled { ticket::labels(cx, &self.id) } else { Ok(Vec::new()) }
    }
}

/// Returns the name for the ID in the next cell.
fn name(cx: &Context<'_>, list: &[Named], cells: &mut Cells<'_, '_>) -> rusqlite::Result<Option<String>> {
    Ok(cells.text()?.map(|id| name_of(cx, list, id)))
}
