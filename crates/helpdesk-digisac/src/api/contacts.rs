//! `/contacts`.

use helpdesk_core::{Error, Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::io::AsyncWrite;

use super::{ChannelType, Done, List, ListRequest, Separator, at_least_one};
use crate::wire;

resource!(
    /// Contacts, groups and broadcast lists among them.
    Contacts,
    contacts
);

/// The value of a custom field to write.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CustomFieldInput {
    /// The definition.
    pub id: String,
    /// The value; the documentation shows text.
    pub value: Value,
}

builder!(CustomFieldInput, CustomFieldInputBuilder {
    required: [value: Value],
    required(into): [id: String],
});

redacted_debug!(CustomFieldInput {
    show: [id],
    hide: []
});

/// A contact to create.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateContact {
    /// The name agents see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal_name: Option<String>,
    /// The phone number: digits with the country code.
    pub number: String,
    /// The channel.
    pub service_id: String,
    /// The department its tickets go to.
    pub default_department_id: Option<String>,
    /// The agent its tickets go to. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_user_id: Option<String>,
    /// Tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tag_ids: Vec<String>,
    /// Values of custom fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_fields: Vec<CustomFieldInput>,
    /// Another name. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative_name: Option<String>,
    /// The mail address; it is not read back. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The person behind it. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_id: Option<String>,
}

builder!(CreateContact, CreateContactBuilder {
    required(into): [number: String, service_id: String],
    optional(into): [
        internal_name / maybe_internal_name: String,
        default_department_id / maybe_default_department_id: String,
        default_user_id / maybe_default_user_id: String,
        alternative_name / maybe_alternative_name: String,
        email / maybe_email: String,
        person_id / maybe_person_id: String,
    ],
    default: [tag_ids: Vec<String>, custom_fields: Vec<CustomFieldInput>],
});

redacted_debug!(CreateContact {
    show: [
        service_id,
        default_department_id,
        default_user_id,
        tag_ids,
        person_id
    ],
    hide: [
        internal_name,
        number,
        custom_fields,
        alternative_name,
        email
    ]
});

/// Changes to a contact. What is not given stays.
#[derive(Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateContact {
    /// The name agents see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal_name: Option<String>,
    /// Tags. Whether they replace those that are there or are added is not known: sources differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_ids: Option<Vec<String>>,
    /// Values of custom fields; others stay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_fields: Vec<CustomFieldInput>,
    /// Whether it makes no noise. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_silenced: Option<bool>,
    /// Whether something is unread. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread: Option<bool>,
}

builder!(UpdateContact, UpdateContactBuilder {
    optional: [
        tag_ids / maybe_tag_ids: Vec<String>,
        is_silenced / maybe_is_silenced: bool,
        unread / maybe_unread: bool,
    ],
    optional(into): [internal_name / maybe_internal_name: String],
    default: [custom_fields: Vec<CustomFieldInput>],
});

redacted_debug!(UpdateContact {
    show: [tag_ids, is_silenced, unread],
    hide: [internal_name, custom_fields]
});

/// Blocking, or letting in again.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BlockContact {
    /// Whether it is to be blocked.
    pub block: bool,
    /// Why.
    pub description: String,
}

builder!(BlockContact, BlockContactBuilder {
    required: [block: bool],
    default(into): [description: String],
});

redacted_debug!(BlockContact {
    show: [block],
    hide: [description]
});

/// What contacts to count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CountContacts {
    /// Whether filters apply.
    pub is_filtered: bool,
    /// Only those of these departments.
    pub department_ids: Vec<String>,
}

builder!(CountContacts, CountContactsBuilder {
    default: [is_filtered: bool, department_ids: Vec<String>],
});

/// What contacts to export.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ExportContacts {
    /// Which contacts, and with what. Neither `distinct` nor `attributes`: `Invalid`.
    pub list: ListRequest,
    /// The sign between columns.
    pub separator: Separator,
    /// The kind of channel.
    pub service_type: ChannelType,
}

builder!(ExportContacts, ExportContactsBuilder {
    required: [list: ListRequest],
    required(into): [service_type: ChannelType],
    default(into): [separator: Separator = Separator::Comma],
});

impl ExportContacts {
    /// An export takes less than a list.
    fn check(&self) -> Result<()> {
        self.list.check()?;
        if self.list.distinct.is_some() {
            return Err(Error::invalid("distinct", "an export takes no such member"));
        }
        if !self.list.attributes.is_empty() {
            return Err(Error::invalid(
                "attributes",
                "an export has columns of its own; leave them out",
            ));
        }
        Ok(())
    }
}

impl Contacts {
    list!(
        "contacts.list",
        "/contacts",
        wire::Contact as T,
        "Groups, broadcast lists and hidden contacts are among them unless the filter keeps them out."
    );

    /// One contact: `GET /contacts/{contactId}`, with these relations. `NotFound`.
    ///
    /// Sent again after failures that may pass. Documented by a third party.
    pub async fn get(&self, id: &str, include: &[&str]) -> Result<Kept<wire::Contact>> {
        self.get_as(id, include).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn get_as<T: DeserializeOwned>(
        &self,
        id: &str,
        include: &[&str],
    ) -> Result<Kept<T>> {
        let call = Call::get(Safety::Safe, "/contacts/{contactId}")
            .name("contacts.get")
            .segment("contactId", id);
        let call = include.iter().enumerate().fold(call, |call, (at, name)| {
            call.query(format!("include[{at}]"), name)
        });
        self.api.record(call, "contact").await
    }

    /// Creates a contact, or changes the one that has the number on the channel: `POST /contacts`.
    ///
    /// With a number that is there already the old contact comes back, its name overwritten. A
    /// number that the messenger does not know is created all the same, with `data.valid` false; a
    /// Brazilian mobile number may come back without its nine. The answer has no relations.
    ///
    /// Sent once: after an unknown delivery the error says so.
    pub async fn create(&self, new: &CreateContact) -> Result<Kept<wire::Contact>> {
        self.api.record(Self::create_call(new), "contact").await
    }

    pub(crate) fn create_call(new: &CreateContact) -> Call {
        Call::post(Safety::VerifyFirst, "/contacts")
            .name("contacts.create")
            .json(new)
    }

    /// Creates several contacts: `POST /contacts/many`, a bare array. The answer is not documented.
    ///
    /// As with one, those that are there are changed. Sent once.
    pub async fn create_many(&self, new: &[CreateContact]) -> Result<Done> {
        self.api
            .allow("contacts.create_many", at_least_one("contacts", new))?;
        let call = Call::post(Safety::Once, "/contacts/many")
            .name("contacts.create_many")
            .json(new);
        self.api.done(call).await
    }

    update!(
        "contacts.update",
        "/contacts/{contactId}",
        "contactId",
        UpdateContact,
        wire::Contact as T,
        "contact",
        "The answer has no relations."
    );
    delete!(
        "contacts.delete",
        "/contacts/{contactId}",
        "contactId",
        "What becomes of its tickets is not documented."
    );

    /// Removes several contacts: `DELETE /contacts/many`, with a body that lists them.
    ///
    /// `Invalid` without any: what an empty list removes is not known. Sent again after failures that
    /// may pass. Documented by a third party; the answer is not.
    pub async fn delete_many(&self, ids: &[&str]) -> Result<Done> {
        self.api
            .allow("contacts.delete_many", at_least_one("ids", ids))?;
        let call = Call::delete(Safety::Safe, "/contacts/many")
            .name("contacts.delete_many")
            .json(&json!({ "where": { "id": ids } }));
        self.api.removed(call).await
    }

    /// Blocks a contact, or lets it in again: `POST /contacts/{contactId}/block`. `NotFound`.
    ///
    /// What a blocked contact writes does not come in. Sent again after failures that may pass. The answer is not documented.
    pub async fn block(&self, id: &str, block: &BlockContact) -> Result<Done> {
        let call = Call::post(Safety::Safe, "/contacts/{contactId}/block")
            .name("contacts.block")
            .segment("contactId", id)
            .json(block);
        self.api.done(call).await
    }

    /// Asks the messenger whether it knows numbers: `GET /contacts/exists`. The answer is not
    /// documented.
    ///
    /// Sent again after failures that may pass.
    pub async fn exists(&self, service_id: &str, numbers: &[&str]) -> Result<Kept<Value>> {
        self.api
            .allow("contacts.exists", at_least_one("numbers", numbers))?;
        let call = Call::get(Safety::Safe, "/contacts/exists").name("contacts.exists");
        let call = numbers
            .iter()
            .fold(call, |call, number| call.query("numbers[]", number))
            .query("serviceId", service_id);
        self.api.record(call, "contact").await
    }

    /// Counts contacts: `POST /contacts/count`. It changes nothing, so it is sent again after
    /// failures that may pass. Documented by a third party; the answer is not.
    pub async fn count(&self, request: &CountContacts) -> Result<Kept<Value>> {
        let call = Call::post(Safety::Safe, "/contacts/count")
            .name("contacts.count")
            .json(&json!({ "query": request }));
        self.api.record(call, "count").await
    }

    /// Exports contacts as a table: `POST /contacts/export/csv`. What comes back is not documented;
    /// it is written to `sink` as it arrives, and the number of bytes is given.
    ///
    /// Sent once, for an export may be work for the vendor. What was written when it fails is not the
    /// whole.
    pub async fn export_csv<W: AsyncWrite + Unpin + ?Sized>(
        &self,
        request: &ExportContacts,
        sink: &mut W,
    ) -> Result<u64> {
        self.api.allow("contacts.export_csv", request.check())?;
        let mut body = request.list.json();
        body["type"] = json!(request.separator);
        body["serviceType"] = json!(request.service_type);
        let call = Call::post(Safety::Once, "/contacts/export/csv")
            .name("contacts.export_csv")
            .json(&body);
        self.api.export(call, sink).await
    }

    action!(
        /// Fetches a contact from the messenger anew. Documented by a third party.
        sync, "contacts.sync", "/contacts/{contactId}/sync", "contactId", Safe
    );

    /// The contacts of a person: `GET /contacts`, as the vendor's collection has it.
    ///
    /// Sent again after failures that may pass.
    pub async fn of_person(&self, person_id: &str) -> Result<List<wire::Contact>> {
        let request = ListRequest::builder()
            .include(vec![
                super::Include::new("person").required(json!({ "id": person_id })),
            ])
            .per_page(30)
            .build();
        self.list(&request).await
    }
}
