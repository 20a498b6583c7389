//! Suggestions for near misses in names.

use crate::spec::closed::PRIMITIVES;

/// The names that other formats have for the types of the spec.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("str", "string"),
    ("text", "string"),
    ("boolean", "bool"),
    ("int", "i32"),
    ("int32", "i32"),
    ("integer", "i32"),
    ("number", "i64"),
    ("long", "i64"),
    ("int64", "i64"),
    ("uint", "u32"),
    ("uint32", "u32"),
    ("uint64", "u64"),
    ("float", "f64"),
    ("double", "f64"),
    ("date", "time"),
    ("datetime", "time"),
    ("timestamp", "time"),
    ("password", "secret"),
    ("url", "presigned_url"),
    ("object", "any"),
    ("json", "any"),
    ("binary", "bytes"),
    ("array", "[T]"),
    ("list", "[T]"),
    ("vec", "[T]"),
    ("map", "{T}"),
];

/// Returns the known name that is most similar to a misspelled one. A fourth of the letters may differ, without case.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let allowed = (lower.chars().count() / 4).max(1);
    let distances = known.into_iter().map(|known| (strsim::damerau_levenshtein(&lower, &known.to_lowercase()), known));
    distances.filter(|(distance, _)| *distance <= allowed).min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// Returns `: did you mean ...?`, or nothing if no known name is similar.
pub(crate) fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, known).map_or(String::new(), |near| format!(": did you mean `{near}`?"))
}

/// Returns `: did you mean ...?` for an unknown type. `declared` are the types of the service.
pub(crate) fn did_you_mean_type<'a>(name: &str, declared: impl IntoIterator<Item = &'a str>) -> String {
    let lower = name.to_ascii_lowercase();
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == lower).map(|(_, ours)| *ours);
    let same = PRIMITIVES.iter().find(|built_in| **built_in == lower).copied();
    let declared: Vec<&str> = declared.into_iter().collect();
    let capitals = declared.iter().find(|known| known.eq_ignore_ascii_case(name)).copied();
    let near = capitals.or(same).or(other);
    near.or_else(|| nearest(name, declared.into_iter().chain(PRIMITIVES.iter().copied())))
        .map_or(String::new(), |near| format!(": did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_other_formats_lead_to_ours() {
        assert_eq!(did_you_mean_type("String", ["CaseId"]), ": did you mean `string`?");
        assert_eq!(did_you_mean_type("integer", []), ": did you mean `i32`?");
        assert_eq!(did_you_mean_type("Caseid", ["CaseId"]), ": did you mean `CaseId`?");
        assert_eq!(did_you_mean_type("CaseIdd", ["CaseId"]), ": did you mean `CaseId`?");
        assert_eq!(did_you_mean_type("Qwx", ["CaseId"]), "");
    }
}
