//! The names of events in webhook deliveries.

helpdesk_core::open_enum! {
    /// What happened, by the name in a delivery.
    pub enum HookType {
        /// A client wrote.
        Inbox = "inbox",
        /// A message went out.
        Outbox = "outbox",
        /// A message was imported, or came from the messenger itself.
        ImportedMessage = "imported_message",
        /// How far a message has come.
        OutboxStatus = "outbox_status",
        /// A comment was added.
        Comment = "comment",
        /// A system message. Not in the vendor's list of events.
        SystemMessage = "system_message",
        /// An operator's status changed. Subscribed to as `operator_status_changed`.
        OperatorStatusUpdated = "operator_status_updated",
        /// The name one subscribes to; seen in deliveries as well.
        OperatorStatusChanged = "operator_status_changed",
        /// An operator logged in or out.
        OperatorAuthenticationUpdated = "operator_authentication_updated",
        /// A client came to be.
        NewClient = "new_client",
        /// A client changed.
        ClientUpdated = "client_updated",
        /// A client was put on the blacklist, or taken off it.
        ClientAddedToBlacklist = "client_added_to_blacklist",
        /// A tag came to be.
        NewTag = "new_tag",
        /// A tag was put on a client.
        AddTagToClient = "add_tag_to_client",
        /// A tag was put on a request.
        AddTagToRequest = "add_tag_to_request",
        /// A tag was taken off a client.
        DeleteTagFromClient = "delete_tag_from_client",
        /// A tag was taken off a request.
        DeleteTagFromRequest = "delete_tag_from_request",
        /// A request began.
        NewRequest = "new_request",
        /// A request was closed.
        CloseRequest = "close_request",
        /// A dialog was closed.
        CloseDialog = "close_dialog",
        /// A dialog was given to an operator.
        DialogTransferred = "dialog_transferred",
        /// The state of a messenger account changed. Subscribed to as `device_updated`.
        DeviceUpdate = "device_update",
        /// The name one subscribes to.
        DeviceUpdated = "device_updated",
        /// A WhatsApp account has to be connected anew.
        NewQrCode = "new_qr_code",
        /// A ticket came to be. Subscribed to as `new_ticket`.
        TicketCreated = "ticket_created",
        /// The name one subscribes to.
        NewTicket = "new_ticket",
        /// A ticket changed.
        TicketUpdated = "ticket_updated",
        /// A ticket was removed.
        TicketDeleted = "ticket_deleted",
        /// Hints were asked of an assistant, or one was chosen.
        AiHintsRequested = "ai_hints_requested",
    }
}
