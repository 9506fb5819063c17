//! The loopback server under every simulator, and where faults are shown.

use std::convert::Infallible;
use std::fmt::Write;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderName, HeaderValue, Request, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tower::ServiceExt;

use crate::{Fault, Lab, SeenRequest};

/// A simulator of one vendor.
pub trait VendorSim: Clone + Send + Sync + 'static {
    /// The vendor's name, as configuration spells it.
    const VENDOR: &'static str;

    /// A fresh simulator with the standard world: agents, departments, channels, custom fields and
    /// whatever else an account needs before an API can be used, but no contacts and no tickets.
    fn new(lab: Lab) -> Self;

    /// Every documented route, and a fallback that records a violation.
    fn router(&self) -> Router;

    /// Lets every access token issued so far expire.
    fn expire_tokens(&self);

    /// The path below the host that belongs to the base URL a user configures, such as `/api/v1`.
    fn base_path(&self) -> &'static str;

    /// Configuration keys other than `vendor` and `base_url`, with working values, as they stand in
    /// a desk's section of `helpdesk.toml`.
    fn settings(&self) -> Vec<(&'static str, String)>;
}

/// A simulator that is being served on loopback. Stops when dropped.
#[derive(Debug)]
pub struct Running<S> {
    sim: S,
    lab: Lab,
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl<S: VendorSim> Running<S> {
    /// Serves a fresh simulator on a free port.
    pub async fn start() -> io::Result<Self> {
        Self::start_on(0).await
    }

    /// Serves a fresh simulator on this port; 0 picks a free one.
    pub async fn start_on(port: u16) -> io::Result<Self> {
        let lab = Lab::new(S::VENDOR);
        let sim = S::new(lab.clone());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(serve(listener, sim.clone(), lab.clone()));
        Ok(Self {
            sim,
            lab,
            address,
            server,
        })
    }

    /// The simulator, to look into its state and to seed it.
    pub fn sim(&self) -> &S {
        &self.sim
    }

    /// The bench: clock, log, violations, faults.
    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a user would configure as `base_url`.
    pub fn base_url(&self) -> String {
        format!("http://{}{}", self.address, self.sim.base_path())
    }

    /// A ready section for `helpdesk.toml`.
    pub fn toml(&self, desk: &str) -> String {
        let mut text = format!(
            "[desks.{desk}]\nvendor = \"{}\"\nbase_url = \"{}\"\n",
            S::VENDOR,
            self.base_url()
        );
        for (key, value) in self.sim.settings() {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{key} = \"{value}\"");
        }
        text
    }

    /// Fails the test when a request did something undocumented.
    ///
    /// # Panics
    /// When there is at least one violation.
    pub fn assert_documented(&self) {
        let violations = self.lab.violations();
        assert!(
            violations.is_empty(),
            "requests outside the documentation:\n{}",
            violations.join("\n")
        );
    }
}

impl<S> Drop for Running<S> {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve<S: VendorSim>(listener: TcpListener, sim: S, lab: Lab) {
    let router = sim.router();
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        connections.spawn(connection(stream, sim.clone(), lab.clone(), router.clone()));
    }
}

async fn connection<S: VendorSim>(stream: TcpStream, sim: S, lab: Lab, router: Router) {
    let _ = stream.set_nodelay(true);
    let service =
        service_fn(move |request| handle(request, sim.clone(), lab.clone(), router.clone()));
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// The error with which a service tells hyper to drop the connection.
#[derive(Debug)]
struct CutHere;

impl std::fmt::Display for CutHere {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("connection cut on purpose")
    }
}

impl std::error::Error for CutHere {}

async fn handle<S: VendorSim>(
    request: Request<Incoming>,
    sim: S,
    lab: Lab,
    router: Router,
) -> Result<Response, CutHere> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| CutHere)?.to_bytes();
    let mut seen = SeenRequest {
        method: parts.method.clone(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.clone(),
        body: body.clone(),
        status: None,
    };
    let fault = lab.fault_for(parts.method.as_str(), parts.uri.path());
    match &fault {
        Some(Fault::Latency(time)) => tokio::time::sleep(*time).await,
        Some(Fault::ExpireToken) => sim.expire_tokens(),
        Some(Fault::ResetBefore) => {
            lab.saw(seen);
            return Err(CutHere);
        }
        Some(Fault::Hang) => {
            lab.saw(seen);
            return std::future::pending().await;
        }
        Some(Fault::Status {
            status,
            headers,
            body,
        }) => {
            seen.status = Some(*status);
            lab.saw(seen);
            return Ok(plain(*status, headers, body.clone()));
        }
        _ => {}
    }
    let answer = respond(router, Request::from_parts(parts, Body::from(body))).await;
    let cut = matches!(fault, Some(Fault::ResetAfter | Fault::HangAfter));
    seen.status = (!cut).then(|| answer.status().as_u16());
    lab.saw(seen);
    match fault {
        Some(Fault::ResetAfter) => Err(CutHere),
        Some(Fault::HangAfter) => std::future::pending().await,
        Some(Fault::Replace {
            status,
            headers,
            body,
        }) => Ok(plain(status, &headers, body)),
        Some(Fault::TruncateBody { keep }) => {
            let (mut parts, whole) = split(answer).await;
            parts.headers.remove(http::header::CONTENT_LENGTH);
            Ok(Response::from_parts(
                parts,
                Body::from(whole.slice(..keep.min(whole.len()))),
            ))
        }
        Some(Fault::CloseMidBody { keep }) => {
            let (mut parts, whole) = split(answer).await;
            parts.headers.insert(
                http::header::CONTENT_LENGTH,
                HeaderValue::from(whole.len().max(keep + 1)),
            );
            let kept = whole.slice(..keep.min(whole.len().saturating_sub(1)));
            let pieces = stream::iter([Ok(kept), Err(CutHere)]);
            Ok(Response::from_parts(parts, Body::from_stream(pieces)))
        }
        _ => Ok(answer),
    }
}

async fn respond(router: Router, request: Request<Body>) -> Response {
    let answer: Result<Response, Infallible> = router.oneshot(request).await;
    match answer {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

async fn split(answer: Response) -> (http::response::Parts, Bytes) {
    let (parts, body) = answer.into_parts();
    let whole = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    (parts, whole)
}

fn plain(status: u16, headers: &[(String, String)], body: String) -> Response {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}
