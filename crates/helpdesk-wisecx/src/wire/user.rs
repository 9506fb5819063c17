//! Users, the people and bots that answer.

use helpdesk_core::{Timestamp, builder, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};

/// A user.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The name to log in with; often a mail address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub user_name: Option<String>,
    /// A short name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub nick: Option<String>,
    /// The first name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub last_name: Option<String>,
    /// Whether it is a bot.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_bot: Option<bool>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last logged in.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_login: Option<Timestamp>,
    /// The service groups it belongs to.
    #[serde(default, deserialize_with = "lenient::list")]
    pub queues: Vec<UserQueue>,
}

redacted_debug!(User {
    show: [id, is_bot, created_at, last_login],
    hide: [user_name, nick, first_name, last_name, queues]
});

/// A service group of a user.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct UserQueue {
    /// The group.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// Whether cases are assigned to the user by themselves.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub auto_assign: Option<bool>,
}

/// A user to create.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewUser {
    /// The name to log in with, usually the mail address.
    pub user_name: String,
    /// A short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nick: Option<String>,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Whether it is a bot; it is none by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_bot: Option<bool>,
}

builder!(NewUser, NewUserBuilder {
    required(into): [user_name: String],
    optional: [is_bot / maybe_is_bot: bool],
    optional(into): [
        nick / maybe_nick: String,
        first_name / maybe_first_name: String,
        last_name / maybe_last_name: String,
    ],
});

redacted_debug!(NewUser {
    show: [is_bot],
    hide: [user_name, nick, first_name, last_name]
});
