//! Visiting a share link, and its owner, status and validity.

use hwc_models::koodrive::{
    GetShareInfo, GetShareInfoPublic, GetShareInfoPublicResponse, GetShareInfoResponse, ShareLink, VisitShare,
    VisitSharePublic, VisitSharePublicResponse, VisitShareResponse,
};

use super::visitor::Visitor;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::received_shares;
use crate::services::koodrive::shares::links;
use crate::services::koodrive::shares::record::Share;

pub(super) fn register(registry: &mut Registry) {
    registry.register(visit).register(visit_public).register(info).register(info_public);
}

fn visit(cx: &mut Context<'_>, request: &VisitShare) -> Result<VisitShareResponse, ApiError> {
    let share = Share::by_short_url(cx, request.short_url.as_str())?;
    Visitor::User(&cx.caller.id).visit(cx, &share)?;
    received_shares::visited(cx, &share)?;
    Ok(VisitShareResponse::default())
}

fn visit_public(cx: &mut Context<'_>, request: &VisitSharePublic) -> Result<VisitSharePublicResponse, ApiError> {
    let share = Share::by_short_url(cx, request.short_url.as_str())?;
    Visitor::Public.visit(cx, &share)?;
    Ok(VisitSharePublicResponse::default())
}

fn info(cx: &mut Context<'_>, request: &GetShareInfo) -> Result<GetShareInfoResponse, ApiError> {
    let mut response = GetShareInfoResponse::default();
    response.link = Some(link(cx, Visitor::User(&cx.caller.id), request.short_url.as_str())?);
    Ok(response)
}

fn info_public(cx: &mut Context<'_>, request: &GetShareInfoPublic) -> Result<GetShareInfoPublicResponse, ApiError> {
    let mut response = GetShareInfoPublicResponse::default();
    response.link = Some(link(cx, Visitor::Public, request.short_url.as_str())?);
    Ok(response)
}

/// Returns a share for the people that it is for, valid or not: the status says why it does not open.
fn link(cx: &Context<'_>, visitor: Visitor<'_>, short_url: &str) -> Result<ShareLink, ApiError> {
    let share = Share::by_short_url(cx, short_url)?;
    visitor.require_scope(cx, &share)?;
    links::for_visitor(cx, &share)
}
