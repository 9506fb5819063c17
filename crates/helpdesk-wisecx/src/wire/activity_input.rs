//! Activities of cases, as they are sent.

use helpdesk_core::{builder, redacted_debug};
use serde::Serialize;

use super::{ActivityKind, CustomField, SourceChannel};
use crate::input::Problems;

/// The most that files of one request may have together.
const LARGEST: usize = 5 * 1024 * 1024;

/// An activity to add to a case.
///
/// The vendor's rules are checked before anything is sent; errors name the field, as
/// `activities[0].user_id`. A `note` needs a user and a `user_reply` too, unless it is a template; a
/// `user_reply` needs `contacts_to`, a `contact_message` needs `contact_from`. All need a text or
/// files, a `user_reply` on WhatsApp a text or a template.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewActivity {
    /// The kind: `user_reply` is sent to the contact, `note` is not, `contact_message` is put in the
    /// contact's mouth.
    #[serde(rename = "type")]
    pub kind: ActivityKind,
    /// The user in whose name it is added; needed for notes, and for replies that are no template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<u64>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<SourceChannel>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The WhatsApp template of a reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateInput>,
    /// The contact whose message it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_from: Option<Recipient>,
    /// The contacts a reply goes to. On WhatsApp only the first one counts, and it has to be the
    /// contact of the conversation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts_to: Vec<Recipient>,
    /// Files; 5 MB in all at most where they are not given by URL.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<NewAttachment>,
}

builder!(NewActivity, NewActivityBuilder {
    required: [kind: ActivityKind],
    optional: [
        user_id / maybe_user_id: u64,
        channel / maybe_channel: SourceChannel,
        template / maybe_template: TemplateInput,
        contact_from / maybe_contact_from: Recipient,
    ],
    optional(into): [content / maybe_content: String],
    default: [contacts_to: Vec<Recipient>, attachments: Vec<NewAttachment>],
});

redacted_debug!(NewActivity {
    show: [kind, user_id, channel],
    hide: [content, template, contact_from, contacts_to, attachments]
});

/// Notes what is wrong with activities of a case.
pub(super) fn check_activities(
    activities: &[NewActivity],
    case_channel: Option<&SourceChannel>,
    problems: &mut Problems,
) {
    let mut bytes = 0;
    for (at, activity) in activities.iter().enumerate() {
        activity.check(&format!("activities[{at}]"), case_channel, problems);
        let sizes = activity.attachments.iter().map(NewAttachment::size);
        bytes += sizes.sum::<usize>();
    }
    if bytes > LARGEST {
        problems.add(
            "attachments",
            "have more than 5 MB together; give some by URL",
        );
    }
}

impl NewActivity {
    fn check(&self, at: &str, case_channel: Option<&SourceChannel>, problems: &mut Problems) {
        let mut lacks = |field: &str, message: &str| problems.add(format!("{at}.{field}"), message);
        let replies = self.kind == ActivityKind::UserReply;
        let whatsapp = self.channel.as_ref().or(case_channel) == Some(&SourceChannel::Whatsapp);
        let has_user = self.user_id.is_some_and(|id| id > 0);
        if self.kind == ActivityKind::Note && !has_user {
            lacks("user_id", "is needed by notes");
        }
        if replies && self.template.is_none() && !has_user {
            lacks("user_id", "is needed by replies that are no template");
        }
        let has_text = self.content.as_ref().is_some_and(|t| !t.trim().is_empty());
        if replies && whatsapp && !has_text && self.template.is_none() {
            lacks("content", "is needed on WhatsApp, or a template");
        } else if !has_text && self.template.is_none() && self.attachments.is_empty() {
            lacks("content", "is needed, or files");
        }
        if self.template.is_some() && !replies {
            lacks("template", "can be sent by a `user_reply` only");
        }
        if self.kind == ActivityKind::ContactMessage && self.contact_from.is_none() {
            lacks("contact_from", "is needed by messages of a contact");
        }
        if replies && self.contacts_to.is_empty() {
            lacks("contacts_to", "are needed by replies, at least one");
        }
        for (place, file) in self.attachments.iter().enumerate() {
            if file.filename.trim().is_empty() {
                let field = format!("attachments[{place}].filename");
                lacks(&field, "must not be empty");
            }
        }
        if self.contact_from.as_ref().is_some_and(Recipient::is_nobody) {
            lacks("contact_from", NOBODY);
        }
        for (place, contact) in self.contacts_to.iter().enumerate() {
            if contact.is_nobody() {
                lacks(&format!("contacts_to[{place}]"), NOBODY);
            }
        }
    }
}

const NOBODY: &str = "needs one of `id`, `email`, `personal_id` and `phone`";

/// A contact, by identifier or by mail address, personal id or phone.
#[derive(Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Recipient {
    /// The identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// The mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The number of the identity document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_id: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Custom fields; documented for new cases only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_fields: Vec<CustomField>,
}

builder!(Recipient, RecipientBuilder {
    optional: [id / maybe_id: u64],
    optional(into): [
        email / maybe_email: String,
        personal_id / maybe_personal_id: String,
        phone / maybe_phone: String,
        name / maybe_name: String,
    ],
    default: [custom_fields: Vec<CustomField>],
});

redacted_debug!(Recipient {
    show: [id],
    hide: [email, personal_id, phone, name, custom_fields]
});

impl Recipient {
    /// A contact by its identifier.
    pub fn by_id(id: u64) -> Self {
        Self {
            id: Some(id),
            ..Self::default()
        }
    }
}

impl Recipient {
    fn is_nobody(&self) -> bool {
        let texts = [&self.email, &self.personal_id, &self.phone];
        self.id.is_none_or(|id| id == 0)
            && texts
                .into_iter()
                .all(|text| text.as_ref().is_none_or(|t| t.trim().is_empty()))
    }
}

/// A WhatsApp template to send.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TemplateInput {
    /// The identifier of the template.
    pub template_id: u64,
    /// The values of its variables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<TemplateParameter>,
}

builder!(TemplateInput, TemplateInputBuilder {
    required: [template_id: u64],
    default: [parameters: Vec<TemplateParameter>],
});

redacted_debug!(TemplateInput {
    show: [template_id],
    hide: [parameters]
});

/// The value of a variable of a template.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TemplateParameter {
    /// The name of the variable.
    pub key: String,
    /// The value.
    pub value: String,
}

redacted_debug!(TemplateParameter {
    show: [key],
    hide: [value]
});

impl TemplateParameter {
    /// A variable and its value.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
        }
    }
}

/// A file to add, by URL or with its content.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewAttachment {
    /// The file name.
    pub filename: String,
    /// Where the vendor fetches it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The content, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

redacted_debug!(NewAttachment {
    show: [],
    hide: [filename, url, content]
});

impl NewAttachment {
    /// A file that the vendor fetches.
    pub fn url(filename: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            filename: filename.into(),
            url: Some(url.into()),
            content: None,
        }
    }

    /// A file with its content.
    pub fn bytes(filename: impl Into<String>, bytes: &[u8]) -> Self {
        use base64::Engine as _;
        let content = base64::engine::general_purpose::STANDARD.encode(bytes);
        Self {
            filename: filename.into(),
            url: None,
            content: Some(content),
        }
    }

    /// How many bytes are sent with it.
    fn size(&self) -> usize {
        self.content.as_ref().map_or(0, |text| {
            let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
            (text.len() / 4 * 3).saturating_sub(padding)
        })
    }
}
