//! Names of the entries of the configuration lists, in both languages. Tickets store IDs and show names.
//!
//! IDs of digits alone, and IDs that end in 123, are those of the reference's examples.

use crate::runtime::context::Context;

/// An entry with an ID, and its name in Chinese and English.
pub(super) struct LocalizedName {
    pub(super) id: &'static str,
    pub(super) chinese: &'static str,
    pub(super) english: &'static str,
}

impl LocalizedName {
    const fn new(id: &'static str, chinese: &'static str, english: &'static str) -> Self {
        Self { id, chinese, english }
    }

    /// Returns the name in the language of the call.
    pub(super) fn name(&self, cx: &Context<'_>) -> &'static str {
        text(cx, self.chinese, self.english)
    }
}

/// Returns the language of the call. The service uses Chinese unless the call requests another language.
pub(super) fn language(cx: &Context<'_>) -> &'static str {
    let asked = cx.settings.language().unwrap_or_default();
    let is_chinese = asked.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh"));
    if asked.is_empty() || is_chinese { "zh-cn" } else { "en-us" }
}

/// Returns the text in the language of the call.
pub(super) fn text(cx: &Context<'_>, chinese: &'static str, english: &'static str) -> &'static str {
    if language(cx) == "zh-cn" { chinese } else { english }
}

/// Returns the entry with this ID.
pub(super) fn find<'a>(list: &'a [LocalizedName], id: &str) -> Option<&'a LocalizedName> {
    list.iter().find(|entry| entry.id == id)
}

/// Returns the name for an ID, or the ID itself if it is not in the list.
pub(super) fn localized_name(cx: &Context<'_>, list: &[LocalizedName], id: &str) -> String {
    find(list, id).map_or_else(|| id.to_owned(), |entry| entry.name(cx).to_owned())
}

/// Problem types. Their details are in `problem_types`.
pub(super) const PROBLEM_TYPES: &[LocalizedName] = &[
    LocalizedName::new("Fault", "故障", "Fault"),
    LocalizedName::new("Performance", "性能", "Performance"),
    LocalizedName::new("Usage", "使用咨询", "Usage"),
    LocalizedName::new("Billing", "费用", "Billing"),
    LocalizedName::new("Account", "账号", "Account"),
    LocalizedName::new("123", "活动咨询", "Event enquiry"),
    LocalizedName::new("124", "磁盘故障", "Disk fault"),
    LocalizedName::new("business-123", "示例问题类型", "Example problem type"),
];

/// Ticket types. Their products are in `products`.
pub(super) const CATEGORIES: &[LocalizedName] = &[
    LocalizedName::new("category-1", "技术支持", "Technical support"),
    LocalizedName::new("category-2", "费用与账号", "Billing and account"),
    LocalizedName::new("123", "产品问题", "Product problem"),
];

/// Products. Their details are in `products`.
pub(super) const PRODUCTS: &[LocalizedName] = &[
    LocalizedName::new("product-1", "弹性云服务器", "Elastic Cloud Server"),
    LocalizedName::new("product-2", "云硬盘", "Elastic Volume Service"),
    LocalizedName::new("product-3", "虚拟私有云", "Virtual Private Cloud"),
    LocalizedName::new("product-4", "对象存储服务", "Object Storage Service"),
    LocalizedName::new("product-5", "云数据库", "Relational Database Service"),
    LocalizedName::new("b5f0be5c9639466184abf80e01f9fa1d", "用户中心", "User Center"),
    LocalizedName::new("123", "弹性计算云", "Elastic Compute Cloud"),
    LocalizedName::new("product-123", "示例产品", "Example product"),
];

/// Severities. `problem_types` has the severities of each problem type.
pub(super) const SEVERITIES: &[LocalizedName] = &[
    LocalizedName::new("general", "一般", "General"),
    LocalizedName::new("high", "严重", "High"),
    LocalizedName::new("critical", "紧急", "Critical"),
    LocalizedName::new("123", "一般", "General"),
];

/// Regions. `configuration` has the part of the world of each region.
pub(super) const REGIONS: &[LocalizedName] = &[
    LocalizedName::new("cn-north-4", "华北-北京四", "CN North-Beijing4"),
    LocalizedName::new("cn-south-1", "华南-广州", "CN South-Guangzhou"),
    LocalizedName::new("cn-north-1", "华北-北京一", "CN North-Beijing1"),
    LocalizedName::new("cn-north-9", "华北-乌兰察布一", "CN North-Ulanqab1"),
    LocalizedName::new("cn-east-2", "华东-上海二", "CN East-Shanghai2"),
    LocalizedName::new("cn-east-3", "华东-上海一", "CN East-Shanghai1"),
    LocalizedName::new("cn-southwest-2", "西南-贵阳一", "CN Southwest-Guiyang1"),
    LocalizedName::new("ap-southeast-1", "中国-香港", "CN-Hong Kong"),
    LocalizedName::new("ap-southeast-2", "亚太-曼谷", "AP-Bangkok"),
    LocalizedName::new("ap-southeast-3", "亚太-新加坡", "AP-Singapore"),
    LocalizedName::new("af-south-1", "非洲-约翰内斯堡", "AF-Johannesburg"),
    LocalizedName::new("la-south-2", "拉美-圣地亚哥", "LA-Santiago"),
    LocalizedName::new("sa-brazil-1", "拉美-圣保罗一", "LA-Sao Paulo1"),
    LocalizedName::new("eu-west-101", "欧洲-都柏林", "EU-Dublin"),
];
