//! The operation of an input. The first two bytes select it by a number derived from the operation's name, so inputs keep
//! their meaning when operations are added.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use hwc_models::CATALOG;
use hwc_wire::Operation;
use hwc_wire::catalog::{Catalog, OperationEntry};

/// Returns the catalog of the services, and that of the small spec with every feature of the format.
pub(crate) fn catalogs() -> [&'static Catalog; 2] {
    [&CATALOG, &xtask_goldens::CATALOG]
}

/// Returns the operation of an input and the rest of the input. Returns `None` if the input is too short.
pub(crate) fn of(data: &[u8]) -> Option<(&'static OperationEntry, &[u8])> {
    let (number, rest) = data.split_first_chunk()?;
    let table = table();
    let next = table.range(u16::from_be_bytes(*number)..).next();
    let (_, entry) = next.or_else(|| table.first_key_value())?;
    Some((entry, rest))
}

/// Returns the two bytes that select an operation.
pub(crate) fn number(operation: &Operation) -> [u8; 2] {
    let same = |entry: &OperationEntry| std::ptr::eq(entry.operation, operation);
    let found = table().iter().find(|(_, entry)| same(entry)).map_or(0, |(number, _)| *number);
    found.to_be_bytes()
}

/// Returns the table of operations by number. Each operation has all numbers from the previous operation up to its own.
fn table() -> &'static BTreeMap<u16, &'static OperationEntry> {
    static TABLE: OnceLock<BTreeMap<u16, &'static OperationEntry>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = BTreeMap::new();
        for entry in catalogs().into_iter().flat_map(Catalog::entries) {
            let mut number = hash(&entry.operation.full_name());
            while table.contains_key(&number) {
                number = number.wrapping_add(1);
            }
            table.insert(number, entry);
        }
        table
    })
}

/// Returns FNV-1a, folded to 16 bits.
fn hash(text: &str) -> u16 {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let [a, b, c, d] = hash.to_be_bytes();
    u16::from_be_bytes([a ^ c, b ^ d])
}
