//! What is sent about templates.

use helpdesk_chat2desk::api::{ListPage, NewTemplate, TemplateOwner};

use super::{PAGE, bench};

requests!(templates, |api| [
    api.templates().list(ListPage::default()),
    api.templates().list(PAGE),
    api.templates().get("30901"),
    api.templates().create(
        &NewTemplate::builder()
            .name("Opening hours")
            .text("From nine to six.")
            .shortcut("hours")
            .file("https://files.sim.example/hours.png")
            .owner(TemplateOwner::Group("71".to_owned()))
            .build(),
    ),
    api.templates().update(
        "30901",
        &NewTemplate::builder()
            .name("Opening hours")
            .owner(TemplateOwner::User("277103".to_owned()))
            .build(),
    ),
    api.templates().delete("30901"),
    api.templates_groups().list(PAGE),
    api.templates_groups().get("71"),
    api.templates_groups().create("Holidays"),
    api.templates_groups().update("71", "Holidays"),
    api.templates_groups().delete("71"),
]);
