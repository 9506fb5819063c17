//! Endpoints that are answered from the fixtures.
use super::Sim;
use axum::Router;

pub(super) fn routes() -> Router<Sim> {
    Router::new()
}
