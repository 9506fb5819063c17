//! Agents, channels and cards.

use helpdesk_http::lenient;
use jiff::Timestamp;
use serde::Deserialize;

use super::Named;
use crate::wire::included;

/// An agent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub archived_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "included")]
    pub departments: Option<Vec<Named>>,
    #[serde(default, deserialize_with = "included")]
    pub roles: Option<Vec<Role>>,
}

/// The owner of the credentials.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Owner {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
}

/// What an agent may do.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Role {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub display_name: Option<String>,
}

/// A service as a channel.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Channel {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_archived: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub archived_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    #[serde(default)]
    pub data: Option<ChannelData>,
}

/// What is known of the connection behind a channel.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChannelData {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub my_id: Option<String>,
    #[serde(default)]
    pub status: Option<ChannelStatus>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_shutdown_at: Option<Timestamp>,
}

/// The state of the connection behind a channel.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChannelStatus {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub state: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub my_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time_millis")]
    pub qr_code_expires_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_connected: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_starting: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_on_qr_page: Option<bool>,
}

/// A card of the sales pipeline.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Card {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub contact_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub pipeline_stage_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub owner_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub finished_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

crate::wire::identified!(Card, Channel, User);

#[cfg(test)]
mod tests {
    use helpdesk_core::json;
    use serde::de::DeserializeOwned;

    use super::*;

    /// The place that does not fit.
    fn misfit<T: DeserializeOwned>(text: &str) -> Option<String> {
        json::from_str::<T>(text).err().map(|misfit| misfit.path)
    }

    #[test]
    fn any_member_may_be_missing_and_others_may_be_anything() {
        for text in ["{}", r#"{"permissions":{"deep":[1]},"data2":7}"#] {
            assert_eq!(misfit::<User>(text), None);
            assert_eq!(misfit::<Owner>(text), None);
            assert_eq!(misfit::<Role>(text), None);
            assert_eq!(misfit::<Channel>(text), None);
            assert_eq!(misfit::<ChannelData>(text), None);
            assert_eq!(misfit::<ChannelStatus>(text), None);
            assert_eq!(misfit::<Card>(text), None);
        }
        assert_eq!(misfit::<Channel>(r#"{"data":null}"#), None);
        assert_eq!(misfit::<Channel>(r#"{"data":{"status":null}}"#), None);
    }

    #[test]
    fn a_member_of_the_wrong_shape_is_named() {
        type Misfit = fn(&str) -> Option<String>;
        let rows: [(Misfit, &[(&str, &str)]); 7] = [
            (
                misfit::<User>,
                &[
                    ("id", "{}"),
                    ("name", "{}"),
                    ("email", "[]"),
                    ("phoneNumber", "{}"),
                    ("active", r#""perhaps""#),
                    ("status", "{}"),
                    ("archivedAt", r#""soon""#),
                    ("deletedAt", r#""soon""#),
                    ("departments", r#""sales""#),
                    ("roles", "7"),
                ],
            ),
            (misfit::<Owner>, &[("id", "{}"), ("accountId", "{}")]),
            (misfit::<Role>, &[("displayName", "{}")]),
            (
                misfit::<Channel>,
                &[
                    ("id", "[]"),
                    ("name", "{}"),
                    ("type", "{}"),
                    ("isArchived", r#""perhaps""#),
                    ("archivedAt", r#""soon""#),
                    ("updatedAt", r#""soon""#),
                    ("deletedAt", r#""soon""#),
                    ("data", "7"),
                ],
            ),
            (
                misfit::<ChannelData>,
                &[
                    ("myId", "{}"),
                    ("status", "7"),
                    ("lastShutdownAt", r#""soon""#),
                ],
            ),
            (
                misfit::<ChannelStatus>,
                &[
                    ("state", "{}"),
                    ("myNumber", "{}"),
                    ("qrCodeExpiresAt", r#""soon""#),
                    ("isConnected", r#""perhaps""#),
                    ("isStarting", r#""perhaps""#),
                    ("isOnQrPage", r#""perhaps""#),
                ],
            ),
            (
                misfit::<Card>,
                &[
                    ("id", "{}"),
                    ("contactId", "{}"),
                    ("pipelineStageId", "{}"),
                    ("ownerId", "{}"),
                    ("finishedAt", r#""soon""#),
                    ("updatedAt", r#""soon""#),
                ],
            ),
        ];
        for (misfit, members) in rows {
            for (member, wrong) in members {
                let text = format!(r#"{{"{member}":{wrong}}}"#);
                assert_eq!(misfit(&text).as_deref(), Some(*member), "{text}");
            }
        }
        let text = r#"{"roles":[{"displayName":"x"},{"displayName":{}}]}"#;
        assert_eq!(misfit::<User>(text).unwrap(), "roles[1].displayName");
        let text = r#"{"data":{"status":{"isConnected":"perhaps"}}}"#;
        assert_eq!(misfit::<Channel>(text).unwrap(), "data.status.isConnected");
    }
}
