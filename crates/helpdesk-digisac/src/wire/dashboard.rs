//! Statistics.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};

/// Statistics of a period. It is no paged list.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PeriodReport {
    /// The sums, if they were asked for.
    #[serde(default)]
    pub totals: Option<Counters>,
    /// One row a day, or whatever it is grouped by.
    #[serde(default, deserialize_with = "lenient::list")]
    pub items: Vec<PeriodRow>,
}

redacted_debug!(PeriodReport {
    show: [totals, items],
    hide: []
});

/// A row of the statistics.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PeriodRow {
    /// What the row is about: a day as `31/12/2025`, or a name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// Messages sent.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub sent_messages_count: Option<f64>,
    /// Messages received.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub received_messages_count: Option<f64>,
    /// Messages in all.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub total_messages_count: Option<f64>,
    /// Tickets opened.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub opened_tickets_count: Option<f64>,
    /// Tickets closed.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub closed_tickets_count: Option<f64>,
    /// Tickets in all.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub total_tickets_count: Option<f64>,
    /// Contacts.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub contacts_count: Option<f64>,
    /// Waiting, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub waiting_time: Option<f64>,
    /// Waiting after a bot, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub waiting_time_after_bot: Option<f64>,
    /// Waiting on average, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub waiting_time_avg: Option<f64>,
    /// Duration of tickets, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub ticket_time: Option<f64>,
}

redacted_debug!(PeriodRow {
    show: [
        sent_messages_count,
        received_messages_count,
        total_messages_count,
        opened_tickets_count,
        closed_tickets_count,
        total_tickets_count,
        contacts_count,
        waiting_time,
        waiting_time_after_bot,
        waiting_time_avg,
        ticket_time
    ],
    hide: [name]
});

/// What is counted.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Counters {
    /// Messages sent.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub sent_messages_count: Option<f64>,
    /// Messages received.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub received_messages_count: Option<f64>,
    /// Messages in all.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub total_messages_count: Option<f64>,
    /// Tickets opened.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub opened_tickets_count: Option<f64>,
    /// Tickets closed.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub closed_tickets_count: Option<f64>,
    /// Tickets in all.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub total_tickets_count: Option<f64>,
    /// Contacts.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub contacts_count: Option<f64>,
    /// Waiting, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub waiting_time: Option<f64>,
    /// Waiting after a bot, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub waiting_time_after_bot: Option<f64>,
    /// Waiting on average, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub waiting_time_avg: Option<f64>,
    /// Duration of tickets, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub ticket_time: Option<f64>,
}

redacted_debug!(Counters {
    show: [
        sent_messages_count,
        received_messages_count,
        total_messages_count,
        opened_tickets_count,
        closed_tickets_count,
        total_tickets_count,
        contacts_count,
        waiting_time,
        waiting_time_after_bot,
        waiting_time_avg,
        ticket_time
    ],
    hide: []
});
