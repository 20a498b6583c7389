//! A record with sixty fields, three times as many as any record of the services, in the order of its description and
//! reversed. The lookup of names could become slow in such a record.

use std::hint::black_box;

use hwc_wire::{DecodeMode, decode};
use serde::Deserialize;

use super::{Comparison, Work};
use crate::Outcome;

/// Declares the same record for hwc and for serde.
macro_rules! wide {
    ($($field:ident)*) => {
        hwc_wire::model! {
            /// Sixty texts.
            pub struct Wide {
                $(
                    /// A text.
                    $field: opt String = body(stringify!($field));
                )*
            }
        }

        /// The same record, written by hand.
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "decoding is all that is wanted")]
        struct ByHand {
            $($field: Option<String>,)*
        }

        const NAMES: &[&str] = &[$(stringify!($field)),*];
    };
}

wide! {
    account_name account_owner account_state account_region account_label account_origin
    billing_name billing_owner billing_state billing_region billing_label billing_origin
    contact_name contact_owner contact_state contact_region contact_label contact_origin
    device_name device_owner device_state device_region device_label device_origin
    entry_name entry_owner entry_state entry_region entry_label entry_origin
    folder_name folder_owner folder_state folder_region folder_label folder_origin
    group_name group_owner group_state group_region group_label group_origin
    host_name host_owner host_state host_region host_label host_origin
    image_name image_owner image_state image_region image_label image_origin
    journal_name journal_owner journal_state journal_region journal_label journal_origin
}

/// Compares the decoding of the record in both orders.
pub(super) fn comparisons() -> Outcome<[Comparison; 2]> {
    let (forwards, backwards) = (json(NAMES.iter()), json(NAMES.iter().rev()));
    Ok([comparison("in order", forwards)?, comparison("backwards", backwards)?])
}

fn comparison(order: &str, json: String) -> Outcome<Comparison> {
    let (_, deviations) = decode::<Wide>(json.as_bytes(), DecodeMode::Lenient)?;
    if !deviations.is_empty() {
        return Err(format!("the record is not as declared: {deviations:?}").into());
    }
    let copy = json.clone();
    let ours = move || {
        drop(black_box(decode::<Wide>(black_box(copy.as_bytes()), DecodeMode::Lenient)?));
        Ok(())
    };
    let by_hand = move || {
        drop(black_box(serde_json::from_slice::<ByHand>(black_box(json.as_bytes()))?));
        Ok(())
    };
    let works: Vec<Work> = vec![("hwc, tolerant", Box::new(ours)), ("serde by hand", Box::new(by_hand))];
    Ok(Comparison::new(format!("decode a record of 60 fields, {order}"), 20_000, works))
}

fn json<'a>(names: impl Iterator<Item = &'a &'a str>) -> String {
    let members: Vec<String> = names.map(|name| format!(r#""{name}":"the text of {name}""#)).collect();
    format!("{{{}}}", members.join(","))
}
