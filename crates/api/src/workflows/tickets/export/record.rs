//! An exported ticket.

use hwc_models::osm::{CaseDetail, CaseInfo, CaseMessage};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// A ticket with all its details. It is serialized as `{"case": {..}, "detail": {..}}`, with the field names of the service.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TicketRecord {
    /// The ticket as listed.
    pub case: CaseInfo,
    /// The ticket with its messages. `None` if it was deleted before it could be read.
    pub detail: Option<CaseDetail>,
}

impl TicketRecord {
    /// Returns the messages on the ticket, in the order of the service.
    #[must_use]
    pub fn messages(&self) -> &[CaseMessage] {
        self.detail.as_ref().map_or(&[], |detail| &detail.message_list)
    }
}

impl Serialize for TicketRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("TicketRecord", 2)?;
        record.serialize_field("case", &self.case)?;
        record.serialize_field("detail", &self.detail)?;
        record.end()
    }
}
