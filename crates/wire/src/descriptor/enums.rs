//! Descriptor of an open enum.

/// The description of an open enum for tools.
#[derive(Debug)]
pub struct EnumDescriptor {
    /// The name of the Rust type.
    pub name: &'static str,
    /// True if the codes are numbers.
    pub numeric: bool,
    /// Each known code with the name of its variant.
    pub codes: &'static [(&'static str, &'static str)],
    /// Each other spelling of a code with the name of its variant. It is read, and never sent.
    pub aliases: &'static [(&'static str, &'static str)],
}

impl EnumDescriptor {
    /// Returns the name of the variant with this code, or with this spelling of it.
    #[must_use]
    pub fn variant(&self, code: &str) -> Option<&'static str> {
        self.codes.iter().chain(self.aliases).find(|(listed, _)| *listed == code).map(|(_, variant)| *variant)
    }
}
