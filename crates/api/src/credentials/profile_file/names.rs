//! The names of sections and profiles.

/// The sections of the official SDKs.
pub(super) const OFFICIAL: [&str; 2] = ["basic", "global"];

/// The additional sections for default credentials: one for each service.
pub(super) const OWN: [&str; 4] = ["osm", "insight", "iam", "koodrive"];

/// Returns true for a section for default credentials.
pub(super) fn is_default_section(section: &str) -> bool {
    OFFICIAL.contains(&section) || OWN.contains(&section)
}

/// Returns the profile to which a section belongs.
pub(super) fn profile_of(section: &str) -> Option<&str> {
    let name = match section.split_once('.') {
        Some((name, service)) => OWN.contains(&service).then_some(name)?,
        None => section,
    };
    validate_profile_name(name).is_ok().then_some(name)
}

/// Returns an error if a profile cannot have this name.
pub(in crate::credentials) fn validate_profile_name(name: &str) -> Result<(), String> {
    if name.is_empty() || name.trim() != name || name.contains(['.', '[', ']']) || name.contains(char::is_control) {
        return Err(
            "the name must not be empty or contain `.`, `[`, `]`, control characters or surrounding spaces".to_owned()
        );
    }
    if is_default_section(name) || name == "DEFAULT" {
        return Err(format!("`{name}` is the name of a section without a profile; choose another name"));
    }
    Ok(())
}
