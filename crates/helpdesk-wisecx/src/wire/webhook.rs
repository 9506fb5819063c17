//! What WiseCX delivers to a webhook: identifiers, and nothing else.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use serde::Deserialize;

/// The body of a delivery.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Delivery {
    /// What happened: `activity_new`, `status_update`, `survey`, `meli_new_order`,
    /// `meli_order_updated`.
    #[serde(deserialize_with = "lenient::text")]
    pub event: String,
    /// The case.
    #[serde(default, deserialize_with = "lenient::opt_id_nonzero")]
    pub case_id: Option<String>,
    /// The activity.
    #[serde(default, deserialize_with = "lenient::opt_id_nonzero")]
    pub activity_id: Option<String>,
    /// What kind of activity: `contact_message`, `user_reply`, `note`, `system`, `whatsapp_status`,
    /// `nitro_new_case`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub activity_type: Option<String>,
    /// The contact; documented by a third party only.
    #[serde(default, deserialize_with = "lenient::opt_id_nonzero")]
    pub contact_id: Option<String>,
    /// The address of a survey that was sent; it is personal to the contact.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub url_survey: Option<String>,
    /// The order, with events of Mercado Libre.
    #[serde(default, deserialize_with = "lenient::opt_id_nonzero")]
    pub id: Option<String>,
}

redacted_debug!(Delivery {
    show: [event, case_id, activity_id, activity_type, contact_id, id],
    hide: [url_survey]
});
