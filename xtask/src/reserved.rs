//! The names that generated code takes for itself. The emitters import from this list, so that a new import is reserved too.

/// Declares the items of `hwc-wire` that generated files import.
macro_rules! wire_items {
    ($($Name:ident),* $(,)?) => {
        /// An item of `hwc-wire` that generated files import.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum WireItem {
            $($Name),*
        }

        impl WireItem {
            /// The names of all items.
            pub(crate) const NAMES: &[&str] = &[$(stringify!($Name)),*];

            /// Returns the name of the item.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$Name => stringify!($Name)),*
                }
            }
        }
    };
}

wire_items! {
    AuthScheme, Binary, Constant, Effect, Envelope, ErrorClass, ErrorRule, FilePart, Json, MapOrText, Method, Operation, OperationEntry,
    Pagination, PresignedUrl, Region, Secret, Service, ServiceCatalog, Setting, SettingLocation, Task, TaskFailures,
    TaskInput, TaskPhase, TaskSource, TaskState, Timestamp,
}

/// The type that generated files import from the standard library.
pub(crate) const STD_MAP: &str = "BTreeMap";

/// The names that Rust imports into every file.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// The keywords of Rust.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn",
    "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while", "abstract", "become", "box", "do",
    "final", "gen", "macro", "override", "priv", "try", "typeof", "unsized", "virtual", "yield",
];

/// The crates that generated code names, and the names of its root.
const CRATES: &[&str] = &["alloc", "core", "hwc_wire", "std", "test", "types", "wire"];

/// The methods that every request type has already.
const METHODS: &[&str] = &["new", "clone", "default", "fmt", "eq", "ne"];

/// Returns the owner of a type name that generated code cannot declare.
pub(crate) fn type_owner(name: &str) -> Option<&'static str> {
    if WireItem::NAMES.contains(&name) {
        Some("generated code imports that name from hwc-wire")
    } else if name == STD_MAP {
        Some("generated code imports that name from the standard library")
    } else if PRELUDE.contains(&name) {
        Some("Rust has that name in every file")
    } else {
        None
    }
}

/// Returns the owner of a name that no module can have.
pub(crate) fn module_owner(name: &str) -> Option<&'static str> {
    if KEYWORDS.contains(&name) {
        Some("a keyword of Rust")
    } else if CRATES.contains(&name) {
        Some("a name that generated code refers to")
    } else {
        None
    }
}

/// Returns true if no field can have the name.
pub(crate) fn is_field_reserved(name: &str) -> bool {
    KEYWORDS.contains(&name) || METHODS.contains(&name)
}
