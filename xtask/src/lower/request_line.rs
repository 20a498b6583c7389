//! The request line of an endpoint: a method, and a path whose segments are fixed or one parameter.

use hwc_wire::Method;

const METHODS: [Method; 6] = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];

/// Splits a request line. Returns the reason if it is not one.
pub(crate) fn parse(line: &str) -> Result<(Method, String), String> {
    let (name, path) = line.trim().split_once(' ').unwrap_or((line, ""));
    let example = "as in `GET /v2/cases/{case_id}`";
    let Some(method) = METHODS.into_iter().find(|method| method.as_str() == name) else {
        if name.starts_with('/') {
            return Err(format!("`{line}` has no method: write one in front of the path, {example}"));
        }
        let hint = match name.to_ascii_uppercase() {
            upper if METHODS.iter().any(|method| method.as_str() == upper) => format!("write `{upper}`"),
            _ => format!("use {}", METHODS.map(Method::as_str).join(", ")),
        };
        return Err(format!("unknown method `{name}`: {hint}"));
    };
    if path.is_empty() {
        return Err(format!("`{line}` has no path: write it after the method, {example}"));
    }
    check_path(path).map(|()| (method, path.to_owned()))
}

fn check_path(path: &str) -> Result<(), String> {
    let Some(segments) = path.strip_prefix('/') else {
        return Err(format!("the path `{path}` does not begin with `/`: write only the part after the host"));
    };
    if let Some((_, query)) = path.split_once('?') {
        return Err(format!("the path has the query `{query}`: list it under `query:`"));
    }
    let mut names = std::collections::BTreeSet::new();
    for segment in segments.split('/') {
        if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c)) {
                return Err(format!(
                    "`{segment}` is not a path parameter: use letters, digits, `_` and `-` in its name"
                ));
            }
            if !names.insert(name) {
                return Err(format!("the path has `{segment}` twice: give the second one another name"));
            }
        } else if segment.contains(['{', '}']) {
            return Err(format!(
                "`{segment}` mixes text with a parameter: a parameter must be a whole segment, as in `/{{id}}/`"
            ));
        } else if let Some(c) = segment.chars().find(|c| !is_path_character(*c)) {
            return Err(format!("the path has `{c}`, which a URL cannot have: encode it, or check for a typo"));
        }
    }
    Ok(())
}

/// Returns true for the characters of a segment. Apostrophes are allowed in a URL, but not in the docs.
fn is_path_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~!$&()*+,;=:@%".contains(c)
}
