//! What is sent about operators.

use helpdesk_chat2desk::api::{ListOperators, NewOperator, UpdateOperator};

use super::{PAGE, bench};

requests!(operators, |api| [
    api.operators().list(&ListOperators::default()),
    api.operators().list(
        &ListOperators::builder()
            .phone("999000777201")
            .email("quilla@sim.example")
            .online(true)
            .status_id("0")
            .disable_new_chats(false)
            .role("operator")
            .page(PAGE)
            .build(),
    ),
    api.operators().create(
        &NewOperator::builder()
            .email("fenna@sim.example")
            .access_rights_id("55611")
            .first_name("Fenna")
            .last_name("Ossory")
            .status_id("1")
            .avatar("https://files.sim.example/a.png")
            .external_id("hr-7")
            .build(),
    ),
    api.operators().update(
        "277104",
        &UpdateOperator::builder()
            .email("fenna@sim.example")
            .access_rights_id("55611")
            .status_id("2")
            .build(),
    ),
    api.operators().statuses(),
    api.operators_groups().list(),
    api.access_rights().list(),
    api.access_rights().get("55611"),
]);
