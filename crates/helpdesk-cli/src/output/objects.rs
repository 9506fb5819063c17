//! What is shown of each kind of object.

use helpdesk::{
    Agent, Channel, Contact, CustomField, Department, Message, Ref, Tag, Ticket, VendorData,
    Webhook,
};
use serde_json::{Map, Value, json};

use super::Shown;

fn or_dash(text: Option<impl ToString>) -> String {
    text.map_or_else(|| "–".to_owned(), |text| text.to_string())
}

fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items
        .into_iter()
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

fn named<I: ToString>(reference: Option<&Ref<I>>) -> String {
    or_dash(reference.and_then(|r| {
        r.name
            .clone()
            .or_else(|| r.id.as_ref().map(ToString::to_string))
    }))
}

macro_rules! shown {
    ($type:ty, $columns:expr, |$item:ident| $cells:expr) => {
        impl Shown for $type {
            const COLUMNS: &'static [&'static str] = &$columns;

            fn cells(&self) -> Vec<String> {
                let $item = self;
                $cells
            }

            fn vendor_data(&self) -> &VendorData {
                &self.vendor_data
            }
        }
    };
}

shown!(
    Contact,
    ["id", "name", "phones", "emails", "document", "tags"],
    |contact| vec![
        contact.id.to_string(),
        or_dash(contact.name.as_ref()),
        joined(contact.phones.iter().map(|phone| &phone.number)),
        joined(&contact.emails),
        or_dash(contact.document.as_ref()),
        joined(contact.tags.iter().map(|tag| named(Some(tag)))),
    ]
);
shown!(
    Ticket,
    [
        "id",
        "number",
        "status",
        "subject",
        "contact",
        "assignee",
        "department",
        "updated"
    ],
    |ticket| vec![
        ticket.id.to_string(),
        or_dash(ticket.number.as_ref()),
        ticket.status.value.to_string(),
        or_dash(ticket.subject.as_ref()),
        named(ticket.contact.as_ref()),
        named(ticket.assignee.as_ref()),
        named(ticket.department.as_ref()),
        or_dash(ticket.updated_at),
    ]
);
shown!(Tag, ["id", "name", "scope", "group", "active"], |tag| vec![
    tag.id.to_string(),
    tag.name.clone(),
    tag.scope.as_str().to_owned(),
    or_dash(tag.group.as_ref()),
    tag.active.to_string(),
]);
shown!(
    Message,
    ["id", "sent", "direction", "author", "kind", "text"],
    |message| vec![
        message.id.to_string(),
        or_dash(message.sent_at),
        message.direction.to_string(),
        message
            .author
            .name
            .clone()
            .unwrap_or_else(|| message.author.kind.to_string()),
        message.kind.to_string(),
        or_dash(message.text.as_ref()),
    ]
);
shown!(
    Agent,
    ["id", "name", "email", "role", "active", "online"],
    |agent| vec![
        agent.id.to_string(),
        agent.name.clone(),
        or_dash(agent.email.as_ref()),
        or_dash(agent.role.as_ref()),
        agent.active.to_string(),
        or_dash(agent.online),
    ]
);
shown!(
    Department,
    ["id", "name", "active", "agents"],
    |department| vec![
        department.id.to_string(),
        department.name.clone(),
        department.active.to_string(),
        department.agents.len().to_string(),
    ]
);
shown!(
    Channel,
    ["id", "name", "kinds", "address", "connected", "active"],
    |channel| vec![
        channel.id.to_string(),
        or_dash(channel.name.as_ref()),
        joined(&channel.kinds),
        or_dash(channel.address.as_ref()),
        or_dash(channel.connected),
        channel.active.to_string(),
    ]
);
shown!(
    CustomField,
    ["id", "key", "name", "entity", "type", "required"],
    |field| vec![
        field.id.to_string(),
        field.key.clone(),
        field.name.clone(),
        field.entity.to_string(),
        field.value_type.to_string(),
        field.required.to_string(),
    ]
);

impl Shown for Webhook {
    const COLUMNS: &'static [&'static str] = &["id", "name", "url", "events", "active"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            or_dash(self.name.as_ref()),
            without_secret(&self.url),
            joined(&self.raw_events),
            self.active.to_string(),
        ]
    }

    fn vendor_data(&self) -> &VendorData {
        &self.vendor_data
    }

    fn redact(&self, json: &mut Map<String, Value>) {
        let shown = without_secret(&self.url);
        let errors = self.last_errors.iter();
        let errors: Vec<_> = errors.map(|text| text.replace(&self.url, &shown)).collect();
        json.insert("url".to_owned(), json!(shown));
        json.insert("last_errors".to_owned(), json!(errors));
    }
}

/// Where a URL leads, without the parts that a shared secret may stand in: user, path and query.
fn without_secret(url: &str) -> String {
    let Ok(parts) = url.parse::<http::Uri>() else {
        return "[redacted]".to_owned();
    };
    let (Some(scheme), Some(host)) = (parts.scheme_str(), parts.host()) else {
        return "[redacted]".to_owned();
    };
    let port = parts
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    let rest = match parts.path_and_query().map_or("/", |rest| rest.as_str()) {
        "/" => "/",
        _ => "/[redacted]",
    };
    format!("{scheme}://{host}{port}{rest}")
}

#[cfg(test)]
mod tests {
    use super::without_secret;

    #[test]
    fn a_url_is_shown_without_what_may_be_a_secret() {
        for (url, shown) in [
            ("https://example.com", "https://example.com/"),
            ("https://example.com/", "https://example.com/"),
            (
                "https://example.com/s3cret",
                "https://example.com/[redacted]",
            ),
            (
                "http://example.com:8080/?key=s3cret",
                "http://example.com:8080/[redacted]",
            ),
            ("https://user:s3cret@example.com/", "https://example.com/"),
            (
                "http://[::1]:80/s3cret?key=s3cret#s3cret",
                "http://[::1]:80/[redacted]",
            ),
            ("/hooks/s3cret", "[redacted]"),
            ("s3cret", "[redacted]"),
            ("https://exa mple.com/s3cret", "[redacted]"),
            ("", "[redacted]"),
        ] {
            assert_eq!(without_secret(url), shown);
        }
    }
}
