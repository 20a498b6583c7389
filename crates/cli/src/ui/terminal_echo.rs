//! The echo of the terminal, which is off while a secret is typed and must be on again however the command ends.

#[cfg(unix)]
use std::sync::Mutex;

#[cfg(unix)]
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

#[cfg(unix)]
use crate::lock::lock;

/// The attributes of the terminal before the echo was turned off.
#[cfg(unix)]
static SAVED: Mutex<Option<Termios>> = Mutex::new(None);

/// Saves the attributes of the terminal, for [`restore`].
#[cfg(unix)]
pub(crate) fn save() {
    *lock(&SAVED) = tcgetattr(std::io::stdin()).ok();
}

/// Restores the saved attributes, and begins a new line. Does nothing if none are saved.
#[cfg(unix)]
pub(crate) fn restore() {
    if let Some(saved) = lock(&SAVED).take() {
        // Without a terminal there is nothing to restore.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &saved);
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"\n");
    }
}

/// Forgets the saved attributes, after the secret was typed.
#[cfg(unix)]
pub(crate) fn forget() {
    *lock(&SAVED) = None;
}

/// Does nothing: the system restores the console.
#[cfg(not(unix))]
pub(crate) fn save() {}

/// Does nothing: the system restores the console.
#[cfg(not(unix))]
pub(crate) fn restore() {}

/// Does nothing: the system restores the console.
#[cfg(not(unix))]
pub(crate) fn forget() {}
