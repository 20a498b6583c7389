//! Descriptor of one field of a model: its name on the wire, its location and its constraints.
//!
//! Descriptors are built with the constructors below, as in `query("limit").range(1, 100)`. They are constants: a program
//! computes and allocates nothing for them at startup.

use crate::descriptor::Constraints;

/// The location of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query. A list is repeated: `id=1&id=2`.
    Query,
    /// The query. A list is joined: `id=1,2`.
    QueryCommaSeparated,
    /// A header.
    Header,
    /// A member of the JSON body, or of a record within it.
    BodyField,
    /// The whole body: any JSON, or the content of a file.
    Payload,
    /// A part of a form (`multipart/form-data`). A record travels as JSON text, a [`FilePart`](crate::FilePart) as a file.
    Form,
}

/// The JSON type in which a service writes a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// The JSON type of the Rust type.
    #[default]
    Same,
    /// Numbers and codes are written as text. This includes those of loose fields in the records of a list.
    Text,
    /// A text that is a number is written as a number.
    Number,
    /// A list with one element is written as that element.
    Single,
}

/// The descriptor of one field of a model.
#[derive(Clone, Copy, Debug)]
pub struct FieldDescriptor {
    /// The name on the wire.
    pub name: &'static str,
    /// Alternative names that are accepted in responses.
    pub aliases: &'static [&'static str],
    /// The location.
    pub location: Location,
    /// True if it is always present. Absence is a violation in a request, and a deviation in a response.
    pub required: bool,
    /// True if the spec expects other forms of the value, such as a number in quotes.
    pub lenient: bool,
    /// The JSON type in which the service writes it, according to its reference and SDKs. All types are accepted.
    pub written: Written,
    /// True if the field is a whole body with the content of a file rather than JSON.
    pub binary: bool,
    /// The constraints of the value.
    pub constraints: Constraints,
}

const fn field(name: &'static str, location: Location) -> FieldDescriptor {
    FieldDescriptor {
        name,
        aliases: &[],
        location,
        required: false,
        lenient: false,
        written: Written::Same,
        binary: false,
        constraints: Constraints::NONE,
    }
}

/// Returns a segment of the path.
#[must_use]
pub const fn path(name: &'static str) -> FieldDescriptor {
    field(name, Location::Path).required()
}

/// Returns a query parameter. A list is repeated.
#[must_use]
pub const fn query(name: &'static str) -> FieldDescriptor {
    field(name, Location::Query)
}

/// Returns a query parameter. A list is joined by commas.
#[must_use]
pub const fn query_comma_separated(name: &'static str) -> FieldDescriptor {
    field(name, Location::QueryCommaSeparated)
}

/// Returns a header.
#[must_use]
pub const fn header(name: &'static str) -> FieldDescriptor {
    field(name, Location::Header)
}

/// Returns a member of a JSON object.
#[must_use]
pub const fn body(name: &'static str) -> FieldDescriptor {
    field(name, Location::BodyField)
}

/// Returns the whole body as JSON.
#[must_use]
pub const fn payload(name: &'static str) -> FieldDescriptor {
    field(name, Location::Payload)
}

/// Returns the whole body as the content of a file.
#[must_use]
pub const fn binary(name: &'static str) -> FieldDescriptor {
    let mut field = field(name, Location::Payload);
    field.binary = true;
    field
}

/// Returns a part of a form.
#[must_use]
pub const fn form(name: &'static str) -> FieldDescriptor {
    field(name, Location::Form)
}

impl FieldDescriptor {
    /// Sets alternative names that are accepted in responses.
    #[must_use]
    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        self.aliases = names;
        self
    }

    /// Marks the field as always present.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Accepts other forms of the value without a deviation.
    #[must_use]
    pub const fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Declares that services write the number or code as text.
    #[must_use]
    pub const fn as_text(mut self) -> Self {
        self.written = Written::Text;
        self
    }

    /// Declares that services write the text as a number.
    #[must_use]
    pub const fn as_number(mut self) -> Self {
        self.written = Written::Number;
        self
    }

    /// Declares that services write a list with one element as that element.
    #[must_use]
    pub const fn as_single(mut self) -> Self {
        self.written = Written::Single;
        self
    }

    /// Constrains a text to `min` to `max` characters.
    #[must_use]
    pub const fn length(mut self, min: u64, max: u64) -> Self {
        self.constraints.length = Some((min, max));
        self
    }

    /// Constrains a number to `min` to `max`.
    #[must_use]
    pub const fn range(mut self, min: i64, max: i64) -> Self {
        self.constraints.range = Some((min, max));
        self
    }

    /// Constrains a list to `min` to `max` elements.
    #[must_use]
    pub const fn item_count(mut self, min: u64, max: u64) -> Self {
        self.constraints.item_count = Some((min, max));
        self
    }

    /// Constrains each text in a list to `min` to `max` characters.
    #[must_use]
    pub const fn item_length(mut self, min: u64, max: u64) -> Self {
        self.constraints.item_length = Some((min, max));
        self
    }

    /// Returns true if `name` is one of the names of the field on the wire.
    #[inline]
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }

    /// Returns true if the field is a query parameter.
    #[must_use]
    pub const fn in_query(&self) -> bool {
        matches!(self.location, Location::Query | Location::QueryCommaSeparated)
    }

    /// Returns true if the field is a member of the body.
    #[inline]
    #[must_use]
    pub const fn in_body(&self) -> bool {
        matches!(self.location, Location::BodyField)
    }
}
