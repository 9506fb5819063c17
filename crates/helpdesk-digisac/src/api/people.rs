//! `/people` and `/organizations`.

use helpdesk_core::{Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;

use crate::wire;

resource!(
    /// The humans behind contacts. Documented by a third party.
    People,
    people
);
resource!(
    /// Organisations. Documented by a third party.
    Organizations,
    organizations
);

/// A person to create, or changes to one.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PersonInput {
    /// The name.
    pub name: String,
    /// The number of an identity document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Organisations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_ids: Option<Vec<String>>,
}

builder!(PersonInput, PersonInputBuilder {
    required(into): [name: String],
    optional: [organization_ids / maybe_organization_ids: Vec<String>],
    optional(into): [document / maybe_document: String],
});

redacted_debug!(PersonInput {
    show: [organization_ids],
    hide: [name, document]
});

/// An organisation to create, or changes to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OrganizationInput {
    /// The name.
    pub name: String,
}

builder!(OrganizationInput, OrganizationInputBuilder {
    required(into): [name: String],
});

impl People {
    list!(
        "people.list",
        "/people",
        wire::Person as T,
        "Organisations come by `include`. Documented by a third party."
    );
    get!(
        "people.get",
        "/people/{peopleId}",
        "peopleId",
        wire::Person,
        "person",
        "Documented by a third party."
    );

    /// Creates a person: `POST /people`.
    ///
    /// Sent once: after an unknown delivery the error says so. Documented by a third party.
    pub async fn create(&self, new: &PersonInput) -> Result<Kept<wire::Person>> {
        self.api.record(Self::create_call(new), "person").await
    }

    pub(crate) fn create_call(new: &PersonInput) -> Call {
        Call::post(Safety::VerifyFirst, "/people")
            .name("people.create")
            .json(new)
    }

    update!(
        "people.update",
        "/people/{peopleId}",
        "peopleId",
        PersonInput,
        wire::Person,
        "person",
        "Documented by a third party."
    );
    delete!(
        "people.delete",
        "/people/{peopleId}",
        "peopleId",
        "Documented by a third party."
    );
}

impl Organizations {
    list!(
        "organizations.list",
        "/organizations",
        wire::Organization,
        "Documented by a third party."
    );
    get!(
        "organizations.get",
        "/organizations/{organizationId}",
        "organizationId",
        wire::Organization,
        "organization",
        "Documented by a third party."
    );
    create!(
        "organizations.create",
        "/organizations",
        OrganizationInput,
        wire::Organization,
        "organization",
        "Documented by a third party."
    );
    update!(
        "organizations.update",
        "/organizations/{organizationId}",
        "organizationId",
        OrganizationInput,
        wire::Organization,
        "organization",
        "Documented by a third party."
    );
    delete!(
        "organizations.delete",
        "/organizations/{organizationId}",
        "organizationId",
        "Documented by a third party."
    );
}
