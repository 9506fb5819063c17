#![doc = include_str!("../README.md")]

mod budget;
mod dedupe;
mod errors;
mod link;
mod stores;
mod tokens;

pub use budget::RedisBudgets;
pub use dedupe::RedisDedupe;
pub use stores::RedisStores;
pub use tokens::RedisTokenStore;
