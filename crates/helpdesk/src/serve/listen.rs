//! A server for one queue.

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

use super::Queue;

/// Serves a queue at every path, until told otherwise; then closes the queue, answers what has begun to
/// arrive, and ends. For programs that have no routes of their own.
///
/// It speaks plain HTTP: vendors call over TLS, so something in front of it has to take that off.
pub async fn listen(
    listener: TcpListener,
    queue: Queue,
    until: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let routes = Router::new().fallback_service(queue.clone());
    let stopped = async move {
        until.await;
        queue.close();
    };
    axum::serve(listener, routes)
        .with_graceful_shutdown(stopped)
        .await
}
