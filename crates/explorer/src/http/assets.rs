//! The files of the page. They are part of the program, so that the page works without a network.

use bytes::Bytes;

/// A file of the page.
pub(super) struct Asset {
    /// The path after the token.
    path: &'static str,
    pub(super) media_type: &'static str,
    content: &'static str,
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! assets {
    ($($path:literal $media_type:ident;)*) => {
        &[$(Asset {
            path: $path,
            media_type: $media_type,
            content: include_str!(concat!("../../assets/", $path)),
        }),*]
    };
}

const ASSETS: &[Asset] = assets! {
    "index.html" HTML;
    "app.css" CSS;
    "icon.svg" SVG;
    "api.js" JS;
    "call_log.js" JS;
    "dialog.js" JS;
    "dom.js" JS;
    "fields.js" JS;
    "form.js" JS;
    "i18n.js" JS;
    "main.js" JS;
    "navigation.js" JS;
    "operation.js" JS;
    "request.js" JS;
    "results.js" JS;
    "samples.js" JS;
    "search.js" JS;
    "sandbox/clock.js" JS;
    "sandbox/data.js" JS;
    "sandbox/drive.js" JS;
    "sandbox/faults.js" JS;
    "sandbox/insight.js" JS;
    "sandbox/parts.js" JS;
    "sandbox/requests.js" JS;
    "sandbox/tickets.js" JS;
    "sandbox/view.js" JS;
    "sandbox/words.js" JS;
};

impl Asset {
    /// Finds the file of a path. The empty path is the page.
    pub(super) fn find(path: &str) -> Option<&'static Self> {
        let path = if path.is_empty() { "index.html" } else { path };
        ASSETS.iter().find(|asset| asset.path == path)
    }

    /// Returns the content.
    pub(super) fn content(&self) -> Bytes {
        Bytes::from_static(self.content.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::respond::gzip;
    use super::*;

    #[test]
    fn the_page_is_small() {
        let sizes = ASSETS.iter().map(|asset| gzip(asset.content.as_bytes()).len());
        let total: usize = sizes.sum();
        assert!(total <= 40 << 10, "{total} bytes compressed");
    }

    #[test]
    fn every_import_is_served() {
        for asset in ASSETS {
            for import in imports(asset, &[" from \"", "import(\""]) {
                assert!(Asset::find(&import).is_some(), "{}: {import}", asset.path);
            }
        }
    }

    #[test]
    fn the_modules_of_the_first_view_are_preloaded() {
        let mut modules = vec!["main.js".to_owned()];
        let mut next = 0;
        while let Some(module) = modules.get(next).and_then(|path| Asset::find(path)) {
            let new = imports(module, &[" from \""]);
            let new: Vec<String> = new.into_iter().filter(|import| !modules.contains(import)).collect();
            modules.extend(new);
            next += 1;
        }
        let page = Asset::find("").unwrap().content;
        let preloaded = page.lines().filter_map(|line| line.strip_prefix("<link rel=\"modulepreload\" href=\""));
        let preloaded: BTreeSet<&str> = preloaded.filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(preloaded, modules.iter().skip(1).map(String::as_str).collect());
    }

    /// Returns the paths of the files that a file imports, each after one of these texts.
    fn imports(asset: &Asset, keywords: &[&str]) -> Vec<String> {
        let folder = asset.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let file = |line: &'static str| {
            let (_, file) = keywords.iter().find_map(|keyword| line.split_once(keyword))?;
            file.split('"').next().filter(|file| file.starts_with('.'))
        };
        let files = asset.content.lines().filter_map(file);
        let path = |file: &str| match file.strip_prefix("../") {
            Some(path) => path.to_owned(),
            None => format!("{folder}{}", file.trim_start_matches("./")),
        };
        files.map(path).collect()
    }
}
