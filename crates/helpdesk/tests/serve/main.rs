//! Receiving webhooks with axum: the queue, the layer, the extractor.
#![allow(missing_docs)]

mod answers;
mod bounds;
mod layer;
mod queue;
mod support;
