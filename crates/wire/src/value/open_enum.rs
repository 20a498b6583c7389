//! Open enums: extensible lists of codes. An unknown code is kept and sent back unchanged.

use std::convert::Infallible;
use std::fmt;

use crate::decode::{DecodeContext, DeviationKind};
use crate::descriptor::EnumDescriptor;
use crate::value::{InputValue, ValueError, numbers, text};

/// A code that is not in the spec of an open enum. Only this crate creates one, and only for a code without a variant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue<C>(C);

/// Prints the code alone, so that a value prints as `Unknown(42)`.
impl<C: fmt::Debug> fmt::Debug for UnknownValue<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<C> UnknownValue<C> {
    /// Returns the code unchanged.
    pub fn code(&self) -> &C {
        &self.0
    }
}

/// An open enum whose codes are numbers. Implemented by `open_enum!`.
pub trait IntEnum: Copy + 'static {
    /// The known values, in the order of the descriptor.
    const VARIANTS: &'static [Self];
    /// Name and codes, for tools.
    const DESCRIPTOR: &'static EnumDescriptor;
    /// Returns the variant with this code.
    fn known(code: i64) -> Option<Self>;
    /// Creates the variant for an unknown code.
    fn unknown(code: UnknownValue<i64>) -> Self;
}

/// An open enum whose codes are text. Implemented by `open_enum!`.
pub trait StringEnum: Clone + 'static {
    /// The known values, in the order of the descriptor.
    const VARIANTS: &'static [Self];
    /// Name and codes, for tools.
    const DESCRIPTOR: &'static EnumDescriptor;
    /// Returns the variant with this code.
    fn known(code: &str) -> Option<Self>;
    /// Creates the variant for an unknown code.
    fn unknown(code: UnknownValue<String>) -> Self;
}

/// Returns the variant with this code, or the variant for unknown codes.
#[must_use]
pub fn from_int<E: IntEnum>(code: i64) -> E {
    match E::known(code) {
        Some(variant) => variant,
        None => E::unknown(UnknownValue(code)),
    }
}

/// Returns the variant with this code, or the variant for unknown codes.
#[must_use]
pub fn from_str_code<E: StringEnum>(code: &str) -> E {
    match E::known(code) {
        Some(variant) => variant,
        None => E::unknown(UnknownValue(code.to_owned())),
    }
}

/// The error of parsing an open enum of numbers: the text is neither a name nor a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseEnumError {
    name: &'static str,
    variants: Vec<&'static str>,
}

impl fmt::Display for ParseEnumError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {}: expected a number or one of {}", self.name, self.variants.join(", "))
    }
}

impl std::error::Error for ParseEnumError {}

/// Parses the name of a variant, or a code that is a number.
///
/// # Errors
/// Returns [`ParseEnumError`] if the text is neither.
pub fn parse_int<E: IntEnum>(text: &str) -> Result<E, ParseEnumError> {
    if let Some(variant) = named(E::DESCRIPTOR, E::VARIANTS, text) {
        return Ok(*variant);
    }
    let error = || {
        let variants = E::DESCRIPTOR.codes.iter().map(|(_, variant)| *variant).collect();
        ParseEnumError { name: E::DESCRIPTOR.name, variants }
    };
    text.parse().map(from_int).map_err(|_| error())
}

/// Parses the name of a variant, or a code that is text. Any other text is an unknown code.
///
/// # Errors
/// Never returns an error.
pub fn parse_string<E: StringEnum>(text: &str) -> Result<E, Infallible> {
    Ok(named(E::DESCRIPTOR, E::VARIANTS, text).cloned().unwrap_or_else(|| from_str_code(text)))
}

/// Returns the variant with this name.
fn named<'a, E>(descriptor: &EnumDescriptor, variants: &'a [E], name: &str) -> Option<&'a E> {
    let index = descriptor.codes.iter().position(|(_, variant)| *variant == name)?;
    variants.get(index)
}

/// Writes the name of a variant, or the code if there is none.
///
/// # Errors
/// Returns the errors of the formatter.
#[inline]
pub fn display(name: Option<&'static str>, code: &dyn fmt::Display, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match name {
        Some(name) => f.pad(name),
        None => code.fmt(f),
    }
}

/// Reads a code that is a number.
///
/// # Errors
/// Returns [`ValueError`] if the input is not a whole number.
pub fn decode_int<E: IntEnum>(into: &mut E, input: &InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
    let Some(code) = number(input, cx)? else {
        return Ok(());
    };
    let Some(variant) = E::known(code) else {
        *into = E::unknown(UnknownValue(code));
        return note(cx);
    };
    *into = variant;
    Ok(())
}

/// Reads a code that is text.
///
/// # Errors
/// Returns [`ValueError`] if the input is not text.
pub fn decode_string<E: StringEnum>(
    into: &mut E,
    input: &InputValue<'_>,
    cx: &mut DecodeContext,
) -> Result<(), ValueError> {
    let mut code = String::new();
    text::decode_text(&mut code, input, cx)?;
    let Some(variant) = E::known(&code) else {
        *into = E::unknown(UnknownValue(code));
        return note(cx);
    };
    *into = variant;
    Ok(())
}

fn number(input: &InputValue<'_>, cx: &mut DecodeContext) -> Result<Option<i64>, ValueError> {
    let Some(number) = numbers::integer(input, cx)? else {
        return Ok(None);
    };
    let code =
        i64::try_from(number).map_err(|_| ValueError::Mismatch("the number is too large or too small".to_owned()))?;
    Ok(Some(code))
}

/// Reports an unknown code.
fn note(cx: &mut DecodeContext) -> Result<(), ValueError> {
    if cx.lenient {
        return Ok(());
    }
    cx.note(DeviationKind::UnknownEnumValue, "", "is a code that the description does not list")
}
