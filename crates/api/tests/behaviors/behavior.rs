//! The form of the table: groups of rows, each with the test that shows it.

/// Rows that belong together.
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) rows: &'static [Row],
}

/// One behavior.
pub(crate) struct Row {
    /// The situation.
    pub(crate) name: &'static str,
    /// The reaction of the client.
    pub(crate) outcome: &'static str,
    pub(crate) proof: Proof,
}

/// The test that shows a behavior.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Proof {
    /// A folder of the repository, a file in it, and a function.
    Test(&'static str, &'static str, &'static str),
    /// A fault of `docs/faults.md`, which a test runs.
    Fault(&'static str),
}

impl Proof {
    /// Returns the path and the function of a test.
    pub(crate) fn as_test(self) -> Option<(String, &'static str)> {
        match self {
            Self::Test(folder, file, function) => Some((format!("{folder}{file}"), function)),
            Self::Fault(_) => None,
        }
    }
}

/// Creates a row.
pub(crate) const fn row(name: &'static str, outcome: &'static str, proof: Proof) -> Row {
    Row { name, outcome, proof }
}

/// Names a test of this folder.
pub(crate) const fn shown(file: &'static str, function: &'static str) -> Proof {
    Proof::Test("crates/api/tests/behaviors/shown/", file, function)
}

/// Names a test of the client.
pub(crate) const fn client(file: &'static str, function: &'static str) -> Proof {
    Proof::Test("crates/api/tests/client/", file, function)
}

/// Names another test of this crate.
pub(crate) const fn api(file: &'static str, function: &'static str) -> Proof {
    Proof::Test("crates/api/", file, function)
}

/// Names a test of the transport.
pub(crate) const fn transport(file: &'static str, function: &'static str) -> Proof {
    Proof::Test("crates/transport/", file, function)
}

/// Names a test of the wire layer.
pub(crate) const fn wire(file: &'static str, function: &'static str) -> Proof {
    Proof::Test("crates/wire/", file, function)
}

/// Names a fault of `docs/faults.md`.
pub(crate) const fn fault(name: &'static str) -> Proof {
    Proof::Fault(name)
}
