//! Receiving webhooks with axum and tower. Feature `serve`.
//!
//! Three ways in, all on one [`Intake`](crate::webhook::Intake), which verifies each delivery over its
//! raw bytes before anything is parsed and lets each event through once:
//!
//! - [`Queue`] answers at once and hands the events to a [`Worker`] through a bounded queue. The usual
//!   way: vendors repeat what is answered late, and some switch slow endpoints off.
//! - [`IntakeLayer`] lets a service of one's own handle the events before the answer, and takes its
//!   answer at its word: after a success they are remembered, after anything else they are let in again
//!   with the vendor's next attempt.
//! - [`Events`] is an extractor for handlers that settle each event themselves.
//!
//! Nothing is spawned here; the program says where the worker runs.
//!
//! ```
//! # #[cfg(feature = "memory")] {
//! use axum::{Router, routing::post_service};
//! use helpdesk::serve::Queue;
//! use helpdesk::webhook::{Event, Intake};
//!
//! async fn handle(event: Event) -> helpdesk::Result<()> {
//!     println!("{} {:?}", event.kind, event.contact);
//!     Ok(())
//! }
//!
//! # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
//! let desk = helpdesk::Desks::from_file("helpdesk.toml")?.default_desk()?;
//! let (queue, worker) = Queue::new(Intake::new(desk), 1024);
//! let work = tokio::spawn(worker.run(handle));
//!
//! let routes = Router::new().route("/hooks/support", post_service(queue.clone()));
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! axum::serve(listener, routes)
//!     .with_graceful_shutdown(async { /* until the program is to end */ })
//!     .await?;
//!
//! queue.close();
//! work.await?; // what was answered is handled before the program ends
//! # Ok(()) }
//! # }
//! ```
//!
//! # Answers
//!
//! Bodies are empty: a stranger who tries learns nothing but the status.
//!
//! | status | when |
//! |---|---|
//! | 200 | the delivery is accepted, or was before |
//! | 400 | malformed, not UTF-8, nested too deeply, too old, broken off |
//! | 401 | no proof, or not the right one |
//! | 405, 408, 413, 415 | not a POST, too slow, too large, not JSON |
//! | 500 | the desk cannot receive, or the store of seen events failed |
//! | 503 | the queue is full or closed, or the same event is being handled; nothing was claimed |

mod claimed;
mod counts;
mod events;
mod layer;
mod listen;
mod queue;
mod read;
mod refusal;
mod worker;

pub use claimed::Claimed;
pub use counts::Counts;
pub use events::{Delivered, Events};
pub use layer::{IntakeLayer, IntakeService};
pub use listen::listen;
pub use queue::Queue;
pub use refusal::Refusal;
pub use worker::{Cause, Worker};
