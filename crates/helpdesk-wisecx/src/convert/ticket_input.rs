//! Tickets, as they are sent.

use helpdesk_core::{
    ChannelKind, ChannelSelector, Field, Loss, NewTicket, Patch, TagId, TicketPatch,
    TicketPriority, TicketStatus, Timestamp,
};

use super::custom_fields;
use super::tag::TagKey;
use crate::config::Defaults;
use crate::input::Problems;
use crate::wire::{
    ActivityKind, CaseStatus, CaseUpdate, NewActivity, NewCase, Priority, Recipient, SourceChannel,
};

/// A ticket to create: a case whose first activity is a message in the contact's name, because that
/// is the one kind that is sent to nobody and ties the contact to the case.
pub(crate) fn create(
    new: &NewTicket,
    defaults: &Defaults,
    channel: Option<SourceChannel>,
    problems: &mut Problems,
    losses: &mut Vec<Loss>,
) -> NewCase {
    let contact = if let Some(id) = &new.contact {
        problems.number(Field::Contact.as_str(), id.as_str())
    } else {
        problems.add(&Field::Contact, "is needed: name the contact it is about");
        0
    };
    let group = match (&new.department, defaults.group) {
        (Some(id), _) => problems.number(Field::Department.as_str(), id.as_str()),
        (None, Some(group)) => group,
        (None, None) => {
            problems.add(
                &Field::Department,
                "is needed: name one, or set `default_group`",
            );
            0
        }
    };
    let text = |text: &Option<String>, field: &Field, problems: &mut Problems| match text {
        Some(text) if !text.trim().is_empty() => text.clone(),
        _ => {
            problems.add(field, "is needed: WiseCX has no case without it");
            String::new()
        }
    };
    let subject = text(&new.subject, &Field::Subject, problems);
    let content = text(&new.text, &Field::Text, problems);
    let channel = channel.or_else(|| defaults.channel.clone());
    if channel.is_none() {
        problems.add(
            &Field::Channel,
            "is needed: name the kind of one, or set `default_channel`",
        );
    }
    let channel = channel.unwrap_or(SourceChannel::Internal);
    let assignee = new
        .assignee
        .as_ref()
        .map(|id| problems.number(Field::Assignee.as_str(), id.as_str()));
    let tags = tag_names(&new.tags, problems);
    let fields = custom_fields::write(&new.custom_fields, problems, losses);
    let priority = new
        .priority
        .as_ref()
        .and_then(|value| priority(value, problems));
    let due_at = new.due_at.map(|time| to_the_second(time, losses));

    let first = NewActivity::builder()
        .kind(ActivityKind::ContactMessage)
        .channel(channel.clone())
        .content(content)
        .contact_from(Recipient::by_id(contact))
        .build();
    NewCase::builder()
        .group_id(group)
        .maybe_user_id(assignee)
        .source_channel(channel)
        .tags(tags)
        .subject(subject)
        .maybe_priority(priority)
        .maybe_due_at(due_at)
        .custom_fields(fields)
        .activities(vec![first])
        .build()
}

/// What a patch says about everything but custom fields, which have to be merged.
pub(crate) fn patch(
    patch: &TicketPatch,
    problems: &mut Problems,
    losses: &mut Vec<Loss>,
) -> CaseUpdate {
    CaseUpdate {
        subject: match &patch.subject {
            Patch::Set(text) if !text.trim().is_empty() => Some(text.clone()),
            Patch::Keep => None,
            _ => {
                let why = "cannot be empty: WiseCX has no case without one";
                problems.add(&Field::Subject, why);
                None
            }
        },
        status: match &patch.status {
            Patch::Set(value) => status(value, problems, losses),
            Patch::Keep => None,
            Patch::Clear => {
                problems.add(&Field::Status, "cannot be empty; set another status");
                None
            }
        },
        priority: match &patch.priority {
            Patch::Set(value) => priority(value, problems),
            Patch::Keep => None,
            Patch::Clear => Some(Priority::None),
        },
        due_at: match &patch.due_at {
            Patch::Set(time) => Some(to_the_second(*time, losses)),
            Patch::Keep => None,
            Patch::Clear => {
                let why = "how to take a date away is not documented; set another one";
                problems.add(&Field::DueAt, why);
                None
            }
        },
        tags: match &patch.tags {
            Patch::Set(tags) => Some(tag_names(tags, problems)),
            Patch::Keep => None,
            Patch::Clear => Some(Vec::new()),
        },
        ..CaseUpdate::default()
    }
}

/// Whether an update says anything.
pub(crate) fn is_empty(update: &CaseUpdate) -> bool {
    *update == CaseUpdate::default()
}

/// The documentation lists all statuses there are, so another word is refused here and not there.
fn status(
    value: &TicketStatus,
    problems: &mut Problems,
    losses: &mut Vec<Loss>,
) -> Option<CaseStatus> {
    Some(match value {
        TicketStatus::New => {
            losses.push(Loss::new(
                Field::Status,
                "there is no `new`; becomes `opened`",
            ));
            CaseStatus::Opened
        }
        TicketStatus::Open => CaseStatus::Opened,
        TicketStatus::Pending => CaseStatus::Pending,
        TicketStatus::OnHold => CaseStatus::Hold,
        TicketStatus::Resolved => CaseStatus::Solved,
        TicketStatus::Closed => CaseStatus::Closed,
        _ => {
            problems.add(
                &Field::Status,
                "must be open, pending, on_hold, resolved or closed",
            );
            return None;
        }
    })
}

/// As with [`status`].
fn priority(value: &TicketPriority, problems: &mut Problems) -> Option<Priority> {
    Some(match value {
        TicketPriority::None => Priority::None,
        TicketPriority::Low => Priority::Low,
        TicketPriority::Normal => Priority::Medium,
        TicketPriority::High => Priority::High,
        TicketPriority::Urgent => Priority::VeryHigh,
        _ => {
            problems.add(
                &Field::Priority,
                "must be none, low, normal, high or urgent",
            );
            return None;
        }
    })
}

/// Times have no fractions of a second at the vendor.
fn to_the_second(time: Timestamp, losses: &mut Vec<Loss>) -> Timestamp {
    if time.subsec_nanosecond() != 0 {
        losses.push(Loss::new(Field::DueAt, "is kept to the second"));
    }
    time
}

fn tag_names(tags: &[TagId], problems: &mut Problems) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for tag in tags {
        match TagKey::parse(tag) {
            Ok(TagKey::Ticket(name)) if !names.contains(&name) => names.push(name),
            Ok(TagKey::Ticket(_)) => {}
            Ok(TagKey::Contact(_)) => {
                problems.add(&Field::Tags, "a contact group cannot be put on a ticket");
            }
            Err(why) => problems.add(&Field::Tags, why),
        }
    }
    names
}

/// The word for the kind of a channel, as cases have it.
pub(crate) fn source_channel(kind: &ChannelKind, problems: &mut Problems) -> Option<SourceChannel> {
    Some(match kind {
        ChannelKind::WebChat => SourceChannel::Web,
        ChannelKind::App => SourceChannel::App,
        ChannelKind::Voice => SourceChannel::Phone,
        ChannelKind::WhatsApp => SourceChannel::Whatsapp,
        ChannelKind::Email => SourceChannel::Email,
        ChannelKind::Internal => SourceChannel::Internal,
        _ => {
            problems.add(
                &Field::Channel,
                "cases come by whatsapp, email, voice, web_chat, app or internal",
            );
            return None;
        }
    })
}

/// What is lost of a channel that was chosen by its identifier.
pub(crate) fn channel_losses(channel: Option<&ChannelSelector>, losses: &mut Vec<Loss>) {
    if matches!(channel, Some(ChannelSelector::Id(_))) {
        losses.push(Loss::new(
            Field::Channel,
            "a case can be given a kind of channel and no account; the kind of this one is taken",
        ));
    }
}
