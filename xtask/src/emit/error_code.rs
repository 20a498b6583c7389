//! Emitter of the error codes of a service as an enum.

use super::{doc, header};
use crate::lower::whole_code;
use crate::model::Service;
use crate::spec::yaml::ErrorRule;

/// The name of the module.
pub(super) const MODULE: &str = "error_code";

/// Emits the module, or nothing for a service without named codes.
pub(super) fn emit(service: &Service) -> Option<String> {
    let codes = codes(service);
    if codes.is_empty() {
        return None;
    }
    let table: String = codes.iter().map(|(code, name, _)| format!("| `{code}` | `{name}` |\n")).collect();
    let docs = doc::comment(
        "    ",
        &[
            format!(
                "An error code of {}. `Error::code_as` of the client returns it.",
                doc::escape(&service.yaml.title)
            ),
            format!("| code | variant |\n| --- | --- |\n{table}"),
        ],
    );
    let variants: String = codes.iter().map(|(code, name, rule)| variant(code, name, rule)).collect();
    let advice = advice_method(&codes);
    Some(format!(
        "{}use crate::SERVICE;\n\nhwc_wire::open_enum! {{\n{docs}    pub enum ErrorCode: string {{\n{variants}    }}\n}}\n\n\
         impl ErrorCode {{\n{advice}}}\n\n\
         impl hwc_wire::ServiceErrorCode for ErrorCode {{\n\
         const SERVICE: &'static hwc_wire::Service = &SERVICE;\n}}\n",
        header(&service.file.name)
    ))
}

/// A code, its name and its first rule.
pub(crate) type Code<'a> = (&'a str, &'a str, &'a ErrorRule);

/// Returns each named code once.
pub(crate) fn codes(service: &Service) -> Vec<Code<'_>> {
    let mut codes: Vec<Code<'_>> = Vec::new();
    for rule in &service.yaml.errors {
        if let (Some(code), Some(name)) = (whole_code(rule), &rule.name)
            && codes.iter().all(|(other, ..)| *other != code)
        {
            codes.push((code, name.value.as_str(), &rule.value));
        }
    }
    codes
}

fn variant(code: &str, name: &str, rule: &ErrorRule) -> String {
    format!("{}        {name} = {code:?};\n", doc::comment("        ", &[doc::sentence(&rule.doc)]))
}

/// Emits the method with one arm for each text.
fn advice_method(codes: &[Code<'_>]) -> String {
    let mut arms: Vec<(&str, Vec<String>)> = Vec::new();
    for (_, name, rule) in codes {
        let Some(advice) = rule.advice.as_deref().map(str::trim) else { continue };
        let pattern = format!("Self::{name}");
        match arms.iter_mut().find(|(text, _)| *text == advice) {
            Some((_, patterns)) => patterns.push(pattern),
            None => arms.push((advice, vec![pattern])),
        }
    }
    let head = "    /// Returns the advice for the caller, if the description of the service has one.\n\
                #[must_use]\npub fn advice(&self) -> Option<&'static str> {\n";
    if arms.is_empty() {
        return format!("{head}None\n}}\n");
    }
    let arms: String = arms.iter().map(|(text, patterns)| format!("{} => {text:?},\n", patterns.join(" | "))).collect();
    format!("{head}Some(match self {{\n{arms}_ => return None,\n}})\n}}\n")
}
