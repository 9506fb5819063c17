//! Contacts and what belongs to them.

use helpdesk_digisac::api::{
    Api, BlockContact, CreateContact, CreateGroup, ExportContacts, ListRequest, OrganizationInput,
    PersonInput, TagInput, UpdateContact,
};
use serde_json::Value;

use crate::{Area, Written, crud, decode};

const ID: &str = "{contactId}";

pub async fn contacts() -> Vec<Value> {
    let mut area = Area::new();
    for name in [
        "list",
        "list_by_custom_fields",
        "list_empty",
        "list_first_page",
        "list_unpaginated",
    ] {
        decode!(area, &format!("contacts/{name}"), async |api: Api| {
            api.contacts().list(&ListRequest::new()).await
        });
    }
    decode!(area, "contacts/list_by_person", async |api: Api| {
        api.contacts().of_person("person-1").await
    });
    for name in ["get", "get_2021", "get_with_includes"] {
        decode!(area, &format!("contacts/{name}"), async |api: Api| {
            api.contacts().get(ID, &[]).await
        });
    }
    let new = CreateContact::builder()
        .number("552090001001")
        .service_id("service-1")
        .build();
    for name in ["create", "create_existing", "create_not_on_whatsapp"] {
        decode!(area, &format!("contacts/{name}"), async |api: Api| {
            api.contacts().create(&new).await
        });
    }
    let group = CreateGroup::builder()
        .service_id("service-1")
        .internal_name("A group")
        .build();
    decode!(area, "contacts/create_group", async |api: Api| {
        api.contacts().create_group(&group).await
    });
    decode!(area, "contacts/create_many", async |api: Api| {
        api.contacts().create_many(std::slice::from_ref(&new)).await
    });
    let change = UpdateContact::builder().internal_name("Another").build();
    for name in ["update", "update_custom_field"] {
        decode!(area, &format!("contacts/{name}"), async |api: Api| {
            api.contacts().update(ID, &change).await
        });
    }
    decode!(area, "contacts/delete", async |api: Api| api
        .contacts()
        .delete(ID)
        .await);
    decode!(area, "contacts/delete_many", async |api: Api| {
        api.contacts().delete_many(&["contact-1"]).await
    });
    let block = BlockContact::builder().block(true).build();
    decode!(area, "contacts/block", async |api: Api| {
        api.contacts().block(ID, &block).await
    });
    decode!(area, "contacts/sync", async |api: Api| api
        .contacts()
        .sync(ID)
        .await);
    decode!(area, "contacts/add_members", async |api: Api| {
        api.contacts().add_members(ID, &["contact-1"]).await
    });
    decode!(area, "contacts/promote_members", async |api: Api| {
        api.contacts().promote_members(ID, &["contact-1"]).await
    });
    decode!(area, "contacts/demote_members", async |api: Api| {
        api.contacts().demote_members(ID, &["contact-1"]).await
    });
    let export = ExportContacts::builder()
        .list(ListRequest::new())
        .service_type("whatsapp")
        .build();
    decode!(area, "contacts/export_csv", async |api: Api| {
        let mut sink = Vec::new();
        api.contacts()
            .export_csv(&export, &mut sink)
            .await
            .map(|_| Written(sink))
    });
    area.entries
}

pub async fn people() -> Vec<Value> {
    let mut area = Area::new();
    let person = PersonInput::builder().name("Somebody").build();
    crud!(area, "people", people, "{peopleId}", create &person, update &person, delete "/delete");
    let shop = OrganizationInput::builder().name("Shop").build();
    crud!(area, "organizations", organizations, "{organizationId}",
        create &shop, update &shop, delete "/delete");
    area.entries
}

pub async fn tags() -> Vec<Value> {
    let mut area = Area::new();
    let tag = TagInput::builder().label("urgent").build();
    crud!(area, "tags", tags, "{tagId}", create &tag, update &tag, delete "/delete");
    decode!(area, "tags/add_contacts", async |api: Api| {
        api.tags().add_contacts("{tagId}", &["contact-1"]).await
    });
    decode!(area, "tags/remove_contacts", async |api: Api| {
        api.tags().remove_contacts("{tagId}", &["contact-1"]).await
    });
    area.entries
}
