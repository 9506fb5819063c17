//! Rules of the way to the vendor, for every vendor, through configuration: redirects are not followed,
//! nothing leaves TLS without being told to, a base URL holds no credentials, answers have a largest
//! size, and credentials go to the vendor's host and nowhere else.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod proxy;
mod servers;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk::config::BuildContext;
use helpdesk::transport::{Body, Transport, TransportError};
use helpdesk::vendor::wisecx::WiseCx;
use helpdesk::{Client, Config, Desks, Error, ErrorKind, NewContact, RawRequest, Result, Safety};
use http::{Method, Request, Response, Uri};

use servers::{Answer, Server, chunked, login};

/// The vendors, with what a desk needs beside an address.
const VENDORS: &[(&str, &str)] = &[
    (
        "cxpress",
        "domain = \"acme\"\napi_token = \"canary-api\"\nrefresh_token = \"canary-refresh\"",
    ),
    (
        "digisac",
        "token = \"canary-token\"\ndefault_service = \"s\"\ndefault_department = \"d\"",
    ),
    (
        "digisac",
        "username = \"canary-user\"\npassword = \"canary-password\"\ndefault_service = \"s\"\n\
         default_department = \"d\"",
    ),
    ("wisecx", "api_key = \"canary-key\"\nuser = \"7\""),
    (
        "chat2desk",
        "token = \"canary-token\"\ndefault_channel = \"1\"\ndefault_transport = \"whatsapp\"",
    ),
];

/// Those whose interface is at one address for everybody.
const WITH_A_HOST: &[&str] = &["cxpress", "wisecx", "chat2desk"];

fn section(vendor: &str, keys: &str, base_url: Option<&str>, http: &str) -> String {
    let base_url = base_url.map_or_else(String::new, |url| format!("base_url = \"{url}\"\n"));
    format!(
        "[desks.one]\nvendor = \"{vendor}\"\n{base_url}{keys}\nhttp = {{ max_attempts = 1, {http} }}\n"
    )
}

fn build(toml: &str) -> Result<Client> {
    Desks::from_toml(toml)?.desk("one")
}

fn desk(vendor: &str, keys: &str, server: &Server, http: &str) -> Client {
    let http = format!("proxy = false, {http}");
    build(&section(vendor, keys, Some(&server.url()), &http)).unwrap()
}

fn shown(error: &Error) -> String {
    format!("{error} {error:?} {error:#?}")
}

/// A read, a write, and a call of the vendor's own.
async fn calls(desk: &Client) -> Vec<Result<()>> {
    let new = NewContact::named("Rosa Exemplo").phone("+55 11 98765-0001");
    let raw = RawRequest::new(Method::GET, "/anything").safety(Safety::Safe);
    vec![
        desk.check().await.map(drop),
        desk.allow_loss().contacts().create(&new).await.map(drop),
        match desk.raw(raw).await {
            Ok(answer) => {
                Err(Error::new(ErrorKind::Config, "a redirect").with_status(answer.status))
            }
            Err(error) => Err(error),
        },
    ]
}

#[tokio::test]
async fn redirects_are_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        for (vendor, keys) in VENDORS {
            let elsewhere = Server::answering(200, "", "{}").await;
            let location = format!("location: {}/stolen?canary=1\r\n", elsewhere.url());
            let (there, other) = (location.clone(), location);
            let sends_on = Server::answering(status, &there, "{}").await;
            // One that sends even the login on.
            let sends_all =
                Server::start(move |_| Answer::Bytes(servers::http(status, &other, "{}"))).await;
            let mut told = 0;
            for outcome in calls(&desk(vendor, keys, &sends_on, "")).await {
                let error = outcome.unwrap_err();
                assert_eq!(
                    error.kind(),
                    ErrorKind::Config,
                    "{vendor} {status}: {error}"
                );
                assert_eq!(error.status(), Some(status), "{vendor}: {error}");
                assert!(
                    shown(&error).contains("redirect"),
                    "{vendor} {status}: {error}"
                );
                assert!(
                    !shown(&error).contains("canary"),
                    "{vendor} {status}: {error:?}"
                );
                told += 1;
            }
            assert!(sends_on.seen().len() >= told, "{vendor}");
            for outcome in calls(&desk(vendor, keys, &sends_all, "")).await {
                let error = outcome.unwrap_err();
                assert!(
                    !shown(&error).contains("canary"),
                    "{vendor} {status}: {error:?}"
                );
            }
            assert!(!sends_all.seen().is_empty(), "{vendor}");
            assert_eq!(
                elsewhere.seen(),
                [""; 0],
                "{vendor} {status} went elsewhere"
            );
        }
    }
}

#[test]
fn plain_http_to_another_machine_is_refused_and_the_remedy_named() {
    for (vendor, keys) in VENDORS {
        for url in [
            "http://desk.example.com",
            "http://desk.example.com:8080/api/v1",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com/",
            "http://192.0.2.7/",
            "http://[2001:db8::7]/",
            "http://0.0.0.0/",
        ] {
            for http in ["", "allow_insecure_http = false"] {
                let error = build(&section(vendor, keys, Some(url), http)).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Config, "{vendor} {url}: {error}");
                assert_eq!(error.field_errors()[0].field, "desks.one.base_url");
                let told = error.to_string();
                assert!(told.contains("https://"), "{vendor}: {told}");
                assert!(told.contains("allow_insecure_http"), "{vendor}: {told}");
            }
            let allowed = section(vendor, keys, Some(url), "allow_insecure_http = true");
            assert!(build(&allowed).is_ok(), "{vendor} {url}");
        }
        for url in [
            "http://127.0.0.1:9/",
            "http://localhost:9",
            "http://[::1]:9/v1",
        ] {
            assert!(
                build(&section(vendor, keys, Some(url), "")).is_ok(),
                "{vendor} {url}"
            );
        }
    }
}

#[test]
fn the_environment_obeys_the_same_rule() {
    let variables = |allowed: &str| {
        [
            ("VENDOR", "digisac"),
            ("TOKEN", "canary-token"),
            ("BASE_URL", "http://desk.example.com"),
            ("HTTP__ALLOW_INSECURE_HTTP", allowed),
        ]
        .map(|(key, value)| (format!("HELPDESK_DESKS__ONE__{key}"), value.to_owned()))
    };
    for (allowed, built) in [("false", false), ("true", true)] {
        let config = Config::from_variables(variables(allowed)).unwrap();
        let outcome = Desks::new(config).desk("one");
        assert_eq!(outcome.is_ok(), built, "{allowed}");
    }
}

#[test]
fn a_base_url_with_anything_in_it_but_an_address_is_refused() {
    for (vendor, keys) in VENDORS {
        for (url, named) in [
            (
                "https://canary:canary@desk.example.com/",
                "user information",
            ),
            ("https://canary@desk.example.com/", "user information"),
            ("https://desk.example.com/?token=canary", "query"),
            ("https://desk.example.com/#canary", "fragment"),
            ("ftp://canary.example.com/", "https"),
            ("file:///canary", "https"),
            ("canary.example.com", "https"),
            ("", "https"),
        ] {
            let error = build(&section(vendor, keys, Some(url), "")).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{vendor} {url}: {error}");
            assert_eq!(
                error.field_errors()[0].field,
                "desks.one.base_url",
                "{vendor} {url}"
            );
            assert!(error.to_string().contains(named), "{vendor} {url}: {error}");
            assert!(
                !shown(&error).contains("canary"),
                "{vendor} {url}: {error:?}"
            );
        }
    }
}

/// A transport that keeps where requests go, and answers with nothing.
#[derive(Debug, Clone, Default)]
struct Catch(Arc<Mutex<Vec<Uri>>>);

#[async_trait]
impl Transport for Catch {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        self.0.lock().unwrap().push(request.uri().clone());
        let login = login(&format!("POST {}", request.uri().path()));
        let body = login.map_or_else(
            || "{}".to_owned(),
            |bytes| {
                let text = String::from_utf8(bytes).unwrap();
                text.split_once("\r\n\r\n").unwrap().1.to_owned()
            },
        );
        Ok(Response::new(Body::whole(body)))
    }
}

fn caught(toml: &str) -> (Client, Catch) {
    let catch = Catch::default();
    let context = BuildContext::new().with_transport(Arc::new(catch.clone()));
    let config = Config::from_toml(toml).unwrap();
    let desks = Desks::with_registry(config, helpdesk::registry(), context);
    (desks.desk("one").unwrap(), catch)
}

#[tokio::test]
async fn without_a_base_url_requests_go_by_tls() {
    for (vendor, keys) in VENDORS {
        let url = (!WITH_A_HOST.contains(vendor)).then_some("https://acme.example.com/api/v1");
        let (desk, catch) = caught(&section(vendor, keys, url, ""));
        let _ = calls(&desk).await;
        let seen = catch.0.lock().unwrap().clone();
        assert!(seen.len() >= 3, "{vendor}: {seen:?}");
        for uri in seen {
            assert_eq!(uri.scheme_str(), Some("https"), "{vendor}: {uri}");
        }
    }
}

/// Over `https://` nothing is said before TLS is there: the first bytes are a `ClientHello`. A build
/// without TLS says so, and sends nothing at all.
#[tokio::test]
async fn https_is_never_spoken_in_the_open() {
    for (vendor, keys) in VENDORS {
        let server = Server::answering(200, "", "{}").await;
        let url = format!("https://{}", server.address());
        let desk = build(&section(vendor, keys, Some(&url), "proxy = false")).unwrap();
        for outcome in calls(&desk).await {
            let error = outcome.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Transport, "{vendor}: {error}");
            assert!(!shown(&error).contains("canary"), "{vendor}: {error:?}");
        }
        for bytes in server.bytes() {
            assert_eq!(bytes.first(), Some(&0x16), "{vendor}: no ClientHello");
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                !text.contains("canary") && !text.contains("HTTP/1.1\r\n"),
                "{vendor}"
            );
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_a_clear_error() {
    let large = format!("[{}1]", "1,".repeat(20_000));
    for (vendor, keys) in VENDORS {
        for status in [200, 400] {
            let (body, pieces) = (large.clone(), chunked(status, &large));
            for server in [
                Server::answering(status, "", &body).await,
                Server::start(move |request| {
                    Answer::Bytes(login(request).unwrap_or_else(|| pieces.clone()))
                })
                .await,
            ] {
                let desk = desk(vendor, keys, &server, "max_body_bytes = 2048");
                let error = desk.check().await.unwrap_err();
                assert_eq!(
                    error.kind(),
                    ErrorKind::Decode,
                    "{vendor} {status}: {error}"
                );
                assert!(
                    error.to_string().contains("larger than 2048 bytes"),
                    "{error}"
                );
                assert_eq!(error.status(), Some(status), "{vendor}: {error}");
            }
        }
        let server =
            Server::start(|request| login(request).map_or(Answer::Endless, Answer::Bytes)).await;
        let desk = desk(vendor, keys, &server, "max_body_bytes = 2048");
        let error = desk.check().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{vendor}: {error}");
        server.hung_up().await;
    }
}

/// However a path is spelled, a raw call stays with the vendor.
#[tokio::test]
async fn raw_calls_stay_with_the_vendor() {
    for (vendor, keys) in VENDORS {
        let url = Some("https://acme.example.com/api/v1");
        let (desk, catch) = caught(&section(vendor, keys, url, ""));
        for path in [
            "https://thief.example/canary",
            "//thief.example/canary",
            "///thief.example",
            "@thief.example/",
            ":pass@thief.example/",
            ".thief.example/",
            "\\\\thief.example\\",
            "/\\thief.example",
            "http:thief.example",
            "?x=@thief.example",
            "#@thief.example",
            "",
        ] {
            let _ = desk.raw(RawRequest::new(Method::GET, path)).await;
        }
        let seen = catch.0.lock().unwrap().clone();
        assert!(seen.len() >= 6, "{vendor}: {seen:?}");
        for uri in seen {
            let authority = uri.authority().unwrap().as_str();
            assert_eq!(authority, "acme.example.com", "{vendor}: {uri}");
            assert_eq!(uri.scheme_str(), Some("https"), "{vendor}: {uri}");
        }
    }
}

/// WiseCX is the one whose native client fetches files; the others hand the address out.
#[tokio::test]
async fn a_file_of_another_host_is_fetched_without_credentials() {
    let (vendor, keys) = VENDORS[3];
    let vendors_own = Server::answering(200, "", "{\"id\":1}").await;
    let elsewhere = Server::answering(200, "", "the file").await;
    let thief = Server::answering(200, "", "{}").await;
    let location = format!("location: {}/\r\n", thief.url());
    let sends_on = Server::answering(302, &location, "{}").await;
    let desk = desk(vendor, keys, &vendors_own, "");
    let cases = desk.native::<WiseCx>().unwrap().api().cases();

    let mut file = Vec::new();
    let url = format!("{}/a.txt?signature=1", elsewhere.url());
    let download = cases.download(&url).await.unwrap();
    download.write_to(&mut file).await.unwrap();
    assert_eq!(file, b"the file");
    let seen = elsewhere.seen();
    assert_eq!(seen.len(), 1);
    let head = seen[0].to_ascii_lowercase();
    assert!(
        head.starts_with("get /a.txt?signature=1 http/1.1\r\n"),
        "{head}"
    );
    let names: Vec<&str> = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split(':').next())
        .collect();
    for name in names.into_iter().filter(|name| !name.is_empty()) {
        let harmless = ["host", "user-agent", "accept", "accept-encoding"];
        assert!(harmless.contains(&name), "`{name}` is sent elsewhere");
    }
    assert!(!head.contains("canary"), "{head}");

    let error = cases.download(&format!("{}/a", sends_on.url())).await.err();
    assert_eq!(error.and_then(|error| error.status()), Some(302));
    assert_eq!(thief.seen(), [""; 0]);
    for url in [
        "http://files.example.com/a",
        "https://me:canary@files.example.com/a",
    ] {
        let error = cases.download(url).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
        assert!(!shown(&error).contains("canary"), "{error:?}");
    }
    // An address without a host is the vendor's own, and signed.
    let _ = cases.download("/files/a").await.unwrap();
    let own = vendors_own.seen();
    let signed = own
        .iter()
        .find(|head| head.starts_with("GET /files/a "))
        .unwrap();
    assert!(signed.contains("canary"), "{signed}");
}
