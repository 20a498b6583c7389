//! The root certificates of the machine, and the environment variables that replace them.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use rustls::RootCertStore;
use rustls_native_certs::{CertificateResult, Error, load_certs_from_paths};

/// The error of unusable certificates of the machine.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SystemRootsError {
    #[error("no root certificate in `SSL_CERT_FILE` ({path}){}", cause_text(.cause))]
    File { path: String, cause: Option<Error> },
    #[error("no root certificate in `SSL_CERT_DIR` ({path}){}", cause_text(.cause))]
    Folders { path: String, cause: Option<Error> },
    #[error("no usable root certificates on this system; install them, or set `SSL_CERT_FILE` to a PEM file{}", cause_text(.0))]
    None(Option<Error>),
}

fn cause_text(cause: &Option<Error>) -> String {
    cause.as_ref().map(|cause| format!(": {cause}")).unwrap_or_default()
}

/// Adds the certificates that `SSL_CERT_FILE` and `SSL_CERT_DIR` name, or those of the system if neither is set. An empty
/// variable counts as unset.
pub(super) fn add_roots(store: &mut RootCertStore) -> Result<(), SystemRootsError> {
    let (file, folders) = (set("SSL_CERT_FILE"), set("SSL_CERT_DIR"));
    if file.is_none() && folders.is_none() {
        let found = of_system();
        let (added, cause) = add(store, found);
        return if added || !store.is_empty() { Ok(()) } else { Err(SystemRootsError::None(cause)) };
    }
    if let Some(file) = &file {
        let path = PathBuf::from(file);
        let (added, cause) = add(store, load_certs_from_paths(Some(&path), None));
        if !added {
            return Err(SystemRootsError::File { path: path.display().to_string(), cause });
        }
    }
    let Some(folders) = folders else { return Ok(()) };
    let found = env::split_paths(&folders).map(|folder| add(store, load_certs_from_paths(None, Some(&folder))));
    let found: Vec<(bool, Option<Error>)> = found.collect();
    if file.is_some() || found.iter().any(|(added, _)| *added) {
        return Ok(());
    }
    let cause = found.into_iter().find_map(|(_, cause)| cause);
    Err(SystemRootsError::Folders { path: PathBuf::from(folders).display().to_string(), cause })
}

fn set(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// Adds certificates. Returns true if one was usable, and the first error.
fn add(store: &mut RootCertStore, found: CertificateResult) -> (bool, Option<Error>) {
    let (added, _) = store.add_parsable_certificates(found.certs);
    (added > 0, found.errors.into_iter().next())
}

/// Loads the certificates of the system without the variables, which are empty or unset here.
#[cfg(all(unix, not(target_os = "macos")))]
fn of_system() -> CertificateResult {
    let known = openssl_probe::probe();
    let mut found = load_certs_from_paths(known.cert_file.as_deref(), None);
    for folder in known.cert_dir {
        let more = load_certs_from_paths(None, Some(&folder));
        found.certs.extend(more.certs);
        found.errors.extend(more.errors);
    }
    found
}

/// Loads the certificates of the system. An empty variable is an error here, which names it.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn of_system() -> CertificateResult {
    rustls_native_certs::load_native_certs()
}
