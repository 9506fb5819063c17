//! New contacts.

use helpdesk_core::{ChannelKind, ChannelSelector, Delivery, ErrorKind, NewContact, Result};
use helpdesk_http::Kept;

use super::input::{NewInput, unique};
use crate::api::{Api, CreateContact, PersonInput, record_in};
use crate::{Digisac, convert, paging, row};

impl Digisac {
    /// Creates a contact and tells its identifier.
    ///
    /// Digisac overwrites a contact that has the number on the channel already, so it is looked for
    /// first, alone within this process.
    pub(super) async fn create_contact(
        &self,
        api: &Api,
        new: &NewContact,
        input: NewInput,
    ) -> Result<String> {
        let service = match &input.channel {
            ChannelSelector::Id(id) => id.as_str().to_owned(),
            ChannelSelector::Kind(kind) => self.channel_of_kind(api, kind).await?,
            _ => {
                return Err(api
                    .seen(ErrorKind::Invalid, "the channel is not understood")
                    .with_field_error("channel", "name it by its identifier"));
            }
        };
        let number = &input.number;
        let place = format!("{service} {}", number.canonical().digits());
        let _alone = self.turn(api, "number", &place).await?;

        if let Some(known) = self
            .with_number(api, number, Some(&service))
            .await?
            .into_iter()
            .next()
        {
            return Err(api
                .seen(
                    ErrorKind::Conflict,
                    "a contact has this number on this channel already",
                )
                .with_existing_id(known.wire.id));
        }
        let person = match new.document.as_deref() {
            Some(document) => Some(
                self.person_with_document(api, document, new, number.digits())
                    .await?,
            ),
            None => None,
        };
        let request = CreateContact::builder()
            .maybe_internal_name(new.name.clone())
            .number(number.digits())
            .service_id(service.as_str())
            .maybe_default_user_id(new.owner.as_ref().map(|owner| owner.as_str().to_owned()))
            .tag_ids(
                unique(&new.tags)
                    .iter()
                    .map(|tag| tag.as_str().to_owned())
                    .collect(),
            )
            .custom_fields(input.custom_fields)
            .maybe_person_id(person)
            .build();
        let by_number = || async {
            let found = self.with_number(api, number, Some(&service)).await?;
            Ok(found.into_iter().next().map(|row| Some(row.wire.id)))
        };
        let created: Option<String> = api
            .pipeline()
            .create(
                crate::api::Contacts::create_call(&request),
                &api.scope(),
                |answer| Ok(record_in::<row::Contact>(answer)?.map(|row| row.wire.id)),
                by_number,
            )
            .await?;
        match created {
            Some(id) => Ok(id),
            None => by_number().await?.flatten().ok_or_else(|| {
                api.seen(
                    ErrorKind::Unavailable,
                    "the vendor said that the contact was created, and it is not there",
                )
                .with_delivery(Delivery::Unknown)
            }),
        }
    }

    /// A channel of a kind: one that is in use, connected if there is one.
    async fn channel_of_kind(&self, api: &Api, kind: &ChannelKind) -> Result<String> {
        let rows: Vec<Kept<row::Channel>> = paging::all(api, |page, per| {
            let services = api.services();
            async move {
                services
                    .list_as(&crate::api::ListRequest::page(page, per))
                    .await
            }
        })
        .await?;
        rows.into_iter()
            .map(convert::channel)
            .filter(|channel| channel.active && channel.kinds.contains(kind))
            .min_by_key(|channel| channel.connected != Some(true))
            .map(|channel| channel.id.as_str().to_owned())
            .ok_or_else(|| {
                api.seen(ErrorKind::Invalid, "the account has no such channel")
                    .with_field_error(
                        "channel",
                        "no channel of this kind is in use; name one by its identifier",
                    )
            })
    }

    /// The person with a document, made when there is none. Several are one too many.
    async fn person_with_document(
        &self,
        api: &Api,
        document: &str,
        new: &NewContact,
        number: &str,
    ) -> Result<String> {
        let _alone = self.turn(api, "document", document).await?;
        let mut known = self.people_with_document(api, document).await?;
        if known.len() > 1 {
            return Err(api
                .seen(ErrorKind::Conflict, "several people have this document")
                .with_field_error(
                    "document",
                    "leave it out, and link the right person in Digisac",
                ));
        }
        if let Some(id) = known.pop() {
            return Ok(id);
        }
        let request = PersonInput::builder()
            .name(new.name.as_deref().unwrap_or(number))
            .document(document.trim())
            .build();
        let by_document = || async {
            let found = self.people_with_document(api, document).await?;
            Ok(found.into_iter().next())
        };
        let made: Option<String> = api
            .pipeline()
            .create(
                crate::api::People::create_call(&request),
                &api.scope(),
                |answer| Ok(record_in::<row::Person>(answer)?.map(|row| row.wire.id)),
                || async { Ok(by_document().await?.map(Some)) },
            )
            .await?;
        match made {
            Some(id) => Ok(id),
            None => by_document().await?.ok_or_else(|| {
                api.seen(
                    ErrorKind::Unavailable,
                    "the vendor said that the person was created, and it is not there",
                )
                .with_delivery(Delivery::Unknown)
            }),
        }
    }
}
