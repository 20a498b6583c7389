//! One exported ticket.

use hwc_models::osm::{CaseDetail, CaseInfo, CaseMessage};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// A ticket with all that is on it. It is serialized as `{"case": {..}, "detail": {..}}`, with the names of the service.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TicketRecord {
    /// The ticket as the list shows it.
    pub case: CaseInfo,
    /// The ticket itself, with its messages. `None` where it was gone before it could be read.
    pub detail: Option<CaseDetail>,
}

impl TicketRecord {
    /// The messages on the ticket, in the order of the service.
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
