//! Where a vendor's interface is.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use helpdesk_core::{Error, Result};
use http::Uri;
use http::uri::{self, PathAndQuery};
use url::{Host, Url};

/// Whether `http://` is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum InsecureHttp {
    /// Only to this machine.
    #[default]
    LoopbackOnly,
    /// To any host: credentials and personal data go over the network in the open.
    Allowed,
}

/// The base URL of a vendor's interface: scheme, host, port and the prefix of every path.
///
/// A trailing slash makes no difference: `https://host/api/v1` and `https://host/api/v1/` are the
/// same, and every call's path is appended to the prefix.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    origin: String,
    prefix: String,
    insecure: InsecureHttp,
    /// The origin, read once for all requests.
    root: Uri,
}

impl BaseUrl {
    /// Reads a base URL.
    ///
    /// Fails with [`ErrorKind::Config`](helpdesk_core::ErrorKind::Config) at `base_url` when it is
    /// no absolute URL, is neither `https` nor an allowed `http`, or holds user information, a query
    /// or a fragment. The message never repeats the URL.
    pub fn parse(text: &str, insecure: InsecureHttp) -> Result<Self> {
        let url = Url::parse(text.trim())
            .map_err(|_| refused("not a URL; write it like `https://api.example.com/v1`"))?;
        check(&url, insecure).map_err(refused)?;
        if url.query().is_some() {
            return Err(refused(
                "a query is not allowed; secrets have keys of their own",
            ));
        }
        if url.fragment().is_some() {
            return Err(refused("a fragment (`#…`) is not allowed"));
        }
        let origin = url.origin().ascii_serialization();
        let root = origin
            .parse()
            .map_err(|_| refused("the host is not one that a request can name"))?;
        Ok(Self {
            origin,
            root,
            prefix: url.path().trim_end_matches('/').to_owned(),
            insecure,
        })
    }

    /// The scheme, host and port, without a trailing slash.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The path prefix, without a trailing slash; empty when there is none.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What lies at this path and query of the host; `None` when they are not valid.
    pub(crate) fn uri(&self, path_and_query: String) -> Option<Uri> {
        let mut parts = uri::Parts::default();
        parts.scheme = self.root.scheme().cloned();
        parts.authority = self.root.authority().cloned();
        parts.path_and_query = Some(PathAndQuery::try_from(path_and_query).ok()?);
        Uri::from_parts(parts).ok()
    }

    /// Checks a URL that a vendor handed out, such as the address of an attachment.
    pub(crate) fn check_foreign(&self, text: &str) -> Result<String> {
        let bad = |why: &str| Error::invalid("url", why);
        let url = Url::parse(text).map_err(|_| bad("not an absolute URL"))?;
        check(&url, self.insecure).map_err(bad)?;
        let within = self.insecure == InsecureHttp::Allowed || !is_loopback(&url);
        if !within && !Url::parse(&self.origin).is_ok_and(|own| is_loopback(&own)) {
            return Err(bad("a vendor elsewhere points to this machine"));
        }
        Ok(url[..url::Position::AfterQuery].to_owned())
    }
}

fn refused(why: &str) -> Error {
    Error::config("base_url", why)
}

fn check(url: &Url, insecure: InsecureHttp) -> Result<(), &'static str> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err("user information is not allowed; credentials have keys of their own");
    }
    match url.scheme() {
        "https" => {}
        "http" if insecure == InsecureHttp::Allowed || is_loopback(url) => {}
        "http" => {
            return Err(
                "`http://` is allowed to this machine only; use `https://`, or set `allow_insecure_http`",
            );
        }
        _ => return Err("the scheme has to be `https`"),
    }
    if url.host().is_none() {
        return Err("there is no host");
    }
    Ok(())
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

impl FromStr for BaseUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text, InsecureHttp::LoopbackOnly)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.prefix)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use helpdesk_core::{ErrorKind, Safety};
    use http::HeaderMap;

    use super::*;
    use crate::Call;

    fn base(text: &str) -> Result<BaseUrl> {
        BaseUrl::parse(text, InsecureHttp::LoopbackOnly)
    }

    #[test]
    fn the_prefix_survives_with_and_without_a_slash() {
        let at = |base: &BaseUrl, call: Call| {
            let request = call.request(base, &HeaderMap::new()).unwrap();
            request.uri().to_string()
        };
        let call = |path: &'static str| Call::get(Safety::Safe, path);
        for text in [
            "https://host.example/api/v1",
            "https://host.example/api/v1/",
        ] {
            let base = base(text).unwrap();
            assert_eq!(
                at(&base, call("/tickets")),
                "https://host.example/api/v1/tickets"
            );
            assert_eq!(
                at(&base, call("tickets")),
                "https://host.example/api/v1/tickets"
            );
            assert_eq!(
                at(&base, call("/oauth").from_root()),
                "https://host.example/oauth"
            );
        }
        let bare = base("https://host.example:8443").unwrap();
        assert_eq!(at(&bare, call("/x")), "https://host.example:8443/x");
        assert_eq!(at(&bare, call("")), "https://host.example:8443/");
    }

    #[test]
    fn what_is_refused_and_what_the_message_holds() {
        for (text, part) in [
            ("https://me:canary@host.example/", "user information"),
            ("https://canary@host.example/", "user information"),
            ("https://host.example/?token=canary", "query"),
            ("https://host.example/?", "query"),
            ("https://host.example/#canary", "fragment"),
            ("http://host.example/canary", "this machine only"),
            ("http://127.0.0.1.canary.example/", "this machine only"),
            ("ftp://canary.example/", "scheme"),
            ("canary.example/v1", "not a URL"),
            ("", "not a URL"),
        ] {
            let error = base(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert_eq!(error.field_errors()[0].field, "base_url");
            let shown = format!("{error} {error:?}");
            assert!(shown.contains(part), "{text}: {shown}");
            assert!(!shown.contains("canary"), "{shown}");
        }
    }

    #[test]
    fn plain_http_to_this_machine_or_by_permission() {
        for text in [
            "http://localhost:1",
            "http://127.0.0.9:80/x",
            "http://[::1]:9",
            "http://desk.localhost",
        ] {
            assert!(base(text).is_ok(), "{text}");
        }
        assert!(BaseUrl::parse("http://host.example", InsecureHttp::Allowed).is_ok());
    }

    #[test]
    fn a_foreign_url_keeps_its_query_and_loses_its_fragment() {
        let base = base("https://host.example").unwrap();
        assert_eq!(
            base.check_foreign("https://cdn.example/a%20b?sig=1#x")
                .unwrap(),
            "https://cdn.example/a%20b?sig=1"
        );
        for bad in [
            "http://cdn.example/a",
            "/a",
            "https://u:p@cdn.example/a",
            "http://127.0.0.1:9/a",
            "https://localhost/a",
        ] {
            assert_eq!(
                base.check_foreign(bad).unwrap_err().kind(),
                ErrorKind::Invalid
            );
        }
        let here = BaseUrl::parse("http://127.0.0.1:7", InsecureHttp::LoopbackOnly).unwrap();
        assert!(here.check_foreign("http://127.0.0.1:9/a").is_ok());
    }
}
