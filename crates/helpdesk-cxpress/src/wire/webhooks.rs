//! Notifications that the vendor sends.

use serde::Deserialize;
use serde_json::Value;

/// The body of a notification.
///
/// The documentation shows one, of a sector. The names of the other entities and the form of their
/// `data` are not documented; keys are printed there with spaces where answers have underscores.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Delivery {
    /// What it is about: `sector`, and by analogy `consumer`, `ticket`, `task` and so on.
    pub entity: String,
    /// What happened: `create` or `update`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The record.
    #[serde(default)]
    pub data: Value,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery")
            .field("entity", &self.entity)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
