//! Identifiers.

ids! {
    /// A contact.
    ContactId,
    /// A ticket.
    TicketId,
    /// A conversation behind a ticket.
    ConversationId,
    /// A message or a note.
    MessageId,
    /// A tag.
    TagId,
    /// An agent.
    AgentId,
    /// A department.
    DepartmentId,
    /// A channel.
    ChannelId,
    /// A custom field's definition.
    CustomFieldId,
    /// An organisation.
    OrganizationId,
    /// A webhook subscription.
    WebhookId,
    /// A webhook event.
    EventId,
}
