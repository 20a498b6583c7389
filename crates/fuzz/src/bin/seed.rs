//! Writes the seed inputs into the given folder, or into the committed corpora.

use std::io;
use std::path::PathBuf;

use hwc_fuzz::seeds;

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(seeds::committed, PathBuf::from);
    seeds::write(&folder)
}
