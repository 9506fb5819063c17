//! A call as a request.

use bytes::Bytes;
use helpdesk_core::{Error, ErrorKind, Result};
use http::{HeaderMap, Request};

use super::{Call, Place};
use crate::BaseUrl;
use crate::encode::push_encoded;

impl Call {
    /// The request as it is before signing.
    pub(crate) fn request(&self, base: &BaseUrl, defaults: &HeaderMap) -> Result<Request<Bytes>> {
        let uri = match &self.0.place {
            Place::Prefix(path) => base.uri(self.target(base.prefix(), path)?),
            Place::Root(path) => base.uri(self.target("", path)?),
            Place::Foreign(url) => {
                let mut text = base.check_foreign(url)?;
                self.push_query(&mut text);
                text.parse().ok()
            }
        };
        let mut request = Request::new(self.0.body.clone().unwrap_or_default());
        *request.method_mut() = self.0.method.clone();
        *request.uri_mut() = uri.ok_or_else(|| {
            Error::new(
                ErrorKind::Invalid,
                "the path and query do not make a valid URL",
            )
        })?;
        let headers = request.headers_mut();
        if !self.is_foreign() {
            headers.clone_from(defaults);
        }
        for (name, value) in &self.0.headers {
            headers.insert(name, value.clone());
        }
        Ok(request)
    }

    fn push_query(&self, url: &mut String) {
        let mut lead = if url.contains('?') { '&' } else { '?' };
        for (key, value) in &self.0.query {
            url.push(lead);
            lead = '&';
            push_encoded(url, key);
            url.push('=');
            push_encoded(url, value);
        }
    }

    /// The path below a prefix, its placeholders filled, and the query.
    fn target(&self, prefix: &str, template: &str) -> Result<String> {
        let bug = |what: &str| {
            Error::new(
                ErrorKind::Internal,
                format!("the path template is used wrongly: {what}"),
            )
        };
        let mut target = String::with_capacity(prefix.len() + template.len() + 64);
        target.push_str(prefix);
        if !template.starts_with('/') {
            target.push('/');
        }
        let (mut rest, mut used) = (template, 0);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after
                .split_once('}')
                .ok_or_else(|| bug("a brace is open"))?;
            let (_, value) = self
                .0
                .segments
                .iter()
                .find(|(segment, _)| segment == name)
                .ok_or_else(|| bug("a placeholder has no value"))?;
            target.push_str(before);
            push_encoded(&mut target, value);
            (rest, used) = (after, used + 1);
        }
        target.push_str(rest);
        if used != self.0.segments.len() {
            return Err(bug("a value has no placeholder"));
        }
        self.push_query(&mut target);
        Ok(target)
    }
}
