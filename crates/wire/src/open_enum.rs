//! Open enums: extensible lists of codes. An unknown code is kept and sent back unchanged.

use crate::context::{Context, DeviationKind};
use crate::scalars;
use crate::value::{Input, Stop};

/// The description of an open enum for tools.
#[derive(Debug)]
pub struct EnumInfo {
    /// The name of the Rust type.
    pub name: &'static str,
    /// True if the codes are numbers.
    pub numeric: bool,
    /// Each known code with the name of its variant.
    pub codes: &'static [(&'static str, &'static str)],
}

impl EnumInfo {
    /// Returns the name of the variant with this code.
    #[must_use]
    pub fn variant(&self, code: &str) -> Option<&'static str> {
        self.codes.iter().find(|(listed, _)| *listed == code).map(|(_, variant)| *variant)
    }
}

/// A code that is not in the spec of an open enum. Only this crate creates one, and only for a code without a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unlisted<C>(C);

impl<C> Unlisted<C> {
    /// Returns the code unchanged.
    pub fn code(&self) -> &C {
        &self.0
    }
}

/// An open enum whose codes are numbers. Implemented by `open_enum!`.
pub trait NumberEnum: Copy + 'static {
    /// The known codes.
    const LISTED: &'static [(i64, Self)];
    /// Name and codes, for tools.
    const INFO: &'static EnumInfo;
    /// Returns the variant with this code.
    fn listed(code: i64) -> Option<Self>;
    /// Creates the variant for an unknown code.
    fn unlisted(code: Unlisted<i64>) -> Self;
}

/// An open enum whose codes are text. Implemented by `open_enum!`.
pub trait TextEnum: Clone + 'static {
    /// The known codes.
    const LISTED: &'static [(&'static str, Self)];
    /// Name and codes, for tools.
    const INFO: &'static EnumInfo;
    /// Returns the variant with this code.
    fn listed(code: &str) -> Option<Self>;
    /// Creates the variant for an unknown code.
    fn unlisted(code: Unlisted<String>) -> Self;
}

/// Returns the variant with this code, or the variant for unknown codes.
#[must_use]
pub fn from_number<E: NumberEnum>(code: i64) -> E {
    match E::listed(code) {
        Some(variant) => variant,
        None => E::unlisted(Unlisted(code)),
    }
}

/// Returns the variant with this code, or the variant for unknown codes.
#[must_use]
pub fn from_text<E: TextEnum>(code: &str) -> E {
    match E::listed(code) {
        Some(variant) => variant,
        None => E::unlisted(Unlisted(code.to_owned())),
    }
}

/// Reads a code that is a number.
///
/// # Errors
/// Returns [`Stop`] if the input is not a whole number.
pub fn read_number<E: NumberEnum>(into: &mut E, input: &Input<'_>, cx: &mut Context) -> Result<(), Stop> {
    let Some(code) = number(input, cx)? else {
        return Ok(());
    };
    let Some(variant) = E::listed(code) else {
        *into = E::unlisted(Unlisted(code));
        return note(cx);
    };
    *into = variant;
    Ok(())
}

/// Reads a code that is text.
///
/// # Errors
/// Returns [`Stop`] if the input is not text.
pub fn read_text<E: TextEnum>(into: &mut E, input: &Input<'_>, cx: &mut Context) -> Result<(), Stop> {
    let mut code = String::new();
    scalars::text(&mut code, input, cx)?;
    let Some(variant) = E::listed(&code) else {
        *into = E::unlisted(Unlisted(code));
        return note(cx);
    };
    *into = variant;
    Ok(())
}

fn number(input: &Input<'_>, cx: &mut Context) -> Result<Option<i64>, Stop> {
    let Some(number) = scalars::whole(input, cx)? else {
        return Ok(None);
    };
    let code = i64::try_from(number).map_err(|_| Stop::Mismatch("the number is too large or too small".to_owned()))?;
    Ok(Some(code))
}

/// Reports an unknown code.
fn note(cx: &mut Context) -> Result<(), Stop> {
    if cx.loose {
        return Ok(());
    }
    cx.deviate(DeviationKind::UnknownCode, "", "is a code that the description does not list")
}
