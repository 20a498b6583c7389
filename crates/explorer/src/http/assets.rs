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
        for asset in ASSETS.iter().filter(|asset| asset.media_type == JS) {
            let folder = asset.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            for import in asset.content.lines().filter_map(imported) {
                let name = match import.strip_prefix("../") {
                    Some(name) => name.to_owned(),
                    None => format!("{folder}/{}", import.trim_start_matches("./")).trim_start_matches('/').to_owned(),
                };
                assert!(Asset::find(&name).is_some(), "{}: {name}", asset.path);
            }
        }
    }

    /// Returns the file that a line imports, at the start of the module or later.
    fn imported(line: &str) -> Option<&str> {
        let (_, file) = line.split_once(" from \"").or_else(|| line.split_once("import(\""))?;
        file.split('"').next().filter(|file| file.starts_with('.'))
    }
}
