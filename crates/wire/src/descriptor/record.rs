//! Descriptor of a record: its name and its fields.

use crate::descriptor::{Constant, FieldDescriptor, Location};

/// The descriptor of a record.
#[derive(Debug)]
pub struct RecordDescriptor {
    /// The name of the Rust type.
    pub name: &'static str,
    /// The fields, in the order of their indexes.
    pub fields: &'static [FieldDescriptor],
    /// The members of the body that always have the same value.
    pub constants: &'static [Constant],
    /// True if the body has required fields.
    pub(crate) has_required: bool,
    /// True if it is a request.
    sent: bool,
    /// One bit for each location that a field uses.
    locations: u8,
}

impl RecordDescriptor {
    /// Creates the descriptor of a response, or of a record in requests or responses.
    #[must_use]
    #[inline]
    pub const fn received(name: &'static str, fields: &'static [FieldDescriptor]) -> Self {
        let (mut has_required, mut locations) = (false, 0);
        let mut index = 0;
        while index < fields.len() {
            has_required |= fields[index].required && fields[index].in_body();
            locations |= 1 << fields[index].location as u8;
            index += 1;
        }
        Self { name, fields, constants: &[], has_required, sent: false, locations }
    }

    /// Creates the descriptor of a request.
    #[must_use]
    #[inline]
    pub const fn sent(name: &'static str, fields: &'static [FieldDescriptor]) -> Self {
        let mut descriptor = Self::received(name, fields);
        descriptor.sent = true;
        descriptor
    }

    /// Sets the members of the body that always have the same value.
    #[must_use]
    #[inline]
    pub const fn constants(mut self, constants: &'static [Constant]) -> Self {
        self.constants = constants;
        self
    }

    /// Returns the constant with this name.
    #[must_use]
    pub fn constant(&self, name: &str) -> Option<&'static Constant> {
        self.constants.iter().find(|constant| constant.name == name)
    }

    /// Returns true if the record is a request.
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
