//! What nobody but the vendor gets to see: credentials, webhook secrets, names, numbers, addresses and
//! texts go through every operation of every desk, with good answers and with every kind of bad one,
//! and turn up in no log, no `Debug`, no error and no URL.
//!
//! Where the vendor's own interface wants something personal in a URL, [`urls`] names the parameter and
//! what documents it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod calls;
mod clock;
mod configuration;
mod desks;
mod echo;
mod scene;
mod shown;
mod snapshots;
mod urls;

use std::collections::BTreeSet;

use helpdesk::Operation;
use helpdesk_sim::{Fault, FaultRule};

use desks::{Stage, stages};
use scene::Scene;
use shown::Shown;

/// Every operation; what ends something comes last, and contacts after what is theirs.
fn operations() -> Vec<Operation> {
    let mut all = Operation::ALL.to_vec();
    all.sort_by_key(|operation| match operation {
        Operation::ContactsDelete => 3,
        Operation::TicketsDelete | Operation::TagsDelete | Operation::WebhooksDelete => 2,
        Operation::TicketsClose | Operation::TicketsReopen => 1,
        _ => 0,
    });
    all
}

fn assert_nothing(found: &[String]) {
    let different: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    let few: Vec<&str> = different.iter().take(40).copied().collect();
    assert!(
        found.is_empty(),
        "{} canaries:\n{}",
        different.len(),
        few.join("\n")
    );
}

/// Looks at the desk itself, and at everything it is made of.
fn look_at(stage: &Stage, shown: &mut Shown) {
    use helpdesk::vendor::{chat2desk, cxpress, digisac, wisecx};
    let client = &stage.client;
    shown.debug("the desks", &stage.desks);
    shown.debug("the configuration", stage.desks.config());
    shown.debug("the client", client);
    shown.debug("the capabilities", client.capabilities());
    shown.debug("a handle", &client.contacts());
    if let Some(desk) = client.native::<cxpress::Cxpress>() {
        shown.debug("the desk", desk);
        shown.debug("the native client", desk.api());
    }
    if let Some(desk) = client.native::<digisac::Digisac>() {
        shown.debug("the desk", desk);
        shown.debug("the native client", desk.api());
    }
    if let Some(desk) = client.native::<wisecx::WiseCx>() {
        shown.debug("the desk", desk);
        shown.debug("the native client", desk.api());
    }
    if let Some(desk) = client.native::<chat2desk::Chat2Desk>() {
        shown.debug("the desk", desk);
        shown.debug("the native client", desk.api());
    }
    if let Some(desk) = client.native::<helpdesk::memory::MemoryDesk>() {
        shown.debug("the desk", desk);
    }
}

#[tokio::test]
async fn no_canary_shows_when_all_is_well() {
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for stage in stages().await {
        let mut shown = Shown::new(stage.canaries.clone());
        look_at(&stage, &mut shown);
        let scene = Scene::new(&stage, &mut shown).await;
        for operation in operations() {
            let outcome = scene.call(operation, &mut shown).await;
            if let Err(error) = outcome
                && stage.client.supports(operation)
            {
                failed.push(format!("{}: {operation}: {error}", stage.name));
            }
        }
        look_at(&stage, &mut shown);
        let logged = shown.log().matches("helpdesk::http").count();
        assert!(
            stage.lab.is_none() || logged > 40,
            "{}: {logged}",
            stage.name
        );
        urls::look(&stage, &mut shown);
        found.extend(
            shown
                .end()
                .iter()
                .map(|one| format!("{}: {one}", stage.name)),
        );
    }
    assert!(
        failed.is_empty(),
        "no look at a success:\n{}",
        failed.join("\n")
    );
    assert_nothing(&found);
}

/// An answer with every word that nobody may read, under the names that vendors have for something,
/// their sentences apart: what a sentence repeats is tried with an [`echo::Echo`].
fn chatty(stage: &Stage) -> String {
    let credentials = stage.credentials.join(" ");
    let (name, phone, email) = (desks::NAME, desks::PHONE, desks::EMAIL);
    let (document, text, url) = (desks::DOCUMENT, desks::TEXT, desks::HOOK_URL);
    let all = format!("{credentials} {name} {phone} {email} {document} {text} {url}");
    serde_json::json!({
        "status": "error",
        // Numbers and addresses go out of a sentence, whoever has put them in.
        "message": format!("already used: {phone} by {email} ({document})"),
        "errors": { "phone": [format!("{phone} is taken by {email}")] },
        "id": all,
        "name": all,
        "token": all,
        "access_token": all,
        "url": url,
        "stack": all,
        "data": { "name": all, "items": [all], "token": all, "id": [all], "tags": all },
        "meta": all,
        "items": [all],
    })
    .to_string()
}

/// Every operation, each with this fault in its way.
async fn under(fault: impl Fn(&Stage) -> Fault) {
    let mut found = Vec::new();
    for stage in stages().await {
        let Some(lab) = &stage.lab else { continue };
        let mut shown = Shown::new(stage.canaries.clone());
        let scene = Scene::new(&stage, &mut shown).await;
        let mut failed = 0;
        for operation in operations() {
            lab.clear_faults();
            lab.inject(FaultRule::always(fault(&stage)));
            failed += usize::from(scene.call(operation, &mut shown).await.is_err());
        }
        assert!(failed > 25, "{}: only {failed} calls failed", stage.name);
        urls::look(&stage, &mut shown);
        found.extend(
            shown
                .end()
                .iter()
                .map(|one| format!("{}: {one}", stage.name)),
        );
    }
    assert_nothing(&found);
}

fn status(stage: &Stage, status: u16) -> Fault {
    Fault::Status {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: chatty(stage),
    }
}

#[tokio::test]
async fn no_canary_shows_when_the_input_is_refused() {
    under(|stage| status(stage, 400)).await;
}

#[tokio::test]
async fn no_canary_shows_when_the_credentials_are_refused() {
    under(|stage| status(stage, 401)).await;
}

#[tokio::test]
async fn no_canary_shows_when_something_is_there_already() {
    under(|stage| status(stage, 409)).await;
}

#[tokio::test]
async fn no_canary_shows_when_the_vendor_fails() {
    under(|stage| status(stage, 500)).await;
}

/// Whatever part of the call the vendor's sentence repeats.
#[tokio::test]
async fn no_canary_shows_when_a_refusal_repeats_the_call() {
    let mut found = Vec::new();
    for status in [400, 401, 409, 500] {
        for stage in stages().await {
            if stage.lab.is_none() {
                continue;
            }
            let mut shown = Shown::new(stage.canaries.clone());
            let scene = Scene::new(&stage, &mut shown).await;
            stage.echo.refuse(status);
            let mut failed = 0;
            for operation in operations() {
                failed += usize::from(scene.call(operation, &mut shown).await.is_err());
            }
            assert!(failed > 25, "{}: only {failed} calls failed", stage.name);
            let name = stage.name;
            found.extend(
                shown
                    .end()
                    .iter()
                    .map(|one| format!("{name} {status}: {one}")),
            );
        }
    }
    assert_nothing(&found);
}

#[tokio::test]
async fn no_canary_shows_when_there_are_too_many_requests() {
    under(|stage| status(stage, 429)).await;
}

#[tokio::test]
async fn no_canary_shows_when_the_vendor_sends_elsewhere() {
    under(|stage| Fault::Status {
        status: 302,
        headers: vec![("location".to_owned(), desks::HOOK_URL.to_owned())],
        body: chatty(stage),
    })
    .await;
}

#[tokio::test]
async fn no_canary_shows_when_the_answer_has_another_form() {
    // Decoders like to say what they have found.
    under(|stage| Fault::Replace {
        status: 200,
        headers: Vec::new(),
        body: serde_json::Value::String(chatty(stage)).to_string(),
    })
    .await;
    under(|stage| Fault::Replace {
        status: 200,
        headers: Vec::new(),
        body: format!("[7,{}]", chatty(stage)),
    })
    .await;
}

#[tokio::test]
async fn no_canary_shows_when_the_answer_is_no_json() {
    under(|stage| Fault::Replace {
        status: 200,
        headers: Vec::new(),
        body: chatty(stage).replace('{', ""),
    })
    .await;
}

#[tokio::test]
async fn no_canary_shows_when_the_answer_is_cut_short() {
    under(|_| Fault::TruncateBody { keep: 60 }).await;
}

#[tokio::test]
async fn no_canary_shows_when_the_connection_breaks() {
    under(|_| Fault::ResetBefore).await;
    under(|_| Fault::CloseMidBody { keep: 60 }).await;
}
