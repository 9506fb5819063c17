//! Switches for what the documentation leaves open or says in two ways.

/// One way in which the vendor may behave other than the simulator's default. A client that is to
/// work against the real service should pass with each of these on and off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Quirk {
    /// A refused access token answers 403. Default: 401.
    ExpiredTokenIs403,
    /// A blocked IP address is answered 403. Default: 429.
    BlockIs403,
    /// Duplicates and tickets that an operator is handling answer 400. Default: 409.
    ConflictsAre400,
    /// A refresh token can be used again until it expires. Default: once.
    RefreshTokenReusable,
    /// The list of integrated e-mails takes the bearer token, as all other calls do. Default: it
    /// takes the token in `X-API-Key` only, which is how the collection has it.
    EmailsTakeBearer,
    /// The assignee of a ticket is read from `assigner_employee_user_id`, the spelling of the body
    /// sample. Default: `assigned_employee_user_id`, the spelling of the field list. The other
    /// spelling is ignored.
    AssignerKey,
    /// The tags of a ticket are read from `tags_ids`, the spelling of the field list. Default:
    /// `tag_ids`, the spelling of both samples. The other spelling is ignored.
    TagsIdsKey,
    /// Tags of consumers and tickets are objects as in the list of tags. Default: their ids.
    TagObjects,
    /// The answer to a new consumer has its `email` and `whatsapp`. Default: both are null, as in
    /// the documented answer, and are filled only in later reads.
    CreateEchoesAddresses,
    /// Writing an ongoing status to a finished ticket reopens it. Default: it is refused.
    ReopenByPut,
    /// Keys in webhook payloads have spaces in place of underscores, as in the printed sample.
    /// Default: underscores.
    SpacedWebhookKeys,
    /// Every list ends with `nextPage: null` and has its `lastPage`. Default: as in the documented
    /// answers, where the lists of tasks and of the history name a next page that is empty, and
    /// the history has no `lastPage`.
    TidyPagination,
}
