//! The laws, area by area.

mod calls;
mod capabilities;
mod compare;
mod contact_changes;
mod contact_lists;
mod contact_upserts;
mod contacts;
mod cursors;
mod directory;
mod driver;
mod errors;
mod losses;
mod messages;
mod phones;
mod samples;
mod secrets;
mod tags;
mod ticket_changes;
mod ticket_lists;
mod ticket_moves;
mod ticket_values;
mod tickets;
mod webhooks;

use crate::Law;

/// Every law by area and name, with what it says. The one place where they are listed: the suite and
/// the tests that [`conformance!`](crate::conformance) makes both come from here.
#[doc(hidden)]
#[macro_export]
macro_rules! __laws {
    ([$($then:tt)+] [$($arguments:tt)*]) => {
        $($then)+! {
            $($arguments)*
            contacts {
                create_then_get = "a contact that was created is read back the same";
                update_changes_only_what_it_says = "an update changes one field and keeps all others";
                clear_clears_or_is_refused = "clearing a field empties it, or is refused and changes nothing";
                duplicate_makes_no_second = "creating the same person again is a conflict or gives back the first";
                delete_then_get = "a contact that was removed is not found";
                block_and_unblock = "a blocked contact says so, and not when it was let in again";
                missing_is_not_found = "what does not exist is not found, whatever is done to it";
                identity_is_required = "a contact without the identity the vendor needs is refused before sending";
                phone_must_be_a_number = "a phone that is no number is refused before sending";
                upsert_makes_no_second = "upsert finds who is there, and adds what is new";
                find_or_create_is_steady = "find_or_create creates once";
            }
            contact_lists {
                pages_are_complete = "pages of every size give every contact once";
                streams_are_complete = "streams give every contact once, with and without prefetch";
                empty_middle_page_goes_on = "an empty page in the middle is not the end";
                search_finds = "a search finds who it is for and not others";
                tag_filter_filters = "a list by tag has those with the tag and not others";
                limit_zero_is_refused = "a page of nothing is refused before sending";
                rows_agree_with_get = "a row of the list is what a get gives, but for what it says it leaves out";
            }
            phones {
                find_brazil = "with and without the ninth digit it is the same line";
                find_argentina = "with and without 9 and 15 it is the same line";
                find_mexico = "with and without the 1 it is the same line";
                find_russia = "with 7 and with 8 it is the same line";
                find_elsewhere = "punctuation, 00 and + do not matter";
                other_line_is_not_found = "a number that is nearly the same is another person";
                unknown_is_empty = "a key nobody has gives an empty list";
                no_number_is_refused = "finding by what is no number is refused before sending";
                find_by_email = "a mail address finds its contact, whatever the case";
                find_by_document = "a document finds its contact, with and without dots";
                other_spelling_makes_no_second = "find_or_create with another spelling finds the first";
            }
            tickets {
                create_then_get = "a ticket that was created is open and read back the same";
                assign_gives_it_to = "assigning gives a ticket to an agent and changes nothing else";
                unassign_takes_it_away = "unassigning takes a ticket away, also twice";
                transfer_hands_it_over = "a transfer changes the department and keeps the rest";
                close_twice = "closing closes this ticket only, and closing again changes nothing";
                reopen_opens = "a closed ticket opens again; an open one is a conflict";
                update_changes_only_what_it_says = "an update changes one field and keeps all others";
                clear_clears_or_is_refused = "clearing a field empties it, or is refused and changes nothing";
                delete_then_get = "a ticket that was removed is not found or says so";
                missing_is_not_found = "what does not exist is not found, whatever is done to it";
                missing_agent_or_department = "a ticket cannot go to what does not exist";
                close_by_contact_closes_all = "closing by contact closes that contact's tickets and no other";
            }
            ticket_lists {
                pages_are_complete = "pages of every size give every ticket once";
                rows_agree_with_get = "a row of the list is what a get gives, but for what it says it leaves out";
                filter_by_status = "a list by status has those that fit and no others";
                filter_by_contact = "a list by contact has those that fit, or is refused";
                filter_by_assignee = "a list by assignee has those that fit, or is refused";
                filter_by_department = "a list by department has those that fit, or is refused";
                filter_by_tag = "a list by tag has those that fit, or is refused";
                filter_by_time = "a list by time has those that fit, or is refused";
            }
            ticket_values {
                status_is_exact_or_refused = "a status is taken as it is, or refused before sending and then a listed loss";
                priority_is_exact_or_refused = "a priority is taken as it is, or refused before sending and then a listed loss";
                categories_agree = "category, value and the vendor's word agree";
                unknown_words_survive = "a status or priority nobody knows is kept as it is";
            }
            tags {
                create_get_list = "a tag that was created is read, listed and found by name";
                list_by_scope = "a list by scope has the tags of that scope, all of them";
                rename = "renaming changes the name of this tag only";
                delete_then_get = "a tag that was removed is not found or not in use";
                duplicate_is_conflict = "a second tag of the same name is a conflict";
                missing_is_not_found = "a tag that does not exist is not found";
                contact_tags_are_idempotent = "tags go on contacts once and come off, whatever is repeated";
                ticket_tags_are_idempotent = "tags go on tickets once and come off, whatever is repeated";
                wrong_scope_is_refused = "a tag of the wrong scope is refused before sending";
                unknown_tag_or_target = "neither a missing tag nor a missing target can be tagged";
            }
            messages {
                note_is_never_public = "a note is held as internal, and its text goes out in nothing public";
                note_is_listed_as_internal = "a note is listed as an internal note";
                message_is_outbound_and_public = "a message that is sent is public and outbound";
                received_is_inbound = "what a contact writes is inbound";
                lists_are_complete_and_ordered = "pages of every size give every message once, in order";
                unknown_target_is_empty_or_not_found = "messages of nobody are none";
                writing_to_nobody_fails = "nothing can be written to nobody";
            }
            directory {
                agents = "agents are listed and got";
                departments = "departments are listed and got";
                channels = "channels are listed";
                custom_fields = "custom fields are listed";
            }
            capabilities {
                table_is_whole = "the capability table says why, how, and when again";
                unsupported_refuses = "what the table calls unsupported refuses and sends nothing";
                supported_answers = "what the table calls supported does not refuse";
                requests_are_seen = "the subject tells what was sent";
                check_works = "credentials can be checked";
                raw_works = "raw calls go through";
            }
            cursors {
                garbage_is_refused = "what is no cursor is refused before sending";
                of_another_vendor_is_refused = "a cursor of another vendor is refused before sending";
                of_another_operation_is_refused = "a cursor of another operation is refused before sending";
                of_another_query_is_refused = "a cursor of another query is refused before sending";
                limit_zero_is_refused = "no list gives a page of nothing";
                survive_as_text = "a cursor that was kept as text goes on in the same place";
            }
            errors {
                say_where_they_happened = "an error names vendor and operation";
                are_one_line = "an error is one line without a body";
                not_found_was_answered = "not found was answered, after at least one attempt";
                deliveries_are_told = "an error says whether the vendor may have acted";
            }
            losses {
                of_contacts_create = "a field that contacts.create does not hold is refused, or listed as lost";
                of_contacts_update = "a field that contacts.update does not hold is refused, or listed as lost";
                of_tickets_create = "a field that tickets.create does not hold is refused, or listed as lost";
                of_tickets_update = "a field that tickets.update does not hold is refused, or listed as lost";
                of_tags = "a field of tags that is not held is refused, or listed as lost";
                of_messages = "a field of messages and notes that is not held is refused, or listed as lost";
                of_webhooks = "a field of webhooks that is not held is refused, or listed as lost";
            }
            secrets {
                are_known = "the plan names the secrets that are watched for";
                stay_out_of_contacts = "names, numbers and secrets show in no Debug and no error of contacts";
                stay_out_of_tickets = "subjects and texts show in no Debug and no error of tickets";
                stay_out_of_messages = "texts show in no Debug and no error of messages";
                stay_out_of_urls = "secrets are in no URL";
            }
            webhooks {
                create_get_list = "a subscription that was created is read and listed";
                update_changes_only_what_it_says = "an update changes one thing and keeps the rest";
                delete_then_get = "a subscription that was removed is not found or not in use";
                missing_is_not_found = "a subscription that does not exist is not found";
                unknown_event_is_refused = "an event the vendor does not have is refused before sending";
                unproven_is_refused = "a delivery without proof is refused";
                of_another_vendor_is_refused = "a delivery verified by another vendor's receiver is refused";
                deliveries_become_events = "deliveries become events with stable, distinct dedupe keys";
                altered_is_refused = "a delivery that was tampered with is refused";
                unknown_kind_is_other = "an event nobody knows comes out as Other";
            }
            calls {
                given_up_leave_it_usable = "a call that is dropped midway leaves the client usable";
                without_time_fail_at_once = "a call without time fails at once and tells what was sent";
            }
        }
    };
}

/// Every law.
pub(crate) fn standard() -> Vec<Law> {
    __laws! { [list_of_laws] [] }
}
