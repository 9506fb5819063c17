//! `helpdesk webhooks listen`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use helpdesk::serve::{self, Counts, Queue};
use helpdesk::webhook::{Event, Intake};
use helpdesk::{Client, FileDedupe};
use tokio::net::TcpListener;

use crate::failure::Failure;

/// How long connections that are open may go on after Ctrl-C.
const GRACE: Duration = Duration::from_secs(15);

/// Where and how to listen.
#[derive(Debug, Args)]
pub struct Asked {
    /// The address to listen at; port 0 picks a free one. Plain HTTP, for a proxy that takes off TLS
    #[arg(long, value_name = "HOST:PORT")]
    addr: String,
    /// A file that remembers handled events over restarts
    #[arg(long, value_name = "FILE")]
    seen: Option<PathBuf>,
    /// How many deliveries may wait to be printed; more are put off with 503
    #[arg(long, value_name = "DELIVERIES", default_value_t = 1024)]
    queue: usize,
}

/// Listens until Ctrl-C, then prints what has come in and ends.
pub async fn run(client: Client, asked: &Asked) -> Result<ExitCode, Failure> {
    let mut intake = Intake::new(client);
    if let Some(file) = &asked.seen {
        intake = intake.with_dedupe(Arc::new(FileDedupe::open(file)?));
    }
    let listener = TcpListener::bind(&asked.addr).await.map_err(|error| {
        let reason = error.kind();
        Failure::Usage(format!("--addr {} cannot be used: {reason}", asked.addr))
    })?;
    let address = listener.local_addr()?;
    let (queue, mut worker) = Queue::observed(intake, asked.queue, |refusal| {
        tracing::warn!(status = refusal.status().as_u16(), "refused: {refusal}");
    });
    eprintln!("helpdesk: listening at http://{address} until Ctrl-C");
    let server = tokio::spawn(serve::listen(listener, queue.clone(), interrupted()));
    while let Some(event) = worker.next().await {
        // What cannot be printed is let go, not remembered.
        print(&event)?;
        event.done().await?;
    }
    // Whoever keeps a connection open without sending anything is not waited for.
    if let Ok(Ok(ended)) = tokio::time::timeout(GRACE, server).await {
        ended?;
    }
    sum_up(&queue.counts());
    Ok(ExitCode::SUCCESS)
}

/// One object a line, in whatever form other answers are asked for.
fn print(event: &Event) -> std::io::Result<()> {
    let line = serde_json::to_string(event)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn sum_up(counts: &Counts) {
    eprintln!(
        "helpdesk: {} deliveries, {} events, {} repeated, {} refused, {} put off",
        counts.deliveries, counts.events, counts.repeated, counts.refused, counts.put_off
    );
}

/// Ends with Ctrl-C, or when the system asks the program to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
