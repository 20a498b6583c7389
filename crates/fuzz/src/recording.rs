//! Target: the file of a recording. Any input results in an error, or in a recording that can be written and read back
//! unchanged.

use hwc_transport::{Recording, Replay};

/// Runs one input.
pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(recording) = Recording::parse(text) else {
        return;
    };
    let written = recording.to_json();
    let again = Recording::parse(&written).expect("what was written can be read");
    assert_eq!(again.to_json(), written);
    assert_eq!(again.len(), recording.len());
    let replay = Replay::from_json(&written).expect("what can be read can be replayed");
    assert_eq!(replay.unused().len(), recording.len());
}
