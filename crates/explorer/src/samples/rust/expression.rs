//! The syntax of a request in Rust, and its layout: on one line if it fits, and otherwise as rustfmt breaks it.

/// The maximum length of a line.
const WIDTH: usize = 100;

const INDENT: usize = 4;

/// A Rust expression.
#[derive(Clone, Debug)]
pub(in crate::samples) enum Expression {
    /// Text without spaces where a line could break.
    Atom(String),
    /// A name, and expressions between brackets: `new(1, 2)`, `[1, 2]` or `json!({ "a": 1 })`.
    Call { name: String, brackets: [&'static str; 2], arguments: Vec<Expression> },
    /// An expression and the calls of methods on it.
    Chain(Box<Expression>, Vec<Expression>),
    /// A member of a JSON object.
    Member(String, Box<Expression>),
}

impl Expression {
    /// Returns an expression of one piece.
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    /// Returns the call of a function or a method.
    pub(super) fn call(name: impl Into<String>, arguments: Vec<Expression>) -> Self {
        Self::Call { name: name.into(), brackets: ["(", ")"], arguments }
    }

    /// Returns an array, or with `vec!` a vector.
    pub(super) fn list(name: &str, arguments: Vec<Expression>) -> Self {
        Self::Call { name: name.to_owned(), brackets: ["[", "]"], arguments }
    }

    /// Returns calls of methods, or the expression itself without any.
    pub(super) fn chain(base: Expression, calls: Vec<Expression>) -> Self {
        if calls.is_empty() { base } else { Self::Chain(Box::new(base), calls) }
    }

    /// Returns a statement that ends with a semicolon, in a block with this indentation.
    pub(in crate::samples) fn statement(&self, start: &str, indent: usize) -> String {
        format!("{start}{};", self.render(indent, indent + start.chars().count()))
    }

    /// Renders the expression at a column of a line with this indentation.
    fn render(&self, indent: usize, column: usize) -> String {
        let flat = self.flat();
        if column + flat.chars().count() < WIDTH {
            return flat;
        }
        match self {
            Self::Atom(text) => text.clone(),
            Self::Call { name, brackets, arguments } => broken_call(name, *brackets, arguments, indent, column),
            Self::Chain(base, calls) => broken_chain(base, calls, indent, column),
            Self::Member(name, value) => {
                let start = format!("{name}: ");
                let column = column + start.chars().count();
                format!("{start}{}", value.render(indent, column))
            }
        }
    }

    /// Returns the expression on one line.
    fn flat(&self) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Call { name, brackets: [open, close], arguments } => {
                let arguments = arguments.iter().map(Self::flat).collect::<Vec<_>>().join(", ");
                let space = if *open == "{" && !arguments.is_empty() { " " } else { "" };
                format!("{name}{open}{space}{arguments}{space}{close}")
            }
            Self::Chain(base, calls) => base.flat() + &calls.iter().map(Self::flat).collect::<String>(),
            Self::Member(name, value) => format!("{name}: {}", value.flat()),
        }
    }
}

/// Renders each call on its own line. A single call stays beside a short base.
fn broken_chain(base: &Expression, calls: &[Expression], indent: usize, column: usize) -> String {
    let base = base.render(indent, column);
    if let [only] = calls
        && !base.contains('\n')
    {
        let column = column + base.chars().count();
        return format!("{base}{}", only.render(indent, column));
    }
    let inner = indent + INDENT;
    let call = |call: &Expression| format!("\n{}{}", spaces(inner), call.render(inner, inner));
    format!("{base}{}", calls.iter().map(call).collect::<String>())
}

fn broken_call(name: &str, [open, close]: [&str; 2], arguments: &[Expression], indent: usize, column: usize) -> String {
    if let [only @ Expression::Call { .. }] = arguments
        && open == "("
    {
        let start = format!("{name}{open}");
        let column = column + start.chars().count();
        return format!("{start}{}{close}", only.render(indent, column));
    }
    let inner = indent + INDENT;
    let argument = |one: &Expression| format!("{}{},\n", spaces(inner), one.render(inner, inner));
    format!("{name}{open}\n{}{}{close}", arguments.iter().map(argument).collect::<String>(), spaces(indent))
}

fn spaces(count: usize) -> String {
    " ".repeat(count)
}
