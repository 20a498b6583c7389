//! `null` for a value that is always present.

use crate::decode::{DecodeContext, DeviationKind};
use crate::value::ValueError;

/// Reports `null` for a value that is always present.
pub(super) fn note_null(cx: &mut DecodeContext) -> Result<(), ValueError> {
    cx.note(DeviationKind::MissingRequired, "", "is null")
}
