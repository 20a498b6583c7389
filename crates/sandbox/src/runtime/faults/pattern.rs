//! Names and patterns of operations.

use std::fmt;

use hwc_models::CATALOG;
use hwc_wire::Operation;

use super::{FaultError, FaultTarget, StorageAction};

/// The operations of a fault: a qualified name in which `*` stands for any text. Only patterns that begin with `storage.` match
/// requests to presigned URLs.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct OperationPattern(Option<String>);

impl OperationPattern {
    /// The pattern of all operations.
    pub(crate) const ANY: Self = Self(None);

    /// Returns the pattern of one operation.
    pub(crate) fn of(operation: &Operation) -> Self {
        Self(Some(operation.full_name()))
    }

    /// Parses a pattern, or the name of an operation that is unique among the services.
    ///
    /// # Errors
    /// Returns [`FaultError::Operation`] if it matches no operation.
    pub(crate) fn parse(text: &str) -> Result<Self, FaultError> {
        if text == "*" {
            return Ok(Self::ANY);
        }
        let pattern = Self(Some(text.to_owned()));
        let operations = CATALOG.entries().map(|entry| FaultTarget::Operation(entry.operation));
        let mut targets = operations.chain(StorageAction::ALL.map(FaultTarget::Storage));
        if targets.any(|target| pattern.matches(target)) {
            return Ok(pattern);
        }
        let unknown = || FaultError::Operation(text.to_owned());
        let mut named = CATALOG.entries().map(|entry| entry.operation).filter(|operation| operation.name == text);
        let first = named.next().ok_or_else(unknown)?;
        if named.next().is_some() { Err(unknown()) } else { Ok(Self::of(first)) }
    }

    /// Returns true if the pattern matches the qualified name of the target.
    pub(crate) fn matches(&self, target: FaultTarget) -> bool {
        match (&self.0, target) {
            (None, target) => matches!(target, FaultTarget::Operation(_)),
            (Some(pattern), FaultTarget::Operation(operation)) => matches_glob(pattern, &operation.full_name()),
            (Some(pattern), FaultTarget::Storage(action)) => {
                pattern.starts_with(StorageAction::PREFIX) && matches_glob(pattern, action.full_name())
            }
        }
    }

    /// Returns the text of the pattern.
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or("*")
    }
}

impl fmt::Debug for OperationPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Returns true if `text` matches a pattern in which `*` stands for any text.
pub(crate) fn matches_glob(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        match text.split_once(part) {
            Some((_, after)) => text = after,
            None => return false,
        }
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, expected) in [
            ("osm.ListCases", "osm.ListCases", true),
            ("osm.List", "osm.ListCases", false),
            ("osm.*", "osm.ListCases", true),
            ("*.List*", "osm.ListCases", true),
            ("*Cases", "osm.ListCases", true),
            ("osm.*List*Cases", "osm.ListCases", true),
            ("osm.*List*List*", "osm.ListCases", false),
            ("*aa", "a", false),
            ("a*a", "a", false),
            ("**", "", true),
        ] {
            assert_eq!(matches_glob(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn presigned_urls_are_matched_by_their_names_alone() {
        let matches = |pattern: &str| {
            let pattern = OperationPattern::parse(pattern).unwrap();
            StorageAction::ALL.map(|action| pattern.matches(FaultTarget::Storage(action)))
        };
        assert_eq!(matches("storage.*"), [true, true]);
        assert_eq!(matches("storage.GetObject"), [true, false]);
        for pattern in ["*", "*.*", "*.Get*", "koodrive.*"] {
            assert_eq!(matches(pattern), [false, false], "{pattern}");
        }
    }

    #[test]
    fn a_pattern_matches_at_least_one_operation() {
        assert_eq!(OperationPattern::parse("ListCases").unwrap().as_str(), "osm.ListCases");
        assert_eq!(OperationPattern::parse("koodrive.*").unwrap().as_str(), "koodrive.*");
        assert_eq!(OperationPattern::parse("*").unwrap(), OperationPattern::ANY);
        assert_eq!(OperationPattern::parse("storage.UploadPart").unwrap().as_str(), "storage.UploadPart");
        for unknown in ["koo.*", "Nothing", "", "storage.Nothing", "UploadPart"] {
            assert_eq!(OperationPattern::parse(unknown), Err(FaultError::Operation(unknown.to_owned())));
        }
    }
}
