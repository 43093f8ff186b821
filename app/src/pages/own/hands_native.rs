//! Natively nobody opens a file.

use gemeo_shared::own::Look;

use super::desk::Desk;
use crate::data::own::Kept;

pub fn choose(_: Desk, _: Option<web_sys::FileList>) {}
pub fn reopen(_: Desk, _: &Look) {}
pub fn attempt(_: Desk) {}
pub fn keep(_: Desk) {}
pub fn cancel(_: Desk) {}
pub fn let_go() {}
pub fn refresh(_: Desk) {}
pub fn show(_: Desk, _: Kept) {}
pub fn rename(_: Desk, _: Kept, _: String) {}
pub fn forget(_: Desk, _: Kept) {}
pub fn export(_: Kept) {}
pub fn forget_damaged(_: Desk, _: String) {}
