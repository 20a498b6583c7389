//! Requests about accounts of a carrier, which users of the company do not see, and about their orders.

use hwc_models::koodrive::{
    BatchRegisterUser, CarrierOrder, ExportBillInfo, GetBatchRegisterUserResult, GetReconciliationDiffList,
    GetUserInfo, ModifyPassword, ModifyUserInfo, NewCarrierUser, NotifyPackageExpire, PackageChange, PackageChangeType,
    PackageNotice, RefreshToken, ReverseOrder,
};
use hwc_sandbox::account::{CARRIER_PASSWORD, CARRIER_PHONE, CARRIER_REFRESH_TOKEN, CARRIER_USER_ID};

use crate::attempts::{Attempt, DENIED, UNKNOWN, for_admins, for_nobody};
use crate::common::users::ADA;

/// Returns the requests. The administrator may send those about accounts, and acts for the carrier.
pub(crate) fn attempts() -> Vec<Attempt> {
    let user = NewCarrierUser::default().first_name("Kai").phone("0049301234567");
    let change = PackageChange::default().kind(PackageChangeType::Order).package_id("14");
    let order = CarrierOrder::default().order_number("1").carrier_user_id(CARRIER_PHONE).package_change_list([change]);
    vec![
        Attempt::new(Some(UNKNOWN), Some(ADA), GetUserInfo::new().user_id(CARRIER_USER_ID)),
        Attempt::new(Some(UNKNOWN), Some(ADA), ModifyUserInfo::new(CARRIER_USER_ID).first_name("x")),
        Attempt::new(
            Some(UNKNOWN),
            Some(ADA),
            ModifyPassword::new(CARRIER_USER_ID, CARRIER_PASSWORD, "Changed-password-1"),
        ),
        for_nobody(UNKNOWN, RefreshToken::new(CARRIER_REFRESH_TOKEN)),
        for_admins(BatchRegisterUser::new([user])),
        for_nobody(DENIED, GetBatchRegisterUserResult::new("1")),
        for_admins(ReverseOrder::new([order], "1")),
        for_nobody(DENIED, NotifyPackageExpire::new(CARRIER_PHONE, PackageNotice::ReservationPeriod, "14")),
        for_admins(ExportBillInfo::new("2025-07")),
        for_nobody(DENIED, GetReconciliationDiffList::new("1")),
    ]
}
