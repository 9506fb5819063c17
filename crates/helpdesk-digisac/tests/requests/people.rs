//! Contacts and what belongs to them.

use super::*;

pub async fn contacts() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let query = ListRequest::builder()
        .distinct(true)
        .filter(json!({"visible": true, "isGroup": {"$eq": false}}))
        .include(vec![
            Include::new("tags"),
            Include::new("person").required(json!({"id": "person-1"})),
            Include::new("service").attributes(["id", "name"]),
        ])
        .order(vec![("name".to_owned(), Sort::Ascending)])
        .page(2)
        .per_page(30)
        .build();
    call!(calls, LIST, "list", async |api: Api| {
        api.contacts().list(&query).await
    });
    let brackets = ListRequest::builder()
        .filter(json!({"data.number": {"$iLike": "%90001001%"}, "serviceId": "service-1"}))
        .include(vec!["tags".into()])
        .spelling(Spelling::Brackets)
        .page(1)
        .per_page(15)
        .build();
    call!(calls, LIST, "list in brackets", async |api: Api| {
        api.contacts().list(&brackets).await
    });
    let unpaged = ListRequest::builder().paginate(false).limit(90).build();
    call!(calls, "[]", "list without pages", async |api: Api| {
        api.contacts().list(&unpaged).await
    });
    call!(calls, LIST, "list a page", async |api: Api| {
        api.contacts().list(&ListRequest::page(3, 100)).await
    });
    call!(calls, RECORD, "get", async |api: Api| {
        api.contacts()
            .get("{contactId}", &["tags", "customFieldValues"])
            .await
    });
    let new = CreateContact::builder()
        .internal_name("Somebody")
        .number("552090001001")
        .service_id("service-1")
        .tag_ids(vec!["tag-1".to_owned()])
        .custom_fields(vec![
            CustomFieldInput::builder()
                .id("field-1")
                .value(json!("text"))
                .build(),
        ])
        .build();
    call!(calls, RECORD, "create", async |api: Api| {
        api.contacts().create(&new).await
    });
    let full = CreateContact::builder()
        .number("552090001001")
        .service_id("service-1")
        .default_department_id("department-1")
        .default_user_id("agent-1")
        .alternative_name("Another name")
        .email("somebody@people.example")
        .person_id("person-1")
        .build();
    call!(calls, RECORD, "create with all", async |api: Api| {
        api.contacts().create(&full).await
    });
    call!(calls, "", "create_many", async |api: Api| {
        api.contacts().create_many(std::slice::from_ref(&new)).await
    });
    let change = UpdateContact::builder()
        .internal_name("Somebody else")
        .tag_ids(vec!["tag-1".to_owned()])
        .is_silenced(true)
        .unread(false)
        .custom_fields(vec![
            CustomFieldInput::builder()
                .id("field-1")
                .value(json!("text"))
                .build(),
        ])
        .build();
    call!(calls, RECORD, "update", async |api: Api| {
        api.contacts().update("{contactId}", &change).await
    });
    call!(calls, "", "delete", async |api: Api| {
        api.contacts().delete("{contactId}").await
    });
    call!(calls, "", "delete_many", async |api: Api| {
        api.contacts()
            .delete_many(&["contact-1", "contact-2"])
            .await
    });
    let block = BlockContact::builder()
        .block(false)
        .description("a mistake")
        .build();
    call!(calls, "", "block", async |api: Api| {
        api.contacts().block("{contactId}", &block).await
    });
    call!(calls, "{}", "exists", async |api: Api| {
        api.contacts()
            .exists("service-1", &["552090001001", "552090001002"])
            .await
    });
    let count = CountContacts::builder()
        .is_filtered(true)
        .department_ids(vec!["department-1".to_owned()])
        .build();
    call!(calls, "{}", "count", async |api: Api| {
        api.contacts().count(&count).await
    });
    let mut exported = query.clone();
    exported.distinct = None;
    let export = ExportContacts::builder()
        .list(exported)
        .service_type("whatsapp")
        .build();
    call!(calls, "name,number", "export_csv", async |api: Api| {
        api.contacts().export_csv(&export, &mut Vec::new()).await
    });
    call!(calls, "", "sync", async |api: Api| {
        api.contacts().sync("{contactId}").await
    });
    call!(calls, LIST, "of_person", async |api: Api| {
        api.contacts().of_person("person-1").await
    });
    let group = CreateGroup::builder()
        .service_id("service-1")
        .internal_name("A group")
        .build();
    call!(calls, RECORD, "create_group", async |api: Api| {
        api.contacts().create_group(&group).await
    });
    call!(calls, "", "add_members", async |api: Api| {
        api.contacts()
            .add_members("{contactId}", &["contact-2"])
            .await
    });
    call!(calls, "", "promote_members", async |api: Api| {
        api.contacts()
            .promote_members("{contactId}", &["contact-2"])
            .await
    });
    call!(calls, "", "demote_members", async |api: Api| {
        api.contacts()
            .demote_members("{contactId}", &["contact-2"])
            .await
    });
    calls.finish()
}

pub async fn people() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = PersonInput::builder()
        .name("Somebody")
        .document("00000000191")
        .organization_ids(vec!["organization-1".to_owned()])
        .build();
    crud!(calls, people, "{peopleId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn organizations() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = OrganizationInput::builder().name("Shop").build();
    crud!(calls, organizations, "{organizationId}", create &input, update &input, delete "");
    calls.finish()
}

pub async fn tags() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let input = TagInput::builder()
        .label("urgent")
        .background_color("#336699")
        .departments(vec!["department-1".to_owned()])
        .build();
    crud!(calls, tags, "{tagId}", create &input, update &input, delete "");
    call!(calls, "", "add_contacts", async |api: Api| {
        api.tags().add_contacts("{tagId}", &["contact-1"]).await
    });
    call!(calls, "", "remove_contacts", async |api: Api| {
        api.tags().remove_contacts("{tagId}", &["contact-1"]).await
    });
    calls.finish()
}
