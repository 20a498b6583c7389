//! The country codes of phone numbers.

use hwc_models::osm::{AreaCode, ListAreaCodes, ListAreaCodesResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::localized;

/// The default country code.
pub(crate) const CHINA: &str = "86";

/// The code, and the country's name in Chinese and English. The first two are those of the reference's example.
const CODES: &[(&str, &str, &str)] = &[
    (CHINA, "中国", "China"),
    ("354", "冰岛", "Iceland"),
    ("852", "中国香港", "Hong Kong (China)"),
    ("853", "中国澳门", "Macao (China)"),
    ("886", "中国台湾", "Taiwan (China)"),
    ("1", "美国", "United States"),
    ("1", "加拿大", "Canada"),
    ("52", "墨西哥", "Mexico"),
    ("54", "阿根廷", "Argentina"),
    ("55", "巴西", "Brazil"),
    ("56", "智利", "Chile"),
    ("57", "哥伦比亚", "Colombia"),
    ("51", "秘鲁", "Peru"),
    ("593", "厄瓜多尔", "Ecuador"),
    ("44", "英国", "United Kingdom"),
    ("353", "爱尔兰", "Ireland"),
    ("33", "法国", "France"),
    ("49", "德国", "Germany"),
    ("39", "意大利", "Italy"),
    ("34", "西班牙", "Spain"),
    ("351", "葡萄牙", "Portugal"),
    ("31", "荷兰", "Netherlands"),
    ("32", "比利时", "Belgium"),
    ("352", "卢森堡", "Luxembourg"),
    ("41", "瑞士", "Switzerland"),
    ("43", "奥地利", "Austria"),
    ("45", "丹麦", "Denmark"),
    ("46", "瑞典", "Sweden"),
    ("47", "挪威", "Norway"),
    ("358", "芬兰", "Finland"),
    ("48", "波兰", "Poland"),
    ("420", "捷克", "Czech Republic"),
    ("36", "匈牙利", "Hungary"),
    ("40", "罗马尼亚", "Romania"),
    ("30", "希腊", "Greece"),
    ("380", "乌克兰", "Ukraine"),
    ("7", "俄罗斯", "Russia"),
    ("90", "土耳其", "Türkiye"),
    ("81", "日本", "Japan"),
    ("82", "韩国", "South Korea"),
    ("65", "新加坡", "Singapore"),
    ("60", "马来西亚", "Malaysia"),
    ("66", "泰国", "Thailand"),
    ("62", "印度尼西亚", "Indonesia"),
    ("63", "菲律宾", "Philippines"),
    ("84", "越南", "Vietnam"),
    ("855", "柬埔寨", "Cambodia"),
    ("91", "印度", "India"),
    ("92", "巴基斯坦", "Pakistan"),
    ("880", "孟加拉国", "Bangladesh"),
    ("94", "斯里兰卡", "Sri Lanka"),
    ("61", "澳大利亚", "Australia"),
    ("64", "新西兰", "New Zealand"),
    ("971", "阿联酋", "United Arab Emirates"),
    ("966", "沙特阿拉伯", "Saudi Arabia"),
    ("974", "卡塔尔", "Qatar"),
    ("965", "科威特", "Kuwait"),
    ("973", "巴林", "Bahrain"),
    ("968", "阿曼", "Oman"),
    ("962", "约旦", "Jordan"),
    ("972", "以色列", "Israel"),
    ("20", "埃及", "Egypt"),
    ("212", "摩洛哥", "Morocco"),
    ("213", "阿尔及利亚", "Algeria"),
    ("216", "突尼斯", "Tunisia"),
    ("27", "南非", "South Africa"),
    ("234", "尼日利亚", "Nigeria"),
    ("254", "肯尼亚", "Kenya"),
    ("251", "埃塞俄比亚", "Ethiopia"),
    ("233", "加纳", "Ghana"),
];

/// Returns true if a country has this code.
pub(crate) fn exists(code: &str) -> bool {
    CODES.iter().any(|(known, ..)| *known == code)
}

pub(crate) fn list(cx: &mut Context<'_>, _request: &ListAreaCodes) -> Result<ListAreaCodesResponse, ApiError> {
    let mut response = ListAreaCodesResponse::default();
    for (number, (code, chinese, english)) in (1..).zip(CODES) {
        let mut entry = AreaCode::default();
        entry.id = Some(number);
        entry.area_code = Some((*code).to_owned());
        entry.area_name = Some(localized::text(cx, chinese, english).to_owned());
        response.area_code_list.push(entry);
    }
    Ok(response)
}
