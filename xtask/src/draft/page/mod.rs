//! Reader of reference pages. The text of a page gives the facts: headings and tables in English or Chinese, with one cell
//! per line or all on one line. Parts that are not understood are listed with their positions.

mod blocks;
mod description;
mod examples;
mod flat;
mod records;
mod types;
mod vocabulary;

use super::facts::{Body, FactField, Facts, ResponseFacts};
use super::source::Source;
use blocks::{At, Block, Table};
use records::RecordTable;
use vocabulary::{Caption, Section};

/// The names of the bodies among the models, which no page can use.
const REQUEST_BODY: &str = "request body";
const RESPONSE_BODY: &str = "response body";

/// Reads the endpoints of a page. `stem` is the name of the file, which names the operation if it is in UpperCamelCase.
pub(crate) fn read(stem: &str, text: &str) -> Source {
    let mut source = Source::default();
    let is_flat = text.lines().any(flat::is_page);
    if !is_flat {
        let blocks = blocks::read(text, &mut source.unread);
        source.facts.extend(read_page(stem, blocks, &mut source.unread));
        return source;
    }
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if !flat::is_page(line) {
            source.unread.push(format!("{}:1: not read: the line has no request line", index + 1));
            continue;
        }
        let blocks = flat::read(line, index + 1, &mut source.unread);
        source.facts.extend(read_page("", blocks, &mut source.unread));
    }
    source
}

/// The parts of a page, sorted.
#[derive(Default)]
struct Page {
    description: Vec<String>,
    request_line: Option<(String, String)>,
    parameters: Vec<(Option<Caption>, Table)>,
    body: Option<(bool, Table)>,
    request_records: Vec<RecordTable>,
    responses: Vec<ResponsePart>,
    request_example: examples::Lines,
    response_example: examples::Lines,
    has_response: bool,
}

/// The tables of the response for one status.
struct ResponsePart {
    status: u16,
    headers: Option<Table>,
    body: Option<Table>,
    records: Vec<RecordTable>,
}

/// Reads one page.
fn read_page(stem: &str, blocks: Vec<Block>, unread: &mut Vec<String>) -> Option<Facts> {
    let page = sort_blocks(blocks);
    let (method, path) = page.request_line.clone()?;
    let mut facts = Facts { method, path, operation: stem.to_owned(), ..Facts::default() };
    facts.page_text = Some(page.description.join(" "));
    for (caption, table) in &page.parameters {
        add_parameters(&mut facts, caption.as_ref(), table, unread);
    }
    if let Some((form, table)) = &page.body {
        let content_type = form.then(|| "multipart/form-data".to_owned());
        facts.request_body = Some(Body { content_type, kind: REQUEST_BODY.to_owned() });
        records::add(&mut facts, REQUEST_BODY, table, page.request_records, unread);
    } else {
        unread.extend(
            page.request_records
                .iter()
                .map(|record| format!("{}: no body refers to the table", place(record.table.at))),
        );
    }
    for part in page.responses {
        add_response(&mut facts, part, unread);
    }
    if page.has_response && facts.responses.is_empty() {
        facts.responses.insert("200".to_owned(), ResponseFacts::default());
    }
    facts.examples.extend(examples::read(&facts.path, &page.request_example, &page.response_example, unread));
    Some(facts)
}

fn place(at: At) -> String {
    format!("{}:{}", at.line, at.column)
}

/// Sorts the blocks of a page by their part.
fn sort_blocks(blocks: Vec<Block>) -> Page {
    let mut page = Page::default();
    let (mut section, mut caption) = (Section::Other, None);
    for block in blocks {
        match block {
            Block::Heading(next) => (section, caption) = (next, None),
            Block::Caption(text) => caption = Some(text),
            Block::Text(at, text) => page.add_text(section, at, text),
            Block::Table(table) if table.has_parameters() => page.add_table(section, caption.take().as_deref(), table),
            Block::Table(_) => caption = None,
        }
    }
    page
}

impl Page {
    fn add_text(&mut self, section: Section, at: At, text: String) {
        match section {
            Section::Function => self.description.push(text),
            Section::Uri if self.request_line.is_none() => {
                self.request_line =
                    vocabulary::request_line(&text).map(|(method, path, _)| (method.to_owned(), path.to_owned()));
            }
            Section::Response => {
                self.has_response = true;
                if let Some(status) = vocabulary::status_line(&text) {
                    self.responses.push(ResponsePart { status, headers: None, body: None, records: Vec::new() });
                }
            }
            Section::RequestExample => self.request_example.push((at, text)),
            Section::ResponseExample => {
                self.has_response = true;
                self.response_example.push((at, text));
            }
            _ => {}
        }
    }

    fn add_table(&mut self, section: Section, caption: Option<&str>, table: Table) {
        let kind = caption.map(vocabulary::caption);
        match section {
            Section::Uri => self.parameters.push((kind, table)),
            Section::Request => self.add_request_table(kind, table),
            Section::Response => self.add_response_table(kind, table),
            _ => {}
        }
    }

    /// Adds a table of the request. Without a caption the first one has the headers, if it has the names of headers.
    fn add_request_table(&mut self, kind: Option<Caption>, table: Table) {
        match kind {
            Some(Caption::Path | Caption::Query | Caption::Headers) => self.parameters.push((kind, table)),
            Some(Caption::Body | Caption::Form) => self.body = Some((kind == Some(Caption::Form), table)),
            Some(Caption::Record(name)) => self.request_records.push(RecordTable { caption: Some(name), table }),
            None if self.body.is_none() && has_headers(&table) => self.parameters.push((Some(Caption::Headers), table)),
            None if self.body.is_none() => self.body = Some((false, table)),
            None => self.request_records.push(RecordTable { caption: None, table }),
        }
    }

    /// Adds a table of the response. Without a caption the first one after a status has the body.
    fn add_response_table(&mut self, kind: Option<Caption>, table: Table) {
        self.has_response = true;
        if self.responses.is_empty() {
            self.responses.push(ResponsePart { status: 200, headers: None, body: None, records: Vec::new() });
        }
        let Some(part) = self.responses.last_mut() else { return };
        match kind {
            Some(Caption::Headers) => part.headers = Some(table),
            Some(Caption::Record(name)) => part.records.push(RecordTable { caption: Some(name), table }),
            None if part.body.is_some() => part.records.push(RecordTable { caption: None, table }),
            _ => part.body = Some(table),
        }
    }
}

/// Returns true if the names of a table are those of headers.
fn has_headers(table: &Table) -> bool {
    let names = table.rows.iter().filter_map(|(_, row)| table.cell(row, vocabulary::Column::Name));
    let is_header = |name: &str| {
        let lower = name.trim().to_ascii_lowercase();
        lower.starts_with("x-") || matches!(&*lower, "authorization" | "host" | "content-type")
    };
    names.into_iter().any(is_header)
}

/// Adds the parameters of a table. Without a caption they are in the path if it names them, else in the query.
fn add_parameters(facts: &mut Facts, caption: Option<&Caption>, table: &Table, unread: &mut Vec<String>) {
    for (at, row) in &table.rows {
        let Some((mut field, model)) = records::read_field(facts, table, *at, row, unread) else { continue };
        let in_path = crate::model::path_params(&facts.path).contains(&&*field.name);
        let location = match caption {
            Some(Caption::Headers) => "header",
            Some(Caption::Query) => "query",
            Some(Caption::Path) => "path",
            _ if in_path => "path",
            _ => "query",
        };
        if model.is_some() {
            unread.push(format!("{}: `{}` is a record, which cannot be in the {location}", place(*at), field.name));
            field.kind = "string".to_owned();
        }
        field.location = Some(location.to_owned());
        let same = |other: &&FactField| other.name == field.name && other.location == field.location;
        if facts.params.iter().find(same).is_none() {
            facts.params.push(field);
        }
    }
}

/// Adds a response. The fields of errors belong to the service, so their tables are not read.
fn add_response(facts: &mut Facts, part: ResponsePart, unread: &mut Vec<String>) {
    let status = part.status.to_string();
    if facts.responses.contains_key(&status) {
        return;
    }
    let mut response = ResponseFacts::default();
    if part.status < 300 && facts.success().is_none() {
        if let Some(table) = &part.headers {
            let name = |(_, row): &(At, Vec<String>)| {
                table.cell(row, vocabulary::Column::Name).map(|name| name.trim().to_owned())
            };
            response.headers = table.rows.iter().filter_map(name).map(|name| (name, String::new())).collect();
        }
        if let Some(table) = &part.body {
            response.kind = RESPONSE_BODY.to_owned();
            records::add(facts, RESPONSE_BODY, table, part.records, unread);
        }
    }
    facts.responses.insert(status, response);
}
