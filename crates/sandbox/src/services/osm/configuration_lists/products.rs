//! Products and ticket types: their details in the configuration lists, in addition to their names.

use hwc_models::osm::{
    CaseCategory, ListCaseCategories, ListCaseCategoriesResponse, ListProductCategories, ListProductCategoriesResponse,
    ProductCategory,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::localized::{self, CATEGORIES, PRODUCTS};

/// Details of a product, in addition to its name.
struct Product {
    id: &'static str,
    acronym: &'static str,
    chinese: &'static str,
    english: &'static str,
    support_plan: bool,
    problems: &'static [&'static str],
}

/// The problem types of products with servers.
const TECHNICAL: &[&str] = &["Fault", "Performance", "Usage", "Billing"];

/// The details, in the order of [`PRODUCTS`].
const DETAILS: &[Product] = &[
    Product {
        id: "product-1",
        acronym: "ECS",
        chinese: "云上可随时自助获取的虚拟机",
        english: "Virtual machines on demand",
        support_plan: true,
        problems: TECHNICAL,
    },
    Product {
        id: "product-2",
        acronym: "EVS",
        chinese: "云服务器使用的磁盘",
        english: "Disks for servers",
        support_plan: true,
        problems: TECHNICAL,
    },
    Product {
        id: "product-3",
        acronym: "VPC",
        chinese: "隔离的虚拟网络",
        english: "Isolated virtual networks",
        support_plan: true,
        problems: TECHNICAL,
    },
    Product {
        id: "product-4",
        acronym: "OBS",
        chinese: "海量数据的存储",
        english: "Storage for any amount of data",
        support_plan: true,
        problems: TECHNICAL,
    },
    Product {
        id: "product-5",
        acronym: "RDS",
        chinese: "关系型数据库",
        english: "Relational databases",
        support_plan: true,
        problems: TECHNICAL,
    },
    Product {
        id: "b5f0be5c9639466184abf80e01f9fa1d",
        acronym: "UC",
        chinese: "账号、费用与发票",
        english: "Accounts, bills and invoices",
        support_plan: false,
        problems: &["Account", "Billing", "Usage"],
    },
    Product {
        id: "123",
        acronym: "ECS",
        chinese: "虚拟机",
        english: "Virtual machines",
        support_plan: true,
        problems: &["123", "124"],
    },
    Product {
        id: "product-123",
        acronym: "",
        chinese: "参考文档示例中的产品",
        english: "The product of the examples of the reference",
        support_plan: true,
        problems: &["business-123"],
    },
];

/// The products of each ticket type, in the order of [`CATEGORIES`].
const IN_CATEGORY: &[(&str, &[&str])] = &[
    ("category-1", &["product-1", "product-2", "product-3", "product-4", "product-5", "product-123"]),
    ("category-2", &["b5f0be5c9639466184abf80e01f9fa1d"]),
    ("123", &["123"]),
];

/// Returns true if a product and a ticket type have a problem type. An empty ID matches any.
pub(crate) fn has_problem(product: &str, category: &str, problem: &str) -> bool {
    DETAILS.iter().any(|known| {
        (product.is_empty() || known.id == product)
            && (category.is_empty() || in_category(category).contains(&known.id))
            && known.problems.contains(&problem)
    })
}

fn in_category(category: &str) -> &'static [&'static str] {
    IN_CATEGORY.iter().find(|(id, _)| *id == category).map_or(&[], |(_, products)| products)
}

pub(crate) fn list(
    cx: &mut Context<'_>,
    request: &ListProductCategories,
) -> Result<ListProductCategoriesResponse, ApiError> {
    let wanted = request.product_category_name.as_deref().unwrap_or_default().trim().to_lowercase();
    let fitting = DETAILS.iter().filter(|product| product.is_called(&wanted));
    let mut response = ListProductCategoriesResponse::default();
    response.incident_product_category_list = fitting.map(|product| product.to_model(cx)).collect();
    response.total_count = Some(response.incident_product_category_list.len() as u64);
    Ok(response)
}

pub(crate) fn categories(
    cx: &mut Context<'_>,
    _request: &ListCaseCategories,
) -> Result<ListCaseCategoriesResponse, ApiError> {
    let mut response = ListCaseCategoriesResponse::default();
    for named in CATEGORIES {
        let held = in_category(named.id);
        let mut category = CaseCategory::default();
        category.incident_sub_type_id = Some(named.id.into());
        category.incident_sub_type_name = Some(named.name(cx).to_owned());
        let products = DETAILS.iter().filter(|product| held.contains(&product.id));
        category.incident_product_category_list = products.map(|product| product.to_model(cx)).collect();
        response.incident_sub_type_list.push(category);
    }
    response.total_count = Some(CATEGORIES.len() as u64);
    Ok(response)
}

impl Product {
    /// Returns true if this is a part of the name in either language, or the short name. An empty text matches all.
    fn is_called(&self, wanted: &str) -> bool {
        let named = localized::find(PRODUCTS, self.id);
        self.acronym.to_lowercase() == wanted
            || named
                .is_some_and(|named| named.chinese.contains(wanted) || named.english.to_lowercase().contains(wanted))
    }

    fn to_model(&self, cx: &Context<'_>) -> ProductCategory {
        let mut product = ProductCategory::default();
        product.incident_product_category_id = Some(self.id.into());
        product.incident_product_category_name = Some(localized::localized_name(cx, PRODUCTS, self.id));
        product.incident_product_category_desc = Some(localized::text(cx, self.chinese, self.english).to_owned());
        product.incident_product_category_acronym = Some(self.acronym.to_owned());
        product.can_use_support_plan = Some(self.support_plan);
        product
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::osm::localized::PROBLEM_TYPES;

    #[test]
    fn every_name_has_its_details() {
        let ids = |named: &'static [localized::LocalizedName]| named.iter().map(|named| named.id);
        assert!(DETAILS.iter().map(|product| product.id).eq(ids(PRODUCTS)));
        assert!(IN_CATEGORY.iter().map(|(id, _)| *id).eq(ids(CATEGORIES)));
        for id in DETAILS.iter().flat_map(|product| product.problems) {
            assert!(localized::find(PROBLEM_TYPES, id).is_some(), "{id}");
        }
        for id in IN_CATEGORY.iter().flat_map(|(_, products)| *products) {
            assert!(localized::find(PRODUCTS, id).is_some(), "{id}");
        }
        for named in PROBLEM_TYPES {
            assert!(has_problem("", "", named.id), "no product has {}", named.id);
        }
    }
}
