//! `/cases`.

use helpdesk_core::{Error, Result, Safety, Timestamp};
use helpdesk_http::{Call, Download, Kept};
use jiff::SignedDuration;

use super::list::rows;
use super::{Api, Filter, List, ListRequest, Operator, Rows, Sort, answer};
use crate::wire::{self, ActivityKind};

/// All documented fields of a case in a list.
const LIST_FIELDS: &str = "id,number,group_id,user_id,contact_id,status,source_channel,tags,\
     type_id,subject,priority,due_at,custom_fields,created_at,solved_at,closed_at,last_read,\
     last_update,first_read,last_assignment,first_response,last_response,nps_value,spam,deleted,\
     channel_account,bot_resolved,bot_attended,summary";

/// All documented fields of one case: fewer than a list has.
const FIELDS: &str = "id,number,group_id,user_id,contact_id,status,source_channel,tags,type_id,\
     subject,priority,due_at,custom_fields,created_at,solved_at,closed_at,last_update,\
     channel_account,bot_resolved,bot_attended,summary";

/// All documented fields of an activity.
const ACTIVITY_FIELDS: &str = "id,case_id,type,user_id,channel,content,contact_from,contacts_to,\
     attachments,recordings,created_at,sending_status";

/// How far the vendor's clock may be behind ours when a case is looked for that may have been created.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// Cases, their activities, tags and types.
#[derive(Debug, Clone, Copy)]
pub struct Cases<'a> {
    pub(super) api: &'a Api,
}

impl Cases<'_> {
    /// `GET /cases`: one page of cases. Only those of the last three months are there.
    ///
    /// Filters (`case.…`): `number`, `user_id`, `contact_id` by `IN` and `EQUAL`; `group_id`,
    /// `status`, `source_channel`, `tags`, `type_id`, `priority` also by their opposites; `subject`
    /// also by `CONTAINS`; times and `id` by all comparisons. Repeated after failures that may pass.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::Case>> {
        let call = Call::get(Safety::Safe, "/cases").name("cases.list");
        let call = request.apply(call, LIST_FIELDS)?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`Cases::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::Case> {
        let fetch = |api: Api, request| async move { api.cases().list(&request).await };
        rows(self.api, request, fetch)
    }

    /// `GET /cases/{id}`: one case, with all fields documented for it. Whether one older than three
    /// months is found is not documented. `NotFound`.
    pub async fn get(&self, id: u64) -> Result<Kept<wire::Case>> {
        let call = Call::get(Safety::Safe, "/cases/{id}")
            .name("cases.get")
            .segment("id", id)
            .query("fields", FIELDS);
        self.api.one(call).await
    }

    /// `POST /cases`: opens a case with its first activities.
    ///
    /// **A `user_reply` among them goes out to the contact**; a `contact_message` or `note` does not.
    /// What becomes of a contact that is named by a phone or mail address nobody has is not documented.
    /// A WhatsApp template is sent by a `user_reply` with a template on `whatsapp`. After an unknown
    /// delivery a case of the same contact and subject is looked for that came to be meanwhile;
    /// without a contact's identifier that cannot be done and the error says
    /// [`Delivery::Unknown`](helpdesk_core::Delivery::Unknown).
    /// `Invalid` names the field of an activity that the vendor would refuse, as
    /// `activities[0].user_id`, before anything is sent.
    pub async fn create(&self, new: &wire::NewCase) -> Result<Kept<wire::CaseWritten>> {
        new.check()?;
        let since = self.api.now();
        let call = Call::post(Safety::VerifyFirst, "/cases")
            .name("cases.create")
            .json(new);
        let api = self.api.pinned();
        let own = Cases { api: &api };
        api.make(call, || own.created(new, since)).await
    }

    /// Looks for a case that a request of unknown delivery may have created.
    async fn created(
        &self,
        new: &wire::NewCase,
        since: Timestamp,
    ) -> Result<Option<Kept<wire::CaseWritten>>> {
        let contact = new
            .activities
            .iter()
            .find_map(|activity| {
                let from = activity.contact_from.as_ref().and_then(|from| from.id);
                from.or_else(|| activity.contacts_to.first().and_then(|to| to.id))
            })
            .ok_or_else(|| {
                Error::invalid("activities", "name no contact that it could be found by")
            })?;
        let since = since.checked_sub(SKEW).unwrap_or(since);
        let request = ListRequest::builder()
            .filters(vec![
                Filter::equal("case.contact_id", contact),
                Filter::time("case.created_at", Operator::GreaterEqual, since),
            ])
            .sort(Sort::descending("id"))
            .build();
        let found = self.list(&request).await?.items.into_iter().find(|case| {
            case.wire.contact_id == Some(contact)
                && case.wire.subject.as_deref() == Some(new.subject.as_str())
                && case.wire.created_at.is_none_or(|at| at >= since)
        });
        Ok(found.map(|case| {
            case.map(|case| wire::CaseWritten {
                case_id: case.id,
                activities: Vec::new(),
            })
        }))
    }

    /// `PUT /cases/{id}`: changes fields of a case and adds activities to it.
    ///
    /// **A `user_reply` goes out to the contact**; `status` closes or opens the case, `deleted` and
    /// `spam` take it out of the lists. With activities it is sent once only, for each time adds them
    /// again; without, it is repeated after failures that may pass. Whether `tags` replace those there
    /// are or are added to them is not documented, nor which statuses may follow which. `NotFound`;
    /// `Invalid` names the field of an activity that the vendor would refuse, before anything is sent.
    pub async fn update(
        &self,
        id: u64,
        update: &wire::CaseUpdate,
    ) -> Result<Kept<wire::CaseWritten>> {
        update.check()?;
        let safety = if update.activities.is_empty() {
            Safety::Safe
        } else {
            Safety::Once
        };
        let call = Call::put(safety, "/cases/{id}")
            .name("cases.update")
            .segment("id", id)
            .json(update);
        self.api.wrote(call).await
    }

    /// `DELETE /cases/{id}`: removes a case. [`wire::CaseUpdate::deleted`] brings it back.
    ///
    /// `NotFound`. Repeated after failures that may pass; that it is gone after a repetition counts
    /// as success.
    pub async fn delete(&self, id: u64) -> Result<wire::Done> {
        let call = Call::delete(Safety::Safe, "/cases/{id}")
            .name("cases.delete")
            .segment("id", id);
        self.api.removed(call).await
    }

    /// `GET /cases/{id}/activities`: one page of the activities of a case, oldest first. `NotFound`
    /// for the case.
    pub async fn activities(&self, id: u64, request: &ListRequest) -> Result<List<wire::Activity>> {
        let call = Call::get(Safety::Safe, "/cases/{id}/activities")
            .name("cases.activities.list")
            .segment("id", id);
        let call = request.apply(call, ACTIVITY_FIELDS)?;
        answer::list_or_empty(self.api.send(call).await, |error| {
            error.message().to_ascii_lowercase().contains("activit")
        })
    }

    /// The rows of [`Cases::activities`], page by page.
    #[inline]
    pub fn activities_stream(&self, id: u64, request: &ListRequest) -> Rows<wire::Activity> {
        rows(self.api, request, move |api: Api, request| async move {
            api.cases().activities(id, &request).await
        })
    }

    /// `GET /cases/{id}/activities/{activity_id}`: one activity. `NotFound`.
    pub async fn activity(&self, id: u64, activity_id: u64) -> Result<Kept<wire::Activity>> {
        let call = Call::get(Safety::Safe, "/cases/{id}/activities/{activity_id}")
            .name("cases.activities.get")
            .segment("id", id)
            .segment("activity_id", activity_id)
            .query("fields", ACTIVITY_FIELDS);
        self.api.one(call).await
    }

    /// Adds one activity to a case, by [`Cases::update`]. Sent once only.
    pub async fn add_activity(
        &self,
        id: u64,
        activity: wire::NewActivity,
    ) -> Result<Kept<wire::CaseWritten>> {
        let update = wire::CaseUpdate::builder()
            .activities(vec![activity])
            .build();
        self.update(id, &update).await
    }

    /// Adds a note to a case, by [`Cases::update`]. The contact never sees it. Sent once only.
    pub async fn add_note(
        &self,
        id: u64,
        user_id: u64,
        content: impl Into<String>,
    ) -> Result<Kept<wire::CaseWritten>> {
        let note = wire::NewActivity::builder()
            .kind(ActivityKind::Note)
            .user_id(user_id)
            .content(content)
            .build();
        self.add_activity(id, note).await
    }

    /// A file of an activity, by the address that the activity gives, as it arrives.
    ///
    /// The documented addresses have no host; they are asked of the host of the base URL, signed. That
    /// host and signature are a guess. An address with a host is asked unsigned. What arrives is not
    /// looked into.
    pub async fn download(&self, url: &str) -> Result<Download> {
        self.api.fetch(url).await
    }

    /// `GET /cases/tags`: one page of the tags of cases. Cases name them by name.
    pub async fn tags(&self, request: &ListRequest) -> Result<List<wire::CaseTag>> {
        let call = Call::get(Safety::Safe, "/cases/tags").name("cases.tags.list");
        let call = request.apply(call, "id,name")?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`Cases::tags`], page by page.
    #[inline]
    pub fn tags_stream(&self, request: &ListRequest) -> Rows<wire::CaseTag> {
        let fetch = |api: Api, request| async move { api.cases().tags(&request).await };
        rows(self.api, request, fetch)
    }

    /// `GET /cases/types`: one page of the types of cases.
    pub async fn types(&self, request: &ListRequest) -> Result<List<wire::CaseType>> {
        let call = Call::get(Safety::Safe, "/cases/types").name("cases.types.list");
        let call = request.apply(call, "id,name,parent_id")?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`Cases::types`], page by page.
    #[inline]
    pub fn types_stream(&self, request: &ListRequest) -> Rows<wire::CaseType> {
        let fetch = |api: Api, request| async move { api.cases().types(&request).await };
        rows(self.api, request, fetch)
    }
}
