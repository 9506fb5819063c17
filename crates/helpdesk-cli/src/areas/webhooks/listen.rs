//! `helpdesk webhooks listen`

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;
use helpdesk::serve::{self, Claimed, Counts, Queue, Refusal};
use helpdesk::webhook::{Event, Intake};
use helpdesk::{Client, FileDedupe};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::failure::Failure;

/// How long connections that are open may go on after Ctrl-C.
const GRACE: Duration = Duration::from_secs(15);

/// How long a reason for refusals is not said again.
const PAUSE: Duration = Duration::from_secs(1);

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
    /// Reads what an event leaves out from the desk before it is printed: a request or more each. What
    /// cannot be read is said on standard error, and the event printed as it came
    #[arg(long)]
    hydrate: bool,
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
    let complaints = Complaints::default();
    let (queue, mut worker) = Queue::observed(intake, asked.queue, move |refusal| {
        if let Some(unsaid) = complaints.worth_saying(refusal) {
            let status = refusal.status().as_u16();
            tracing::warn!(status, unsaid, "refused: {refusal}");
        }
    });
    let (stop, mut stopped) = watch::channel(false);
    let until = async move {
        interrupted().await;
        stop.send_replace(true);
    };
    eprintln!("helpdesk: listening at http://{address} until Ctrl-C");
    let server = tokio::spawn(serve::listen(listener, queue.clone(), until));
    while let Some(mut event) = worker.next().await {
        if asked.hydrate {
            hydrate(&mut event, &mut stopped).await;
        }
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

/// Keeps a flood of refused deliveries from becoming a flood of lines: each reason is said once a
/// second at most, with how often it went unsaid since.
#[derive(Debug, Default)]
struct Complaints(Mutex<HashMap<String, (Instant, u64)>>);

impl Complaints {
    fn worth_saying(&self, refusal: &Refusal) -> Option<u64> {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        // The reasons are a handful: none of them holds anything of the delivery.
        match said.entry(refusal.to_string()) {
            Entry::Vacant(new) => {
                new.insert((now, 0));
                Some(0)
            }
            Entry::Occupied(mut known) => {
                let (last, unsaid) = known.get_mut();
                if now.duration_since(*last) < PAUSE {
                    *unsaid += 1;
                    return None;
                }
                *last = now;
                Some(std::mem::take(unsaid))
            }
        }
    }
}

/// Fills an event in, unless that fails or the program is to end meanwhile: it stays as it came then.
async fn hydrate(event: &mut Claimed, stopped: &mut watch::Receiver<bool>) {
    let hydrated = tokio::select! {
        biased;
        _ = stopped.wait_for(|stopped| *stopped) => return,
        hydrated = event.hydrate() => hydrated,
    };
    if let Err(error) = hydrated {
        eprintln!("helpdesk: {} is printed as it came: {error}", event.id);
    }
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
