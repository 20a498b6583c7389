//! placeholder
use crate::sandbox::Sandbox;
pub(crate) fn register(_sandbox: &Sandbox) {}
