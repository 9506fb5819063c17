//! The five lists of tickets.

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, ok};
use super::page::{Page, Style};
use super::rows;
use super::state::{Ticket, World};
use super::uid::{Uid, known};

/// The query parameters that narrow a list.
struct Filter {
    status: Option<Uid>,
    channels: Option<Vec<Uid>>,
    employee: Option<Uid>,
    bot: Option<bool>,
    automation: Option<Vec<Uid>>,
    dates: Option<(Date, Date)>,
    search: Option<String>,
    sector: Option<Uid>,
    tags: Option<Vec<Uid>>,
    was_read: Option<bool>,
    bots: Option<Vec<Uid>>,
    tagged: bool,
}

impl Filter {
    fn of(call: &Call<'_>) -> Result<Self, Refusal> {
        call.param_of("is_all_sectors", &["true"])?;
        let dates = match (date(call, "start_date")?, date(call, "end_date")?) {
            (Some(start), Some(end)) => Some((start, end)),
            (None, None) => None,
            _ => {
                return Err(call.violation("start_date and end_date go together"));
            }
        };
        Ok(Self {
            status: call.param_id("status")?,
            channels: call.param_ids("channel")?,
            employee: call.param_id("employee")?,
            bot: call.param_flag("bot")?,
            automation: call.param_ids("automation")?,
            dates,
            search: call.param("search").map(str::to_lowercase),
            sector: call.param_id("sector")?,
            tags: call.param_ids("tags")?,
            was_read: call.param_flag("was_read")?,
            bots: call.param_ids("bot_id")?,
            tagged: call.param_of("allTags", &["true"])?.is_some(),
        })
    }

    fn fits(&self, world: &World, ticket: &Ticket) -> bool {
        let among = |list: &Option<Vec<Uid>>, id: Option<Uid>| {
            list.as_ref()
                .is_none_or(|list| id.is_some_and(|id| list.contains(&id)))
        };
        self.status.is_none_or(|id| ticket.status == id)
            && among(&self.channels, Some(ticket.channel))
            && self.employee.is_none_or(|id| ticket.assignee == Some(id))
            && self.bot.is_none_or(|bot| ticket.bot.is_some() == bot)
            && among(&self.automation, ticket.key)
            && among(&self.bots, ticket.bot.as_ref().map(|(id, _)| *id))
            && self.sector.is_none_or(|id| ticket.sector == Some(id))
            && self.was_read.is_none_or(|read| ticket.was_read == read)
            && (!self.tagged || !ticket.tags.is_empty())
            && self
                .tags
                .as_ref()
                .is_none_or(|tags| tags.iter().any(|tag| ticket.tags.contains(tag)))
            && self.dates.is_none_or(|(start, end)| {
                let day = ticket.created_at.to_zoned(TimeZone::UTC).date();
                start <= day && day <= end
            })
            && self
                .search
                .as_deref()
                .is_none_or(|text| found(world, ticket, text))
    }
}

fn date(call: &Call<'_>, key: &str) -> Result<Option<Date>, Refusal> {
    call.param(key)
        .map(|text| {
            text.parse()
                .map_err(|_| call.violation(&format!("`{key}` must be a date, YYYY-MM-DD")))
        })
        .transpose()
}

fn found(world: &World, ticket: &Ticket, text: &str) -> bool {
    let consumer = world.consumer_of(ticket);
    let within = |value: &str| value.to_lowercase().contains(text);
    within(&ticket.reference.to_string())
        || within(&consumer.name)
        || consumer.lastname().is_some_and(within)
        || consumer.emails.iter().any(|v| within(v))
        || consumer.whatsapp.iter().any(|v| within(v))
        || consumer.phone.as_deref().is_some_and(within)
}

/// Sorts; a missing time counts as the latest, as in the documented answers.
fn sort(world: &World, list: &mut [usize], by: &str, down: bool) {
    let key = |at: &usize| {
        let ticket = &world.tickets[*at];
        let time: Option<Timestamp> = match by {
            "updated_level2_at" => ticket.level2_at,
            "finished_at" => ticket.finished_at,
            "deleted_at" => ticket.deleted_at,
            "created_at" => Some(ticket.created_at),
            _ => Some(ticket.home_at),
        };
        (time.is_none(), time, *at)
    };
    if down {
        list.sort_by_key(|at| Reverse(key(at)));
    } else {
        list.sort_by_key(key);
    }
}

const LIVE_SORTS: &[&str] = &["home_ticket_update_at", "updated_level2_at"];

/// What one list shows, and how.
struct Shape {
    sorts: &'static [&'static str],
    default_sort: (&'static str, bool),
    row: fn(&World, &Ticket) -> Value,
    style: Style,
}

const LIVE: Shape = Shape {
    sorts: LIVE_SORTS,
    default_sort: ("home_ticket_update_at", true),
    row: rows::open,
    style: Style::Exact,
};

/// The rows of the page, and the description of the page.
fn select(
    call: &Call<'_>,
    world: &mut World,
    shape: &Shape,
    keep: impl Fn(&World, &Ticket) -> bool,
    among: Option<&[usize]>,
) -> Result<(Vec<Value>, Value), Refusal> {
    let page = Page::of(call, world)?;
    let filter = Filter::of(call)?;
    let by = call.param_of("sort_by", shape.sorts)?;
    let down = call.descending()?;
    let all = world.list(call.list_key(), |world| {
        let fits = |at: &usize| {
            let ticket = &world.tickets[*at];
            keep(world, ticket) && filter.fits(world, ticket)
        };
        let mut list: Vec<usize> = match among {
            Some(places) => places.iter().copied().filter(fits).collect(),
            None => (0..world.tickets.len()).filter(fits).collect(),
        };
        let (default_by, default_down) = shape.default_sort;
        let down = down.unwrap_or(if by.is_some() { false } else { default_down });
        sort(world, &mut list, by.unwrap_or(default_by), down);
        list
    });
    let rows = page
        .slice(&all)
        .iter()
        .map(|at| (shape.row)(world, &world.tickets[*at]))
        .collect();
    Ok((rows, page.describe(all.len(), shape.style)))
}

/// `GET /external/ticket`: what is being served now.
pub(crate) fn open(call: &Call<'_>, world: &mut World) -> Outcome {
    let (tickets, pagination) = select(call, world, &LIVE, |_, ticket| ticket.ongoing(), None)?;
    ok(json!({
        "message": "Request successfully fulfilled.",
        "code_cxpress": 700,
        "tickets": tickets,
        "pagination": pagination,
    }))
}

/// `GET /external/historic`: what is over. Sorted by the time of its end and without a level, it
/// holds only what people have served, and only then has it a complete description of pages.
pub(crate) fn historic(call: &Call<'_>, world: &mut World) -> Outcome {
    let deleted = call.param_of("deleted", &["true"])?.is_some();
    let level = call.param_of("level", &["1", "2"])?.map(str::to_owned);
    let human = level.is_none() && !deleted && call.param("sort_by") == Some("finished_at");
    let keep = |_: &World, ticket: &Ticket| {
        let over = !known::ONGOING.contains(&ticket.status);
        let right_level = match level.as_deref() {
            Some("1") => ticket.level == 1 && ticket.deleted_at.is_none(),
            Some(_) => ticket.level == 2 && ticket.deleted_at.is_none(),
            None if human => ticket.level == 2 && ticket.deleted_at.is_none(),
            None => true,
        };
        if deleted {
            ticket.deleted_at.is_some()
        } else {
            right_level && (over || ticket.deleted_at.is_some())
        }
    };
    let shape = Shape {
        sorts: &[
            "finished_at",
            "created_at",
            "updated_level2_at",
            "deleted_at",
        ],
        default_sort: ("created_at", false),
        row: rows::historic,
        style: if human { Style::Exact } else { Style::Open },
    };
    let (tickets, pagination) = select(call, world, &shape, keep, None)?;
    ok(json!({
        "message": "Request successfully fulfilled.",
        "tickets": tickets,
        "pagination": pagination,
        "code_cxpress": 700,
    }))
}

/// `GET /external/agent/{user_id}/tickets`.
pub(crate) fn of_agent(call: &Call<'_>, world: &mut World) -> Outcome {
    let agent = world
        .agent(call.path_id("Operator")?)
        .map(|agent| agent.user_id)
        .ok_or_else(|| Refusal::missing("Operator"))?;
    let shape = Shape {
        row: rows::of_agent,
        ..LIVE
    };
    let keep = move |_: &World, ticket: &Ticket| {
        ticket.assignee == Some(agent) && ticket.deleted_at.is_none()
    };
    let (tickets, pagination) = select(call, world, &shape, keep, None)?;
    ok(json!({
        "pagination": pagination,
        "message": "Tickets listed.",
        "tickets": tickets,
        "code_cxpress": 800,
    }))
}

/// `GET /external/consumer/{user_id}/tickets`.
pub(crate) fn of_consumer(call: &Call<'_>, world: &mut World) -> Outcome {
    let at = world
        .people
        .find(call.path_id("Consumer")?)
        .ok_or_else(|| Refusal::missing("Consumer"))?;
    let places = world.tickets_of.get(&at).cloned().unwrap_or_default();
    let shape = Shape {
        row: rows::of_consumer,
        ..LIVE
    };
    let keep = |_: &World, ticket: &Ticket| ticket.deleted_at.is_none();
    let (tickets, pagination) = select(call, world, &shape, keep, Some(&places))?;
    ok(json!({
        "message": "Tickets listados.",
        "tickets": tickets,
        "pagination": pagination,
        "code_cxpress": 1400,
    }))
}

/// `GET /external/message-sending/{id}/tickets`.
pub(crate) fn of_dispatch(call: &Call<'_>, world: &mut World) -> Outcome {
    let id = call.path_id("Active trigger")?;
    if !world.dispatches.contains(&id) {
        return Err(Refusal::missing("Active trigger"));
    }
    let shape = Shape {
        row: rows::of_dispatch,
        ..LIVE
    };
    let keep = move |_: &World, ticket: &Ticket| {
        ticket.dispatch == Some(id) && ticket.deleted_at.is_none()
    };
    let (tickets, pagination) = select(call, world, &shape, keep, None)?;
    ok(json!({
        "message": "List of tickets for an active trigger loaded successfully.",
        "tickets": tickets,
        "code_cxpress": 800,
        "pagination": pagination,
    }))
}
