//! What the end-to-end tests share: the desks of every vendor, on simulators.

pub mod faults;

use helpdesk::{Client, Desks};
use helpdesk_sim::{Running, VendorSim, chat2desk, cxpress, digisac, wisecx};

/// The names of the desks that [`World::start`] configures.
pub const DESKS: [&str; 5] = ["memory", "cxpress", "digisac", "wisecx", "chat2desk"];

/// Every vendor's simulator, and a configuration that reaches them and the in-memory desk.
pub struct World {
    /// Cxpress.
    pub cxpress: Running<cxpress::Sim>,
    /// Digisac.
    pub digisac: Running<digisac::Sim>,
    /// WiseCX.
    pub wisecx: Running<wisecx::Sim>,
    /// Chat2Desk.
    pub chat2desk: Running<chat2desk::Sim>,
    desks: Desks,
}

impl World {
    /// Starts everything.
    ///
    /// # Panics
    /// When the loopback interface gives no ports, or the simulators' own settings are refused.
    #[allow(clippy::expect_used, reason = "the test cannot go on")]
    pub async fn start() -> Self {
        let cxpress = Running::<cxpress::Sim>::start().await.expect("a free port");
        let digisac = Running::<digisac::Sim>::start().await.expect("a free port");
        let wisecx = Running::<wisecx::Sim>::start().await.expect("a free port");
        let chat2desk = Running::<chat2desk::Sim>::start()
            .await
            .expect("a free port");
        let toml = [
            "[desks.memory]\nvendor = \"memory\"\n".to_owned(),
            cxpress.toml(cxpress::Sim::VENDOR),
            digisac.toml(digisac::Sim::VENDOR),
            wisecx.toml(wisecx::Sim::VENDOR),
            chat2desk.toml(chat2desk::Sim::VENDOR),
        ]
        .join("\n");
        let desks = Desks::from_toml(&toml).expect("the simulators' own settings");
        Self {
            cxpress,
            digisac,
            wisecx,
            chat2desk,
            desks,
        }
    }

    /// A desk by its name.
    ///
    /// # Panics
    /// When its settings are refused.
    #[allow(clippy::expect_used, reason = "the test cannot go on")]
    pub fn desk(&self, name: &str) -> Client {
        self.desks.desk(name).expect("a desk that can be built")
    }

    /// Fails when a simulator saw something that its vendor does not document.
    ///
    /// # Panics
    /// When there is a violation.
    pub fn assert_documented(&self) {
        self.cxpress.assert_documented();
        self.digisac.assert_documented();
        self.wisecx.assert_documented();
        self.chat2desk.assert_documented();
    }
}
