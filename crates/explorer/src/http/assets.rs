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
    ($($path:literal $name:literal $media_type:ident;)*) => {
        &[$(Asset {
            path: $path,
            media_type: $media_type,
            content: include_str!(concat!("../../assets/", $name)),
        }),*]
    };
}

const ASSETS: &[Asset] = assets! {
    "" "index.html" HTML;
    "app.css" "app.css" CSS;
    "icon.svg" "icon.svg" SVG;
    "main.js" "main.js" JS;
    "api.js" "api.js" JS;
    "call_log.js" "call_log.js" JS;
    "dom.js" "dom.js" JS;
    "fields.js" "fields.js" JS;
    "form.js" "form.js" JS;
    "i18n.js" "i18n.js" JS;
    "navigation.js" "navigation.js" JS;
    "operation.js" "operation.js" JS;
    "request.js" "request.js" JS;
    "results.js" "results.js" JS;
    "samples.js" "samples.js" JS;
    "search.js" "search.js" JS;
};

impl Asset {
    /// Finds the file of a path.
    pub(super) fn find(path: &str) -> Option<&'static Self> {
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
            for import in asset.content.lines().filter_map(|line| line.split_once(" from \"./")) {
                let name = import.1.trim_end_matches(['"', ';']);
                assert!(Asset::find(name).is_some(), "{}: {name}", asset.path);
            }
        }
    }
}
