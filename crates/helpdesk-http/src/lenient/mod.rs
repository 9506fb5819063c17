//! Reading what vendors really send: for `#[serde(deserialize_with = "lenient::…")]` on wire types.
//!
//! Put `#[serde(default)]` beside it where the field may be missing. Every function reads any
//! self-describing format, works below `#[serde(flatten)]`, and keeps the path of an error. Error
//! texts name the problem and never the value.
//!
//! ```
//! use helpdesk_http::lenient;
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct Client {
//!     #[serde(deserialize_with = "lenient::id")]
//!     id: String,
//!     #[serde(default, deserialize_with = "lenient::opt_text")]
//!     name: Option<String>,
//!     #[serde(default, deserialize_with = "lenient::flag")]
//!     blocked: bool,
//!     #[serde(default, deserialize_with = "lenient::list")]
//!     tags: Vec<u64>,
//! }
//!
//! let client: Client =
//!     serde_json::from_str(r#"{"id":7,"name":"null","blocked":"1","tags":[null]}"#).unwrap();
//! assert_eq!((client.id.as_str(), client.name, client.blocked), ("7", None, true));
//! assert!(client.tags.is_empty());
//! ```

mod number;
mod scalar;
mod shape;
mod text;
mod time;

pub use number::{flag, float, int, opt_flag, opt_float, opt_int};
pub use shape::{list, map, or_default};
pub use text::{id, opt_id, opt_id_nonzero, opt_text, opt_text_or_empty, text};
pub use time::{opt_time, opt_time_millis, time, time_millis};
