//! Documented constraints of a field.

/// The constraints of a field. Bounds are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constraints {
    /// The number of characters of a text.
    pub length: Option<(u64, u64)>,
    /// The value of a number.
    pub range: Option<(i64, i64)>,
    /// The number of elements of a list, or of entries of a map.
    pub item_count: Option<(u64, u64)>,
    /// The number of characters of each text in a list or a map.
    pub item_length: Option<(u64, u64)>,
    /// The number of characters of each key of a map.
    pub key_length: Option<(u64, u64)>,
    /// The [pattern](crate::Pattern) of a text.
    pub pattern: Option<&'static str>,
}

impl Constraints {
    /// No constraints.
    pub const NONE: Self =
        Self { length: None, range: None, item_count: None, item_length: None, key_length: None, pattern: None };
}
