//! The rest of the documented calls.

use super::gate::Routes;

pub(super) fn routes(_routes: &mut Routes) {}
