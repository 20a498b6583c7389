//! Names: which ones are allowed, and their form in Rust.

use heck::ToSnakeCase;

/// The keywords of Rust.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn",
    "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while", "abstract", "become", "box", "do",
    "final", "gen", "macro", "override", "priv", "try", "typeof", "unsized", "virtual", "yield",
];

/// The methods that every request type has already.
const RESERVED: &[&str] = &["new", "maybe", "clone", "default", "fmt", "eq", "ne"];

/// Returns the Rust name of a field, or the reason why it needs `rust_name`.
pub(crate) fn rust_field_name(wire: &str, given: Option<&str>) -> Result<String, String> {
    let name = given.map_or_else(|| wire.to_snake_case(), str::to_owned);
    if !is_snake(&name) {
        return Err(format!("`{name}` is not a Rust name: set a snake_case one with `rust_name`"));
    }
    if KEYWORDS.contains(&name.as_str()) || RESERVED.contains(&name.as_str()) {
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

/// Returns the name of a module or a file.
pub(crate) fn module_name(name: &str) -> String {
    name.to_snake_case()
}
