//! How lists come: streamed, limited, with the vendor's own JSON, as a table.

use helpdesk_sim::{Fault, FaultRule};

use crate::support::Desks;

fn failing() -> Fault {
    Fault::Status {
        status: 500,
        headers: Vec::new(),
        body: "{}".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_complete_unless_it_is_limited() {
    let desks = Desks::start().await;
    desks.chat2desk.sim().seed_contacts(450);
    let all = desks.answer("chat2desk", &["contacts", "list"]);
    assert_eq!(all.as_array().unwrap().len(), 450);
    for limit in ["0", "1", "7"] {
        let some = desks.answer("chat2desk", &["contacts", "list", "--limit", limit]);
        assert_eq!(some.as_array().unwrap().len().to_string(), limit);
    }
    let agents = desks.answer("chat2desk", &["directory", "agents", "--limit", "1"]);
    assert_eq!(agents.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_spares_the_vendor_the_other_pages() {
    let desks = Desks::start().await;
    desks.chat2desk.sim().seed_contacts(450);
    let before = desks.chat2desk.lab().request_count();
    desks.answer("chat2desk", &["contacts", "list", "--limit", "3"]);
    assert_eq!(desks.chat2desk.lab().request_count(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_come_as_pages_arrive_and_documents_come_whole() {
    let desks = Desks::start().await;
    desks.chat2desk.sim().seed_contacts(450);
    let lab = desks.chat2desk.lab();
    let list = ["--desk", "chat2desk", "contacts", "list", "--output"];

    lab.inject(FaultRule::always(failing()).on_path("clients").after(1));
    let lines = desks.run(&[&list[..], &["jsonl"]].concat()).exited(9);
    let shown = lines.lines();
    assert!(!shown.is_empty() && shown.len() < 450, "{}", shown.len());
    assert!(shown.iter().all(serde_json::Value::is_object));

    lab.clear_faults();
    lab.inject(FaultRule::always(failing()).on_path("clients").after(1));
    let document = desks.run(&[&list[..], &["json"]].concat()).exited(9);
    assert_eq!(document.stdout, "");
    assert_eq!(document.error()["kind"], "unavailable");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_is_one_line_of_jsonl() {
    let desks = Desks::start().await;
    let contact = desks.contact("digisac");
    let get = [
        "--desk", "digisac", "--output", "jsonl", "contacts", "get", &contact,
    ];
    let ran = desks.run(&get).succeeded();
    assert_eq!(ran.lines().len(), 1);
    assert_eq!(ran.lines()[0]["id"], contact.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn raw_adds_the_vendors_own_json() {
    let desks = Desks::start().await;
    for desk in ["cxpress", "digisac", "wisecx", "chat2desk"] {
        let contact = desks.contact(desk);
        let plain = desks.answer(desk, &["contacts", "get", &contact]);
        assert!(plain.get("vendor_data").is_none(), "{desk}: {plain}");
        let with_data = desks.answer(desk, &["contacts", "get", &contact, "--raw"]);
        assert!(with_data["vendor_data"].is_object(), "{desk}: {with_data}");
        let list = desks.answer(desk, &["contacts", "list", "--raw"]);
        assert!(list[0]["vendor_data"].is_object(), "{desk}: {list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_for_people() {
    let desks = Desks::start().await;
    desks.contact("digisac");
    let list = ["--desk", "digisac", "--output", "table", "contacts", "list"];
    let table = desks.run(&list).succeeded().stdout;
    for word in ["phones", "Rosa Exemplo", "+5511"] {
        assert!(table.contains(word), "{table}");
    }
    // Where nobody looks, JSON is the default.
    let ran = desks.run(&["--desk", "digisac", "contacts", "list"]);
    assert!(ran.succeeded().json().is_array());
}
