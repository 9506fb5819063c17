#![doc = include_str!("../README.md")]

mod answer;
pub mod auth;
mod base_url;
pub mod budget;
mod call;
pub mod classify;
mod clock;
mod encode;
mod jitter;
mod kept;
pub mod lenient;
mod listed;
mod names;
mod observe;
mod pipeline;
mod redact;
mod retry;
mod scope;
mod settings;
mod shared_state;
pub mod transport;
mod turns;

pub use answer::Answer;
pub use auth::{
    Authenticate, Exchange, FileTokenStore, Generation, MemoryTokenStore, StaticHeader, TokenCache,
    TokenSource, TokenStore, TokenStoreSettings, TokenStores, Tokens,
};
pub use base_url::{BaseUrl, InsecureHttp};
pub use budget::{Budget, BudgetStores, Budgets, Permit, Window};
pub use call::Call;
pub use classify::{Classify, Verdict};
pub use clock::TokioClock;
pub use jitter::{FixedJitter, Jitter, RandomJitter};
pub use kept::{Kept, RowText};
pub use listed::Listed;
pub use names::Names;
pub use observe::{Attempt, Observe};
pub use pipeline::{Download, Pipeline, PipelineBuilder, Sending};
pub use retry::{RetryPolicy, gone_is_done};
pub use scope::Scope;
pub use settings::HttpSettings;
pub use shared_state::SharedState;
pub use transport::{ReqwestTransport, ReqwestTransportBuilder};
pub use turns::{Turn, Turns};

/// The `User-Agent` that is sent unless another one is configured.
pub const USER_AGENT: &str = concat!("helpdesk-rust/", env!("CARGO_PKG_VERSION"));
