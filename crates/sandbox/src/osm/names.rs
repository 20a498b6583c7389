//! The names of what the configuration lists tell, in both languages. Tickets keep ids and show names.

use crate::context::Context;

/// Something with an id, and its name in Chinese and English.
pub(super) struct Named {
    pub(super) id: &'static str,
    pub(super) chinese: &'static str,
    pub(super) english: &'static str,
}

impl Named {
    const fn new(id: &'static str, chinese: &'static str, english: &'static str) -> Self {
        Self { id, chinese, english }
    }

    /// The name in the language of the call. The service speaks Chinese unless it is asked for something else.
    pub(super) fn name(&self, cx: &Context<'_>) -> &'static str {
        let language = cx.settings.language().unwrap_or("zh-cn").to_ascii_lowercase();
        if language.starts_with("zh") { self.chinese } else { self.english }
    }
}

/// The entry with this id.
pub(super) fn find<'a>(list: &'a [Named], id: &str) -> Option<&'a Named> {
    list.iter().find(|named| named.id == id)
}

/// The name that belongs to an id; the id itself where the lists do not know it.
pub(super) fn name_of(cx: &Context<'_>, list: &[Named], id: &str) -> String {
    find(list, id).map_or_else(|| id.to_owned(), |named| named.name(cx).to_owned())
}

/// Problem types.
pub(super) const PROBLEM_TYPES: &[Named] =
    &[Named::new("Fault", "故障", "Fault"), Named::new("Billing", "费用", "Billing")];

/// Ticket types.
pub(super) const CATEGORIES: &[Named] = &[Named::new("category-1", "技术支持", "Technical support")];

/// Products.
pub(super) const PRODUCTS: &[Named] = &[Named::new("product-1", "弹性云服务器", "Elastic Cloud Server")];

/// Severities.
pub(super) const SEVERITIES: &[Named] = &[Named::new("general", "一般", "General"), Named::new("high", "严重", "High")];

/// Regions.
pub(super) const REGIONS: &[Named] = &[
    Named::new("cn-north-4", "华北-北京四", "CN North-Beijing4"),
    Named::new("cn-south-1", "华南-广州", "CN South-Guangzhou"),
];
