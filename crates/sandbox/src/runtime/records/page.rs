//! Pages of records, in each pagination style of the services.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value as Json, json};

use super::columns::ColumnValue;
use crate::runtime::api_error::ApiError;

/// The requested part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    start: Start,
    limit: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Start {
    Offset(i64),
    Cursor(String),
}

impl Page {
    /// Requests at most `limit` elements after skipping `offset`.
    #[must_use]
    pub fn offset(offset: impl TryInto<i64>, limit: impl TryInto<i64>) -> Self {
        Self { start: Start::Offset(number(offset)), limit: number(limit) }
    }

    /// Requests the page with this number, of pages with `size` elements. The first page has the number 1; 0 is also the first page.
    #[must_use]
    pub fn number(page: impl TryInto<i64>, size: impl TryInto<i64>) -> Self {
        let size = number(size);
        Self::offset((number(page) - 1).saturating_mul(size), size)
    }

    /// Requests at most `limit` elements after the position of a [`RecordPage::cursor`]. Without a cursor, with an empty one
    /// and with `0`, the list starts at its beginning.
    #[must_use]
    pub fn cursor(cursor: Option<&str>, limit: impl TryInto<i64>) -> Self {
        let cursor = cursor.filter(|cursor| *cursor != "0").unwrap_or_default();
        Self { start: Start::Cursor(cursor.to_owned()), limit: number(limit) }
    }

    /// Requests all elements, for lists without pages.
    #[must_use]
    pub fn all() -> Self {
        Self { start: Start::Offset(0), limit: i64::MAX - 1 }
    }

    /// Returns this page of a list in memory, for lists that the database cannot filter, such as by a state that depends on
    /// the time.
    ///
    /// # Errors
    /// Returns [`ApiError::invalid`] if the cursor of the page is invalid.
    pub fn select<T>(&self, items: Vec<T>) -> Result<RecordPage<T>, ApiError> {
        let (cursor, limit, offset) = self.position()?;
        let total = items.len() as u64;
        let skipped = cursor.as_ref().map_or(offset, |cursor| cursor.number);
        let position = |index: usize| Cursor { value: ColumnValue::Null, number: number(index + 1) };
        let rows = items.into_iter().enumerate().map(|(index, item)| (item, position(index)));
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        let most = usize::try_from(limit.saturating_add(1)).unwrap_or(usize::MAX);
        Ok(assemble(rows.skip(skipped).take(most).collect(), limit, cursor.as_ref(), total))
    }

    /// Returns the cursor, the limit and the offset.
    pub(super) fn position(&self) -> Result<(Option<Cursor>, i64, i64), ApiError> {
        match &self.start {
            Start::Offset(offset) => Ok((None, self.limit, *offset)),
            Start::Cursor(text) if text.is_empty() => Ok((None, self.limit, 0)),
            Start::Cursor(text) => {
                let cursor = Cursor::decode(text).ok_or_else(|| ApiError::invalid("the cursor is invalid"))?;
                Ok((Some(cursor), self.limit, 0))
            }
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordPage<T> {
    /// The elements of the page.
    pub items: Vec<T>,
    /// The number of elements on all pages.
    pub total: u64,
    /// True if more elements follow.
    pub has_more: bool,
    /// The position after this page. It also continues the list if elements are added at its end later.
    pub cursor: String,
}

impl<T> RecordPage<T> {
    /// Returns the cursor of the next page, or `None` after the last page.
    #[must_use]
    pub fn next_cursor(&self) -> Option<String> {
        self.has_more.then(|| self.cursor.clone())
    }

    /// Converts the elements.
    #[must_use]
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> RecordPage<U> {
        let items = self.items.into_iter().map(convert).collect();
        RecordPage { items, total: self.total, has_more: self.has_more, cursor: self.cursor }
    }
}

/// Makes a page of rows, of which there may be one more than the limit.
pub(super) fn assemble<T>(mut rows: Vec<(T, Cursor)>, limit: i64, start: Option<&Cursor>, total: u64) -> RecordPage<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().map(|(_, cursor)| cursor).or(start);
    let cursor = last.map_or_else(String::new, Cursor::encode);
    let items = rows.into_iter().map(|(item, _)| item).collect();
    RecordPage { items, total, has_more, cursor }
}

/// The position of an element: the value that the list is sorted by, and the number of the record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cursor {
    pub(super) value: ColumnValue,
    pub(super) number: i64,
}

impl Cursor {
    fn encode(&self) -> String {
        let value = match &self.value {
            ColumnValue::Integer(number) => json!(number),
            ColumnValue::Real(number) => json!(number),
            ColumnValue::Text(text) => json!(text),
            ColumnValue::Null | ColumnValue::Blob(_) => Json::Null,
        };
        URL_SAFE_NO_PAD.encode(json!([value, self.number]).to_string())
    }

    fn decode(text: &str) -> Option<Self> {
        let decoded = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (value, number): (Json, i64) = serde_json::from_slice(&decoded).ok()?;
        let value = match value {
            Json::Null => ColumnValue::Null,
            Json::String(text) => ColumnValue::Text(text),
            Json::Number(number) => match number.as_i64() {
                Some(number) => ColumnValue::Integer(number),
                None => ColumnValue::Real(number.as_f64()?),
            },
            _ => return None,
        };
        Some(Self { value, number })
    }
}

/// Converts a number of elements. Negative numbers count as 0, and too large ones as the largest.
fn number(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX).max(0)
}
