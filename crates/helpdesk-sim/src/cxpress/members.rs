//! Which query parameters and body members each call has.

use super::call::Kind::{Flag, Text, Texts, Values, Whole};
use super::call::Member;

pub(crate) const NAMED_QUERY: &[&str] =
    &["page", "limit", "active", "search", "sort_by", "order_by"];

pub(crate) const TICKETS_QUERY: &[&str] = &[
    "limit",
    "page",
    "status",
    "channel",
    "employee",
    "bot",
    "automation",
    "start_date",
    "end_date",
    "search",
    "sector",
    "order_by",
    "sort_by",
    "tags",
    "was_read",
    "is_all_sectors",
];

pub(crate) const AGENT_TICKETS_QUERY: &[&str] = &[
    "limit",
    "page",
    "status",
    "channel",
    "bot",
    "automation",
    "start_date",
    "end_date",
    "search",
    "sector",
    "order_by",
    "sort_by",
    "tags",
    "was_read",
    "is_all_sectors",
];

pub(crate) const HISTORIC_QUERY: &[&str] = &[
    "limit",
    "page",
    "order_by",
    "sort_by",
    "status",
    "channel",
    "employee",
    "bot",
    "start_date",
    "end_date",
    "search",
    "sector",
    "tags",
    "is_all_sectors",
    "deleted",
    "level",
    "bot_id",
    "allTags",
];

pub(crate) const NEW_CONSUMER: &[Member] = &[
    ("name", Text, true),
    ("lastname", Text, false),
    ("document_number", Text, false),
    ("email_addresses", Texts, false),
    ("phone", Text, false),
    ("twitter", Text, false),
    ("observations", Text, false),
    ("youtube", Text, false),
    ("address", Text, false),
    ("whatsapp_numbers", Texts, false),
    ("custom_fields", Values, false),
    ("employee_user_id", Text, false),
    ("tags", Texts, false),
    ("direct_attendance_n2", Flag, false),
];

pub(crate) const OLD_CONSUMER: &[Member] = &[
    ("id", Text, true),
    ("name", Text, false),
    ("lastname", Text, false),
    ("document_number", Text, false),
    ("email_addresses", Texts, false),
    ("phone", Text, false),
    ("twitter", Text, false),
    ("observations", Text, false),
    ("youtube", Text, false),
    ("address", Text, false),
    ("whatsapp_numbers", Texts, false),
    ("custom_fields", Values, false),
    ("employee_user_id", Text, false),
    ("tags", Texts, false),
    ("direct_attendance_n2", Flag, false),
];

pub(crate) const NEW_TAG: &[Member] = &[("active", Flag, true), ("name", Text, true)];

pub(crate) const OLD_TAG: &[Member] = &[
    ("id", Text, true),
    ("active", Flag, false),
    ("name", Text, false),
];

pub(crate) const NEW_TICKET: &[Member] = &[
    ("channel_id", Text, true),
    ("consumer_user_id", Text, true),
    ("subject", Text, true),
    ("assigned_employee_user_id", Text, false),
    ("assigner_employee_user_id", Text, false),
    ("followers_id", Texts, false),
    ("status_id", Text, true),
    ("sector_id", Text, false),
    ("custom_fields", Values, false),
    ("tag_ids", Texts, false),
    ("tags_ids", Texts, false),
];

pub(crate) const OLD_TICKET: &[Member] = &[
    ("channel_id", Text, false),
    ("subject", Text, false),
    ("assigned_employee_user_id", Text, false),
    ("assigner_employee_user_id", Text, false),
    ("followers_id", Texts, false),
    ("status_id", Text, false),
    ("sector_id", Text, false),
    ("custom_fields", Values, false),
    ("tag_ids", Texts, false),
    ("tags_ids", Texts, false),
];

pub(crate) const NEW_TASK: &[Member] = &[
    ("ticket_id", Text, true),
    ("requester_employee_id", Text, true),
    ("assigned_employee_id", Text, true),
    ("date_limit", Whole, true),
    ("description", Text, true),
    ("tags_id", Texts, false),
    ("tags_ids", Texts, false),
    ("followers_id", Texts, false),
    ("status_task_id", Text, false),
    ("notification_alert_time", Whole, false),
    ("notification_alert_type", Text, false),
    ("shoud_notificate", Flag, false),
    ("should_notificate", Flag, false),
    ("observation", Text, false),
    ("observations", Text, false),
];

pub(crate) const OLD_TASK: &[Member] = &[
    ("id", Text, true),
    ("requester_employee_id", Text, false),
    ("assigned_employee_id", Text, false),
    ("date_limit", Whole, false),
    ("description", Text, false),
    ("tags_id", Texts, false),
    ("tags_ids", Texts, false),
    ("followers_id", Texts, false),
    ("status_task_id", Text, false),
    ("notification_alert_time", Whole, false),
    ("notification_alert_type", Text, false),
    ("shoud_notificate", Flag, false),
    ("should_notificate", Flag, false),
    ("observation", Text, false),
    ("observations", Text, false),
];

pub(crate) const NEW_SECTOR: &[Member] = &[
    ("name", Text, true),
    ("active", Flag, true),
    ("emails_id", Texts, false),
    ("whatsapp_keys_id", Texts, false),
    ("instagram_keys_id", Texts, false),
    ("facebook_keys_id", Texts, false),
    ("employees_user_ids", Texts, false),
    ("employee_user_ids", Texts, false),
    ("key_words", Texts, false),
];

pub(crate) const OLD_SECTOR: &[Member] = &[
    ("id", Text, true),
    ("name", Text, false),
    ("active", Flag, false),
    ("emails_id", Texts, false),
    ("whatsapp_keys_id", Texts, false),
    ("instagram_keys_id", Texts, false),
    ("facebook_keys_id", Texts, false),
    ("employees_user_ids", Texts, false),
    ("employee_user_ids", Texts, false),
    ("key_words", Texts, false),
];

pub(crate) const NEW_FIELD: &[Member] = &[
    ("entity_type_id", Text, true),
    ("custom_field_type_id", Text, true),
    ("name", Text, true),
    ("placeholder", Text, true),
    ("required", Flag, true),
    ("field_size_min", Whole, true),
    ("field_size_max", Whole, true),
    ("custom_field_datatype_id", Text, false),
    ("custom_field_data_type_id", Text, false),
];

pub(crate) const OLD_FIELD: &[Member] = &[
    ("id", Text, true),
    ("entity_type_id", Text, false),
    ("custom_field_type_id", Text, false),
    ("name", Text, false),
    ("placeholder", Text, false),
    ("required", Flag, false),
    ("field_size_min", Whole, false),
    ("field_size_max", Whole, false),
    ("custom_field_datatype_id", Text, false),
    ("custom_field_data_type_id", Text, false),
];

pub(crate) const CONSUMERS_QUERY: &[&str] = &[
    "limit",
    "page",
    "search",
    "sort_by",
    "order_by",
    "tags",
    "employee",
    "allTags",
    "is_for_dialer",
];

pub(crate) const TASKS_QUERY: &[&str] = &[
    "assigned_employee_id",
    "requester_employee_id",
    "tags",
    "status",
    "ticket_id",
    "order_by",
    "sort_by",
    "page",
    "limit",
];

pub(crate) const PEOPLE_QUERY: &[&str] = &["limit", "page", "order_by", "search"];
