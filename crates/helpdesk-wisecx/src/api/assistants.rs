//! `/assistans`, as the vendor spells it.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::Api;
use crate::wire;

/// Flows of assistants.
#[derive(Debug, Clone, Copy)]
pub struct Assistants<'a> {
    pub(super) api: &'a Api,
}

impl Assistants<'_> {
    /// `POST /assistans/node/{Id}/execute`: starts an intent of an assistant on a case; it runs by
    /// itself from there and **may write to the contact**. Sent once only.
    pub async fn execute(&self, id: u64, input: &wire::IntentInput) -> Result<Kept<wire::Intent>> {
        let call = Call::post(Safety::Once, "/assistans/node/{Id}/execute")
            .name("assistants.execute")
            .segment("Id", id)
            .json(input);
        self.api.wrote(call).await
    }
}
