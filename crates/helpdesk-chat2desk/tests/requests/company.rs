//! What is sent about company.

use std::collections::BTreeMap;

use helpdesk_chat2desk::api::{ListPage, StatisticsQuery, WebAnalyticsQuery, WorkingMode};
use helpdesk_chat2desk::wire;

use super::{PAGE, bench};

requests!(company, |api| [
    api.channels().list(ListPage::default()),
    api.channels().list(PAGE),
    api.companies().api_info(),
    api.companies().info(),
    api.companies()
        .update(&BTreeMap::from([("1".to_owned(), "First".to_owned())])),
    api.companies().switch_mode(WorkingMode::Offline),
    api.qr_decode().create("https://files.sim.example/qr.png"),
    api.gateway().delete_outbox(),
    api.scenarios().menu_items(None),
    api.scenarios().menu_items(Some("21801")),
    api.scenarios().send_menu_item("17400021", None),
    api.scenarios().send_menu_item("17400021", Some("61803")),
    api.help().api_modes(),
    api.help().transports(),
    api.help().message_types(),
    api.help().dialog_states(),
    api.help().roles(),
    api.help().tickets(),
    api.countries().list(PAGE),
    api.regions().list(PAGE),
    api.statistics().list(
        &StatisticsQuery::builder()
            .report("request_stats")
            .date("2031-05-05")
            .page(PAGE)
            .build(),
    ),
    api.statistics().report::<wire::Rating>("2031-05-05", PAGE),
    api.web_analytics_data().list(
        &WebAnalyticsQuery::builder()
            .date_from("2031-05-01")
            .date_to("2031-05-06")
            .order("asc")
            .page(PAGE)
            .build(),
    ),
]);
