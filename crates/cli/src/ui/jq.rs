//! Expressions of jq, which the command evaluates itself.

use hwc_api::serde_json::Value;
use jaq_core::data::JustLut;
use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Native, Vars, compile, unwrap_valr};
use jaq_json::{Val, read};

use super::escape;
use crate::error::CliError;

/// The filters of jq that read the environment or end the process. Only the person at the shell may use them.
#[cfg(any(feature = "mcp", test))]
const PRIVILEGED: [&str; 3] = ["env", "halt", "halt_error"];

/// A compiled expression.
pub(crate) struct JqFilter(compile::Filter<Native<JustLut<Val>>>);

/// Returns the expression if it is valid, for clap.
///
/// # Errors
/// Returns a description of the first problem.
pub(crate) fn check(text: &str) -> Result<String, String> {
    JqFilter::compile(text).map(|_| text.to_owned())
}

impl JqFilter {
    /// Compiles an expression.
    ///
    /// # Errors
    /// Returns a description of the first problem.
    pub(crate) fn compile(text: &str) -> Result<Self, String> {
        Self::compile_without(&[], text)
    }

    /// Compiles an expression that is not from the person at the shell: it can neither read the environment nor end the
    /// process.
    ///
    /// # Errors
    /// Returns a description of the first problem.
    #[cfg(any(feature = "mcp", test))]
    pub(crate) fn compile_unprivileged(text: &str) -> Result<Self, String> {
        Self::compile_without(&PRIVILEGED, text)
    }

    fn compile_without(excluded: &[&str], text: &str) -> Result<Self, String> {
        let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
        let definitions = definitions.filter(|definition| !excluded.contains(&definition.name));
        let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
        let functions = functions.filter(|(name, ..)| !excluded.contains(name));
        let arena = Arena::default();
        let loaded = Loader::new(definitions).load(&arena, File { code: text, path: () });
        let modules = loaded.map_err(describe_load)?;
        let compiled = Compiler::default().with_funs(functions).compile(modules);
        compiled.map(Self).map_err(|errors| {
            let unknown = errors.into_iter().flat_map(|(_, errors)| errors).next();
            unknown.map_or_else(
                || "invalid jq expression".to_owned(),
                |(name, kind)| format!("unknown {} `{name}` in the jq expression", kind.as_str()),
            )
        })
    }

    /// Evaluates the expression for a JSON text. Texts among the outputs are printed without quotes if `raw` is set.
    ///
    /// # Errors
    /// Fails if the expression does not fit the value.
    pub(crate) fn run(&self, json: &str, raw: bool, terminal: bool) -> Result<String, CliError> {
        let failed = |problem: String| CliError::jq(format!("jq: {problem}"));
        let input = read::parse_single(json.as_bytes()).map_err(|error| failed(error.to_string()))?;
        let context = Ctx::<JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let mut text = String::new();
        for output in self.0.id.run((context, input)).map(unwrap_valr) {
            let output = output.map_err(|error| failed(error.to_string()))?;
            text.push_str(&print(&output, raw, terminal));
            text.push('\n');
        }
        Ok(text)
    }
}

/// Formats an output in one line, or as it is if it is a text and `raw` is set.
fn print(output: &Val, raw: bool, terminal: bool) -> String {
    let json = output.to_string();
    match hwc_api::serde_json::from_str::<Value>(&json) {
        Ok(Value::String(text)) if raw && terminal => escape::harmless_lines(&text),
        Ok(Value::String(text)) if raw => text,
        _ if terminal => escape::json(&json).into_owned(),
        _ => json,
    }
}

/// Describes the first syntax error.
fn describe_load<P>(errors: jaq_core::load::Errors<&str, P>) -> String {
    use jaq_core::load::Error;
    let first = errors.into_iter().next().map(|(_, error)| error);
    let place = |rest: &str| if rest.is_empty() { "the end".to_owned() } else { format!("`{rest}`") };
    match first {
        Some(Error::Lex(errors)) => {
            let first = errors.first().map(|(expected, rest)| (expected.as_str().to_owned(), place(rest)));
            first.map_or_else(String::new, |(expected, at)| format!("jq: expected {expected} at {at}"))
        }
        Some(Error::Parse(errors)) => {
            let first = errors.first().map(|(expected, rest)| (expected.as_str().to_owned(), place(rest)));
            first.map_or_else(String::new, |(expected, at)| format!("jq: expected {expected} at {at}"))
        }
        _ => "jq: modules are not supported".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, json: &str) -> String {
        JqFilter::compile(text).unwrap().run(json, true, false).unwrap()
    }

    #[test]
    fn each_output_is_a_line() {
        assert_eq!(run(".[].id", r#"[{"id":"a b"},{"id":2}]"#), "a b\n2\n");
        assert_eq!(run("map({id}) | length", r#"[{"id":1},{"id":2}]"#), "2\n");
        assert_eq!(run("empty", "1"), "");
        let quoted = JqFilter::compile(".").unwrap().run("\"x\"", false, false).unwrap();
        assert_eq!(quoted, "\"x\"\n");
        assert_eq!(run(".", "12345678901234567890"), "12345678901234567890\n", "large numbers are kept");
    }

    #[test]
    fn unprivileged_expressions_know_no_environment_and_no_exit() {
        for text in ["env", "env.HOME", "$ENV", "halt", "halt(0)", "halt_error", "halt_error(1)", "input"] {
            assert!(JqFilter::compile_unprivileged(text).is_err(), "{text}");
        }
        let filter = JqFilter::compile_unprivileged("[.[] | ascii_upcase]").unwrap();
        assert_eq!(filter.run(r#"["a"]"#, true, false).unwrap(), "[\"A\"]\n");
    }

    #[test]
    fn text_does_not_control_a_terminal() {
        let filter = JqFilter::compile(".a").unwrap();
        assert_eq!(filter.run("{\"a\":\"x\u{9b}y\"}", true, true).unwrap(), "xy\n");
    }

    #[test]
    fn invalid_expressions_are_described() {
        let message = |text: &str| check(text).unwrap_err();
        assert!(message(".[").starts_with("jq: expected "), "{}", message(".["));
        assert!(message("nonsense").contains("`nonsense`"), "{}", message("nonsense"));
        let failed = JqFilter::compile(".id").unwrap().run("[]", true, false);
        assert!(failed.unwrap_err().message().starts_with("jq: "));
    }
}
