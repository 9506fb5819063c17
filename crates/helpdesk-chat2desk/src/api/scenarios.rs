//! The self-service menu.

use helpdesk_core::{Result, Safety};
use helpdesk_http::Call;
use serde::Serialize;
use serde_json::Value;

use super::params::{number, opt_number};
use super::{Api, List};
use crate::wire;

#[derive(Serialize)]
struct SendItem<'a> {
    #[serde(serialize_with = "number")]
    client_id: &'a str,
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    menu_item_id: Option<String>,
}

/// The self-service menu: `/v1/scenarios`.
#[derive(Debug, Clone)]
pub struct Scenarios {
    pub(super) api: Api,
}

impl Scenarios {
    /// `GET /v1/scenarios/menu_items`: the items of the menu, of one channel if it is given. The
    /// documentation shows the channel in a body; a GET carries it in the query here.
    pub async fn menu_items(&self, channel_id: Option<&str>) -> Result<List<wire::MenuItem>> {
        let call = Call::get(Safety::Safe, "/v1/scenarios/menu_items")
            .name("scenarios.menu_items")
            .query_opt("channel_id", channel_id);
        self.api.many(call).await
    }

    /// `POST /v1/scenarios/send_menu_item`: sends an item of the menu to a client; its root when none
    /// is given. The client sees it. Sent once. What it answers is not documented.
    pub async fn send_menu_item(
        &self,
        client_id: &str,
        menu_item_id: Option<&str>,
    ) -> Result<Value> {
        let call = Call::post(Safety::Once, "/v1/scenarios/send_menu_item")
            .name("scenarios.send_menu_item")
            .json(&SendItem {
                client_id,
                menu_item_id: menu_item_id.map(str::to_owned),
            });
        self.api.data(call).await
    }
}
