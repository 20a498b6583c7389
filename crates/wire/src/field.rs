//! One field of a model as the tables know it: its name on the wire, its place and its limits.
//!
//! Tables are written with the constructors below, as in `query("limit").range(1, 100)`. They are constants: nothing is
//! computed or allocated when a program starts.

use crate::limits::Limits;

/// Where a field travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A segment of the path.
    Path,
    /// The query. A list is repeated: `id=1&id=2`.
    Query,
    /// The query. A list is joined: `id=1,2`.
    QueryJoined,
    /// A header.
    Header,
    /// A member of the JSON body, or of a record within it.
    Body,
    /// The body itself, whatever JSON it is, or the content of a file.
    Whole,
    /// A part of a form (`multipart/form-data`). A record travels as JSON text, a [`FilePart`](crate::FilePart) as a file.
    Form,
}

/// The JSON type in which a service writes a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// That of the Rust type.
    #[default]
    Same,
    /// Numbers and codes are written as text, those of loose fields in the records of a list too.
    Text,
    /// A text that is a number is written as one.
    Number,
    /// A list of one is written as its element alone.
    Single,
}

/// One field of a model.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// Other names under which the field may arrive.
    pub also: &'static [&'static str],
    /// Where it travels.
    pub place: Place,
    /// Whether it is always there. Checked before a request is sent, and a deviation when an answer lacks it.
    pub required: bool,
    /// Whether the spec expects other forms of it, such as a number in quotes.
    pub loose: bool,
    /// The JSON type in which the service writes it, by its tables and SDKs. All of them are read.
    pub written: Written,
    /// Whether the body that it is, is the content of a file and no JSON.
    pub content: bool,
    /// What is allowed.
    pub limits: Limits,
}

const fn field(name: &'static str, place: Place) -> Field {
    Field {
        name,
        also: &[],
        place,
        required: false,
        loose: false,
        written: Written::Same,
        content: false,
        limits: Limits::NONE,
    }
}

/// A segment of the path.
#[must_use]
pub const fn path(name: &'static str) -> Field {
    field(name, Place::Path).required()
}

/// A parameter of the query; a list is repeated.
#[must_use]
pub const fn query(name: &'static str) -> Field {
    field(name, Place::Query)
}

/// A parameter of the query; a list is joined by commas.
#[must_use]
pub const fn query_joined(name: &'static str) -> Field {
    field(name, Place::QueryJoined)
}

/// A header.
#[must_use]
pub const fn header(name: &'static str) -> Field {
    field(name, Place::Header)
}

/// A member of a JSON object.
#[must_use]
pub const fn body(name: &'static str) -> Field {
    field(name, Place::Body)
}

/// The whole body.
#[must_use]
pub const fn whole(name: &'static str) -> Field {
    field(name, Place::Whole)
}

/// The whole body, which is the content of a file and no JSON.
#[must_use]
pub const fn content(name: &'static str) -> Field {
    let mut field = field(name, Place::Whole);
    field.content = true;
    field
}

/// A part of a form.
#[must_use]
pub const fn form(name: &'static str) -> Field {
    field(name, Place::Form)
}

impl Field {
    /// Other names under which the field may arrive.
    #[must_use]
    pub const fn also(mut self, names: &'static [&'static str]) -> Self {
        self.also = names;
        self
    }

    /// The field is always there.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Other forms of the value are expected and no deviation.
    #[must_use]
    pub const fn loose(mut self) -> Self {
        self.loose = true;
        self
    }

    /// Services write the number or code as text.
    #[must_use]
    pub const fn as_text(mut self) -> Self {
        self.written = Written::Text;
        self
    }

    /// Services write the text as a number.
    #[must_use]
    pub const fn as_number(mut self) -> Self {
        self.written = Written::Number;
        self
    }

    /// Services write a list of one as its element alone.
    #[must_use]
    pub const fn as_single(mut self) -> Self {
        self.written = Written::Single;
        self
    }

    /// Text of `min` to `max` characters.
    #[must_use]
    pub const fn chars(mut self, min: u64, max: u64) -> Self {
        self.limits.chars = Some((min, max));
        self
    }

    /// A number from `min` to `max`.
    #[must_use]
    pub const fn range(mut self, min: i64, max: i64) -> Self {
        self.limits.range = Some((min, max));
        self
    }

    /// A list of `min` to `max` elements.
    #[must_use]
    pub const fn items(mut self, min: u64, max: u64) -> Self {
        self.limits.items = Some((min, max));
        self
    }

    /// A list whose elements are texts of `min` to `max` characters.
    #[must_use]
    pub const fn each(mut self, min: u64, max: u64) -> Self {
        self.limits.each = Some((min, max));
        self
    }

    /// Whether `name` is one of the field's names on the wire.
    #[inline]
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.also.contains(&name)
    }

    /// Whether the field is a parameter of the query.
    #[must_use]
    pub const fn in_query(&self) -> bool {
        matches!(self.place, Place::Query | Place::QueryJoined)
    }

    /// Whether the field is a member of the body.
    #[inline]
    #[must_use]
    pub const fn in_body(&self) -> bool {
        matches!(self.place, Place::Body)
    }
}
