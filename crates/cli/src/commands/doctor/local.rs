//! Checks of this machine: variables, files, proxies and root certificates.

use std::env;
use std::path::Path;

use hwc_api::ProfileFile;

use super::report::{Check, ProblemKind};
use super::source::selected_profile;
use crate::commands::profile::check_profile;
use crate::profile::{config, profile_path};

/// Groups of variables that belong together.
const GROUPS: [&[&str]; 6] = [
    &["HWC_AUTH_TOKEN"],
    &["HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE"],
    &["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"],
    &["HWC_IAM_DOMAIN", "HWC_IAM_USER", "HWC_IAM_PASSWORD"],
    &["HWC_KOODRIVE_APP_ID", "HWC_KOODRIVE_APP_SECRET", "HWC_KOODRIVE_USER_ID"],
    &["HWC_KOODRIVE_TOKEN"],
];

/// Variables that have no effect without another one.
const COMPANIONS: [(&str, &str); 2] =
    [("HUAWEICLOUD_SDK_SECURITY_TOKEN", "HUAWEICLOUD_SDK_AK"), ("HWC_KOODRIVE_SESSION_ID", "HWC_KOODRIVE_TOKEN")];

/// The variables with proxies, in the order in which they apply.
const PROXIES: [&str; 6] = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Returns the checks of this machine. The sandbox needs no profile.
pub(super) fn checks(is_sandbox: bool) -> Vec<Check> {
    let profile = selected_profile().filter(|_| !is_sandbox);
    vec![variables(&is_set), profile_file(profile), configuration(), proxies(), roots()]
}

/// Returns true if a variable has a value.
fn is_set(name: &str) -> bool {
    env::var(name).is_ok_and(|value| !value.trim().is_empty())
}

fn variables(is_set: &dyn Fn(&str) -> bool) -> Check {
    let check = Check::new("variables", None);
    for group in GROUPS {
        let (present, absent): (Vec<&str>, Vec<&str>) = group.iter().copied().partition(|name| is_set(name));
        if !present.is_empty() && !absent.is_empty() {
            let message = format!("{} is set, but {} is not", present.join(" and "), absent.join(" and "));
            let fix = format!("set {}, or unset {}", absent.join(" and "), present.join(" and "));
            return check.problem(ProblemKind::HalfSetVariables, message, fix);
        }
    }
    if let Some((name, missing)) = COMPANIONS.iter().find(|(name, needed)| is_set(name) && !is_set(needed)) {
        let message = format!("{name} is set, but {missing} is not");
        return check.problem(ProblemKind::HalfSetVariables, message, format!("set {missing}, or unset {name}"));
    }
    let set: Vec<&str> = GROUPS.iter().flat_map(|group| group.iter().copied()).filter(|name| is_set(name)).collect();
    match set.as_slice() {
        [] => check.skipped("no credentials in the environment"),
        names => check.ok(names.join(", ")).detail("set", names.to_vec()),
    }
}

/// Checks the profile file, and that it has the selected profile.
fn profile_file(profile: Option<String>) -> Check {
    let check = Check::new("profile file", None);
    let path = match profile_path() {
        Ok(path) => path,
        Err(error) => return check.skipped(error.message()),
    };
    let check = check.detail("path", path.display().to_string());
    let file = match ProfileFile::load(&path) {
        Ok(file) => file,
        Err(error) => {
            let fix = format!("correct {}, or name another file in HUAWEICLOUD_SDK_CREDENTIALS_FILE", path.display());
            return check.problem(ProblemKind::UnreadableProfile, format!("{}: {error}", path.display()), fix);
        }
    };
    let missing = profile.as_deref().and_then(|name| check_profile(name).err().map(|error| (name, error)));
    match (file, missing) {
        (_, Some((name, error))) => {
            let fix = format!("hwc login --profile {name}, or select another one of `hwc profile list`");
            check.problem(ProblemKind::UnknownProfile, error.message(), fix)
        }
        (None, _) => check.skipped(format!("{} does not exist", path.display())),
        (Some(_), _) if is_shared(&path) => {
            let message = format!("other users can read {}", path.display());
            check.warning(message, format!("chmod 600 {}", path.display()))
        }
        (Some(_), _) => {
            let used = profile.map_or_else(String::new, |name| format!(", profile {name}"));
            check.ok(format!("{}{used}", path.display()))
        }
    }
}

#[cfg(unix)]
fn is_shared(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| std::os::unix::fs::MetadataExt::mode(&file) & 0o044 != 0)
}

#[cfg(not(unix))]
fn is_shared(_: &Path) -> bool {
    false
}

fn configuration() -> Check {
    let check = Check::new("configuration", None);
    let path = match config::path() {
        Ok(path) => path,
        Err(error) => return check.skipped(error.message()),
    };
    match ProfileFile::load(&path) {
        Ok(None) => check.skipped(format!("{} does not exist", path.display())),
        Ok(Some(_)) => check.ok(path.display().to_string()),
        Err(error) => {
            let message = format!("{}: {error}", path.display());
            check.problem(ProblemKind::InvalidConfig, message, format!("correct or delete {}", path.display()))
        }
    }
}

fn proxies() -> Check {
    let check = Check::new("proxy", None);
    let set: Vec<&str> = PROXIES.into_iter().filter(|name| is_set(name)).collect();
    match set.as_slice() {
        [] => check.skipped("no proxy is set"),
        names => check.ok(format!("set by {}", names.join(", "))).detail("variables", names.to_vec()),
    }
}

fn roots() -> Check {
    let check = Check::new("root certificates", None);
    for name in ["SSL_CERT_FILE", "SSL_CERT_DIR"] {
        let Some(path) = env::var_os(name).filter(|path| !path.is_empty()) else { continue };
        let shown = Path::new(&path).display().to_string();
        if std::fs::metadata(&path).is_err() {
            let message = format!("{name} names {shown}, which cannot be read");
            return check.problem(ProblemKind::MissingRoots, message, format!("set {name} to a PEM file, or unset it"));
        }
        return check.ok(format!("{shown} (from {name})")).detail("path", shown);
    }
    check.ok("those of the system")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(set: &[&str]) -> (Option<ProblemKind>, Option<String>) {
        let check = variables(&|name| set.contains(&name));
        (check.problem, check.fix)
    }

    #[test]
    fn half_set_groups_name_what_is_missing() {
        let half = Some(ProblemKind::HalfSetVariables);
        let fix = |text: &str| Some(text.to_owned());
        assert_eq!(check(&["HUAWEICLOUD_SDK_AK"]), (half, fix("set HUAWEICLOUD_SDK_SK, or unset HUAWEICLOUD_SDK_AK")));
        let password = check(&["HWC_IAM_USER"]);
        assert_eq!(password, (half, fix("set HWC_IAM_DOMAIN and HWC_IAM_PASSWORD, or unset HWC_IAM_USER")));
        let federated = check(&["HUAWEICLOUD_SDK_ID_TOKEN_FILE"]);
        let text = "set HUAWEICLOUD_SDK_IDP_ID, or unset HUAWEICLOUD_SDK_ID_TOKEN_FILE";
        assert_eq!(federated, (half, fix(text)));
        let session = check(&["HWC_KOODRIVE_SESSION_ID"]);
        assert_eq!(session, (half, fix("set HWC_KOODRIVE_TOKEN, or unset HWC_KOODRIVE_SESSION_ID")));
        assert_eq!(check(&["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"]), (None, None));
    }
}
