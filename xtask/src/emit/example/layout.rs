//! Layout of an example: on one line if it fits, and otherwise as rustfmt breaks it.

use super::expression::Expression;

/// The maximum length of a line. The page of a type has no room for more.
pub(super) const WIDTH: usize = 96;

const INDENT: usize = 4;

/// Returns a statement that ends with a semicolon.
pub(super) fn statement(start: &str, expression: &Expression) -> String {
    format!("{start}{};", render(expression, 0, start.chars().count()))
}

/// Renders an expression that starts at a column of a line with this indentation.
fn render(expression: &Expression, indent: usize, column: usize) -> String {
    let flat = flat(expression);
    if column + flat.chars().count() < WIDTH {
        return flat;
    }
    match expression {
        Expression::Atom(text) => text.clone(),
        Expression::Call { name, brackets, arguments } => broken_call(name, *brackets, arguments, indent, column),
        Expression::Chain(base, calls) => broken_chain(base, calls, indent, column),
        Expression::Member(name, value) => {
            let start = format!("{name}: ");
            let column = column + start.chars().count();
            format!("{start}{}", render(value, indent, column))
        }
    }
}

/// Renders each call on its own line. A single call stays beside a short base.
fn broken_chain(base: &Expression, calls: &[Expression], indent: usize, column: usize) -> String {
    let base = render(base, indent, column);
    if let [only] = calls
        && !base.contains('\n')
    {
        let column = column + base.chars().count();
        return format!("{base}{}", render(only, indent, column));
    }
    let inner = if base.contains('\n') { indent } else { indent + INDENT };
    let call = |call: &Expression| format!("\n{}{}", spaces(inner), render(call, inner, inner));
    format!("{base}{}", calls.iter().map(call).collect::<String>())
}

fn broken_call(name: &str, [open, close]: [&str; 2], arguments: &[Expression], indent: usize, column: usize) -> String {
    if let [only @ Expression::Call { .. }] = arguments
        && open == "("
    {
        let start = format!("{name}{open}");
        let column = column + start.chars().count();
        return format!("{start}{}{close}", render(only, indent, column));
    }
    let inner = indent + INDENT;
    let argument = |one: &Expression| format!("{}{},\n", spaces(inner), render(one, inner, inner));
    format!("{name}{open}\n{}{}{close}", arguments.iter().map(argument).collect::<String>(), spaces(indent))
}

/// Returns indented lines with as many of the names as fit on each.
pub(super) fn filled_lines(names: &[&str]) -> String {
    let mut lines = vec![spaces(INDENT)];
    for name in names {
        let last = lines.last().map_or(0, String::len);
        if last > INDENT && last + name.len() + 2 > WIDTH {
            lines.push(spaces(INDENT));
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&format!("{}{name},", if line.len() > INDENT { " " } else { "" }));
        }
    }
    lines.join("\n") + "\n"
}

/// Returns the expression on one line.
fn flat(expression: &Expression) -> String {
    match expression {
        Expression::Atom(text) => text.clone(),
        Expression::Call { name, brackets: [open, close], arguments } => {
            let arguments = arguments.iter().map(flat).collect::<Vec<_>>().join(", ");
            let space = if *open == "{" && !arguments.is_empty() { " " } else { "" };
            format!("{name}{open}{space}{arguments}{space}{close}")
        }
        Expression::Chain(base, calls) => flat(base) + &calls.iter().map(flat).collect::<String>(),
        Expression::Member(name, value) => format!("{name}: {}", flat(value)),
    }
}

fn spaces(count: usize) -> String {
    " ".repeat(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(name: &str, element: &str) -> Expression {
        let elements = (0..3).map(|_| Expression::atom(format!("{element:?}"))).collect();
        Expression::call(name, vec![Expression::list("", elements)])
    }

    #[test]
    fn a_short_expression_stays_on_one_line() {
        let chain = Expression::chain(Expression::call("A::new", Vec::new()), vec![list(".b", "c")]);
        assert_eq!(statement("let a = ", &chain), r#"let a = A::new().b(["c", "c", "c"]);"#);
    }

    #[test]
    fn a_long_chain_has_a_line_for_each_call() {
        let calls = vec![list(".b", "c"), list(".long", &"d".repeat(40))];
        let chain = Expression::chain(Expression::call("A::new", Vec::new()), calls);
        let long = format!("        \"{}\",\n", "d".repeat(40));
        let expected =
            format!("let a = A::new()\n    .b([\"c\", \"c\", \"c\"])\n    .long([\n{}    ]);", long.repeat(3));
        assert_eq!(statement("let a = ", &chain), expected);
    }

    #[test]
    fn objects_have_spaces_inside() {
        let json = Expression::json(&serde_json::json!({ "a": [1], "b": {} }));
        assert_eq!(flat(&Expression::call("json!", vec![json])), r#"json!({ "a": [1], "b": {} })"#);
    }
}
