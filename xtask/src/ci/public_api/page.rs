//! Reader of the page of one item.

use crate::ci::rustdoc::Item;

/// The headings of the sections that every type has, from which no lines are taken.
const AUTOMATIC: [&str; 2] = ["id=\"synthetic-implementations\"", "id=\"blanket-implementations\""];

/// The kinds whose members have lines of their own.
const WITH_MEMBERS: [&str; 4] = ["struct", "enum", "union", "trait"];

/// The declaration of an item that another crate declares, whose own list has the details.
const REEXPORTED: &str = "re-exported";

/// Returns the lines of an item: `KIND PATH: DECLARATION`, and `PATH: MEMBER` for each public member and implementation.
pub(super) fn lines(item: &Item, crate_name: &str, html: &str) -> Vec<String> {
    let Item { kind, path, .. } = item;
    if origin(html) != Some(crate_name) {
        return vec![format!("{kind} {path}: {REEXPORTED}")];
    }
    let Some(declaration) = between(html, "<pre class=\"rust item-decl\"><code>", "</code></pre>") else {
        return Vec::new();
    };
    let declaration = text(&without_summaries(declaration));
    if !WITH_MEMBERS.contains(&kind.as_str()) {
        return vec![format!("{kind} {path}: {declaration}")];
    }
    let head = declaration.split(" {").next().unwrap_or_default();
    let mut lines = vec![format!("{kind} {path}: {head}")];
    lines.extend(members(html).into_iter().map(|member| format!("{path}: {member}")));
    lines
}

/// Returns the crate that declares the item, from the link to its source.
///
/// rustdoc links to the source in another crate only if it finds pages of that crate. An item of the crate itself always has
/// the link.
fn origin(html: &str) -> Option<&str> {
    let link = between(html, "<a class=\"src\" href=\"", "\"")?;
    link.split_once("src/")?.1.split('/').next()
}

/// Returns the fields, variants, methods and implementations.
fn members(html: &str) -> Vec<String> {
    let body = html.split_once("item-decl").map_or(html, |(_, body)| body);
    let end = AUTOMATIC.iter().filter_map(|heading| body.find(heading)).min().unwrap_or(body.len());
    let body = &body[..end];
    let own = body.find("id=\"trait-implementations\"").unwrap_or(body.len());
    let fields = body.split("class=\"structfield section-header\"").skip(1);
    let fields = fields.filter_map(|part| Some(format!("pub {}", text(between(part, "<code>", "</code>")?))));
    let sections = |html: &str, is_wanted: fn(&str) -> bool| -> Vec<String> {
        let sections = html.split("<section id=\"").skip(1).filter(|part| is_wanted(part));
        sections.filter_map(|part| heading(part).map(text)).collect()
    };
    let mut members: Vec<String> = fields.collect();
    members.extend(sections(&body[..own], |id| !id.starts_with("impl-")));
    members.extend(sections(&body[own..], |id| id.starts_with("impl-")));
    members
}

/// Returns the declaration in the heading of a section.
fn heading(section: &str) -> Option<&str> {
    let start = section.find("class=\"code-header\">")?;
    let rest = &section[start + "class=\"code-header\">".len()..];
    Some(&rest[..rest.find("</h3>").into_iter().chain(rest.find("</h4>")).min()?])
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

/// Removes the labels of folded parts.
fn without_summaries(html: &str) -> String {
    let mut parts = html.split("<summary");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("</summary>").map_or("", |(_, rest)| rest))
}

/// Returns the text of HTML on one line.
fn text(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        let visible = if index == 0 { part } else { part.split_once('>').map_or("", |(_, visible)| visible) };
        text.push_str(visible);
    }
    for (entity, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
    {
        text = text.replace(entity, character);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<a class="src" href="../src/t/body.rs.html#36">Source</a>
        <pre class="rust item-decl"><code>pub struct Body&lt;T&gt; {
            pub <a href="x">size</a>: u64,
        }</code></pre>
        <span id="structfield.size" class="structfield section-header"><a href="\#">§</a><code>size: <a>u64</a></code></span>
        <h2 id="implementations">Implementations</h2><section id="impl-Body" class="impl"><h3 class="code-header">impl Body</h3>
        <section id="method.len" class="method"><h4 class="code-header">pub fn <a>len</a>(&amp;self) -&gt; u64</h4></section>
        <h2 id="trait-implementations">T</h2><section id="impl-Clone-for-Body" class="impl"><h3 class="code-header">impl Clone for Body</h3>
        <section id="method.clone" class="method"><h4 class="code-header">fn clone(&amp;self)</h4></section>
        <h2 id="synthetic-implementations">S</h2><section id="impl-Send-for-Body"><h3 class="code-header">impl Send for Body</h3>"#;

    fn item() -> Item {
        Item { kind: "struct".to_owned(), path: "t::Body".to_owned(), page: "struct.Body.html".to_owned() }
    }

    #[test]
    fn fields_methods_and_implementations_have_lines() {
        let expected = [
            "struct t::Body: pub struct Body<T>",
            "t::Body: pub size: u64",
            "t::Body: pub fn len(&self) -> u64",
            "t::Body: impl Clone for Body",
        ];
        assert_eq!(lines(&item(), "t", PAGE), expected);
    }

    #[test]
    fn an_item_of_another_crate_is_named_only() {
        assert_eq!(lines(&item(), "other", PAGE), ["struct t::Body: re-exported"]);
        let (_, without_link) = PAGE.split_once('\n').unwrap();
        assert_eq!(lines(&item(), "t", without_link), ["struct t::Body: re-exported"]);
    }
}
