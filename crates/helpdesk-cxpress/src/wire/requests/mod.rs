//! Bodies of writes, spelled as the vendor spells them. Only what is given is sent.

mod consumers;
mod custom_fields;
mod sectors;
mod tags;
mod tasks;
mod tickets;

pub use consumers::{EditConsumer, NewConsumer};
pub use custom_fields::{EditCustomField, NewCustomField};
pub use sectors::{EditSector, NewSector};
pub use tags::{EditTag, NewTag};
pub use tasks::{AlertUnit, EditTask, NewTask};
pub use tickets::{EditTicket, NewTicket};

use helpdesk_core::{Error, Result};

/// Declares the body of a create and the body of a change. What they have in common is declared
/// once, and is optional in both.
macro_rules! bodies {
    (
        $(#[$new_meta:meta])*
        new $new:ident { $($new_fields:tt)* }
        $(#[$edit_meta:meta])*
        edit $edit:ident { $($edit_fields:tt)* }
        both { $($(#[$meta:meta])* $field:ident: $ty:ty,)+ }
    ) => {
        $(#[$new_meta])*
        #[derive(Clone, serde::Serialize)]
        #[non_exhaustive]
        pub struct $new {
            $($new_fields)*
            $(
                $(#[$meta])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$ty>,
            )+
        }

        $(#[$edit_meta])*
        #[derive(Clone, serde::Serialize)]
        #[non_exhaustive]
        pub struct $edit {
            $($edit_fields)*
            $(
                $(#[$meta])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$ty>,
            )+
        }
    };
}
pub(crate) use bodies;

/// Phone numbers are digits, beginning with the country code.
fn digits<'a>(field: &'static str, numbers: impl IntoIterator<Item = &'a String>) -> Result<()> {
    let well = |number: &String| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if numbers.into_iter().all(well) {
        return Ok(());
    }
    Err(Error::invalid(
        field,
        "must be digits alone: country code, area code and number, without `+` and spaces",
    ))
}
