//! Text, numbers and Booleans as fields.
//!
//! Each accepts the other forms that services send: numbers in quotes, numbers for text, 0 and 1 for a Boolean.

use crate::context::{Context, DeviationKind};
#[cfg(feature = "catalog")]
use crate::kind::Kind;
use crate::value::{Blank, Input, Output, Stop, Value};

/// Reads text. Numbers and Booleans are converted to their JSON form.
///
/// # Errors
/// Returns [`Stop`] for a list or an object.
pub(crate) fn text(into: &mut String, input: &Input<'_>, cx: &mut Context) -> Result<(), Stop> {
    if let Input::Text(text) = input {
        *into = (*text).to_owned();
        return Ok(());
    }
    into.clear();
    match input {
        Input::Text(_) => {}
        Input::Null => return null(cx),
        Input::Bool(value) => *into = value.to_string(),
        Input::Int(value) => *into = value.to_string(),
        Input::Uint(value) => *into = value.to_string(),
        // A larger number has lost digits, so its text would be wrong.
        Input::Float(value) if value.abs() >= 9e15 => return Err(input.mismatch("text")),
        Input::Float(value) => *into = serde_json::Value::from(*value).to_string(),
        Input::Bytes(_) | Input::List(_) | Input::Object(_) => return Err(input.mismatch("text")),
    }
    cx.coerced("text", input.found())
}

/// Reports `null` for a value that is always present.
fn null(cx: &mut Context) -> Result<(), Stop> {
    cx.deviate(DeviationKind::MissingRequired, "", "is null")
}

impl Value for String {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        text(self, &input, cx)
    }

    fn show(&self) -> Output<'_> {
        Output::Text(self)
    }

    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind {
        Self::kind()
    }
}

impl Blank for String {
    fn blank() -> Self {
        Self::new()
    }

    #[cfg(feature = "catalog")]
    fn kind() -> Kind {
        Kind::Text
    }
}

impl Value for bool {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        let found = input.found();
        *self = match input {
            Input::Bool(value) => {
                *self = value;
                return Ok(());
            }
            Input::Null => return null(cx),
            Input::Text("") => return cx.coerced("true or false", "an empty text").and(Err(Stop::Nothing)),
            Input::Text("true" | "True" | "TRUE" | "1") | Input::Uint(1) => true,
            Input::Text("false" | "False" | "FALSE" | "0") | Input::Uint(0) => false,
            other => return Err(other.mismatch("true or false")),
        };
        cx.coerced("true or false", found)
    }

    fn show(&self) -> Output<'_> {
        Output::Bool(*self)
    }

    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind {
        Self::kind()
    }
}

impl Blank for bool {
    fn blank() -> Self {
        false
    }

    #[cfg(feature = "catalog")]
    fn kind() -> Kind {
        Kind::Bool
    }
}

/// Reads a whole number. Accepts one in quotes, and one with a fraction of zero.
///
/// # Errors
/// Returns [`Stop`] if the input is not a whole number.
pub(crate) fn whole(input: &Input<'_>, cx: &mut Context) -> Result<Option<i128>, Stop> {
    let found = input.found();
    let number = match input {
        Input::Int(value) => return Ok(Some((*value).into())),
        Input::Uint(value) => return Ok(Some((*value).into())),
        Input::Null => return null(cx).map(|()| None),
        Input::Text("") => return cx.coerced("a whole number", "an empty text").and(Err(Stop::Nothing)),
        Input::Text(text) => text.trim().parse().ok(),
        #[expect(clippy::cast_possible_truncation, reason = "the guard leaves only whole numbers far below the limit")]
        Input::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => Some(*value as i128),
        _ => None,
    };
    match number {
        Some(number) => cx.coerced("a whole number", found).map(|()| Some(number)),
        None => Err(input.mismatch("a whole number")),
    }
}

fn fits<T: TryFrom<i128>>(into: &mut T, input: &Input<'_>, cx: &mut Context) -> Result<(), Stop> {
    if let Some(number) = whole(input, cx)? {
        *into = T::try_from(number).map_err(|_| Stop::Mismatch("the number is too large or too small".to_owned()))?;
    }
    Ok(())
}

macro_rules! whole_number {
    ($($type:ident $output:ident $wide:ident;)*) => {$(
        impl Value for $type {
            fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
                fits(self, &input, cx)
            }

            fn show(&self) -> Output<'_> {
                Output::$output($wide::from(*self))
            }

            #[cfg(feature = "catalog")]
            fn own_kind(&self) -> Kind {
                Self::kind()
            }
        }

        impl Blank for $type {
            fn blank() -> Self {
                0
            }

            #[cfg(feature = "catalog")]
            fn kind() -> Kind {
                #[allow(clippy::useless_conversion, reason = "one of the two widens")]
                Kind::Int(i64::from($type::MIN as i64), u64::from($type::MAX as u64))
            }
        }
    )*};
}

whole_number! {
    i32 Int i64;
    i64 Int i64;
    u32 Uint u64;
    u64 Uint u64;
}

impl Value for f64 {
    fn read(&mut self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        #[expect(clippy::cast_precision_loss, reason = "a number with a fraction is what the field holds")]
        let number = match &input {
            Input::Float(value) => Some(*value),
            Input::Int(value) => Some(*value as f64),
            Input::Uint(value) => Some(*value as f64),
            Input::Null => return null(cx),
            Input::Text("") => return cx.coerced("a number", "an empty text").and(Err(Stop::Nothing)),
            Input::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        };
        *self = number.ok_or_else(|| input.mismatch("a number"))?;
        match input {
            Input::Text(_) => cx.coerced("a number", "text"),
            _ => Ok(()),
        }
    }

    fn show(&self) -> Output<'_> {
        Output::Float(*self)
    }

    #[cfg(feature = "catalog")]
    fn own_kind(&self) -> Kind {
        Self::kind()
    }
}

impl Blank for f64 {
    fn blank() -> Self {
        0.0
    }

    #[cfg(feature = "catalog")]
    fn kind() -> Kind {
        Kind::Float
    }
}
