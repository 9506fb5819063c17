//! Ways to the network. The seam itself is [`helpdesk_core::transport`].

mod reqwest;

pub use self::reqwest::{ReqwestTransport, ReqwestTransportBuilder};
pub use helpdesk_core::transport::{Body, BodyError, Phase, Transport, TransportError};
