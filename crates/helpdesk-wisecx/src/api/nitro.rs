//! `/nitro`: campaigns.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::list::rows;
use super::{Api, List, ListRequest, Rows, Sort, answer};
use crate::input::Problems;
use crate::wire;

/// Campaigns. Identifiers are texts here.
#[derive(Debug, Clone, Copy)]
pub struct Nitro<'a> {
    pub(super) api: &'a Api,
}

impl Nitro<'_> {
    /// `GET /nitro/campaigns`: one page of campaigns, and how many there are. It takes no `fields`;
    /// the order is named `sort_by` and `sort_order` here.
    pub async fn campaigns(&self, request: &ListRequest) -> Result<List<wire::Campaign>> {
        let call = Call::get(Safety::Safe, "/nitro/campaigns").name("nitro.campaigns");
        self.paged(call, request).await
    }

    /// The rows of [`Nitro::campaigns`], page by page.
    #[inline]
    pub fn campaigns_stream(&self, request: &ListRequest) -> Rows<wire::Campaign> {
        let fetch = |api: Api, request| async move { api.nitro().campaigns(&request).await };
        rows(self.api, request, fetch)
    }

    /// `GET /nitro/campaigns/{campaign_id}/messages/{message_id}/contacts`: one page of the contacts a
    /// message went to.
    pub async fn message_contacts(
        &self,
        campaign_id: &str,
        message_id: &str,
        request: &ListRequest,
    ) -> Result<List<wire::MessageContact>> {
        let path = "/nitro/campaigns/{campaign_id}/messages/{message_id}/contacts";
        let call = Call::get(Safety::Safe, path)
            .name("nitro.message_contacts")
            .segment("campaign_id", campaign_id)
            .segment("message_id", message_id);
        self.paged(call, request).await
    }

    /// The rows of [`Nitro::message_contacts`], page by page.
    #[inline]
    pub fn message_contacts_stream(
        &self,
        campaign_id: &str,
        message_id: &str,
        request: &ListRequest,
    ) -> Rows<wire::MessageContact> {
        let ids = (campaign_id.to_owned(), message_id.to_owned());
        rows(self.api, request, move |api: Api, request| {
            let (campaign, message) = ids.clone();
            async move {
                let nitro = api.nitro();
                nitro.message_contacts(&campaign, &message, &request).await
            }
        })
    }

    async fn paged<T: serde::de::DeserializeOwned>(
        &self,
        call: Call,
        request: &ListRequest,
    ) -> Result<List<T>> {
        let mut plain = request.clone();
        let sort = plain.sort.take();
        let call = plain
            .apply_plain(call)?
            .query_opt("sort_by", sort.as_ref().map(|sort| sort.field.as_str()))
            .query_opt("sort_order", sort.as_ref().map(Sort::direction));
        answer::list(&self.api.send(call).await?)
    }

    /// `GET /nitro/campaigns/{campaign_id}`: one campaign. `NotFound`.
    pub async fn campaign(&self, campaign_id: &str) -> Result<Kept<wire::Campaign>> {
        let call = Call::get(Safety::Safe, "/nitro/campaigns/{campaign_id}")
            .name("nitro.campaign")
            .segment("campaign_id", campaign_id);
        self.api.one(call).await
    }

    /// `POST /nitro/campaigns`: creates a campaign; nothing goes out yet. `Invalid` names `groups_ids` when
    /// a simple campaign has none. Sent once only.
    pub async fn create_campaign(&self, new: &wire::CampaignInput) -> Result<Kept<wire::Campaign>> {
        new.check()?;
        let call = Call::post(Safety::Once, "/nitro/campaigns")
            .name("nitro.create_campaign")
            .json(new);
        self.api.wrote(call).await
    }

    /// `PUT /nitro/campaigns/{campaign_id}`: changes a campaign. Repeated after failures that may
    /// pass.
    pub async fn update_campaign(
        &self,
        campaign_id: &str,
        update: &wire::CampaignUpdate,
    ) -> Result<Kept<wire::Campaign>> {
        update.check()?;
        let call = Call::put(Safety::Safe, "/nitro/campaigns/{campaign_id}")
            .name("nitro.update_campaign")
            .segment("campaign_id", campaign_id)
            .json(update);
        self.api.wrote(call).await
    }

    /// `POST /nitro/campaigns/{campaign_id}/messages`: adds a message to a campaign; nothing
    /// goes out yet. `Invalid` names the setting that the channel or its `reply_type` does not allow, as
    /// `channel_config.reply_node`, before anything is sent. Sent once only.
    pub async fn create_message(
        &self,
        campaign_id: &str,
        new: &wire::NewCampaignMessage,
    ) -> Result<Kept<wire::CampaignMessage>> {
        new.check()?;
        let call = Call::post(Safety::Once, "/nitro/campaigns/{campaign_id}/messages")
            .name("nitro.create_message")
            .segment("campaign_id", campaign_id)
            .json(new);
        self.api.wrote(call).await
    }

    /// `PUT /nitro/campaigns/{campaign_id}/messages/{message_id}`: replaces all settings of a message;
    /// its channel stays. `Invalid` as with [`Nitro::create_message`]. Repeated after failures that may
    /// pass.
    pub async fn update_message(
        &self,
        campaign_id: &str,
        message_id: &str,
        update: &wire::CampaignMessageUpdate,
    ) -> Result<Kept<wire::CampaignMessage>> {
        update.check()?;
        let path = "/nitro/campaigns/{campaign_id}/messages/{message_id}";
        let call = Call::put(Safety::Safe, path)
            .name("nitro.update_message")
            .segment("campaign_id", campaign_id)
            .segment("message_id", message_id)
            .json(update);
        self.api.wrote(call).await
    }

    /// `POST /nitro/campaigns/{campaign_id}/actions/schedule`: **lets a simple campaign that is a
    /// draft go out later to everybody in its groups.** `Invalid` names `scheduled_at` when it is no date
    /// and time. Sent once only.
    pub async fn schedule(
        &self,
        campaign_id: &str,
        when: &wire::ScheduleInput,
    ) -> Result<Kept<wire::ActionResult>> {
        when.check()?;
        let path = "/nitro/campaigns/{campaign_id}/actions/schedule";
        let call = Call::post(Safety::Once, path)
            .name("nitro.schedule")
            .segment("campaign_id", campaign_id)
            .json(when);
        self.api.wrote(call).await
    }

    /// `POST /nitro/campaigns/{campaign_id}/actions/send`: **sends a simple campaign that is a draft
    /// to everybody in its groups, at once.** Sent once only.
    pub async fn send(&self, campaign_id: &str) -> Result<Kept<wire::ActionResult>> {
        let path = "/nitro/campaigns/{campaign_id}/actions/send";
        self.act("nitro.send", path, campaign_id).await
    }

    /// `POST /nitro/campaigns/{campaign_id}/actions/activate`: lets a transactional campaign that is a
    /// draft or stopped take messages: from then on **it sends**. Sent once only.
    pub async fn activate(&self, campaign_id: &str) -> Result<Kept<wire::ActionResult>> {
        let path = "/nitro/campaigns/{campaign_id}/actions/activate";
        self.act("nitro.activate", path, campaign_id).await
    }

    /// `POST /nitro/campaigns/{campaign_id}/actions/stop`: stops a transactional campaign that is
    /// running. Sent once only.
    pub async fn stop(&self, campaign_id: &str) -> Result<Kept<wire::ActionResult>> {
        let path = "/nitro/campaigns/{campaign_id}/actions/stop";
        self.act("nitro.stop", path, campaign_id).await
    }

    /// `POST /nitro/campaigns/{campaign_id}/actions/delete`: removes a campaign that is a draft, or a
    /// transactional one that is stopped. It answers what became of the campaign, so it is sent once
    /// only and not repeated blindly.
    pub async fn delete(&self, campaign_id: &str) -> Result<Kept<wire::ActionResult>> {
        let path = "/nitro/campaigns/{campaign_id}/actions/delete";
        self.act("nitro.delete", path, campaign_id).await
    }

    /// `POST /nitro/campaigns/{campaign_id}/actions/cancel-send`: gives up sending a simple campaign
    /// that is running or scheduled. What went out stays out. Sent once only.
    pub async fn cancel_send(&self, campaign_id: &str) -> Result<Kept<wire::ActionResult>> {
        let path = "/nitro/campaigns/{campaign_id}/actions/cancel-send";
        self.act("nitro.cancel_send", path, campaign_id).await
    }

    async fn act(
        &self,
        name: &'static str,
        path: &'static str,
        campaign_id: &str,
    ) -> Result<Kept<wire::ActionResult>> {
        let call = Call::post(Safety::Once, path)
            .name(name)
            .segment("campaign_id", campaign_id);
        self.api.wrote(call).await
    }

    /// `POST /nitro/transactional/{id}/send`: **sends a message of a transactional campaign to one
    /// contact**, on each of the channels. `Invalid` names what the contact lacks for a channel, as
    /// `contact.phone`, before anything is sent. Sent once only.
    pub async fn send_transactional(
        &self,
        campaign_id: &str,
        message: &wire::TransactionalSend,
    ) -> Result<List<wire::TransactionalResult>> {
        let mut problems = Problems::default();
        message.check("", &mut problems);
        problems.check()?;
        // The path names the campaign; the body has no place for it here.
        let mut message = message.clone();
        message.campaign_id = None;
        let call = Call::post(Safety::Once, "/nitro/transactional/{id}/send")
            .name("nitro.send_transactional")
            .segment("id", campaign_id)
            .json(&message);
        answer::list(&self.api.send(call).await?)
    }

    /// `POST /nitro/transactional/send`: **sends several messages of transactional campaigns**; each
    /// names its campaign. `Invalid` names what is wrong with which, as `[1].contact.phone`, before
    /// anything is sent. Sent once only.
    pub async fn send_transactional_bulk(
        &self,
        messages: &[wire::TransactionalSend],
    ) -> Result<List<wire::TransactionalResult>> {
        let mut problems = Problems::default();
        for (at, message) in messages.iter().enumerate() {
            message.check(&format!("[{at}]."), &mut problems);
            if message.campaign_id.is_none_or(|id| id == 0) {
                let field = format!("[{at}].campaign_id");
                problems.add(&field, "is needed with messages that are sent together");
            }
            if message.user_id.is_some() {
                let field = format!("[{at}].user_id");
                problems.add(&field, "is documented for one message at a time only");
            }
        }
        problems.check()?;
        let call = Call::post(Safety::Once, "/nitro/transactional/send")
            .name("nitro.send_transactional_bulk")
            .json(messages);
        answer::list(&self.api.send(call).await?)
    }

    /// `GET /nitro/transactional/requests/{tracking_id}`: what became of a transactional message.
    /// `NotFound`.
    pub async fn request(&self, tracking_id: &str) -> Result<Kept<wire::RequestDetail>> {
        let call = Call::get(Safety::Safe, "/nitro/transactional/requests/{tracking_id}")
            .name("nitro.request")
            .segment("tracking_id", tracking_id);
        self.api.one(call).await
    }
}
