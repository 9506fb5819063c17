//! Who gets which ticket and when nobody does: distribution, holidays.

use helpdesk_core::{builder, redacted_debug};
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
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DistributionInput {
    /// The name.
    pub name: String,
    /// The most tickets an agent gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_num: Option<u32>,
    /// After how long they are given to others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_redistribute: Option<u32>,
    /// The identifiers of the departments.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "references")]
    pub departments: Option<Vec<String>>,
    /// The identifiers of the roles.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "references")]
    pub roles: Option<Vec<String>>,
    /// Whether all are given to others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redistribute_all: Option<bool>,
    /// Whether those that an agent has are given to others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redistribute_assigned_tickets: Option<bool>,
    /// Whether the queue is given out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distribute_queue: Option<bool>,
}

builder!(DistributionInput, DistributionInputBuilder {
    required(into): [name: String],
    optional: [
        max_num / maybe_max_num: u32,
        time_to_redistribute / maybe_time_to_redistribute: u32,
        departments / maybe_departments: Vec<String>,
        roles / maybe_roles: Vec<String>,
        redistribute_all / maybe_redistribute_all: bool,
        redistribute_assigned_tickets / maybe_redistribute_assigned_tickets: bool,
        distribute_queue / maybe_distribute_queue: bool,
    ],
});

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
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HolidayInput {
    /// The name.
    pub name: String,
    /// When it begins.
    pub from: String,
    /// When it ends.
    pub to: String,
    /// What contacts are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

builder!(HolidayInput, HolidayInputBuilder {
    required(into): [name: String, from: String, to: String],
    optional(into): [message / maybe_message: String],
});

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
