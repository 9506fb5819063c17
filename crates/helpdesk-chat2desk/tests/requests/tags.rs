//! What is sent about tags.

use helpdesk_chat2desk::api::{AssigneeType, ListPage, NewTag, NewTagGroup};

use super::{PAGE, bench};

requests!(tags, |api| [
    api.tags().list(ListPage::default()),
    api.tags().list(PAGE),
    api.tags().get("203101"),
    api.tags().create(
        &NewTag::builder()
            .tag_group_id("67801")
            .tag_label("Refund")
            .tag_description("Wants money back")
            .tag_bg_color("5b9ee6")
            .tag_text_color("ffffff")
            .order_show(3)
            .build(),
    ),
    api.tags().assign_to(
        &["203101".to_owned(), "203102".to_owned()],
        AssigneeType::Client,
        "17400021",
    ),
    api.tags()
        .assign_to(&["203101".to_owned()], AssigneeType::Request, "165700011"),
    api.tags()
        .delete_from("203101", AssigneeType::Client, "17400021"),
    api.tags()
        .delete_from("203101", AssigneeType::Request, "165700011"),
    api.tag_groups().create(
        &NewTagGroup::builder()
            .tag_group_name("Seasonal")
            .order_show(3)
            .display(true)
            .build(),
    ),
]);
