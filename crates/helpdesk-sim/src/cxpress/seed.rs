//! The standard world, and what tests put into it without going through the API.

use jiff::Timestamp;

use super::people::Consumer;
use super::state::{Agent, Automation, Email, Field, Message, MessageKind, Sector, World};
use super::tags::new_tag;
use super::uid::{Uid, known};

/// Operators, sectors, accounts, custom fields and tags, but no people and no tickets.
pub(crate) fn standard(now: Timestamp) -> World {
    let mut world = World::empty();
    let people = [
        ("Aurora", Some("Inventada"), true),
        ("Benedito", Some("Imaginário"), false),
        ("Clarice", None, false),
    ];
    let (owner, operator, present) = (world.new_id(), world.new_id(), world.new_id());
    for (at, (name, lastname, admin)) in people.into_iter().enumerate() {
        let agent = Agent {
            id: world.new_id(),
            user_id: world.new_id(),
            name: name.to_owned(),
            lastname: lastname.map(str::to_owned),
            email: format!("{}@sim-tenant.example", name.to_lowercase()),
            phone: Some(format!("550040000{at:04}")),
            profile: if admin { owner } else { operator },
            admin,
            status: present,
        };
        world.agents.push(agent);
    }
    let email = Email {
        id: world.new_id(),
        address: "atendimento@sim-tenant.example".to_owned(),
        active: true,
    };
    let whatsapp = automation(&mut world, "Linha fictícia", known::WHATSAPP);
    let webchat = automation(&mut world, "Chat do site fictício", known::WEBCHAT);
    world.automations.extend([whatsapp, webchat]);
    let users: Vec<Uid> = world.agents.iter().map(|agent| agent.user_id).collect();
    let sectors = [
        ("Cobrança fictícia", vec![0, 1], vec!["fatura", "boleto"]),
        ("Suporte fictício", vec![1, 2], vec!["defeito"]),
        ("Vendas fictícias", vec![], vec![]),
    ];
    for (name, agents, words) in sectors {
        let sector = Sector {
            id: world.new_id(),
            name: name.to_owned(),
            active: true,
            agents: agents
                .into_iter()
                .map(|at: usize| (users[at], None))
                .collect(),
            key_words: words.into_iter().map(str::to_owned).collect(),
            emails: Vec::new(),
            keys: Vec::new(),
            created_at: now,
            updated_at: now,
        };
        world.sectors.push(sector);
    }
    // Left the sector: stays in its list, with a time.
    world.sectors[0].agents.push((users[2], Some(now)));
    world.sectors[2].emails.push(email.id);
    world.emails.push(email);
    for (name, entity) in [
        ("Plano fictício", known::FOR_CONSUMERS),
        ("Motivo fictício", known::FOR_TICKETS),
    ] {
        let field = Field {
            id: world.new_id(),
            entity,
            widget: known::TEXT_BOX,
            data: known::GENERAL,
            name: name.to_owned(),
            placeholder: "escreva aqui".to_owned(),
            required: false,
            min: 1,
            max: 50,
            created_at: now,
            updated_at: now,
        };
        world.fields.push(field);
    }
    for of_tickets in [false, true] {
        for (name, active) in [
            ("Prioritário", true),
            ("Retorno", true),
            ("Aposentada", false),
        ] {
            new_tag(&mut world, now, name, active, of_tickets);
        }
    }
    world
}

fn automation(world: &mut World, name: &str, channel: Uid) -> Automation {
    Automation {
        id: world.new_id(),
        name: name.to_owned(),
        triage: world.new_id(),
        channel,
        key: world.new_id(),
        has_bot: false,
        phone: (channel == known::WHATSAPP).then(|| "550040009999".to_owned()),
    }
}

impl World {
    /// A person with a phone that is also their WhatsApp number.
    pub(crate) fn seed_person(&mut self, phone: &str, name: &str, now: Timestamp) -> Uid {
        let user_id = self.new_id();
        let consumer = Consumer {
            id: self.new_id(),
            user_id,
            name: name.into(),
            phone: Some(phone.into()),
            whatsapp: vec![phone.into()],
            emails: Vec::new(),
            by_employee: false,
            direct: false,
            deleted: false,
            created_at: now,
            updated_at: now,
            more: None,
        };
        self.people.add(consumer);
        user_id
    }

    /// Where a message from outside ends up: the sector of the account, or else the sector with
    /// the most key words in the text.
    pub(crate) fn route(&self, key: Option<Uid>, text: &str) -> Option<Uid> {
        let text = text.to_lowercase();
        let of_account = self
            .sectors
            .iter()
            .find(|sector| key.is_some_and(|key| sector.keys.contains(&key)));
        let hits = |sector: &Sector| {
            sector
                .key_words
                .iter()
                .filter(|word| text.contains(&word.to_lowercase()))
                .count()
        };
        of_account
            .or_else(|| {
                self.sectors
                    .iter()
                    .filter(|sector| hits(sector) > 0)
                    .max_by_key(|sector| hits(sector))
            })
            .map(|sector| sector.id)
    }

    /// A message from the person, in their ongoing ticket or in a new one. Gives the place of the
    /// ticket, and whether it is new.
    pub(crate) fn receive(&mut self, consumer: usize, text: &str, now: Timestamp) -> (usize, bool) {
        let ongoing = self.tickets_of.get(&consumer).and_then(|list| {
            list.iter()
                .rev()
                .copied()
                .find(|at| self.tickets[*at].ongoing())
        });
        let (at, new) = if let Some(at) = ongoing {
            (at, false)
        } else {
            let key = self
                .automations
                .iter()
                .find(|one| one.channel == known::WHATSAPP)
                .map(|one| one.key);
            let mut ticket = self.blank_ticket(consumer, known::WHATSAPP, now);
            "WhatsApp".clone_into(&mut ticket.subject);
            ticket.key = key;
            ticket.sector = self.route(key, text);
            (self.add_ticket(ticket), true)
        };
        self.add_message(Message {
            kind: MessageKind::Inbound,
            ticket: at,
            author: None,
            text: text.to_owned(),
            at: now,
        });
        (at, new)
    }
}
