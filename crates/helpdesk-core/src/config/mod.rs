//! Configuration, and the registry that turns it into desks.

mod context;
mod registry;
mod secret;
mod settings;

pub use context::BuildContext;
pub use registry::{Factory, Registry};
pub use secret::SecretSource;
pub use settings::Settings;
