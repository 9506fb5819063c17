//! Rows of reports.
//!
//! The same column comes as a number, as a text with a number and as an empty text, which means that
//! there is nothing. Times have no zone: they are the company's.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use serde::Deserialize;

/// The client in a row of a report.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct ReportClient {
    /// The client.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// The nickname in the messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_name: Option<String>,
    /// The name that operators gave.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub assigned_name: Option<String>,
    /// The address in the messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// The messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
    /// A comment of the operators'.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_comment: Option<String>,
    /// Custom fields: JSON inside a text.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_custom_fields: Option<String>,
    /// The country, by its name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_country: Option<String>,
    /// The region, by its name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_region: Option<String>,
    /// The tags, in one text.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_tags: Option<String>,
    /// Whether the client never wrote before.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub client_is_new: Option<bool>,
}

redacted_debug!(ReportClient {
    show: [
        client_id,
        transport,
        client_country,
        client_region,
        client_tags,
        client_is_new
    ],
    hide: [
        client_name,
        assigned_name,
        phone,
        client_comment,
        client_custom_fields
    ]
});

/// The channel in a row of a report.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct ReportChannel {
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub channel_name: Option<String>,
    /// Its number.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub channel_phone: Option<String>,
}

redacted_debug!(ReportChannel {
    show: [channel_id],
    hide: [channel_name, channel_phone]
});

/// The operator in a row of a report.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct ReportOperator {
    /// The operator; nothing where there is none.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub operator_name: Option<String>,
    /// The role.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub operator_role: Option<String>,
    /// The groups, in one text. Not in every report.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub operator_groups: Option<String>,
}

redacted_debug!(ReportOperator {
    show: [operator_id, operator_role, operator_groups],
    hide: [operator_name]
});

/// The request in a row of a report. Times are in the company's time zone, durations in seconds.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct ReportRequest {
    /// The request.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
    /// Its tags, in one text.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub request_tags: Option<String>,
    /// Who began it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub request_starter: Option<String>,
    /// Who closed it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub request_terminator: Option<String>,
    /// When it began, `yyyy-mm-dd hh:mm:ss`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub request_start: Option<String>,
    /// When it was closed.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub request_end: Option<String>,
    /// How long it lasted.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub request_time: Option<f64>,
    /// How long it lasted within working hours.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub working_request_time: Option<f64>,
    /// Whether the company was at work when it began: `online` or `offline`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub request_start_mode: Option<String>,
    /// When it was first answered.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub reply_start: Option<String>,
    /// How long the first answer took.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub reaction_time: Option<f64>,
    /// How long the first answer took within working hours.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub working_reaction_time: Option<f64>,
    /// How many messages came in.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub incoming_messages: Option<u64>,
    /// How many messages went out.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub outgoing_messages: Option<u64>,
    /// How many came in for the menu.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub incoming_menu_messages: Option<u64>,
    /// How many went out from the menu.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub outgoing_menu_messages: Option<u64>,
}

redacted_debug!(ReportRequest {
    show: [
        request_id,
        request_tags,
        request_starter,
        request_terminator,
        request_start,
        request_end,
        request_time,
        working_request_time,
        request_start_mode,
        reply_start,
        reaction_time,
        working_reaction_time,
        incoming_messages,
        outgoing_messages,
        incoming_menu_messages,
        outgoing_menu_messages
    ],
    hide: []
});

/// A row of the report `request_stats`: a request.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct RequestStats {
    /// The request.
    #[serde(flatten)]
    pub request: ReportRequest,
    /// The client.
    #[serde(flatten)]
    pub client: ReportClient,
    /// The channel.
    #[serde(flatten)]
    pub channel: ReportChannel,
    /// The operator.
    #[serde(flatten)]
    pub operator: ReportOperator,
    /// How many answers there were.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub replies: Option<u64>,
    /// How long all answers took, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub total_replies_time: Option<f64>,
    /// How long an answer took on average, in seconds.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub average_replies_time: Option<f64>,
    /// The operator who was rated.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub score_operator_id: Option<String>,
    /// The name of that operator.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub score_operator_name: Option<String>,
    /// The scale of the rating.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub rating_scale_name: Option<String>,
    /// The rating.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub rating_scale_score: Option<f64>,
    /// What the client answered.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub rating_text: Option<String>,
}

redacted_debug!(RequestStats {
    show: [
        request,
        client,
        channel,
        operator,
        replies,
        total_replies_time,
        average_replies_time,
        score_operator_id,
        rating_scale_name,
        rating_scale_score
    ],
    hide: [score_operator_name, rating_text]
});

/// A row of the report `operator_replies`: an operator's part in a request. Times of transferred ones
/// count in full.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct OperatorReplies {
    /// The request.
    #[serde(flatten)]
    pub request: ReportRequest,
    /// The client.
    #[serde(flatten)]
    pub client: ReportClient,
    /// The channel.
    #[serde(flatten)]
    pub channel: ReportChannel,
    /// The operator.
    #[serde(flatten)]
    pub operator: ReportOperator,
    /// Whether the client is on the blacklist.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub ban_status: Option<String>,
}

redacted_debug!(OperatorReplies {
    show: [request, client, channel, operator, ban_status],
    hide: []
});

/// A row of the report `operator_stats`: an operator's day on a channel.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct OperatorStats {
    /// The operator.
    #[serde(flatten)]
    pub operator: ReportOperator,
    /// The channel.
    #[serde(flatten)]
    pub channel: ReportChannel,
    /// The messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
    /// The day, `yyyy-mm-dd`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub date: Option<String>,
    /// How many requests the operator had.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub requests: Option<u64>,
    /// In how many the operator took part.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub requests_took_part: Option<u64>,
    /// How many messages the operator wrote.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub messages: Option<u64>,
    /// How many clients there were.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub clients: Option<u64>,
}

redacted_debug!(OperatorStats {
    show: [
        operator,
        channel,
        transport,
        date,
        requests,
        requests_took_part,
        messages,
        clients
    ],
    hide: []
});

/// A row of the report `operator_events`: something an operator did.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct OperatorEvent {
    /// The operator.
    #[serde(flatten)]
    pub operator: ReportOperator,
    /// What: `login`, `logout`, `online`, `offline`, `break`, `holiday`, `take_chat` and others.
    #[serde(default, alias = "event_type", deserialize_with = "lenient::opt_text")]
    pub event: Option<String>,
    /// The dialog, where it is about one.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    /// When, `yyyy-mm-dd hh:mm:ss`.
    #[serde(default, alias = "event_start", deserialize_with = "lenient::opt_text")]
    pub created_at: Option<String>,
    /// How long the status lasted, in seconds.
    #[serde(
        default,
        alias = "status_time",
        deserialize_with = "lenient::opt_float"
    )]
    pub status_duration: Option<f64>,
}

redacted_debug!(OperatorEvent {
    show: [operator, event, dialog_id, created_at, status_duration],
    hide: []
});

/// A row of the report `rating`: what a client thought.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Rating {
    /// The client.
    #[serde(flatten)]
    pub client: ReportClient,
    /// The operator.
    #[serde(flatten)]
    pub operator: ReportOperator,
    /// The channel.
    #[serde(flatten)]
    pub channel: ReportChannel,
    /// When, `yyyy-mm-dd hh:mm:ss`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub created_at: Option<String>,
    /// The rating.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub rating_id: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub rating_name: Option<String>,
    /// The request in which the client was asked.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
    /// The request that was rated.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub valuation_request_id: Option<String>,
    /// The scale.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub rating_scale_id: Option<String>,
    /// The name of the scale.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub rating_scale_name: Option<String>,
    /// The rating.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub rating_scale_score: Option<f64>,
    /// The rating on older servers. Not documented by the vendor.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub score_value: Option<f64>,
    /// What the client answered.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub rating_text: Option<String>,
}

redacted_debug!(Rating {
    show: [
        client,
        operator,
        channel,
        created_at,
        rating_id,
        rating_name,
        request_id,
        valuation_request_id,
        rating_scale_id,
        rating_scale_name,
        rating_scale_score,
        score_value
    ],
    hide: [rating_text]
});
