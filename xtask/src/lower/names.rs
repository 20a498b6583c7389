//! Names: which ones are allowed, and their form in Rust.

use heck::ToSnakeCase;

use crate::reserved;

/// Returns the Rust name of a field, or the reason why it needs `rust_name`.
pub(crate) fn rust_field_name(wire: &str, given: Option<&str>) -> Result<String, String> {
    let name = given.map_or_else(|| module_name(wire), str::to_owned);
    if !is_snake(&name) {
        return Err(format!("`{name}` is not a Rust name: set a snake_case one with `rust_name`"));
    }
    if reserved::is_field_reserved(&name) {
        return Err(format!("`{name}` is reserved in Rust: set another name with `rust_name`"));
    }
    Ok(name)
}

/// Returns true if a name is snake_case.
pub(crate) fn is_snake(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Returns true if a name is UpperCamelCase.
pub(crate) fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Returns a name in snake_case, as modules and fields have it. A plural of capitals is one word: `ListURLs` is `list_urls`.
pub(crate) fn module_name(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let is_upper = |index: Option<usize>| index.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_uppercase);
    let ends = |index: usize| letters.get(index).is_none_or(|next| !next.is_ascii_lowercase());
    let mut words = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let is_plural =
            *letter == 's' && ends(index + 1) && is_upper(index.checked_sub(1)) && is_upper(index.checked_sub(2));
        words.push(if is_plural { 'S' } else { *letter });
    }
    words.to_snake_case()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plural_of_capitals_is_one_word() {
        assert_eq!(module_name("ListURLs"), "list_urls");
        assert_eq!(module_name("fileIDs"), "file_ids");
        assert_eq!(module_name("IDsOfFiles"), "ids_of_files");
        assert_eq!(module_name("ListHTTPServers"), "list_http_servers");
        assert_eq!(module_name("hasACLs"), "has_acls");
        assert_eq!(module_name("ListCases"), "list_cases");
        assert_eq!(module_name("Is"), "is");
    }
}
