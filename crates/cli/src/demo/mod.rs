//! x
use crate::failure::Failure;
pub(crate) fn run(_json: bool) -> Result<(), Failure> {
    Ok(())
}
