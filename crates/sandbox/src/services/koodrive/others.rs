//! `GetJsSdkInfo`: the location of OrgID's JavaScript SDK. It does not exist in the sandbox.

use hwc_models::koodrive::{GetJsSdkInfo, GetJsSdkInfoResponse, JsSdkInfo};
use hwc_wire::Secret;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;

/// The location of the SDK.
const SDK: &str = "https://orgid.example.com/jssdk/jssdk.umd.js";

pub(super) fn register(registry: &mut Registry) {
    registry.register(js_sdk_info);
}

/// Returns the SDK with a token for a page and a code, which are new in each response.
fn js_sdk_info(cx: &mut Context<'_>, _request: &GetJsSdkInfo) -> Result<GetJsSdkInfoResponse, ApiError> {
    let code = cx.secret("sdk code")?;
    let mut info = JsSdkInfo::default();
    info.page_token_key = Some(cx.now.to_string());
    info.page_token = Some(Secret::from(cx.secret("page token")?));
    info.js_sdk_url = Some(SDK.to_owned());
    info.retry_js_sdk_url = Some(SDK.to_owned());
    info.transaction_id = Some(cx.next_number("sdk transaction")?.to_string());
    info.orgid_config = Some(Secret::from(serde_json::json!({ "sdk_auth_code": code }).to_string()));
    let mut response = GetJsSdkInfoResponse::default();
    response.data = Some(info);
    Ok(response)
}
