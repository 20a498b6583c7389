//! Lowering of the constraints of a field.

use hwc_wire::{Constraints, Pattern};

use super::field::Report;
use crate::model::FieldType;
use crate::spec::spanned::Spanned;
use crate::spec::yaml;

/// Resolves the constraints of a field, and reports those that its type does not support.
pub(super) fn lower(yaml: &Spanned<yaml::Field>, ty: &FieldType, report: &mut Report<'_>) -> Constraints {
    let (list, map) = (element(ty, false), element(ty, true));
    let inner = list.or(map);
    let mut lowering = Lowering { kind: &yaml.kind.value, report };
    let size = |(min, max): (i64, i64)| (min.unsigned_abs(), max.unsigned_abs());
    let numbers = is_number(ty) || list.is_some_and(is_number);
    Constraints {
        length: lowering.limit(yaml.length.as_ref(), "length", is_text(ty), "strings").map(size),
        range: lowering.limit(yaml.range.as_ref(), "range", numbers, "numbers"),
        item_count: lowering.limit(yaml.item_count.as_ref(), "item_count", inner.is_some(), "lists and maps").map(size),
        item_length: lowering
            .limit(yaml.item_length.as_ref(), "item_length", inner.is_some_and(is_text), "lists and maps of strings")
            .map(size),
        key_length: lowering.limit(yaml.key_length.as_ref(), "key_length", map.is_some(), "maps").map(size),
        pattern: lowering.pattern(yaml.pattern.as_ref(), is_text(ty)),
    }
}

fn is_number(ty: &FieldType) -> bool {
    matches!(ty, FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64)
}

fn is_text(ty: &FieldType) -> bool {
    matches!(
        ty,
        FieldType::String | FieldType::Secret | FieldType::PresignedUrl | FieldType::Timestamp | FieldType::Named(_)
    )
}

/// Returns the type of the elements of a list, or of the values of a map.
fn element(ty: &FieldType, of_map: bool) -> Option<&FieldType> {
    match ty {
        FieldType::List(inner) if !of_map => Some(inner),
        FieldType::Map(inner) | FieldType::MapOrText(inner) if of_map => Some(inner),
        _ => None,
    }
}

struct Lowering<'a, 'r> {
    kind: &'a str,
    report: &'a mut Report<'r>,
}

impl Lowering<'_, '_> {
    fn limit(&mut self, limit: Option<&Spanned<String>>, name: &str, fits: bool, what: &str) -> Option<(i64, i64)> {
        let limit = limit?;
        if !fits {
            (self.report)(limit.location, format!("`{name}` is only for {what}, and the type is `{}`", self.kind));
        }
        let (min, max) = parse_range(limit).map_err(|message| (self.report)(limit.location, message)).ok()?;
        if min < 0 && name != "range" {
            (self.report)(limit.location, format!("`{name}` must not begin below 0"));
        }
        Some((min, max))
    }

    /// Returns the pattern with a static lifetime, as the descriptors of the models have it.
    fn pattern(&mut self, pattern: Option<&Spanned<String>>, fits: bool) -> Option<&'static str> {
        let pattern = pattern?;
        if !fits {
            (self.report)(pattern.location, format!("`pattern` is only for strings, and the type is `{}`", self.kind));
        }
        if let Err(problem) = Pattern::parse(&pattern.value) {
            let message = format!("`pattern` is not supported: {problem}");
            (self.report)(pattern.location, message);
        }
        Some(Box::leak(pattern.value.clone().into_boxed_str()))
    }
}

/// Parses `1..=64` or `0..`.
fn parse_range(limit: &Spanned<String>) -> Result<(i64, i64), String> {
    let wrong = || format!("`{}` is not a range: write it as `1..=64` or `1..`", limit.value);
    let (min, max) = limit.split_once("..").ok_or_else(wrong)?;
    let min = min.trim().parse().map_err(|_| wrong())?;
    let max = match max.trim() {
        "" => i64::MAX,
        max => max.strip_prefix('=').ok_or_else(wrong)?.trim().parse().map_err(|_| wrong())?,
    };
    if min > max {
        return Err(format!("`{}` is empty: the minimum is greater than the maximum", limit.value));
    }
    Ok((min, max))
}
