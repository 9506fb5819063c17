//! Configuration: desks by name, from a file, from the environment, or from code.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use helpdesk_core::config::Settings;
use helpdesk_core::{Error, Result};
use serde_json::{Map, Value};

use crate::environment;

/// Which desks there are, and which of them is meant when none is named.
///
/// Reading a configuration checks its outer form. Each desk's own keys are checked when the desk is
/// built, so that one broken section does not take the others down.
#[derive(Clone, Default)]
pub struct Config {
    pub(crate) default: Option<String>,
    pub(crate) desks: BTreeMap<String, Section>,
    pub(crate) shared_state: Option<Map<String, Value>>,
    pub(crate) directory: Option<PathBuf>,
}

/// The settings of one desk, before they are checked.
#[derive(Clone)]
pub(crate) struct Section {
    pub(crate) table: Map<String, Value>,
    pub(crate) as_text: bool,
}

impl Config {
    /// No desks yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a TOML file. Relative paths in it begin at its folder.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config): a file that cannot be read, text
    /// that is not TOML (naming the line), keys that are not known.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|error| {
            Error::config(
                path.display().to_string(),
                format!("cannot be read ({}); check path and rights", error.kind()),
            )
        })?;
        let mut config = Self::from_toml(&text)?;
        config.directory = path.parent().map(Path::to_owned);
        Ok(config)
    }

    /// Reads TOML text.
    pub fn from_toml(text: &str) -> Result<Self> {
        let table: Map<String, Value> =
            toml::from_str(text).map_err(|error| not_toml(text, &error))?;
        let mut config = Self::default();
        for (key, value) in table {
            match (key.as_str(), value) {
                ("default", Value::String(name)) => config.default = Some(name),
                ("default", _) => {
                    return Err(Error::config("default", "must be the name of a desk"));
                }
                ("desks", Value::Object(desks)) => config.add_sections(desks)?,
                ("shared_state", Value::Object(keys)) => config.shared_state = Some(keys),
                ("shared_state", _) => {
                    return Err(Error::config(
                        "shared_state",
                        "must be a section: [shared_state]",
                    ));
                }
                ("desks", _) => {
                    return Err(Error::config(
                        "desks",
                        "must hold a section for each desk: [desks.NAME]",
                    ));
                }
                (other, _) => {
                    return Err(Error::config(
                        other,
                        "is not known here; known are `default`, `desks` and `shared_state`",
                    ));
                }
            }
        }
        Ok(config)
    }

    /// Reads the process's environment: `HELPDESK_DEFAULT`, and for each desk
    /// `HELPDESK_DESKS__NAME__KEY`, with a further `__` for keys inside keys
    /// (`HELPDESK_DESKS__LEGACY__TOKEN_STORE__FILE`). Names and keys are lower-cased.
    pub fn from_environment() -> Result<Self> {
        Self::from_variables(std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        }))
    }

    /// Reads variables as [`Config::from_environment`] does, from wherever they come.
    pub fn from_variables(variables: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        environment::read(variables)
    }

    /// Adds a desk from code: the same keys as in a file, `vendor` among them.
    ///
    /// ```
    /// let config = helpdesk::Config::new()
    ///     .with_desk("test", [("vendor", "memory")])
    ///     .with_default("test");
    /// # drop(config);
    /// ```
    #[must_use]
    pub fn with_desk<K: Into<String>, V: Into<Value>>(
        mut self,
        name: impl Into<String>,
        settings: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let table = settings
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .collect();
        self.desks.insert(
            name.into(),
            Section {
                table,
                as_text: false,
            },
        );
        self
    }

    /// Names the desk that is meant when none is named.
    #[must_use]
    pub fn with_default(mut self, name: impl Into<String>) -> Self {
        self.default = Some(name.into());
        self
    }

    /// Shares state with other processes: the same keys as in a file's `[shared_state]`.
    ///
    /// ```
    /// let config = helpdesk::Config::new().with_shared_state([("redis", "redis://localhost")]);
    /// # drop(config);
    /// ```
    #[must_use]
    pub fn with_shared_state<K: Into<String>, V: Into<Value>>(
        mut self,
        settings: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let settings = settings.into_iter();
        self.shared_state = Some(
            settings
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        );
        self
    }

    /// Lets another configuration have its way: its desks, key by key, and its default.
    ///
    /// Tables inside a desk, such as `http`, are merged key by key as well. One that says where
    /// something is kept (`{ env = … }`, `{ file = … }`, `{ redis = … }`) replaces the other whole.
    #[must_use]
    pub fn overridden_by(mut self, other: Self) -> Self {
        self.default = other.default.or(self.default);
        self.directory = self.directory.or(other.directory);
        if let Some(keys) = other.shared_state {
            merge(self.shared_state.get_or_insert_default(), keys);
        }
        for (name, section) in other.desks {
            match self.desks.get_mut(&name) {
                Some(own) => {
                    merge(&mut own.table, section.table);
                    own.as_text |= section.as_text;
                }
                None => {
                    self.desks.insert(name, section);
                }
            }
        }
        self
    }

    /// The names of the desks.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.desks.keys().map(String::as_str)
    }

    /// The desk that is meant when none is named: the one named `default`, or the only one.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config), naming the remedy.
    pub fn default_name(&self) -> Result<&str> {
        if let Some(name) = &self.default {
            return Ok(name);
        }
        let mut names = self.names();
        match (names.next(), names.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(Error::config(
                "desks",
                "there is no desk; add a section [desks.NAME]",
            )),
            (Some(_), Some(_)) => Err(Error::config(
                "default",
                "there are several desks; name the one that is meant",
            )),
        }
    }

    /// The settings of a desk.
    pub(crate) fn settings(&self, name: &str) -> Result<Settings> {
        let section = self.desks.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.names().collect();
            let known = if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            };
            Error::config(
                format!("desks.{name}"),
                format!("there is no such desk; there are: {known}"),
            )
        })?;
        let settings = Settings::new(name, section.table.clone())?;
        Ok(if section.as_text {
            settings.spelled_as_text()
        } else {
            settings
        })
    }

    fn add_sections(&mut self, desks: Map<String, Value>) -> Result<()> {
        for (name, section) in desks {
            let Value::Object(table) = section else {
                return Err(Error::config(
                    format!("desks.{name}"),
                    "must be a section: [desks.NAME]",
                ));
            };
            self.desks.insert(
                name,
                Section {
                    table,
                    as_text: false,
                },
            );
        }
        Ok(())
    }
}

/// The parser's own text would show the line, and a line may hold a secret.
fn not_toml(text: &str, error: &toml::de::Error) -> Error {
    let line = error
        .span()
        .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let place = line.map_or_else(|| "the file".to_owned(), |line| format!("line {line}"));
    Error::config(
        place,
        "is not valid TOML; check quotes, brackets and repeated keys",
    )
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("default", &self.default)
            .field("desks", &self.names().collect::<Vec<_>>())
            .field("shared_state", &self.shared_state.is_some())
            .finish_non_exhaustive()
    }
}

fn merge(own: &mut Map<String, Value>, other: Map<String, Value>) {
    let says_where = |table: &Map<String, Value>| {
        ["env", "file", "redis"]
            .iter()
            .any(|key| table.contains_key(*key))
    };
    for (key, value) in other {
        match (own.get_mut(&key), value) {
            (Some(Value::Object(own)), Value::Object(other))
                if !says_where(own) && !says_where(&other) =>
            {
                merge(own, other);
            }
            (_, value) => {
                own.insert(key, value);
            }
        }
    }
}
