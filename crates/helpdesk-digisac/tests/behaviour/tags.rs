//! Tags.

use super::*;

#[tokio::test]
async fn a_lost_tag_is_a_conflict() {
    let contact = json!({"id": "contact-1", "data": {}, "tags": []});
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(Expect::get("/contacts/contact-1").answer(200, &contact))
        .expect(Expect::get("/tags/tag-1").answer(200, &json!({"id": "tag-1", "label": "x"})))
        .expect(
            Expect::post("/tags/tag-1/contacts")
                .json(json!({"where": {"id": ["contact-1"]}}))
                .answer(200, &json!({})),
        )
        .expect(Expect::get("/contacts/contact-1").answer(200, &contact));
    let error = scripted(&script)
        .attach(
            &"tag-1".into(),
            &ContactId::new("contact-1").into(),
            &options(),
        )
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);

    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(Expect::get("/contacts/contact-1").answer(200, &contact))
        .expect(Expect::post("/tags/tag-1/contacts").answer(200, &json!({})))
        .expect(Expect::get("/contacts/contact-1").answer(200, &contact));
    let patch = ContactPatch::new().tags(Patch::Set(vec!["tag-1".into()]));
    let error = Contacts::update(&scripted(&script), &"contact-1".into(), &patch, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.field_errors()[0].field, "tags");
}

#[tokio::test]
async fn tags_put_on_at_the_same_time_all_stay() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let tags = account.sim().tags();
    let target = contact.clone().into();
    let (one, two) = (tags[0].clone().into(), tags[1].clone().into());
    let options = options();
    let (first, second) = tokio::join!(
        account.desk.attach(&one, &target, &options),
        account.desk.attach(&two, &target, &options),
    );
    first.unwrap();
    second.unwrap();
    let contact = Contacts::get(&account.desk, &contact, &options)
        .await
        .unwrap();
    assert_eq!(contact.tags.len(), 2);
}

#[tokio::test]
async fn tags_replace_whatever_the_vendor_makes_of_tag_ids() {
    for quirk in [None, Some(Quirk::TagIdsAdd)] {
        let account = account().await;
        if let Some(quirk) = quirk {
            account.sim().set_quirk(quirk);
        }
        let contact = a_contact(&account).await;
        let tags = account.sim().tags();
        for wanted in [vec![0], vec![1], vec![0, 1], vec![]] {
            let wanted: Vec<_> = wanted.iter().map(|at| tags[*at].as_str().into()).collect();
            let patch = ContactPatch::new().tags(Patch::Set(wanted.clone()));
            let now = Contacts::update(&account.desk, &contact, &patch, &options())
                .await
                .unwrap()
                .value;
            assert_eq!(now.tags.len(), wanted.len());
        }
        let unknown = ContactPatch::new().tags(Patch::Set(vec![
            "00000000-0000-4000-8000-00000000dead".into(),
        ]));
        let error = Contacts::update(&account.desk, &contact, &unknown, &options())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert_eq!(error.field_errors()[0].field, "tags");
    }
}

#[tokio::test]
async fn what_was_taken_and_did_not_stay_may_have_been_done() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let nothing = Fault::Status {
        status: 200,
        headers: Vec::new(),
        body: String::new(),
    };
    let rule = FaultRule::once(nothing).on_method("POST");
    account.running.lab().inject(rule.on_path("/contacts"));
    let tag = account.sim().tags()[0].as_str().into();
    let target = helpdesk_core::TagTarget::Contact(contact);
    let error = account.desk.attach(&tag, &target, &options()).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.delivery(), Delivery::Unknown);
}
