//! Descriptor of one field of a model: its name on the wire, its location and its constraints.
//!
//! Descriptors are built with the constructors below, as in `query("limit").range(1, 100)`. They are constants: a program
//! computes and allocates nothing for them at startup.

use crate::descriptor::Constraints;
use crate::value::ValueRef;

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

/// The JSON type of a field at the service. Requests follow it for texts, numbers and codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JsonForm {
    /// The JSON type of the Rust type.
    #[default]
    Native,
    /// Numbers and codes are written as text. This includes those of lenient fields in the records of a list.
    String,
    /// A text that is a number is written as a number.
    Number,
    /// A list with one element is written as that element.
    SingleItem,
}

/// The presence of the members of a record, as stated by a field that contains it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemberPresence {
    /// The record itself declares which members are required.
    #[default]
    AsDeclared,
    /// Every member is required here.
    Required,
    /// No member is required here.
    Optional,
}

impl MemberPresence {
    /// Returns true if the field is required in a record that is used this way.
    #[inline]
    #[must_use]
    pub const fn requires(self, field: &FieldDescriptor) -> bool {
        match self {
            MemberPresence::AsDeclared => field.required,
            MemberPresence::Required => true,
            MemberPresence::Optional => false,
        }
    }
}

/// The descriptor of one field of a model.
#[derive(Clone, Copy, Debug)]
pub struct FieldDescriptor {
    /// The name of the field for callers: its name on the wire, unless another location of the request has the same one.
    pub name: &'static str,
    /// The name on the wire.
    pub wire_name: &'static str,
    /// Alternative names that are accepted in responses.
    pub aliases: &'static [&'static str],
    /// The location.
    pub location: Location,
    /// True if it is always present. Absence is a violation in a request, and a deviation in a response.
    pub required: bool,
    /// True if the spec expects other forms of the value, such as a number in quotes.
    pub lenient: bool,
    /// The JSON type in which the service writes it, according to its reference and SDKs. All types are accepted.
    pub json_form: JsonForm,
    /// True if the field is a whole body with the content of a file rather than JSON.
    pub binary: bool,
    /// True for a list in a record whose empty value is sent. Other empty lists in records are omitted.
    pub keep_empty: bool,
    /// The presence of the members of the record that it contains.
    pub members: MemberPresence,
    /// The constraints of the value.
    pub constraints: Constraints,
}

#[inline]
const fn field(name: &'static str, location: Location) -> FieldDescriptor {
    FieldDescriptor {
        name,
        wire_name: name,
        aliases: &[],
        location,
        required: false,
        lenient: false,
        json_form: JsonForm::Native,
        binary: false,
        keep_empty: false,
        members: MemberPresence::AsDeclared,
        constraints: Constraints::NONE,
    }
}

/// Returns a segment of the path.
#[must_use]
#[inline]
pub const fn path(name: &'static str) -> FieldDescriptor {
    field(name, Location::Path).required()
}

/// Returns a query parameter. A list is repeated.
#[must_use]
#[inline]
pub const fn query(name: &'static str) -> FieldDescriptor {
    field(name, Location::Query)
}

/// Returns a query parameter. A list is joined by commas.
#[must_use]
#[inline]
pub const fn query_comma_separated(name: &'static str) -> FieldDescriptor {
    field(name, Location::QueryCommaSeparated)
}

/// Returns a header.
#[must_use]
#[inline]
pub const fn header(name: &'static str) -> FieldDescriptor {
    field(name, Location::Header)
}

/// Returns a member of a JSON object.
#[must_use]
#[inline]
pub const fn body(name: &'static str) -> FieldDescriptor {
    field(name, Location::BodyField)
}

/// Returns the whole body as JSON.
#[must_use]
#[inline]
pub const fn payload(name: &'static str) -> FieldDescriptor {
    field(name, Location::Payload)
}

/// Returns the whole body as the content of a file.
#[must_use]
#[inline]
pub const fn binary(name: &'static str) -> FieldDescriptor {
    let mut field = field(name, Location::Payload);
    field.binary = true;
    field
}

/// Returns a part of a form.
#[must_use]
#[inline]
pub const fn form(name: &'static str) -> FieldDescriptor {
    field(name, Location::Form)
}

impl FieldDescriptor {
    /// Sets alternative names that are accepted in responses.
    #[must_use]
    #[inline]
    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        self.aliases = names;
        self
    }

    /// Sets the name on the wire, if another location of the request has the same one.
    #[must_use]
    #[inline]
    pub const fn wire_name(mut self, name: &'static str) -> Self {
        self.wire_name = name;
        self
    }

    /// Sends an empty list, which then differs from an absent one.
    #[must_use]
    #[inline]
    pub const fn keep_empty(mut self) -> Self {
        self.keep_empty = true;
        self
    }

    /// Requires every member of the record that the field contains.
    #[must_use]
    #[inline]
    pub const fn members_required(mut self) -> Self {
        self.members = MemberPresence::Required;
        self
    }

    /// Requires no member of the record that the field contains.
    #[must_use]
    #[inline]
    pub const fn members_optional(mut self) -> Self {
        self.members = MemberPresence::Optional;
        self
    }

    /// Marks the field as always present.
    #[must_use]
    #[inline]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Accepts other forms of the value without a deviation.
    #[must_use]
    #[inline]
    pub const fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Declares that services write the number or code as text, and that requests contain it as text.
    #[must_use]
    #[inline]
    pub const fn as_text(mut self) -> Self {
        self.json_form = JsonForm::String;
        self
    }

    /// Declares that services write the text as a number.
    #[must_use]
    #[inline]
    pub const fn as_number(mut self) -> Self {
        self.json_form = JsonForm::Number;
        self
    }

    /// Declares that services write a list with one element as that element.
    #[must_use]
    #[inline]
    pub const fn as_single(mut self) -> Self {
        self.json_form = JsonForm::SingleItem;
        self
    }

    /// Constrains a text to `min` to `max` characters.
    #[must_use]
    #[inline]
    pub const fn length(mut self, min: u64, max: u64) -> Self {
        self.constraints.length = Some((min, max));
        self
    }

    /// Constrains a number to `min` to `max`.
    #[must_use]
    #[inline]
    pub const fn range(mut self, min: i64, max: i64) -> Self {
        self.constraints.range = Some((min, max));
        self
    }

    /// Constrains a list to `min` to `max` elements, or a map to as many entries.
    #[must_use]
    #[inline]
    pub const fn item_count(mut self, min: u64, max: u64) -> Self {
        self.constraints.item_count = Some((min, max));
        self
    }

    /// Constrains each text in a list or a map to `min` to `max` characters.
    #[must_use]
    #[inline]
    pub const fn item_length(mut self, min: u64, max: u64) -> Self {
        self.constraints.item_length = Some((min, max));
        self
    }

    /// Constrains each key of a map to `min` to `max` characters.
    #[must_use]
    #[inline]
    pub const fn key_length(mut self, min: u64, max: u64) -> Self {
        self.constraints.key_length = Some((min, max));
        self
    }

    /// Constrains a text to a [pattern](crate::Pattern), which the whole text must match.
    #[must_use]
    #[inline]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.constraints.pattern = Some(pattern);
        self
    }

    /// Returns true if `name` is the name of the field for callers, or an alternative name.
    #[inline]
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }

    /// Returns true if `name` is one of the names of the field on the wire.
    #[inline]
    #[must_use]
    pub fn is_sent_as(&self, name: &str) -> bool {
        self.wire_name == name || self.aliases.contains(&name)
    }

    /// Returns true if a request omits the value: it is absent, or it is an empty list in a record, where that means the same.
    /// An empty list of the request itself is sent.
    #[must_use]
    pub fn omits(&self, value: ValueRef<'_>, is_request: bool) -> bool {
        match value {
            ValueRef::Absent => true,
            ValueRef::List(items) => !is_request && !self.required && !self.keep_empty && items.count() == 0,
            _ => false,
        }
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
