//! New tickets.

use helpdesk_core::{
    ChannelSelector, Delivery, Error, ErrorKind, Field, Loss, NewTicket, Operation, Problems,
    Result, TicketStatus,
};
use helpdesk_http::Kept;

use crate::api::{Api, Contacts, TransferTicket, record_in};
use crate::convert;
use crate::desk::{DeskSettings, refused};
use crate::{Digisac, row};

/// A new ticket, checked.
pub(super) struct NewInput {
    contact: String,
    department: String,
    pub(super) losses: Vec<Loss>,
}

/// Checks a new ticket.
pub(super) fn checked(new: &NewTicket, settings: &DeskSettings) -> Result<NewInput> {
    let operation = Operation::TicketsCreate;
    let mut problems = Problems::default();
    let department = new
        .department
        .as_ref()
        .or(settings.default_department.as_ref());
    problems.add_if(
        new.contact.is_none(),
        "contact",
        "Digisac opens tickets for contacts; name one",
    );
    problems.add_if(
        department.is_none(),
        "department",
        "a ticket is opened in a department; name one, or set `default_department`",
    );
    problems
        .finish()
        .map_err(|error| refused(operation, error))?;
    let (Some(contact), Some(department)) = (&new.contact, department) else {
        return Err(refused(
            operation,
            Error::invalid("contact", "contact and department are needed"),
        ));
    };
    let fits = match (&new.status, &new.assignee) {
        (None, _) | (Some(TicketStatus::New), None) | (Some(TicketStatus::Open), Some(_)) => true,
        (Some(_), _) => false,
    };
    let losses = if fits {
        Vec::new()
    } else {
        vec![Loss::new(
            Field::Status,
            "a new ticket is new without an agent and open with one; it cannot begin otherwise",
        )]
    };
    Ok(NewInput {
        contact: contact.as_str().to_owned(),
        department: department.as_str().to_owned(),
        losses,
    })
}

impl Digisac {
    pub(super) async fn create_ticket(
        &self,
        api: &Api,
        new: &NewTicket,
        input: &NewInput,
    ) -> Result<Kept<row::Ticket>> {
        let contact = input.contact.as_str();
        let _alone = self.turn(api, "contact-ticket", contact).await?;
        let known = api
            .contacts()
            .get_as::<row::Contact>(contact, &["service"])
            .await?;
        if known.wire.deleted_at.is_some() {
            return Err(api.seen(ErrorKind::NotFound, "no such contact"));
        }
        if !on_channel(&known.wire, new.channel.as_ref()) {
            return Err(api
                .seen(ErrorKind::Invalid, "the contact is on another channel")
                .with_field_error(
                    "channel",
                    "a Digisac contact is on one channel; take the contact of this channel, or leave it out",
                ));
        }
        if let Some(open) = self.open_tickets(api, contact).await?.into_iter().next() {
            return Err(api
                .seen(
                    ErrorKind::Conflict,
                    "the contact has an open ticket already; Digisac allows one",
                )
                .with_existing_id(open.wire.id));
        }

        let request = TransferTicket::builder()
            .department_id(input.department.as_str())
            .maybe_user_id(new.assignee.as_ref().map(|agent| agent.as_str().to_owned()))
            .build();
        let opened = || async {
            let open = self.open_tickets(api, contact).await?;
            Ok(open.into_iter().next().map(|row| Some(row.wire.id)))
        };
        // The answer may be the ticket, nothing, or something else; only a ticket's own identifier
        // is taken from it.
        let answered: Option<String> = api
            .pipeline()
            .create(
                Contacts::transfer_ticket_call(contact, &request),
                &api.scope(),
                |answer| {
                    let row = record_in::<row::Ticket>(answer).ok().flatten();
                    Ok(row
                        .map(|row| row.wire)
                        .filter(|own| own.contact_id.as_deref() == Some(contact))
                        .map(|own| own.id))
                },
                opened,
            )
            .await?;
        let id = match answered {
            Some(id) => id,
            None => opened().await?.flatten().ok_or_else(|| {
                api.seen(
                    ErrorKind::Unavailable,
                    "the vendor answered that a ticket was opened, and none is open",
                )
                .with_delivery(Delivery::Unknown)
            })?,
        };
        self.whole_ticket(api, &id).await
    }
}

/// Whether a contact is on the channel that is asked for, as far as it tells.
fn on_channel(contact: &row::Contact, wanted: Option<&ChannelSelector>) -> bool {
    match wanted {
        None => true,
        Some(ChannelSelector::Id(id)) => contact
            .service_id
            .as_deref()
            .is_none_or(|own| own == id.as_str()),
        Some(ChannelSelector::Kind(kind)) => contact
            .service
            .as_ref()
            .and_then(|service| service.kind.as_deref())
            .is_none_or(|own| &convert::kind_of(own) == kind),
        Some(_) => false,
    }
}
