"""The configuration lists for new tickets, and the limits of the service."""

from __future__ import annotations

from typing import Any

import codes
from client import Osm
from ground import Choice
from report import DISTINCT, FILLED, at_least, contains, one_of


def run(osm: Osm) -> Choice | None:
    """Reads all lists. Returns the values with which the other parts open tickets."""
    osm.step(area_codes)
    osm.step(limits)
    osm.step(items)
    osm.step(dimensions)
    region = osm.step(regions)
    product = osm.step(products)
    osm.step(categories)
    problem = osm.step(problems, product)
    osm.step(templates, problem)
    osm.step(parameters, problem)
    severity = osm.step(severities, product, problem)
    return osm.step(chosen, region, product, problem, severity)


def chosen(_: Osm, region: Any, product: Any, problem: Any, severity: Any) -> Choice:
    """Combines the values of the lists."""
    return Choice(
        business_type_id=problem.business_type_id,
        business_type_name=problem.business_type_name,
        product_category_id=product.incident_product_category_id,
        region_id=region.region_id,
        region_name=region.region_name,
        severity_id=severity.severity_id,
        severity_name=severity.severity_name,
    )


def area_codes(osm: Osm) -> None:
    """Checks country codes: each example has 86."""
    found = osm.call("list_area_codes").value.area_code_list
    osm.expect("list_area_codes", "area codes", [code.area_code for code in found], contains("86"))
    osm.expect("list_area_codes", "ids", [code.id for code in found], DISTINCT)


def limits(osm: Osm) -> None:
    """Checks the number of mailboxes, which is 10 in the reference."""
    found = osm.call("list_case_limits").value.config.create_case_ccemail_max_count
    osm.expect("list_case_limits", "mailboxes", found, 10)


def items(osm: Osm) -> None:
    """Checks the only configuration item that the reference names."""
    key = "case.create-case.diagnose-list"
    found = osm.call("show_configuration", config_key=key).value
    osm.expect("show_configuration", "config_key", found.config_key, key)
    osm.expect("show_configuration", "config_value", found.config_value, FILLED)
    osm.refused("show_configuration", codes.ANY | codes.LIMIT, config_key="case.no-such-item")


def dimensions(osm: Osm) -> None:
    """Checks the rating dimensions: timeliness (1) and result (3), with five as the best value."""
    found = osm.call("list_satisfaction_dimensions").value
    rated = found.satisfaction_dimension_list
    osm.expect("list_satisfaction_dimensions", "total_count", found.total_count, len(rated))
    osm.expect("list_satisfaction_dimensions", "ids", {1, 3} <= {one.satisfaction_id for one in rated}, True)
    osm.expect("list_satisfaction_dimensions", "best values", {one.value for one in rated}, {5})
    osm.expect("list_satisfaction_dimensions", "names", [one.satisfaction_name for one in rated], DISTINCT)


def regions(osm: Osm) -> Any:
    """Checks regions, including those of the customer."""
    found = osm.call("list_regions").value
    all_regions = found.data_center_list
    osm.expect("list_regions", "total_count", found.total_count, len(all_regions))
    osm.expect("list_regions", "number of regions", len(all_regions), at_least(2))
    osm.expect("list_regions", "ids", [one.region_id for one in all_regions], DISTINCT)
    osm.expect("list_regions", "types", {one.type for one in all_regions} <= {0, 1, 2}, True)
    names = {one.region_id: one.region_name for one in all_regions}
    own = osm.call("list_customers_regions").value
    osm.expect("list_customers_regions", "count", own.count, len(own.region_infos))
    osm.expect("list_customers_regions", "number of regions", own.count, at_least(1))
    for one in own.region_infos:
        osm.expect("list_customers_regions", f"name of {one.region_id}", one.region_name, names.get(one.region_id))
    return all_regions[0]


def products(osm: Osm) -> Any:
    """Checks products, all and by name."""
    found = osm.call("list_product_categories").value
    known = found.incident_product_category_list
    osm.expect("list_product_categories", "total_count", found.total_count, len(known))
    osm.expect("list_product_categories", "number of products", len(known), at_least(2))
    last = known[-1]
    named = osm.call("list_product_categories", product_category_name=last.incident_product_category_name).value
    ids = [one.incident_product_category_id for one in named.incident_product_category_list]
    osm.expect("list_product_categories", "products of that name", ids, contains(last.incident_product_category_id))
    osm.expect("list_product_categories", "total_count of these", named.total_count, len(ids))
    none = osm.call("list_product_categories", product_category_name="no such product").value
    osm.expect("list_product_categories", "total_count of no such product", none.total_count, 0)
    return known[0]


def categories(osm: Osm) -> None:
    """Checks ticket categories, which contain products of the other list."""
    known = osm.call("list_product_categories").value.incident_product_category_list
    ids = {one.incident_product_category_id for one in known}
    found = osm.call("list_case_categories").value
    kinds = found.incident_sub_type_list
    osm.expect("list_case_categories", "total_count", found.total_count, len(kinds))
    osm.expect("list_case_categories", "ids", [kind.incident_sub_type_id for kind in kinds], DISTINCT)
    held = {one.incident_product_category_id for kind in kinds for one in kind.incident_product_category_list or []}
    osm.expect("list_case_categories", "products", held, FILLED)
    osm.expect("list_case_categories", "products that ListProductCategories does not have", sorted(held - ids), [])


def problems(osm: Osm, product: Any) -> Any:
    """Checks the problem types of a product: questions (0) and fault reports (5)."""
    found = osm.call("list_problem_types", product_category_id=product.incident_product_category_id).value
    kinds = found.incident_business_type_list
    osm.expect("list_problem_types", "total_count", found.total_count, len(kinds))
    osm.expect("list_problem_types", "ids", [kind.business_type_id for kind in kinds], DISTINCT)
    for kind in kinds:
        osm.expect("list_problem_types", f"case_type of {kind.business_type_id}", kind.case_type, one_of("0", "5"))
    return kinds[0]


def templates(osm: Osm, problem: Any) -> None:
    """Checks description templates."""
    found = osm.call("list_case_templates", business_type_id=problem.business_type_id).value
    texts = found.incident_template_list
    osm.expect("list_case_templates", "total_count", found.total_count, len(texts))
    osm.expect("list_case_templates", "ids", [text.incident_template_id for text in texts], DISTINCT)
    osm.expect("list_case_templates", "contents", all(text.incident_template_content for text in texts), True)


def parameters(osm: Osm, problem: Any) -> None:
    """Checks the additional values of a problem type."""
    found = osm.call("list_extends_params", business_type_id=problem.business_type_id).value
    osm.expect("list_extends_params", "keys", [one.param_key for one in found.extends_params], DISTINCT)
    kinds = {one.param_type for one in found.extends_params}
    osm.expect("list_extends_params", "types", kinds <= {1, 3, 4, 5, 7, 8}, True)
    osm.expect("list_extends_params", "names", all(one.param_name for one in found.extends_params), True)


def severities(osm: Osm, product: Any, problem: Any) -> Any:
    """Checks severities."""
    wanted = {
        "product_category_id": product.incident_product_category_id,
        "business_type_id": problem.business_type_id,
    }
    found = osm.call("list_severities", **wanted).value
    osm.expect("list_severities", "ids", [one.severity_id for one in found.severity_list], DISTINCT)
    osm.expect("list_severities", "names", [one.severity_name for one in found.severity_list], DISTINCT)
    return found.severity_list[0]
