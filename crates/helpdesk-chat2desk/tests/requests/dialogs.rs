//! What is sent about dialogs.

use helpdesk_chat2desk::api::{CloseRequest, ListDialogs, UpdateDialog};
use helpdesk_chat2desk::wire::DialogState;

use super::{PAGE, bench};

requests!(requests_and_dialogs, |api| [
    api.requests().get("165700011"),
    api.requests().messages("165700011"),
    api.requests()
        .close(&CloseRequest::Request("165700011".to_owned())),
    api.requests()
        .close(&CloseRequest::OfClient("17400021".to_owned())),
    api.dialogs().list(&ListDialogs::default()),
    api.dialogs().list(
        &ListDialogs::builder()
            .operator_id("277103")
            .state(DialogState::Open)
            .order("desc")
            .page(PAGE)
            .build(),
    ),
    api.dialogs().get("10600007"),
    api.dialogs().unanswered(900),
    api.dialogs().update(
        "10600007",
        &UpdateDialog::builder().state(DialogState::Closed).build(),
    ),
    api.dialogs().update(
        "10600007",
        &UpdateDialog::builder()
            .operator_id("277103")
            .state(DialogState::Open)
            .initiator_id("277101")
            .force_assign(false)
            .build(),
    ),
]);
