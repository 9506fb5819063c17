//! Who gets which ticket and when nobody does: distribution, holidays.

use helpdesk_core::redacted_debug;
use serde::{Serialize, Serializer};
use serde_json::json;

use crate::wire;

resource!(
    /// How tickets are given out. Documented by a third party.
    Distribution,
    distribution
);

resource!(
    /// Holidays. Documented by a third party.
    Holiday,
    holiday
);

/// A rule to create, or changes to one.
#[derive(Clone, PartialEq, Serialize, typed_builder::TypedBuilder)]
#[builder(
    doc,
    field_defaults(setter(strip_option(ignore_invalid, fallback_prefix = "maybe_")))
)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DistributionInput {
    /// The name.
    #[builder(setter(into))]
    pub name: String,
    /// The most tickets an agent gets.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_num: Option<u32>,
    /// After how long they are given to others.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_redistribute: Option<u32>,
    /// The identifiers of the departments.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "references")]
    pub departments: Option<Vec<String>>,
    /// The identifiers of the roles.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "references")]
    pub roles: Option<Vec<String>>,
    /// Whether all are given to others.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redistribute_all: Option<bool>,
    /// Whether those that an agent has are given to others.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redistribute_assigned_tickets: Option<bool>,
    /// Whether the queue is given out.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distribute_queue: Option<bool>,
}

redacted_debug!(DistributionInput {
    show: [
        max_num,
        time_to_redistribute,
        redistribute_all,
        redistribute_assigned_tickets,
        distribute_queue,
        departments,
        roles
    ],
    hide: [name]
});

/// Each as `{"id": …}`.
#[allow(clippy::ref_option, reason = "serde hands over what the field is")]
fn references<S: Serializer>(ids: &Option<Vec<String>>, serializer: S) -> Result<S::Ok, S::Error> {
    let ids = ids.iter().flatten();
    serializer.collect_seq(ids.map(|id| json!({ "id": id })))
}

/// A holiday to create, or changes to one.
#[derive(Clone, PartialEq, Serialize, typed_builder::TypedBuilder)]
#[builder(
    doc,
    field_defaults(setter(strip_option(ignore_invalid, fallback_prefix = "maybe_")))
)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HolidayInput {
    /// The name.
    #[builder(setter(into))]
    pub name: String,
    /// When it begins.
    #[builder(setter(into))]
    pub from: String,
    /// When it ends.
    #[builder(setter(into))]
    pub to: String,
    /// What contacts are told.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

redacted_debug!(HolidayInput {
    show: [from, to],
    hide: [name, message]
});

impl Distribution {
    list!(
        "distribution.list",
        "/distribution",
        wire::Distribution,
        "Documented by a third party."
    );
    get!(
        "distribution.get",
        "/distribution/{distributionId}",
        "distributionId",
        wire::Distribution,
        "rule",
        "Documented by a third party."
    );
    create!(
        "distribution.create",
        "/distribution",
        DistributionInput,
        wire::Distribution,
        "rule",
        "Documented by a third party."
    );
    update!(
        "distribution.update",
        "/distribution/{distributionId}",
        "distributionId",
        DistributionInput,
        wire::Distribution,
        "rule",
        "Documented by a third party."
    );
    delete!(
        "distribution.delete",
        "/distribution/{distributionId}",
        "distributionId",
        "Documented by a third party."
    );
}

impl Holiday {
    list!(
        "holiday.list",
        "/holiday",
        wire::Holiday,
        "Documented by a third party."
    );
    get!(
        "holiday.get",
        "/holiday/{holidayId}",
        "holidayId",
        wire::Holiday,
        "holiday",
        "Documented by a third party."
    );
    create!(
        "holiday.create",
        "/holiday",
        HolidayInput,
        wire::Holiday,
        "holiday",
        "Documented by a third party."
    );
    update!(
        "holiday.update",
        "/holiday/{holidayId}",
        "holidayId",
        HolidayInput,
        wire::Holiday,
        "holiday",
        "Documented by a third party."
    );
    delete!(
        "holiday.delete",
        "/holiday/{holidayId}",
        "holidayId",
        "Documented by a third party."
    );
}
