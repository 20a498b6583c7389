//! Pages rendered from facts, in the layout of the reference: the counterpart of the reader.

use std::collections::BTreeSet;

use crate::draft::facts::{FactField, FactType, Facts};

/// The languages of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Chinese,
}

/// The words of a page in both languages.
const WORDS: &[(&str, &str)] = &[
    ("Function", "功能介绍"),
    ("Parameter", "参数"),
    ("Mandatory", "是否必选"),
    ("Type", "参数类型"),
    ("Description", "描述"),
    ("Request Parameters", "请求参数"),
    ("Response Parameters", "响应参数"),
    ("Example Request", "请求示例"),
    ("Example Response", "响应示例"),
    ("Status code: ", "状态码: "),
    ("Status Codes", "状态码"),
    ("Yes", "是"),
    ("No", "否"),
    ("Minimum length: ", "最小长度:"),
    ("Maximum length: ", "最大长度:"),
    ("Minimum: ", "最小值:"),
    ("Maximum: ", "最大值:"),
    ("Array Length: ", "数组长度:"),
    ("Default: ", "默认值:"),
    ("Enumeration values: ", "枚举值: "),
    ("None", "无"),
];

impl Language {
    fn word(self, english: &'static str) -> &'static str {
        let known = WORDS.iter().find(|(word, _)| *word == english);
        known.map_or(english, |(english, chinese)| if self == Self::English { english } else { chinese })
    }
}

/// Returns the text of the page.
pub(super) fn render(facts: &Facts, language: Language) -> String {
    let mut page = Writer { facts, language, text: String::new(), table: 0 };
    page.line(&facts.operation);
    page.line(language.word("Function"));
    page.line("Own words.");
    page.line("URI");
    page.line(&facts.request_line());
    page.parameters("path", "path parameters", "路径参数");
    page.parameters("query", "query parameters", "Query参数");
    page.line(language.word("Request Parameters"));
    page.parameters("header", "request header parameters", "请求Header参数");
    if let Some(body) = &facts.request_body {
        let form = body.content_type.as_deref() == Some("multipart/form-data");
        let (english, chinese) = if form {
            ("FormData parameters", "FormData参数")
        } else {
            ("request body parameters", "请求Body参数")
        };
        page.body(&body.kind, english, chinese, true);
    }
    page.line(language.word("Response Parameters"));
    if let Some((status, response)) = facts.success() {
        page.line(&format!("{}{status}", language.word("Status code: ")));
        page.body(&response.kind, "response body parameters", "响应Body参数", false);
    }
    page.examples();
    page.line(language.word("Status Codes"));
    page.text
}

struct Writer<'a> {
    facts: &'a Facts,
    language: Language,
    text: String,
    table: usize,
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn caption(&mut self, english: &str, chinese: &str) {
        self.table += 1;
        let caption = match self.language {
            Language::English => format!("Table {} {english}", self.table),
            Language::Chinese => format!("表{} {chinese}", self.table),
        };
        self.line(&caption);
    }

    fn parameters(&mut self, location: &str, english: &str, chinese: &str) {
        let params: Vec<FactField> =
            self.facts.params.iter().filter(|param| param.location.as_deref() == Some(location)).cloned().collect();
        if !params.is_empty() {
            self.caption(english, chinese);
            self.table(&params, true);
        }
    }

    fn body(&mut self, kind: &str, english: &str, chinese: &str, request: bool) {
        let FactType::Model(model) = FactType::parse(kind) else {
            panic!("a page cannot show a body of the type {kind}")
        };
        self.caption(english, chinese);
        self.table(self.facts.fields(&model).to_vec().as_slice(), request);
        let mut seen = BTreeSet::new();
        self.records(&model, request, &mut seen);
    }

    /// Writes the tables of the records in a model, in depth.
    fn records(&mut self, model: &str, request: bool, seen: &mut BTreeSet<String>) {
        for field in self.facts.fields(model) {
            let ty = FactType::parse(&field.kind);
            let Some(inner) = ty.model().filter(|inner| self.facts.models.contains_key(*inner)) else { continue };
            if seen.insert(inner.to_owned()) {
                self.caption(inner, inner);
                self.table(self.facts.fields(inner).to_vec().as_slice(), request);
                self.records(inner, request, seen);
            }
        }
    }

    fn table(&mut self, fields: &[FactField], request: bool) {
        let columns: &[&'static str] = if request {
            &["Parameter", "Mandatory", "Type", "Description"]
        } else {
            &["Parameter", "Type", "Description"]
        };
        for column in columns {
            self.line(&format!("{} |", self.language.word(column)));
        }
        self.line(&"---|".repeat(columns.len()));
        for field in fields {
            self.line(&format!("{} |", field.name));
            if request {
                let mandatory = if field.required == Some(true) { "Yes" } else { "No" };
                self.line(&format!("{} |", self.language.word(mandatory)));
            }
            self.line(&format!("{} |", page_type(&FactType::parse(&field.kind))));
            let description = self.description(field);
            self.line(&format!("{description} |"));
        }
    }

    fn description(&self, field: &FactField) -> String {
        let mut parts = vec![format!("Meaning of {}.", field.name)];
        let word = |english| self.language.word(english);
        if !field.codes.is_empty() {
            let code = |code: &crate::draft::facts::Code| match &code.meaning {
                Some(meaning) => format!("{}:{meaning}", code.value.to_plain()),
                None => code.value.to_plain(),
            };
            parts.push(format!(
                "{}{}",
                word("Enumeration values: "),
                field.codes.iter().map(code).collect::<Vec<_>>().join(" ")
            ));
        }
        if let Some(default) = &field.default {
            parts.push(format!("{}{}", word("Default: "), default.to_plain()));
        }
        for (phrase, value) in [
            ("Minimum length: ", field.min_length),
            ("Maximum length: ", field.max_length),
            ("Minimum: ", field.minimum),
            ("Maximum: ", field.maximum),
        ] {
            parts.extend(value.map(|value| format!("{}{value}", word(phrase))));
        }
        if let (Some(min), Some(max)) = (field.min_items, field.max_items) {
            parts.push(format!("{}{min} - {max}", word("Array Length: ")));
        }
        parts.join(" ")
    }

    fn examples(&mut self) {
        let Some(example) = self.facts.examples.first() else { return };
        let path = example.path.as_deref().unwrap_or(&self.facts.path);
        let query = example.query.as_deref().map_or(String::new(), |query| format!("?{query}"));
        self.line(self.language.word("Example Request"));
        let line = format!("{} https://{{endpoint}}{path}{query}", self.facts.method);
        let body = example.request.as_ref().map_or(String::new(), |body| format!(" {}", body.to_json()));
        self.line(&format!("{line}{body}"));
        self.line(self.language.word("Example Response"));
        match &example.response {
            Some(response) => {
                self.line(&format!("{}{}", self.language.word("Status code: "), example.status.unwrap_or(200)));
                self.line("Success.");
                self.line(&response.to_json());
            }
            None => self.line(self.language.word("None")),
        }
    }
}

/// Returns a type in the words of a page.
fn page_type(ty: &FactType) -> String {
    match ty {
        FactType::Text => "String".to_owned(),
        FactType::Integer => "Integer".to_owned(),
        FactType::Long => "Long".to_owned(),
        FactType::Number => "Double".to_owned(),
        FactType::Bool => "Boolean".to_owned(),
        FactType::Object => "Object".to_owned(),
        FactType::Binary => "File".to_owned(),
        FactType::Model(name) => format!("{name} object"),
        FactType::List(inner) => match &**inner {
            FactType::Text => "Array of strings".to_owned(),
            FactType::Integer => "Array of integers".to_owned(),
            FactType::Long => "Array of longs".to_owned(),
            FactType::Model(name) => format!("Array of {name} objects"),
            other => format!("Array<{}>", page_type(other)),
        },
        FactType::Map(inner) => format!("Map<String,{}>", page_type(inner)),
    }
}
