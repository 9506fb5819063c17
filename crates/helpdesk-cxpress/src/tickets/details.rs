//! Parts of writes: the channel, tags, custom fields, and closing what is closed.

use helpdesk_core::{
    ChannelSelector, Error, ErrorKind, Field, Loss, Operation, Result, Ticket, TicketId,
    TicketPatch,
};
use helpdesk_http::Kept;

use crate::Cxpress;
use crate::api::{Api, ListEmails};
use crate::convert::custom_fields;
use crate::convert::directory::{automation, email};
use crate::convert::words;
use crate::paging::{converted, located};
use crate::row::TicketRow;
use crate::wire::{ChannelTypeId, CustomFieldValue, EditTicket, EntityTypeId};

impl Cxpress {
    /// The kind of channel that is meant. The vendor opens tickets on a kind; which account it takes
    /// is its own choice, so naming one of several is a loss.
    pub(super) async fn channel(
        &self,
        api: &Api,
        operation: Operation,
        wanted: ChannelSelector,
    ) -> Result<(ChannelTypeId, Vec<Loss>)> {
        let id = match wanted {
            ChannelSelector::Kind(kind) => {
                return words::channel_type(&kind)
                    .map(|kind| (kind, Vec::new()))
                    .ok_or_else(|| unknown_channel(operation));
            }
            ChannelSelector::Id(id) => id,
            _ => return Err(unknown_channel(operation)),
        };
        let kind = ChannelTypeId::from(id.as_str());
        if kind.is_known() {
            return Ok((kind, Vec::new()));
        }
        let keys = api.channel_keys().list_as().await?;
        let mut accounts = converted(keys.items, automation);
        if !accounts.iter().any(|account| account.id == id) {
            let emails = api.company_emails().list_as(&ListEmails::default()).await?;
            accounts.extend(converted(emails.items, |row| Some(email(row))));
        }
        let own = accounts.iter().find(|account| account.id == id);
        let Some(kind) = own.and_then(|account| account.provider.as_deref()) else {
            return Err(unknown_channel(operation));
        };
        let alike = accounts
            .iter()
            .filter(|account| account.provider.as_deref() == Some(kind))
            .count();
        let losses = if alike > 1 {
            vec![Loss::new(
                Field::Channel,
                "the vendor opens tickets on a kind of channel and chooses the account itself; name \
                 the kind",
            )]
        } else {
            Vec::new()
        };
        Ok((ChannelTypeId::from(kind), losses))
    }

    /// A new ticket whose tags are there, if need be by writing the other spelling of the key.
    pub(super) async fn tags_assured(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
        ticket: Ticket,
        tags: &[String],
    ) -> Result<Ticket> {
        if tags.is_empty() || ticket.not_sent.contains(&Field::Tags) || !ticket.tags.is_empty() {
            return Ok(ticket);
        }
        let change = EditTicket {
            custom_fields: self.required_fields(api, operation, id).await?,
            ..EditTicket::default()
        };
        let mut tagged = self.write_tags(api, operation, id, change, tags).await?;
        if ticket.assignee.is_some() {
            tagged.assignee = ticket.assignee;
        }
        Ok(tagged)
    }

    /// The custom fields of a ticket with the changes in them, all of which are sent.
    pub(super) async fn changed_fields(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
        patch: &TicketPatch,
    ) -> Result<Vec<CustomFieldValue>> {
        let (given, _) = custom_fields::change(&[], &patch.custom_fields)
            .map_err(|error| located(error, operation))?;
        if let Some(definitions) = self.definitions(api).await? {
            custom_fields::check_all(&definitions, &EntityTypeId::Ticket, &given)
                .map_err(|error| located(error, operation))?;
        }
        let there = self.find_ticket(api, operation, id).await?;
        let own = Self::own_fields(api, operation, &there)?;
        let (all, _) = custom_fields::change(own, &patch.custom_fields)
            .map_err(|error| located(error, operation))?;
        Ok(all)
    }

    /// The custom fields of a row, which finished tickets do not show.
    fn own_fields<'t>(
        api: &Api,
        operation: Operation,
        there: &'t Kept<TicketRow>,
    ) -> Result<&'t [CustomFieldValue]> {
        there.wire.custom_fiejds.as_deref().ok_or_else(|| {
            let error = Error::new(
                ErrorKind::Conflict,
                "the ticket is finished, and the vendor neither shows nor changes its custom fields",
            );
            let error =
                error.with_field_error(Field::CustomFields.as_str(), "cannot be changed any more");
            located(api.failure(error), operation)
        })
    }

    /// Whether closing was refused because the ticket is closed, which is as good as closing it.
    pub(super) async fn closed_already(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
        error: Error,
    ) -> Result<Ticket> {
        let worth_a_look = match error.kind() {
            ErrorKind::Conflict | ErrorKind::Invalid => true,
            // A stranger would be looked for in vain through every list.
            ErrorKind::NotFound => self.references().get(id).is_some(),
            _ => false,
        };
        if !worth_a_look {
            return Err(error);
        }
        match self.find_ticket(api, operation, id).await {
            Ok(found) => {
                let ticket = self.ticket(found);
                if ticket.is_closed() {
                    Ok(ticket)
                } else {
                    Err(error)
                }
            }
            Err(_) => Err(error),
        }
    }
}

fn unknown_channel(operation: Operation) -> Error {
    located(
        Error::invalid(
            Field::Channel.as_str(),
            "is no channel of the account; the directory lists them",
        ),
        operation,
    )
}
