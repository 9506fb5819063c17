//! The default transport, and the only file that names reqwest.

use std::error::Error as StdError;
use std::io;
use std::mem;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::TryStreamExt;
use helpdesk_core::transport::{Body, Phase, Transport, TransportError};
use helpdesk_core::{Error, ErrorKind, Result};
use url::{Position, Url};

use crate::base_url::is_loopback;

/// HTTP/1.1 and HTTP/2 over pooled connections.
///
/// It follows no redirects, repeats nothing and keeps no cookies. `https://` needs one of the
/// features `rustls`, `rustls-no-provider` and `native-tls`. Plain `http://` to this machine never goes
/// by a proxy, whatever the environment says. Clones share the pool.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    settings: ReqwestTransportBuilder,
    /// For plain `http://` to this machine: never by a proxy. Built when it is first needed.
    direct: Arc<OnceLock<reqwest::Client>>,
    /// Scheme, host and port of the first request. Most others go there as well, and reading a host
    /// is most of the work of reading a URL.
    origin: Arc<OnceLock<Url>>,
}

/// Settings of a [`ReqwestTransport`].
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until it builds"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    proxy: bool,
    user_agent: String,
}

impl ReqwestTransport {
    /// The defaults: 10 s to connect, proxies from the environment, user agent
    /// [`USER_AGENT`](crate::USER_AGENT).
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder {
            connect_timeout: Duration::from_secs(10),
            proxy: true,
            user_agent: crate::USER_AGENT.to_owned(),
        }
    }
}

impl ReqwestTransportBuilder {
    /// Limits how long connecting may take, TLS included.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Whether the environment's proxies (`HTTPS_PROXY`, `NO_PROXY`, …) are used.
    pub fn proxy(mut self, from_environment: bool) -> Self {
        self.proxy = from_environment;
        self
    }

    /// Sets the user agent.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Builds the transport. Nothing is connected, and no runtime is needed yet.
    ///
    /// With the feature `rustls-no-provider` alone the application has to install a crypto provider
    /// before this.
    pub fn build(self) -> Result<ReqwestTransport> {
        let client = self.client()?;
        Ok(ReqwestTransport {
            client,
            settings: self,
            direct: Arc::default(),
            origin: Arc::default(),
        })
    }

    fn client(&self) -> Result<reqwest::Client> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .gzip(true)
            .user_agent(&self.user_agent);
        if !self.proxy {
            builder = builder.no_proxy();
        }
        builder.build().map_err(|error| {
            Error::new(
                ErrorKind::Config,
                "the HTTP client cannot be set up; check the user agent, the proxy variables and TLS",
            )
            .with_source(error.without_url())
        })
    }
}

impl ReqwestTransport {
    fn client_for(&self, request: &reqwest::Request) -> Result<&reqwest::Client, TransportError> {
        let url = request.url();
        if url.scheme() == "https" && !HAS_TLS {
            return Err(without_tls());
        }
        if !self.settings.proxy || url.scheme() != "http" || !is_loopback(url) {
            return Ok(&self.client);
        }
        if let Some(client) = self.direct.get() {
            return Ok(client);
        }
        let client = self.settings.clone().proxy(false).client();
        let client = client.map_err(|error| TransportError::new(Phase::Connect, error))?;
        Ok(self.direct.get_or_init(|| client))
    }

    fn request(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let url = self
            .url(&parts.uri)
            .map_err(|error| TransportError::new(Phase::Connect, error))?;
        let mut request = reqwest::Request::new(parts.method, url);
        *request.version_mut() = parts.version;
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    fn url(&self, uri: &http::Uri) -> Result<Url, url::ParseError> {
        if let (Some(origin), Some(scheme), Some(authority)) =
            (self.origin.get(), uri.scheme_str(), uri.authority())
            && origin.scheme() == scheme
            && origin[Position::BeforeHost..Position::AfterPort] == *authority.as_str()
        {
            let mut url = origin.clone();
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        let url = Url::parse(&uri.to_string())?;
        if url.username().is_empty() && url.password().is_none() {
            self.origin.get_or_init(|| {
                let mut origin = url.clone();
                origin.set_path("");
                origin.set_query(None);
                origin
            });
        }
        Ok(url)
    }
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        let request = self.request(request)?;
        let client = self.client_for(&request)?;
        let mut answer = client.execute(request).await.map_err(failure)?;
        let (status, headers) = (answer.status(), mem::take(answer.headers_mut()));
        let chunks = answer
            .bytes_stream()
            .map_err(|error| io::Error::other(error.without_url()));
        let mut response = http::Response::new(Body::arriving(chunks));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// Which phase it was, and a cause without the URL: reqwest prints it, query and all.
fn failure(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let phase = if error.is_connect() || error.is_builder() {
        Phase::Connect
    } else {
        Phase::Exchange
    };
    let timed_out = error.is_timeout();
    let failure = if is_without_tls(&error) {
        without_tls()
    } else {
        TransportError::new(phase, error)
    };
    if timed_out {
        failure.timed_out()
    } else {
        failure
    }
}

/// Without it, a request for `https://` would reach a proxy in the open.
const HAS_TLS: bool = cfg!(any(
    feature = "rustls",
    feature = "rustls-no-provider",
    feature = "native-tls"
));

fn without_tls() -> TransportError {
    TransportError::new(
        Phase::Connect,
        "`https://` needs TLS: enable the feature `rustls`, `rustls-no-provider` or `native-tls`",
    )
}

/// Built without TLS, the connector knows no scheme but `http`.
fn is_without_tls(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.to_string().contains("scheme is not http") {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_at_the_known_origin_is_the_one_that_is_read_whole() {
        let transport = ReqwestTransport::builder().build().unwrap();
        for text in [
            "https://desk.example:8443/v1/first?token=canary",
            "https://desk.example:8443/v1/a%2Fb/?q=%C3%A9&r=1",
            "https://desk.example:8443",
            "https://desk.example:8443/",
            "https://desk.example:8443/?",
            "https://desk.example:8443/a/../b/%2e%2e/c?x='y'",
            "https://desk.example:8443/a\"b'c|d",
            "https://desk.example/v1",
            "https://u:p@desk.example:8443/v1",
            "http://desk.example:8443/v1",
            "http://127.0.0.1:80/v1",
        ] {
            let Ok(uri) = text.parse::<http::Uri>() else {
                panic!("{text}");
            };
            let whole = Url::parse(&uri.to_string()).unwrap();
            let url = transport.url(&uri).unwrap();
            assert_eq!(url, whole, "{text}");
            assert_eq!(url.as_str(), whole.as_str());
        }
        let shown = format!("{transport:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}
