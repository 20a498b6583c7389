//! The page of an operation in the public reference.

use hwc_api::{CATALOG, Operation};

use super::operations::Language;

/// The host of the reference. The sources of the spec are paths below it, or names of SDKs.
const HOST: &str = "https://support.huaweicloud.com";

/// The beginnings of paths to pages in English. The others are in Chinese.
const ENGLISH: [&str; 2] = ["eu/api-", "intl/en-us/api-"];

/// Returns the URL of a page in this language; if there is none, of a page in the other one.
pub(crate) fn url(operation: &'static Operation, language: Language) -> Option<String> {
    let sources = &CATALOG.operation(operation)?.sources;
    page(sources.iter().map(String::as_str), language).map(|path| format!("{HOST}/{path}"))
}

fn page<'a>(sources: impl Iterator<Item = &'a str>, language: Language) -> Option<&'a str> {
    let pages: Vec<&str> = sources.filter_map(path).collect();
    let is_english = |path: &&&str| ENGLISH.iter().any(|start| path.starts_with(start));
    let fits = |path: &&&str| is_english(path) == (language == Language::En);
    pages.iter().find(fits).or(pages.first()).copied()
}

/// Returns the path of a source that is a page, without the remark behind it.
fn path(source: &str) -> Option<&str> {
    let path = source.split_whitespace().next()?;
    (path.ends_with(".html") && path.contains("api-")).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_the_language_of_the_reader() {
        let sources = ["huaweicloud-sdk-go-v3 services/osm/v2", "api-ticket/A.html (Chinese)", "eu/api-ticket/A.html"];
        assert_eq!(page(sources.into_iter(), Language::En), Some("eu/api-ticket/A.html"));
        assert_eq!(page(sources.into_iter(), Language::Zh), Some("api-ticket/A.html"));
        assert_eq!(page(sources[..2].iter().copied(), Language::En), Some("api-ticket/A.html"));
        assert_eq!(page(sources[..1].iter().copied(), Language::En), None);
    }

    #[test]
    fn operations_have_pages() {
        let count = |language| CATALOG.entries().filter_map(|entry| url(entry.operation, language)).count();
        assert!(count(Language::En) > 250, "{}", count(Language::En));
        assert_eq!(count(Language::En), count(Language::Zh));
    }
}
