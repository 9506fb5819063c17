//! The shapes that recur: opaque identifiers, open enumerations, `Debug` without personal data, and
//! builders.

mod builder;

pub use builder::Unset;

/// Declares identifier newtypes over opaque strings.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Opaque: it is compared and handed back, never parsed. Which vendor it belongs to follows
        /// from the desk it came from.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the identifier as the vendor spells it.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The identifier as the vendor spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<&$name> for $name {
            fn from(id: &$name) -> Self {
                id.clone()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    )+};
}

/// Declares an enumeration of strings that keeps values it does not know.
///
/// The generated type has `as_str`, `is_known`, `From<&str>`, `From<String>`, `Display`,
/// `Serialize` and `Deserialize`; a value that is not listed becomes `Other` and is written back
/// as it was read. Adapters use it for the enumerations of their wire types as well.
///
/// ```
/// helpdesk_core::open_enum! {
///     /// Moods of a support line.
///     pub enum Mood {
///         /// All is quiet.
///         Calm = "calm",
///         /// The queue is long.
///         Busy = "busy",
///     }
/// }
/// assert_eq!(Mood::from("calm"), Mood::Calm);
/// assert_eq!(Mood::from("on fire").as_str(), "on fire");
/// ```
#[macro_export]
macro_rules! open_enum {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A value that is not known here, kept as it was read.
            Other(String),
        }

        impl $name {
            /// Every value that is known here.
            pub const KNOWN: &'static [$name] = &[$($name::$variant),+];

            /// The value as it is written.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }

            /// Whether the value is known here.
            #[inline]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)+
                    _ => Self::Other(text),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::from(text))
            }
        }
    };
}

/// The fields of which none of the keys is among those that an object was sent with; for adapters. A
/// field without keys is one that the vendor never sends.
///
/// ```
/// use helpdesk_core::{Field, VendorData, not_sent};
///
/// let data = VendorData::from_json(r#"{"name": null, "mail": "ana@example.com"}"#);
/// let not_sent = not_sent!(data.keys(), {
///     Name: ["name"],
///     Emails: ["mail", "mails"],
///     Phones: ["phone"],
///     Owner: [],
/// });
/// assert_eq!(not_sent, [Field::Phones, Field::Owner]);
/// ```
#[macro_export]
macro_rules! not_sent {
    ($keys:expr, { $($field:ident: [$($key:literal),* $(,)?]),+ $(,)? }) => {{
        #[derive(Default)]
        #[allow(non_snake_case)]
        struct Sent {
            $($field: bool),+
        }
        let mut sent = Sent::default();
        for key in $keys {
            match key {
                $($($key => sent.$field = true,)*)+
                _ => {}
            }
        }
        let missing = [$(!sent.$field),+].into_iter().filter(|missing| *missing);
        let mut fields = ::std::vec::Vec::with_capacity(missing.count());
        $(if !sent.$field {
            fields.push($crate::Field::$field);
        })+
        fields
    }};
}

/// Writes a `Debug` that shows some fields and only counts the others.
///
/// Fields listed after `hide` hold personal data (names, numbers, addresses, texts): of them the
/// output tells whether something is there and how much, never what.
///
/// ```
/// struct Person { id: u32, name: Option<String>, mails: Vec<String> }
/// helpdesk_core::redacted_debug!(Person { show: [id], hide: [name, mails] });
///
/// let person = Person { id: 7, name: Some("Somebody".into()), mails: vec![] };
/// assert_eq!(format!("{person:?}"), "Person { id: 7, name: [redacted], mails: [] }");
/// ```
#[macro_export]
macro_rules! redacted_debug {
    ($name:ident { show: [$($show:ident),* $(,)?], hide: [$($hide:ident),* $(,)?] }) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($show), &self.$show))*
                    $(.field(stringify!($hide), &$crate::redact::Amount::of(&self.$hide)))*
                    .finish()
            }
        }
    };
}
