//! The description of one HTTP call.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use helpdesk_core::{Error, ErrorKind, Result, Safety};
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use url::form_urlencoded;

use crate::encode::{percent_decoded, push_encoded};

mod request;

/// One HTTP call, described and not yet sent.
///
/// The path is a template with placeholders in braces; every placeholder is filled by
/// [`Call::segment`]. How often the call may be sent is said by the [`Safety`] every constructor
/// asks for; the method decides nothing.
///
/// ```
/// use helpdesk_core::Safety;
/// use helpdesk_http::Call;
///
/// let call = Call::get(Safety::Safe, "/external/consumer/{user_id}")
///     .name("consumers.get")
///     .segment("user_id", "7")
///     .query("page", 2)
///     .query_opt("search", None::<String>);
/// // No values: neither the identifier nor the page.
/// assert_eq!(
///     format!("{call:?}"),
///     "Call(GET /external/consumer/{user_id}, query: [page], Safe)"
/// );
/// ```
///
/// Whatever is wrong with the input (an identifier that would change the path, a header with a line
/// break) becomes the error of the send; building a call never fails.
#[must_use = "a call does nothing until a pipeline sends it"]
pub struct Call(Box<Parts>);

/// Behind a pointer: a call goes through the futures of several layers, and each would keep a copy.
struct Parts {
    method: Method,
    place: Place,
    safety: Safety,
    name: Option<Cow<'static, str>>,
    segments: Vec<(Cow<'static, str>, String)>,
    query: Vec<(Cow<'static, str>, String)>,
    headers: HeaderMap,
    body: Option<Bytes>,
    accepted: Vec<u16>,
    any_status: bool,
    signed: bool,
    buckets: Vec<Cow<'static, str>>,
    timeout: Option<Duration>,
    fault: Option<Error>,
}

enum Place {
    Prefix(Cow<'static, str>),
    Root(Cow<'static, str>),
    Foreign(String),
}

impl Call {
    /// A call with this method. The path starts with a slash.
    pub fn new(safety: Safety, method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            method,
            place: Place::Prefix(path.into()),
            safety,
            name: None,
            segments: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            accepted: Vec::new(),
            any_status: false,
            signed: true,
            buckets: Vec::new(),
            timeout: None,
            fault: None,
        }))
    }

    /// A `GET`.
    pub fn get(safety: Safety, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(safety, Method::GET, path)
    }

    /// A `POST`.
    pub fn post(safety: Safety, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(safety, Method::POST, path)
    }

    /// A `PUT`.
    pub fn put(safety: Safety, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(safety, Method::PUT, path)
    }

    /// A `PATCH`.
    pub fn patch(safety: Safety, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(safety, Method::PATCH, path)
    }

    /// A `DELETE`.
    pub fn delete(safety: Safety, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(safety, Method::DELETE, path)
    }

    /// A call that a person wrote out: a path with its real identifiers, and perhaps a query.
    ///
    /// The path is encoded segment by segment where it is not yet. Logs and errors show only `raw`.
    pub fn raw(safety: Safety, method: Method, path_and_query: &str) -> Self {
        let (path, query) = path_and_query
            .split_once('?')
            .unwrap_or((path_and_query, ""));
        let mut call = Self::new(safety, method, "").name("raw");
        let mut written = String::with_capacity(path.len() + 1);
        for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
            written.push('/');
            let plain = percent_decoded(segment);
            match &plain {
                Some(plain) if plain != "." && plain != ".." => push_encoded(&mut written, plain),
                _ => call.fail(Error::invalid(
                    "path",
                    "holds a segment that is not allowed",
                )),
            }
        }
        // Braces are encoded by now, so nothing in the path is taken for a placeholder.
        call.0.place = Place::Prefix(written.into());
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            call.0
                .query
                .push((Cow::Owned(key.into_owned()), value.into_owned()));
        }
        call
    }

    /// A `GET` of a URL that the vendor handed out, such as an attachment at a storage service.
    ///
    /// It is never signed and takes no default headers, for the host may be a stranger. Logs and
    /// errors do not show the URL.
    pub fn foreign(url: impl Into<String>) -> Self {
        let mut call = Self::get(Safety::Safe, "").unsigned().name("foreign");
        call.0.place = Place::Foreign(url.into());
        call
    }

    /// Puts the path at the root of the host instead of below the base URL's prefix.
    pub fn from_root(mut self) -> Self {
        if let Place::Prefix(path) = self.0.place {
            self.0.place = Place::Root(path);
        }
        self
    }

    /// Fills a placeholder of the path. The value is encoded as one segment. An empty value, `.` and
    /// `..` are refused, for they would make it another path.
    #[allow(clippy::needless_pass_by_value, reason = "reads better at the call")]
    pub fn segment(mut self, name: impl Into<Cow<'static, str>>, value: impl ToString) -> Self {
        let (name, value) = (name.into(), value.to_string());
        if value.is_empty() || value == "." || value == ".." {
            self.fail(Error::invalid(name, "must be an identifier, and is not"));
        } else {
            self.0.segments.push((name, value));
        }
        self
    }

    /// Adds a key and a value to the query. A key may be there several times.
    #[allow(clippy::needless_pass_by_value, reason = "reads better at the call")]
    pub fn query(mut self, key: impl Into<Cow<'static, str>>, value: impl ToString) -> Self {
        self.0.query.push((key.into(), value.to_string()));
        self
    }

    /// Adds a key to the query if there is a value.
    pub fn query_opt(
        self,
        key: impl Into<Cow<'static, str>>,
        value: Option<impl ToString>,
    ) -> Self {
        match value {
            Some(value) => self.query(key, value),
            None => self,
        }
    }

    /// Sends a value as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(text) => self.body(text, "application/json"),
            Err(error) => {
                self.fail(
                    Error::new(ErrorKind::Internal, "the body cannot be written as JSON")
                        .with_source(helpdesk_core::JsonCause::of(&error)),
                );
                self
            }
        }
    }

    /// Sends keys and values as an HTML form does.
    pub fn form<K: AsRef<str>, V: AsRef<str>>(self, pairs: &[(K, V)]) -> Self {
        let text = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        self.body(text, "application/x-www-form-urlencoded")
    }

    /// Sends bytes.
    pub fn body(self, body: impl Into<Bytes>, content_type: &str) -> Self {
        self.bytes(body.into(), content_type)
    }

    /// Apart from [`Self::body`], which is compiled for each type of body.
    fn bytes(mut self, body: Bytes, content_type: &str) -> Self {
        self.0.body = Some(body);
        self.header(CONTENT_TYPE, content_type)
    }

    /// Sets a header.
    pub fn header(mut self, name: HeaderName, value: impl AsRef<str>) -> Self {
        match HeaderValue::from_str(value.as_ref()) {
            Ok(value) => {
                self.0.headers.insert(name, value);
            }
            Err(_) => self.fail(bad_header(&name)),
        }
        self
    }

    /// Sets a header to a secret, marked so that nothing below prints it.
    #[inline]
    pub fn secret_header(mut self, name: HeaderName, value: &SecretString) -> Self {
        match HeaderValue::from_str(value.expose_secret()) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.0.headers.insert(name, value);
            }
            Err(_) => self.fail(bad_header(&name)),
        }
        self
    }

    /// Takes answers with these statuses for good ones, as 200 is; the classifier is not asked.
    #[inline]
    pub fn accept_status(mut self, statuses: &[u16]) -> Self {
        self.0.accepted.extend_from_slice(statuses);
        self
    }

    /// Takes whatever the vendor says in the end for the answer, whichever its status: what a raw
    /// call is for. It is still sent again, and signed anew, as the classifier's verdict and the
    /// [`Safety`] allow; failures without an answer stay errors.
    pub fn accept_any_status(mut self) -> Self {
        self.0.any_status = true;
        self
    }

    /// Names the endpoint for errors and logs: `clients.list`. Otherwise they show method and
    /// template.
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.0.name = Some(name.into());
        self
    }

    /// Sends the call without credentials.
    pub fn unsigned(mut self) -> Self {
        self.0.signed = false;
        self
    }

    /// Takes a slot of this bucket as well as one of the budget for every call.
    pub fn charge(mut self, bucket: impl Into<Cow<'static, str>>) -> Self {
        self.0.buckets.push(bucket.into());
        self
    }

    /// Gives each attempt this long instead of the pipeline's own limit.
    pub fn timeout(mut self, attempt: Duration) -> Self {
        self.0.timeout = Some(attempt);
        self
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.0.method
    }

    /// The path template; nothing for a [`Call::foreign`].
    pub fn template(&self) -> &str {
        match &self.0.place {
            Place::Prefix(path) | Place::Root(path) => path,
            Place::Foreign(_) => "",
        }
    }

    /// When the call may be sent again.
    pub fn safety(&self) -> Safety {
        self.0.safety
    }

    /// The name of the endpoint, or method and template.
    pub fn endpoint(&self) -> Cow<'_, str> {
        match &self.0.name {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(format!("{} {}", self.0.method, self.template())),
        }
    }

    pub(crate) fn is_signed(&self) -> bool {
        self.0.signed
    }

    pub(crate) fn is_foreign(&self) -> bool {
        matches!(self.0.place, Place::Foreign(_))
    }

    pub(crate) fn accepts(&self, status: u16) -> bool {
        self.0.accepted.contains(&status)
    }

    pub(crate) fn accepts_any(&self) -> bool {
        self.0.any_status
    }

    /// Whether the call may change something at the vendor: all but a safe `GET` or `HEAD`.
    pub(crate) fn may_act(&self) -> bool {
        self.0.safety != Safety::Safe || !matches!(self.0.method, Method::GET | Method::HEAD)
    }

    /// The values of the path and the query. Those of a raw or foreign call stand in its path.
    pub(crate) fn each_value(&self, mut see: impl FnMut(&str)) {
        self.0.segments.iter().for_each(|(_, value)| see(value));
        self.0.query.iter().for_each(|(_, value)| see(value));
        match &self.0.place {
            Place::Prefix(path) | Place::Root(path) if self.0.name.as_deref() == Some("raw") => {
                path.split('/')
                    .filter_map(percent_decoded)
                    .for_each(|part| see(&part));
            }
            Place::Foreign(url) => see(url),
            _ => {}
        }
    }

    pub(crate) fn body_bytes(&self) -> Option<&Bytes> {
        self.0.body.as_ref()
    }

    pub(crate) fn buckets(&self) -> &[Cow<'static, str>] {
        &self.0.buckets
    }

    pub(crate) fn attempt_timeout(&self) -> Option<Duration> {
        self.0.timeout
    }

    fn fail(&mut self, error: Error) {
        self.0.fault.get_or_insert(error);
    }

    /// What went wrong while the call was built.
    pub(crate) fn take_fault(&mut self) -> Result<()> {
        self.0.fault.take().map_or(Ok(()), Err)
    }
}

fn bad_header(name: &HeaderName) -> Error {
    Error::invalid(
        name.as_str(),
        "holds a character that no header may hold, such as a line break",
    )
}

impl fmt::Debug for Call {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.name {
            Some(name) if matches!(name.as_ref(), "raw" | "foreign") => {
                write!(f, "Call({} {name}", self.0.method)?;
            }
            _ => write!(f, "Call({} {}", self.0.method, self.template())?,
        }
        if !self.0.query.is_empty() {
            let keys: Vec<&str> = self.0.query.iter().map(|(key, _)| key.as_ref()).collect();
            write!(f, ", query: [{}]", keys.join(", "))?;
        }
        if let Some(body) = &self.0.body {
            write!(f, ", body: {} bytes", body.len())?;
        }
        write!(f, ", {:?})", self.0.safety)
    }
}
