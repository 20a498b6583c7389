//! The order of lists of files. A cursor holds the position in this order, so that a list neither loses nor repeats files if
//! others are added or removed between its pages.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hwc_models::koodrive::{CursorPage, FileSort, FileSortField, SortDirection};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::services::koodrive::drive::Node;

/// The number of files on a page without a size, by the reference.
const PAGE_SIZE: u32 = 100;

/// The order of a list of files. Without a field, folders precede files, each by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileOrder {
    field: Option<FileSortField>,
    is_descending: bool,
}

/// A page of a list of files.
#[derive(Debug)]
pub(super) struct FilePage {
    pub(super) files: Vec<Node>,
    /// The number of files on all pages.
    pub(super) total: u64,
    /// The cursor of the next page. The last page has none.
    pub(super) next_cursor: Option<String>,
}

/// The position of a file in an order: a number, a text, and the ID, which tells equal files apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Position(i64, String, String);

/// The content of a cursor: the code of the field, the direction, and the position of the last file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cursor(Option<i64>, bool, Position);

impl FileOrder {
    /// Reads the order of a request.
    ///
    /// # Errors
    /// Returns [`ApiError::invalid`] for an unknown value, and for the time of deletion outside of the recycle bin.
    pub(super) fn new(sort: Option<&FileSort>, is_recycle_bin: bool) -> Result<Self, ApiError> {
        let field = sort.and_then(|sort| sort.sort_type);
        match field {
            Some(FileSortField::Unknown(_)) => return Err(ApiError::invalid("sortType is unknown")),
            Some(FileSortField::RecycledTime) if !is_recycle_bin => {
                return Err(ApiError::invalid("sortType 5 is only for the recycle bin"));
            }
            _ => {}
        }
        let is_descending = match sort.and_then(|sort| sort.sort_direction) {
            Some(SortDirection::Unknown(_)) => return Err(ApiError::invalid("sortDirection is unknown")),
            direction => direction == Some(SortDirection::Descending),
        };
        Ok(Self { field, is_descending })
    }

    /// Sorts files and returns a page of them.
    ///
    /// # Errors
    /// Returns [`ApiError::invalid`] if the cursor is invalid or belongs to another order.
    pub(super) fn page(self, files: Vec<Node>, page: Option<&CursorPage>) -> Result<FilePage, ApiError> {
        let cursor = page.and_then(|page| page.page_cursor.as_deref()).unwrap_or_default();
        let after = if cursor.is_empty() { None } else { Some(self.decode(cursor)?) };
        let size = page.and_then(|page| page.page_size).unwrap_or(PAGE_SIZE);
        let total = files.len() as u64;
        let mut files: Vec<_> = files.into_iter().map(|file| (self.position(&file), file)).collect();
        files.sort_by(|(left, _), (right, _)| self.compare(left, right));
        if let Some(after) = after {
            files.retain(|(position, _)| self.compare(position, &after).is_gt());
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let has_more = files.len() > size;
        files.truncate(size);
        let next_cursor = files.last().filter(|_| has_more).map(|(position, _)| self.encode(position)).transpose()?;
        Ok(FilePage { files: files.into_iter().map(|(_, file)| file).collect(), total, next_cursor })
    }

    fn compare(self, left: &Position, right: &Position) -> std::cmp::Ordering {
        let ascending = left.cmp(right);
        if self.is_descending { ascending.reverse() } else { ascending }
    }

    fn position(self, file: &Node) -> Position {
        let name = file.name.to_lowercase();
        let (number, text) = match self.field {
            None => (i64::from(!file.is_folder()), name),
            Some(FileSortField::Size) => (i64::try_from(file.size).unwrap_or(i64::MAX), name),
            Some(FileSortField::CreatedTime) => (file.created_at, name),
            Some(FileSortField::EditedTime) => (file.edited_at, name),
            Some(FileSortField::RecycledTime) => (file.recycled.as_ref().map_or(0, |recycled| recycled.at), name),
            Some(FileSortField::Format) => (0, format!("{}\n{name}", file.suffix().unwrap_or_default().to_lowercase())),
            Some(_) => (0, name),
        };
        Position(number, text, file.id.clone())
    }

    fn encode(self, position: &Position) -> Result<String, ApiError> {
        let cursor = Cursor(self.field.map(|field| field.code()), self.is_descending, position.clone());
        let json = serde_json::to_vec(&cursor).map_err(|error| ApiError::internal(error.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    fn decode(self, text: &str) -> Result<Position, ApiError> {
        let json = URL_SAFE_NO_PAD.decode(text).ok();
        let cursor: Option<Cursor> = json.and_then(|json| serde_json::from_slice(&json).ok());
        match cursor {
            Some(Cursor(field, is_descending, position))
                if field == self.field.map(|field| field.code()) && is_descending == self.is_descending =>
            {
                Ok(position)
            }
            _ => Err(ApiError::invalid("the cursor is invalid")),
        }
    }
}
