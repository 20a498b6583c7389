//! The words of reference pages, in English and in Chinese: headings, columns, captions and types.

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Function,
    Uri,
    Request,
    Response,
    RequestExample,
    ResponseExample,
    /// A part without facts that a spec file holds.
    Other,
}

/// The headings of each part.
const HEADINGS: &[(Section, &[&str])] = &[
    (Section::Function, &["Function", "功能介绍"]),
    (Section::Uri, &["URI"]),
    (Section::Request, &["Request Parameters", "请求参数"]),
    (Section::Response, &["Response Parameters", "响应参数"]),
    (
        Section::RequestExample,
        &["Request Example", "Example Request", "Request Examples", "Example Requests", "请求示例"],
    ),
    (
        Section::ResponseExample,
        &["Response Example", "Example Response", "Response Examples", "Example Responses", "响应示例"],
    ),
    (
        Section::Other,
        &[
            "Status Codes",
            "Error Codes",
            "Feedback",
            "Debugging",
            "SDK Sample Code",
            "Constraints",
            "状态码",
            "错误码",
            "调试",
            "SDK代码示例",
            "约束限制",
            "授权信息",
        ],
    ),
];

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Mandatory,
    Kind,
    Description,
    Status,
}

/// The names of each column.
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Name, &["Parameter", "参数", "参数名"]),
    (Column::Mandatory, &["Mandatory", "是否必选"]),
    (Column::Kind, &["Type", "参数类型"]),
    (Column::Description, &["Description", "描述"]),
    (Column::Status, &["Status Code", "状态码"]),
];

/// A table by its caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Caption {
    Path,
    Query,
    Headers,
    Body,
    Form,
    /// The fields of a record.
    Record(String),
}

/// Returns the part that a heading begins.
pub(super) fn heading(text: &str) -> Option<Section> {
    let named = |(_, names): &&(Section, &[&str])| names.iter().any(|name| name.eq_ignore_ascii_case(text.trim()));
    HEADINGS.iter().find(named).map(|(section, _)| *section)
}

/// Returns the column with a name.
pub(super) fn column(text: &str) -> Option<Column> {
    let named = |(_, names): &&(Column, &[&str])| names.iter().any(|name| name.eq_ignore_ascii_case(text.trim()));
    COLUMNS.iter().find(named).map(|(column, _)| *column)
}

/// Returns the meaning of a cell that says if a parameter is mandatory.
pub(super) fn mandatory(text: &str) -> Option<bool> {
    match text.trim() {
        "是" | "Yes" | "yes" | "TRUE" | "True" | "true" => Some(true),
        "否" | "No" | "no" | "FALSE" | "False" | "false" => Some(false),
        _ => None,
    }
}

/// Returns the text after the number of a table: `Table 3 CaseInfo` and `表3 CaseInfo` give `CaseInfo`.
pub(super) fn caption_text(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("Table").or_else(|| line.trim().strip_prefix('表'))?.trim_start();
    let text = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    (text.len() < rest.len() && (text.is_empty() || text.starts_with(char::is_whitespace))).then(|| text.trim())
}

/// Returns the kind of table that a caption names.
pub(super) fn caption(text: &str) -> Caption {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let is_title = lower.contains("param") || lower.contains("参数");
    match () {
        () if !is_title => Caption::Record(text.to_owned()),
        () if has(&["path", "uri", "路径"]) => Caption::Path,
        () if has(&["query"]) => Caption::Query,
        () if has(&["header", "消息头"]) => Caption::Headers,
        () if has(&["form"]) => Caption::Form,
        () if has(&["body", "消息体"]) => Caption::Body,
        () => Caption::Record(text.to_owned()),
    }
}

/// Returns the status of a line such as `Status code: 200` and `状态码: 200`.
pub(super) fn status_line(line: &str) -> Option<u16> {
    let line = line.trim();
    let rest = line.strip_prefix("Status code").or_else(|| line.strip_prefix("状态码"))?;
    rest.trim_start().trim_start_matches([':', '：']).trim().parse().ok()
}

/// Returns true if a response is shown to have no body.
pub(super) fn is_none(text: &str) -> bool {
    matches!(text.trim().trim_end_matches(['.', '。']), "None" | "无")
}

/// Returns a method and a path at the beginning of a text, and the rest.
pub(super) fn request_line(text: &str) -> Option<(&str, &str, &str)> {
    let (method, rest) = text.trim_start().split_once(' ')?;
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    let rest = rest.trim_start();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let target = &rest[..end];
    let known = methods.contains(&method) && (target.starts_with('/') || target.contains("://"));
    known.then(|| (method, target, rest[end..].trim_start()))
}
