//! The examples of a page: a request line with an optional body, and the body of the response.

use super::super::facts::ExampleFacts;
use super::super::json::Json;
use super::blocks::At;
use super::vocabulary;

/// The lines of a part of the page, with their positions.
pub(super) type Lines = Vec<(At, String)>;

/// Reads the request and the response that a page shows. Returns nothing if it shows neither.
pub(super) fn read(path: &str, request: &Lines, response: &Lines, unread: &mut Vec<String>) -> Option<ExampleFacts> {
    let mut example = ExampleFacts::default();
    let mut found = read_request(path, request, &mut example, unread);
    let shown: Vec<&(At, String)> =
        response.iter().filter(|(_, line)| vocabulary::status_line(line).is_none()).collect();
    example.status = response.iter().find_map(|(_, line)| vocabulary::status_line(line));
    if shown.first().is_some_and(|(_, line)| vocabulary::is_none(line)) {
        example.empty_response = true;
        found = true;
    }
    if let Some(json) = read_json(&response.iter().map(|(at, line)| (*at, line.as_str())).collect::<Vec<_>>(), unread) {
        example.response = Some(json);
        found = true;
    }
    found.then_some(example)
}

/// Reads the request. Returns true if there is one.
fn read_request(path: &str, lines: &Lines, example: &mut ExampleFacts, unread: &mut Vec<String>) -> bool {
    let start = lines.iter().position(|(_, line)| vocabulary::request_line(line).is_some());
    let Some((index, (_, target, rest))) =
        start.and_then(|index| Some((index, vocabulary::request_line(&lines[index].1)?)))
    else {
        return false;
    };
    if lines[index + 1..].iter().any(|(_, line)| vocabulary::request_line(line).is_some()) {
        let at = lines[index].0;
        unread.push(format!("{}:{}: only the first example is read", at.line, at.column));
    }
    let target = target.split_once("://").map_or(target, |(_, rest)| rest.find('/').map_or("", |start| &rest[start..]));
    let (shown, query) = target.split_once('?').unwrap_or((target, ""));
    if shown != path {
        example.path = Some(shown.to_owned());
    }
    if !query.is_empty() {
        example.query = Some(query.to_owned());
    }
    let body =
        std::iter::once((lines[index].0, rest)).chain(lines[index + 1..].iter().map(|(at, line)| (*at, line.as_str())));
    let body = body.take_while(|(_, line)| vocabulary::request_line(line).is_none());
    example.request = read_json(&body.collect::<Vec<_>>(), unread);
    true
}

/// Reads the first JSON object or list in some lines.
fn read_json(lines: &[(At, &str)], unread: &mut Vec<String>) -> Option<Json> {
    let is_start = |line: &str| line.starts_with(['{', '[']);
    let flat = |line: &str| line.find(" {").map(|space| space + 1);
    let found = lines.iter().enumerate().find_map(|(index, (at, line))| {
        let from = if is_start(line) { Some(0) } else { flat(line) };
        from.map(|from| (index, *at, from))
    });
    let (index, at, from) = found?;
    let rest = lines[index + 1..].iter().map(|(_, line)| *line);
    let text: Vec<&str> = std::iter::once(&lines[index].1[from..]).chain(rest).collect();
    let text = text.join("\n");
    match serde_json::Deserializer::from_str(&text).into_iter::<Json>().next()? {
        Ok(json) => Some(json),
        Err(error) => {
            let column =
                if error.line() == 1 { at.column + from + error.column().saturating_sub(1) } else { error.column() };
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            unread.push(format!(
                "{}:{column}: the example is not valid JSON: {message}",
                at.line + error.line().saturating_sub(1)
            ));
            None
        }
    }
}
