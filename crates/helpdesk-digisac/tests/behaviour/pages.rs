//! Pages.

use super::*;

#[tokio::test]
async fn pages_are_told_ahead() {
    let account = account().await;
    account.sim().seed_contacts(230);
    let page = PageRequest::first().limit(10);
    let page = Contacts::list(&account.desk, &ContactQuery::all(), &page, &options())
        .await
        .unwrap();
    assert_eq!((page.items.len(), page.total), (10, Some(230)));
    assert_eq!(page.ahead.len(), 16, "as many as are told at a time");
    let client = Client::new(account.desk.clone()).with_prefetch(NonZeroUsize::new(4).unwrap());
    let first = PageRequest::first().limit(10);
    let mut stream = client.contacts().stream_from(ContactQuery::all(), first);
    let mut count = 0;
    while let Some(contact) = next(&mut stream).await {
        contact.unwrap();
        count += 1;
    }
    assert_eq!(count, 230);
}

#[tokio::test]
async fn a_vendor_that_ignores_pages_is_not_read_for_ever() {
    let first = json!({"data": [{"id": "1"}], "total": 31, "limit": 15, "skip": 0,
                       "currentPage": 1, "lastPage": 3, "from": 0, "to": 15});
    let (desk, recorder) = canned_desk(&Canned::new(200, first.to_string()));
    let client = Client::new(desk);
    let mut stream = client.contacts().stream(ContactQuery::all());
    assert!(next(&mut stream).await.unwrap().is_ok());
    let error = next(&mut stream).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(next(&mut stream).await.is_none());
    assert!(recorder.requests().len() <= 4);
    let before = recorder.requests().len();
    let error = client.contacts().find_by_phone(NUMBER).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(recorder.requests().len() - before, 2);
}

#[tokio::test]
async fn a_bare_array_is_the_only_page() {
    let (desk, _) = canned_desk(&Canned::new(200, r#"[{"id":"1"},{"id":"2"}]"#));
    let page = Contacts::list(
        &desk,
        &ContactQuery::all(),
        &PageRequest::first(),
        &options(),
    )
    .await
    .unwrap();
    assert_eq!(page.items.len(), 2);
    assert!(page.next.is_none());
}

#[tokio::test]
async fn a_row_without_an_identifier_is_no_record() {
    for body in [r#"[{"name":"x"}]"#, r#"{"data":[{"name":"x"}]}"#] {
        let (desk, _) = canned_desk(&Canned::new(200, body));
        let error = Contacts::list(
            &desk,
            &ContactQuery::all(),
            &PageRequest::first(),
            &options(),
        )
        .await
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}
