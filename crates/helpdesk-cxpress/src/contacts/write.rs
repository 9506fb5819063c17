//! Writing contacts, and what refusals mean.

use helpdesk_core::{Error, ErrorKind, Field, NewContact, Operation, Result};
use helpdesk_http::Kept;

use super::find::{find, terms};
use crate::Cxpress;
use crate::api::{Api, ListTickets};
use crate::convert::custom_fields;
use crate::convert::words;
use crate::desk::not_carried_out;
use crate::paging::located;
use crate::row::{Consumer, TicketRow};
use crate::wire::{CustomFieldValue, EditConsumer, EntityTypeId};

impl Cxpress {
    /// Checks values of contacts' custom fields against their definitions, if there are any values.
    pub(super) async fn check_fields(
        &self,
        api: &Api,
        operation: Operation,
        values: Option<&[CustomFieldValue]>,
    ) -> Result<()> {
        let values = values.unwrap_or_default();
        if values.is_empty() {
            return Ok(());
        }
        let Some(definitions) = self.definitions(api).await? else {
            return Ok(());
        };
        custom_fields::check_all(&definitions, &EntityTypeId::Consumer, values)
            .map_err(|error| located(error, operation))
    }

    /// Says which contact stood in the way of a new one, if one did. How the vendor refuses a
    /// duplicate is not documented, so a refusal of any kind is looked into.
    pub(super) async fn in_the_way(&self, api: &Api, new: &NewContact, error: Error) -> Error {
        if !matches!(error.kind(), ErrorKind::Conflict | ErrorKind::Invalid) {
            return error;
        }
        for key in new.natural_keys() {
            let Ok(terms) = terms(&key) else { continue };
            let Ok(found) = find(api, &key, &terms).await else {
                return error;
            };
            let Some(existing) = found.first() else {
                continue;
            };
            return conflict(
                &error,
                "another contact has it already",
                &key.field(),
                "another contact has it",
            )
            .with_existing_id(existing.id.as_str());
        }
        error
    }

    /// Writes a change and gives back the whole consumer, with the tags that were wanted.
    pub(crate) async fn write_consumer(
        &self,
        api: &Api,
        operation: Operation,
        change: &EditConsumer,
    ) -> Result<Kept<Consumer>> {
        if let Err(error) = api.consumers().edit_as::<Consumer>(change).await {
            return Err(frozen(api, change, error).await);
        }
        let after: Kept<Consumer> = api.consumers().get_as(&change.id).await?;
        if let Some(wanted) = &change.tags {
            let there: Vec<&str> = after
                .wire
                .tags
                .iter()
                .flatten()
                .map(|tag| tag.id.as_str())
                .collect();
            let same = wanted.len() == there.len()
                && wanted.iter().all(|tag| there.contains(&tag.as_str()));
            if !same {
                return Err(lost_update(api, operation));
            }
        }
        Ok(after)
    }
}

/// The tags are not what was just written.
pub(crate) fn lost_update(api: &Api, operation: Operation) -> Error {
    not_carried_out(
        api,
        operation,
        "the tags are not those that were written: somebody else changed them at the same time, or \
         one of them is not in use; read them again",
        &Field::Tags,
        "differ from what was written",
    )
}

/// A refusal that turned out to be a collision.
pub(crate) fn conflict(
    refusal: &Error,
    message: &'static str,
    field: &Field,
    what: &'static str,
) -> Error {
    let mut error = Error::new(ErrorKind::Conflict, message)
        .with_field_error(field.as_str(), what)
        .with_delivery(refusal.delivery())
        .with_attempts(refusal.attempts());
    if let Some(vendor) = refusal.vendor() {
        error = error.with_vendor(vendor.clone());
    }
    if let Some(operation) = refusal.operation() {
        error = error.with_operation(operation.to_owned());
    }
    if let Some(status) = refusal.status() {
        error = error.with_status(status);
    }
    if let Some(code) = refusal.vendor_code() {
        error = error.with_vendor_code(code);
    }
    error
}

/// Says when a change was refused because tickets are ongoing, which freezes the addresses.
async fn frozen(api: &Api, change: &EditConsumer, error: Error) -> Error {
    let addresses = change.email_addresses.is_some() || change.whatsapp_numbers.is_some();
    if !addresses || error.kind() != ErrorKind::Invalid {
        return error;
    }
    let Ok(tickets) = api
        .consumers()
        .tickets_as(&change.id, &ListTickets::default())
        .await
    else {
        return error;
    };
    let ongoing = tickets.items.iter().any(|row: &Kept<TicketRow>| {
        words::status(&row.wire.status_id).category != helpdesk_core::StatusCategory::Closed
    });
    if !ongoing {
        return error;
    }
    let field = if change.email_addresses.is_some() {
        Field::Emails
    } else {
        Field::Phones
    };
    conflict(
        &error,
        "the contact has ongoing tickets, and until they are closed its addresses are frozen",
        &field,
        "cannot be changed now",
    )
}
