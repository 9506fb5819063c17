//! Internal notes.

use helpdesk_core::{
    Attachment, Author, AuthorKind, Direction, Field, Message, MessageKind, TicketId,
};
use helpdesk_http::Kept;
use serde_json::Value;

use super::full_name;
use crate::row::Note;

/// A note; `None` for the date that stands before the notes of a day.
pub(crate) fn note(kept: Kept<Note>, ticket: &TicketId) -> Option<Message> {
    let Kept {
        wire: note, data, ..
    } = kept;
    let mut message = Message::new(
        note.id.as_deref()?,
        author(&note),
        Direction::Internal,
        MessageKind::Note,
    );
    message.ticket = Some(
        note.ticket_id
            .as_deref()
            .map_or_else(|| ticket.clone(), TicketId::new),
    );
    message.text = note.content.as_deref().map(plain);
    message.attachments = note.attachments.iter().filter_map(attachment).collect();
    message.sent_at = note.timestamp.or(note.created_at);
    message.not_sent = vec![Field::Contact];
    message.vendor_data = data;
    Some(message)
}

fn author(note: &Note) -> Author {
    // The list holds what is said inside; whoever is no operator there is the vendor itself.
    let kind = if note.is_agent == Some(false) {
        AuthorKind::System
    } else {
        AuthorKind::Agent
    };
    Author::new(kind)
        .with_id(note.user_id.clone())
        .with_name(full_name(
            note.user_name.clone(),
            note.user_lastname.clone(),
        ))
}

/// A file. The documentation shows none; the usual keys are looked at, and the rest stays in the
/// vendor's own JSON.
fn attachment(value: &Value) -> Option<Attachment> {
    let text = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| value.get(*key)?.as_str())
            .map(str::to_owned)
    };
    let file = Attachment::new(
        text(&["name", "file_name", "filename"]),
        text(&["url", "link"]).or_else(|| value.as_str().map(str::to_owned)),
        text(&["mime", "mimetype", "content_type"]),
    );
    (file.name.is_some() || file.url.is_some()).then_some(file)
}

/// The text of HTML: tags away, breaks and paragraphs as lines, entities as what they stand for.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(tag) = rest.strip_prefix('<') {
            let looks_like_a_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
            if let Some(end) = tag.find('>').filter(|_| looks_like_a_tag) {
                if breaks_line(&tag[..end]) {
                    text.push('\n');
                }
                rest = &tag[end + 1..];
            } else {
                text.push('<');
                rest = tag;
            }
        } else {
            let (sign, length) = entity(rest);
            text.push(sign);
            rest = &rest[length..];
        }
    }
    text.push_str(rest);
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// Whether a line ends with this tag.
fn breaks_line(tag: &str) -> bool {
    let name = tag
        .trim_end_matches('/')
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    matches!(name.as_str(), "br" | "/br" | "/p" | "/div" | "/li" | "/tr")
}

/// The sign behind an entity at the beginning of the text, and how long the entity is.
fn entity(text: &str) -> (char, usize) {
    let known = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&apos;", '\''),
        ("&nbsp;", ' '),
    ];
    if let Some((entity, sign)) = known.iter().find(|(entity, _)| text.starts_with(entity)) {
        return (*sign, entity.len());
    }
    let numbered = text.strip_prefix("&#").and_then(|rest| {
        let end = rest.find(';').filter(|end| *end <= 8)?;
        let number = match rest[..end].strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => rest[..end].parse().ok()?,
        };
        Some((char::from_u32(number)?, end + 3))
    });
    numbered.unwrap_or(('&', 1))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn html_becomes_text() {
        for (html, text) in [
            ("<p>um</p>", "um"),
            ("<p>um</p><p>dois</p>", "um\ndois"),
            ("um<br>dois<br/>três</br>", "um\ndois\ntrês"),
            (
                "<p>a <strong>b</strong> &amp; c &lt;d&gt;</p>",
                "a b & c <d>",
            ),
            ("1 < 2 &c. &#233;&#xe9;&#39;", "1 < 2 &c. éé'"),
            ("<a href=\"x>y\">z</a>", "y\">z"),
            ("sem nada", "sem nada"),
            ("<", "<"),
            ("a &", "a &"),
            ("", ""),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }
}
