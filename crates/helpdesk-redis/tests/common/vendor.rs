//! A vendor on this machine, with a limit, and with tokens of which each refreshes once.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

#[derive(Clone)]
pub struct Vendor {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
pub struct State {
    /// When calls came, and who sent them.
    pub arrivals: Vec<(Instant, String)>,
    pub refreshes: u32,
    /// A refresh token came that was used already.
    pub old_tokens: u32,
    /// Good calls with the access token of now.
    good: u32,
    /// After so many good calls an access token ends. Nothing: no token is asked for.
    good_for: Option<u32>,
}

impl Vendor {
    pub async fn start(good_for: Option<u32>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let vendor = Self {
            address: listener.local_addr().unwrap(),
            state: Arc::new(Mutex::new(State {
                good_for,
                ..State::default()
            })),
        };
        let serving = vendor.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let vendor = serving.clone();
                tokio::spawn(async move {
                    let service = service_fn(|request| vendor.answer(request));
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        vendor
    }

    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.lock().unwrap())
    }

    pub fn arrived(&self) -> usize {
        self.read(|state| state.arrivals.len())
    }

    async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let header = |name: &str| {
            let value = parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let mut state = self.state.lock().unwrap();
        let (status, text) = if parts.uri.path() == "/token" {
            if body == format!("r{}", state.refreshes) {
                state.refreshes += 1;
                state.good = 0;
                (200, format!("{}", state.refreshes))
            } else {
                state.old_tokens += 1;
                (400, String::new())
            }
        } else {
            let now = format!("Bearer a{}", state.refreshes);
            let over = state.good_for.is_some_and(|good| {
                state.refreshes == 0 || state.good >= good || header("authorization") != now
            });
            if over {
                (401, String::new())
            } else {
                state.good += 1;
                state.arrivals.push((Instant::now(), header("user-agent")));
                (200, "{}".to_owned())
            }
        };
        let mut response = Response::new(Full::new(text.into()));
        *response.status_mut() = status.try_into().unwrap();
        Ok(response)
    }
}

/// The most calls in any stretch of time of this length.
pub fn most_in_any(window: Duration, arrivals: &[(Instant, String)]) -> usize {
    let in_window = |from: Instant| {
        arrivals
            .iter()
            .filter(|(at, _)| (from..from + window).contains(at))
            .count()
    };
    let most = arrivals.iter().map(|(at, _)| in_window(*at)).max();
    most.unwrap_or(0)
}
