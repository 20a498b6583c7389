//! Descriptor of a record: its name and its fields.

use crate::descriptor::{FieldDescriptor, Location};

/// The descriptor of a record.
#[derive(Debug)]
pub struct RecordDescriptor {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The fields, in the order of their indexes.
    pub fields: &'static [FieldDescriptor],
    /// True if the body has required fields.
    pub(crate) has_required: bool,
    /// True if it is a request, or a record in a request.
    sent: bool,
    /// One bit for each location that a field uses.
    locations: u8,
}

impl RecordDescriptor {
    /// Creates the descriptor of a record in responses.
    #[must_use]
    pub const fn received(name: &'static str, fields: &'static [FieldDescriptor]) -> Self {
        let (mut has_required, mut locations) = (false, 0);
        let mut index = 0;
        while index < fields.len() {
            has_required |= fields[index].required && fields[index].in_body();
            locations |= 1 << fields[index].location as u8;
            index += 1;
        }
        Self { name, fields, has_required, sent: false, locations }
    }

    /// Creates the descriptor of a record in requests.
    #[must_use]
    pub const fn sent(name: &'static str, fields: &'static [FieldDescriptor]) -> Self {
        let mut descriptor = Self::received(name, fields);
        descriptor.sent = true;
        descriptor
    }

    /// Returns true if the record is a request, or a record in a request.
    #[must_use]
    pub const fn is_sent(&self) -> bool {
        self.sent
    }

    /// Returns true if a field has this location.
    #[must_use]
    pub const fn has(&self, location: Location) -> bool {
        self.locations & (1 << location as u8) != 0
    }

    /// Returns true if the body is the content of a file. Headers may hold other fields.
    #[must_use]
    pub fn is_content(&self) -> bool {
        self.fields.iter().any(|field| field.binary)
    }

    /// Returns true if the body is a form.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.has(Location::Form)
    }
}
