//! Receiving webhooks with axum: the queue, the layer, the extractor.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod answers;
mod bounds;
mod layer;
mod queue;
mod remote;
mod support;
