//! Agents, departments, tags and webhooks for laws.

use futures_util::TryStreamExt;
use helpdesk_core::webhook::EventKind;
use helpdesk_core::{
    AgentId, DepartmentId, ErrorKind, NewTag, NewWebhook, Operation, TagId, TagScope, TagTarget,
};

use crate::check::fact;
use crate::{Bench, Check, Must};

/// What the world begins with.
impl Bench {
    /// Agents that tickets can be given to.
    ///
    /// # Errors
    /// When the directory cannot be read, or there are none.
    pub async fn agents(&self) -> Check<Vec<AgentId>> {
        if !self.plan().agents.is_empty() {
            return Ok(self.plan().agents.clone());
        }
        let mut agents = Vec::new();
        if self.supports(Operation::AgentsList) {
            let all: Vec<_> = self
                .client()
                .directory()
                .agents_stream()
                .try_collect()
                .await
                .must("listing agents")?;
            agents.extend(all.into_iter().filter(|a| a.active && !a.bot).map(|a| a.id));
        }
        fact(agents.first(), "agents")?;
        Ok(agents)
    }

    /// Departments that tickets can be handed to; none where the vendor has none.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub async fn departments(&self) -> Check<Vec<DepartmentId>> {
        if !self.plan().departments.is_empty() || !self.supports(Operation::DepartmentsList) {
            return Ok(self.plan().departments.clone());
        }
        let all: Vec<_> = self
            .client()
            .directory()
            .departments_stream()
            .try_collect()
            .await
            .must("listing departments")?;
        Ok(all.into_iter().filter(|d| d.active).map(|d| d.id).collect())
    }

    /// The tag to create.
    pub fn new_tag(&self, name: &str, scope: TagScope) -> NewTag {
        match &self.plan().tag {
            Some(make) => make(name, scope),
            None => NewTag::named(name).scope(scope),
        }
    }

    /// A name for a tag that was not used before, short enough for every vendor.
    pub fn tag_name(&self) -> String {
        format!("conformity {}", self.number())
    }

    /// Tags that can be put on things of this scope: at least `count`, created where that is
    /// possible, else those of the plan.
    ///
    /// # Errors
    /// When they cannot be had.
    pub async fn tags(&self, scope: TagScope, count: usize) -> Check<Vec<TagId>> {
        let planned = match scope {
            TagScope::Ticket => &self.plan().ticket_tags,
            _ => &self.plan().contact_tags,
        };
        let mut tags: Vec<TagId> = planned.iter().take(count).cloned().collect();
        while tags.len() < count && self.supports(Operation::TagsCreate) {
            let new = self.new_tag(&self.tag_name(), scope);
            match self.client().tags().create(&new).await {
                Ok(written) => tags.push(written.value.id),
                Err(error) if error.kind() == ErrorKind::Unsupported => break,
                Err(error) => return Err(error).must("creating a tag"),
            }
        }
        let name = match scope {
            TagScope::Ticket => "ticket_tag",
            _ => "contact_tag",
        };
        ensure!(
            tags.len() >= count,
            "the law needs {count} tags, and `{name}` of the plan and `tags.create` give {}",
            tags.len()
        );
        Ok(tags)
    }

    /// The webhook subscription to create.
    pub fn new_webhook(&self) -> NewWebhook {
        let number = self.number();
        match &self.plan().webhook {
            Some(make) => make(&number),
            None => NewWebhook::new(
                format!("https://hooks.example.com/conformity/{number}"),
                [EventKind::MessageReceived],
            ),
        }
    }
}

/// The operations that putting a tag on something and taking it off are.
pub(crate) fn tag_operations(scope: TagScope) -> (Operation, Operation) {
    match scope {
        TagScope::Ticket => (Operation::TagsAttachTicket, Operation::TagsDetachTicket),
        _ => (Operation::TagsAttachContact, Operation::TagsDetachContact),
    }
}

impl Bench {
    /// Something that tags of this scope can be put on.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn taggable(&self, scope: TagScope) -> Check<TagTarget> {
        Ok(match scope {
            TagScope::Ticket => self.ticket().await?.id.into(),
            _ => self.contact().await?.id.into(),
        })
    }

    /// The identifiers of the tags on something, as the vendor has them now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn tags_on(&self, target: &TagTarget) -> Check<Vec<TagId>> {
        let tags = match target {
            TagTarget::Contact(id) => {
                self.client()
                    .contacts()
                    .get(id)
                    .await
                    .must("getting the contact")?
                    .tags
            }
            TagTarget::Ticket(id) => {
                self.client()
                    .tickets()
                    .get(id)
                    .await
                    .must("getting the ticket")?
                    .tags
            }
            _ => Vec::new(),
        };
        Ok(tags.into_iter().filter_map(|tag| tag.id).collect())
    }
}
