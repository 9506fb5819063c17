//! A desk in memory that breaks one rule.

use std::any::Any;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::webhook::{Event, Inbound, Receiver, Verification, Verified};
use helpdesk_core::{
    Account, CallOptions, Capabilities, Capability, Client, Contact, Contacts, Directory, Error,
    ErrorKind, Helpdesk, Messages, Operation, RawRequest, RawResponse, Result, Tags, Tickets,
    Timestamp, Vendor, Webhooks,
};

/// The rule that is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    Nothing,
    UpdateDropsDocument,
    UpdateDoesNothing,
    PageRepeats,
    LastPageLost,
    LimitIgnored,
    ZeroIsOne,
    RowsLackSilently,
    SearchIgnored,
    TagFilterIgnored,
    FindExactOnly,
    FindByEnd,
    EmailCaseMatters,
    DocumentDotsMatter,
    SubjectInError,
    InboundAsOutbound,
    EverybodysMessages,
    NobodyIsWrittenTo,
    MissingTagIgnored,
    TagDeleteDoesNothing,
    ScopeIgnored,
    TextInError,
    FindNobodyFails,
    FindNonsense,
    DuplicateMade,
    DeleteDoesNothing,
    BlockDoesNothing,
    NotFoundAsInvalid,
    NobodyCreated,
    WrongPhoneDropped,
    ForeignCursor,
    ForeignQuery,
    NameInError,
    SecretInAccount,
    TwoLines,
    NotFoundNotSent,
    Nameless,
    Jams,
    SupportedRefuses,
    TableWithoutSafety,
    SaysItCannot,
    AsksFirst,
    SilentLoss,
    LossUnlisted,
    EmptyIsTheEnd,
    Hasty,
    Panics,
    CloseClosesAll,
    CloseOnce,
    ReopenDoesNothing,
    AssignDropsSubject,
    UnassignDoesNothing,
    TransferDoesNothing,
    StatusGuessed,
    OddStatusMapped,
    AssigneeIgnored,
    StatusIgnored,
    TimeIgnored,
    AttachTwiceFails,
    AttachReplaces,
    WrongScopeIgnored,
    TagTwice,
    RenameDoesNothing,
    NotePublic,
    MessageInternal,
    MessagesMixed,
    AllVerified,
    OneDedupeKey,
    UnknownDropped,
}

/// A desk that forwards everything to one in memory, but for the rule it breaks.
pub struct Broken {
    pub inner: Client,
    pub how: Break,
    pub table: Capabilities,
    pub first: Mutex<Option<Contact>>,
    pub busy: AtomicBool,
}

impl Broken {
    pub fn new(memory: MemoryDesk, how: Break) -> Self {
        let inner = Client::new(memory);
        let mut table = inner.capabilities().clone();
        match how {
            Break::SaysItCannot | Break::AsksFirst => {
                let lacks = Capability::unsupported("it says so");
                table = table.with(Operation::ContactsGet, lacks);
            }
            Break::TableWithoutSafety => {
                table = table.with(Operation::TagsDelete, Capability::native());
            }
            _ => {}
        }
        Self {
            inner,
            how,
            table,
            first: Mutex::new(None),
            busy: AtomicBool::new(false),
        }
    }

    /// A desk that shows the table of another.
    pub fn posing(inner: Client, as_if: &MemoryDesk) -> Self {
        Self {
            table: as_if.client().capabilities().clone(),
            inner,
            how: Break::Nothing,
            first: Mutex::new(None),
            busy: AtomicBool::new(false),
        }
    }

    pub fn is(&self, how: Break) -> bool {
        self.how == how
    }

    /// Nobody is at work; somebody is from now on.
    pub fn begin(&self) -> Result<()> {
        if self.is(Break::Jams) && self.busy.swap(true, Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::Internal, "somebody else is at work"));
        }
        Ok(())
    }

    pub fn end(&self) {
        self.busy.store(false, Ordering::SeqCst);
    }

    /// Fails at once when there is no time.
    pub fn hurry(&self, options: &CallOptions) -> Result<()> {
        let none = options.timeout.is_some_and(|time| time.is_zero());
        if self.is(Break::Hasty) && none {
            return Err(Error::new(ErrorKind::Timeout, "there was no time"));
        }
        Ok(())
    }

    /// An error as this desk would have it.
    pub fn spoil(&self, error: Error) -> Error {
        match self.how {
            Break::NotFoundAsInvalid if error.is_not_found() => {
                Error::new(ErrorKind::Invalid, "there is no such thing")
            }
            Break::NotFoundNotSent if error.is_not_found() => {
                Error::new(ErrorKind::NotFound, "no such contact")
                    .with_vendor(self.inner.vendor().clone())
                    .with_operation("contacts.get")
            }
            Break::TwoLines => Error::new(error.kind(), "it did not work\nat all"),
            Break::Nameless => Error::new(error.kind(), "it did not work"),
            _ => error,
        }
    }
}

#[async_trait]
impl Helpdesk for Broken {
    fn vendor(&self) -> &Vendor {
        self.inner.vendor()
    }

    fn capabilities(&self) -> &Capabilities {
        &self.table
    }

    fn contacts(&self) -> Option<&dyn Contacts> {
        Some(self)
    }

    fn tickets(&self) -> Option<&dyn Tickets> {
        Some(self)
    }

    fn tags(&self) -> Option<&dyn Tags> {
        Some(self)
    }

    fn messages(&self) -> Option<&dyn Messages> {
        Some(self)
    }

    fn directory(&self) -> Option<&dyn Directory> {
        self.inner.desk().directory()
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        self.inner.desk().webhooks()
    }

    fn receiver(&self) -> Option<&dyn Receiver> {
        Some(self)
    }

    async fn check(&self, options: &CallOptions) -> Result<Account> {
        let account = self.inner.desk().check(options).await?;
        if self.is(Break::SecretInAccount) {
            let secret = "canary-webhook-secret-8c1f5d7e9a2b4c6d".to_owned();
            return Ok(account.named(Some(secret)));
        }
        Ok(account)
    }

    async fn raw(&self, request: RawRequest, options: &CallOptions) -> Result<RawResponse> {
        self.inner.desk().raw(request, options).await
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn wrapped(&self) -> Option<&dyn Helpdesk> {
        Some(&**self.inner.desk())
    }
}

impl Receiver for Broken {
    fn vendor(&self) -> &Vendor {
        self.inner.vendor()
    }

    fn verify(&self, inbound: Inbound) -> Result<Verified> {
        if self.is(Break::AllVerified) {
            let vendor = self.inner.vendor().clone();
            let by = Verification::SharedSecret;
            return Verified::vouch(inbound, vendor, by, Timestamp::now());
        }
        self.inner.verify_webhook(inbound)
    }

    fn parse(&self, verified: &Verified) -> Result<Vec<Event>> {
        let mut events = self.inner.parse_webhook(verified)?;
        if self.is(Break::UnknownDropped) {
            events.retain(|event| event.kind.is_known());
        }
        if self.is(Break::OneDedupeKey) {
            for event in &mut events {
                "the same".clone_into(&mut event.dedupe_key);
            }
        }
        Ok(events)
    }
}
