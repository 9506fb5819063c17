//! The suite can fail: desks that break one rule each, and the laws that notice.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod contacts;
mod desk;
mod messages;
mod tags;
mod tickets;

use std::future::{Future, ready};

use common::{builder, desk_of};
use desk::{Break, Broken};
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{Client, Field, Operation};
use helpdesk_testkit::{Desk, Outcome, Suite};

/// A subject whose desk breaks one rule.
fn broken(how: Break, memory: &MemoryDesk) -> Desk {
    let inner = memory.clone();
    desk_of(memory).map_client(|_| Client::new(Broken::new(inner, how)))
}

async fn tried(law: &str, fresh: impl Fn() -> Desk + Send + Sync) -> Outcome {
    let subject = || ready(fresh());
    let suite = Suite::standard();
    let found = suite.laws().iter().find(|known| known.name == law);
    found.expect("a law of that name").judge(&subject).await
}

/// Every law of the list notices; the unbroken desk keeps each.
async fn notice(how: Break, laws: &[&str]) {
    for law in laws {
        let whole = tried(law, || desk_of(&builder().build())).await;
        assert_eq!(whole, Outcome::Kept, "{law} on an unbroken desk");
        let outcome = tried(law, || broken(how, &builder().build())).await;
        assert!(
            outcome.is_broken(),
            "{law} does not notice {how:?}: {outcome}"
        );
    }
}

macro_rules! breakages {
    ($($name:ident: $how:ident => [$($law:literal),+];)+) => {$(
        #[tokio::test]
        async fn $name() {
            notice(Break::$how, &[$($law),+]).await;
        }
    )+};
}

breakages! {
    an_update_drops_a_field: UpdateDropsDocument => ["contacts.update_changes_only_what_it_says"];
    an_update_does_nothing: UpdateDoesNothing => ["contacts.update_changes_only_what_it_says", "contacts.clear_clears_or_is_refused"];
    a_page_repeats_somebody: PageRepeats => ["contact_lists.pages_are_complete"];
    the_last_page_is_lost: LastPageLost => ["contact_lists.pages_are_complete", "contact_lists.streams_are_complete"];
    the_page_size_is_ignored: LimitIgnored => ["contact_lists.pages_are_complete"];
    a_page_of_nothing_is_given: ZeroIsOne => ["contact_lists.limit_zero_is_refused", "cursors.limit_zero_is_refused"];
    rows_lack_a_field_silently: RowsLackSilently => ["contact_lists.rows_agree_with_get", "ticket_lists.rows_agree_with_get"];
    a_search_finds_all: SearchIgnored => ["contact_lists.search_finds"];
    a_tag_filter_is_ignored: TagFilterIgnored => ["contact_lists.tag_filter_filters"];
    phones_are_compared_as_text: FindExactOnly => ["phones.find_brazil", "phones.find_argentina", "phones.find_mexico", "phones.find_russia", "phones.find_elsewhere", "phones.other_spelling_makes_no_second"];
    phones_are_compared_by_their_end: FindByEnd => ["phones.other_line_is_not_found"];
    case_of_mails_matters: EmailCaseMatters => ["phones.find_by_email"];
    dots_of_documents_matter: DocumentDotsMatter => ["phones.find_by_document"];
    an_error_tells_the_subject: SubjectInError => ["secrets.stay_out_of_tickets"];
    an_error_tells_the_text: TextInError => ["secrets.stay_out_of_messages"];
    what_comes_in_goes_out: InboundAsOutbound => ["messages.received_is_inbound"];
    nobody_has_messages: EverybodysMessages => ["messages.unknown_target_is_empty_or_not_found"];
    nobody_is_written_to: NobodyIsWrittenTo => ["messages.writing_to_nobody_fails"];
    a_missing_tag_is_ignored: MissingTagIgnored => ["tags.unknown_tag_or_target"];
    a_tag_is_not_deleted: TagDeleteDoesNothing => ["tags.delete_then_get"];
    the_scope_of_a_list_is_ignored: ScopeIgnored => ["tags.list_by_scope"];
    finding_nobody_is_an_error: FindNobodyFails => ["phones.unknown_is_empty"];
    finding_by_nonsense_goes_out: FindNonsense => ["phones.no_number_is_refused"];
    duplicates_are_made: DuplicateMade => ["contacts.duplicate_makes_no_second"];
    a_delete_does_nothing: DeleteDoesNothing => ["contacts.delete_then_get"];
    a_block_does_nothing: BlockDoesNothing => ["contacts.block_and_unblock"];
    not_found_is_called_invalid: NotFoundAsInvalid => ["contacts.missing_is_not_found"];
    nobody_can_be_created: NobodyCreated => ["contacts.identity_is_required"];
    a_wrong_phone_is_left_out: WrongPhoneDropped => ["contacts.phone_must_be_a_number"];
    a_foreign_cursor_begins_again: ForeignCursor => ["cursors.of_another_vendor_is_refused", "cursors.garbage_is_refused", "cursors.of_another_operation_is_refused"];
    a_cursor_of_another_query_begins_again: ForeignQuery => ["cursors.of_another_query_is_refused"];
    a_conflict_tells_the_name: NameInError => ["secrets.stay_out_of_contacts"];
    the_account_shows_the_secret: SecretInAccount => ["secrets.stay_out_of_urls"];
    an_error_has_two_lines: TwoLines => ["errors.are_one_line"];
    not_found_was_not_sent: NotFoundNotSent => ["errors.not_found_was_answered"];
    an_error_names_no_vendor: Nameless => ["errors.say_where_they_happened"];
    a_call_given_up_blocks_others: Jams => ["calls.given_up_leave_it_usable"];
    a_supported_call_refuses: SupportedRefuses => ["capabilities.supported_answers"];
    a_write_without_safety_in_the_table: TableWithoutSafety => ["capabilities.table_is_whole"];
    closing_closes_all: CloseClosesAll => ["tickets.close_twice", "tickets.close_by_contact_closes_all"];
    closing_again_is_a_conflict: CloseOnce => ["tickets.close_twice"];
    reopening_opens_nothing: ReopenDoesNothing => ["tickets.reopen_opens"];
    assigning_drops_the_subject: AssignDropsSubject => ["tickets.assign_gives_it_to"];
    unassigning_does_nothing: UnassignDoesNothing => ["tickets.unassign_takes_it_away"];
    a_transfer_does_nothing: TransferDoesNothing => ["tickets.transfer_hands_it_over"];
    a_status_is_guessed: StatusGuessed => ["ticket_values.status_is_exact_or_refused"];
    an_unknown_status_is_mapped: OddStatusMapped => ["ticket_values.unknown_words_survive"];
    an_assignee_filter_is_ignored: AssigneeIgnored => ["ticket_lists.filter_by_assignee"];
    a_status_filter_is_ignored: StatusIgnored => ["ticket_lists.filter_by_status"];
    a_time_filter_is_ignored: TimeIgnored => ["ticket_lists.filter_by_time"];
    attaching_again_is_a_conflict: AttachTwiceFails => ["tags.contact_tags_are_idempotent", "tags.ticket_tags_are_idempotent"];
    attaching_replaces_tags: AttachReplaces => ["tags.contact_tags_are_idempotent"];
    the_wrong_scope_is_ignored: WrongScopeIgnored => ["tags.wrong_scope_is_refused"];
    tags_of_one_name_are_made: TagTwice => ["tags.duplicate_is_conflict"];
    a_rename_does_nothing: RenameDoesNothing => ["tags.rename"];
    a_note_is_sent: NotePublic => ["messages.note_is_never_public", "messages.note_is_listed_as_internal"];
    a_message_is_kept_as_a_note: MessageInternal => ["messages.message_is_outbound_and_public"];
    messages_come_mixed: MessagesMixed => ["messages.lists_are_complete_and_ordered"];
    every_delivery_is_believed: AllVerified => ["webhooks.unproven_is_refused", "webhooks.altered_is_refused"];
    dedupe_keys_are_all_the_same: OneDedupeKey => ["webhooks.deliveries_become_events"];
    unknown_events_are_dropped: UnknownDropped => ["webhooks.unknown_kind_is_other"];
}

#[tokio::test]
async fn an_unsupported_call_works() {
    let table = || builder().without(Operation::ContactsGet).build();
    let law = "capabilities.unsupported_refuses";
    assert_eq!(tried(law, || desk_of(&table())).await, Outcome::Kept);
    let lying = || {
        let whole = builder().build();
        broken(Break::SaysItCannot, &whole)
    };
    let outcome = tried(law, lying).await;
    assert!(outcome.is_broken(), "{outcome}");
}

#[tokio::test]
async fn an_unsupported_call_sends_something_first() {
    let outcome = tried("capabilities.unsupported_refuses", || {
        broken(Break::AsksFirst, &builder().build())
    })
    .await;
    assert!(outcome.is_broken(), "{outcome}");
}

#[tokio::test]
async fn a_loss_is_silent() {
    let poor = || {
        builder()
            .without_field(Operation::ContactsCreate, &Field::Emails)
            .without_field(Operation::ContactsCreate, &Field::Owner)
            .build()
    };
    let law = "losses.of_contacts_create";
    assert_eq!(tried(law, || desk_of(&poor())).await, Outcome::Kept);
    for how in [Break::SilentLoss, Break::LossUnlisted] {
        let outcome = tried(law, || broken(how, &poor())).await;
        assert!(outcome.is_broken(), "{how:?}: {outcome}");
    }
}

#[tokio::test]
async fn losses_of_every_write_are_tried() {
    let writes = [
        (
            Operation::ContactsUpdate,
            Field::Owner,
            "losses.of_contacts_update",
        ),
        (
            Operation::TicketsCreate,
            Field::Priority,
            "losses.of_tickets_create",
        ),
        (
            Operation::TicketsUpdate,
            Field::DueAt,
            "losses.of_tickets_update",
        ),
        (Operation::TagsCreate, Field::Group, "losses.of_tags"),
        (Operation::TagsUpdate, Field::Color, "losses.of_tags"),
        (
            Operation::MessagesSend,
            Field::ReplyTo,
            "losses.of_messages",
        ),
        (Operation::NotesAdd, Field::Author, "losses.of_messages"),
        (Operation::WebhooksCreate, Field::Name, "losses.of_webhooks"),
        (Operation::WebhooksUpdate, Field::Name, "losses.of_webhooks"),
    ];
    for (operation, field, law) in writes {
        let poor = || builder().without_field(operation, &field).build();
        assert_eq!(
            tried(law, || desk_of(&poor())).await,
            Outcome::Kept,
            "{operation}"
        );
        // The table says less than the desk does: what it holds, it does not refuse.
        let whole = || {
            let shown = poor();
            desk_of(&builder().build())
                .map_client(|client| Client::new(Broken::posing(client, &shown)))
        };
        let outcome = tried(law, whole).await;
        assert!(outcome.is_broken(), "{operation} {field}: {outcome}");
    }
}

#[tokio::test]
async fn filters_that_are_not_held_are_refused() {
    let laws = [
        (Field::Contact, "ticket_lists.filter_by_contact"),
        (Field::Assignee, "ticket_lists.filter_by_assignee"),
        (Field::Department, "ticket_lists.filter_by_department"),
        (Field::Tags, "ticket_lists.filter_by_tag"),
        (Field::UpdatedAt, "ticket_lists.filter_by_time"),
        (Field::Contact, "tickets.close_by_contact_closes_all"),
    ];
    for (field, law) in laws {
        let poor = || {
            builder()
                .without_field(Operation::TicketsList, &field)
                .build()
        };
        assert_eq!(
            tried(law, || desk_of(&poor())).await,
            Outcome::Kept,
            "{law}"
        );
        let ignoring = || {
            let shown = poor();
            desk_of(&builder().build())
                .map_client(|client| Client::new(Broken::posing(client, &shown)))
        };
        let outcome = tried(law, ignoring).await;
        assert!(outcome.is_broken(), "{law}: {outcome}");
    }
}

#[tokio::test]
async fn an_empty_page_goes_on_and_is_missed() {
    let law = "contact_lists.empty_middle_page_goes_on";
    let hollow = |how: Option<Break>| {
        let memory = builder().empty_middle_page(true).build();
        let desk = match how {
            Some(how) => broken(how, &memory),
            None => desk_of(&memory),
        };
        let client = desk.client().clone();
        desk.map_plan(|plan| {
            plan.without_skip(law)
                .empty_middle_page(move || ready(client.clone()))
        })
    };
    assert_eq!(tried(law, || hollow(None)).await, Outcome::Kept);
    let outcome = tried(law, || hollow(Some(Break::EmptyIsTheEnd))).await;
    assert!(outcome.is_broken(), "{outcome}");
}

#[tokio::test]
async fn a_call_without_time_goes_on() {
    let law = "calls.without_time_fail_at_once";
    let patient = || desk_of(&builder().build()).map_plan(|plan| plan.without_skip(law));
    let outcome = tried(law, patient).await;
    assert!(outcome.is_broken(), "{outcome}");
    let hasty = || broken(Break::Hasty, &builder().build()).map_plan(|plan| plan.without_skip(law));
    assert_eq!(tried(law, hasty).await, Outcome::Kept);
}

#[tokio::test]
async fn complaints_break_every_law() {
    let watched =
        || desk_of(&builder().build()).violations(|| vec!["an undocumented path".to_owned()]);
    let outcome = tried("directory.agents", watched).await;
    assert!(
        outcome.to_string().contains("an undocumented path"),
        "{outcome}"
    );
}

#[tokio::test]
async fn a_blind_recorder_is_noticed() {
    let blind = || {
        let whole = desk_of(&builder().build());
        Desk::new(whole.client().clone(), whole.plan().clone(), Vec::new)
    };
    let outcome = tried("capabilities.requests_are_seen", blind).await;
    assert!(outcome.is_broken(), "{outcome}");
}

#[tokio::test]
async fn a_missing_fact_is_no_skip() {
    let bare = || {
        let whole = desk_of(&builder().build());
        let client = whole.client().clone();
        Desk::new(client, helpdesk_testkit::Plan::new(), move || {
            whole.requests()
        })
    };
    for law in [
        "messages.note_is_never_public",
        "webhooks.unknown_kind_is_other",
        "secrets.are_known",
    ] {
        let outcome = tried(law, bare).await;
        assert!(outcome.is_broken(), "{law}: {outcome}");
    }
}

#[tokio::test]
async fn a_panic_is_a_broken_law() {
    let panicking = || broken(Break::Panics, &builder().build());
    let outcome = tried("contacts.create_then_get", panicking).await;
    assert!(outcome.to_string().contains("a panic"), "{outcome}");
}

/// A desk that can do nothing is skipped, not broken.
#[tokio::test]
async fn a_poor_desk_keeps_what_applies() {
    let poor = || {
        Operation::ALL
            .iter()
            .filter(|operation| !matches!(operation, Operation::AccountCheck))
            .fold(builder(), |built, operation| built.without(*operation))
            .build()
    };
    let report = Suite::standard().run(&|| ready(desk_of(&poor()))).await;
    report.assert_kept();
    assert!(report.skipped() > 80, "{report}");
}

fn assert_send<T: Future + Send>(future: T) -> T {
    future
}

#[tokio::test]
async fn the_whole_suite_reports() {
    let report = assert_send(Suite::standard().run(&common::memory_desk)).await;
    report.assert_kept();
    assert_eq!(
        report.kept() + report.skipped(),
        Suite::standard().laws().len()
    );
}
