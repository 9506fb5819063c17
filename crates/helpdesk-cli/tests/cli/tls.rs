//! TLS with the simulators behind it: whom the command believes to be the vendor.
//!
//! Which authorities a machine trusts, a file can say that `SSL_CERT_FILE` names.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use helpdesk_sim::{Running, VendorSim};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::support::{Desks, Ran, run_in, section};

/// An authority that vouches for servers.
struct Authority(CertifiedIssuer<'static, KeyPair>);

/// What a server shows, and its key.
struct Shown(CertificateDer<'static>, KeyPair);

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Vouches for the server of this name.
    fn vouch_for(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Shown {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Shown(certificate.der().clone(), key)
    }

    /// The file that makes a machine trust it.
    fn file(&self, desks: &Desks, name: &str) -> PathBuf {
        let path = desks.folder.path().join(name);
        std::fs::write(&path, self.0.pem()).unwrap();
        path
    }
}

/// TLS in front of a simulator.
struct Front {
    port: u16,
    /// How many clients went through with it.
    trusted: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Front {
    async fn start(behind: SocketAddr, Shown(certificate, key): Shown) -> Self {
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let trusted = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&trusted);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, counter) = (acceptor.clone(), Arc::clone(&counter));
                tokio::spawn(async move {
                    let Ok(mut client) = acceptor.accept(stream).await else {
                        return;
                    };
                    counter.fetch_add(1, Ordering::SeqCst);
                    let mut server = TcpStream::connect(behind).await.unwrap();
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                });
            }
        });
        Self {
            port,
            trusted,
            task,
        }
    }

    fn trusted(&self) -> usize {
        self.trusted.load(Ordering::SeqCst)
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Creates a contact on a desk that is reached over TLS, with these authorities trusted.
fn create<S: VendorSim>(desks: &Desks, running: &Running<S>, front: &Front, roots: &Path) -> Ran {
    let plain = format!("http://{}", running.address());
    let address = format!("https://localhost:{}", front.port);
    let toml = section(running).replace(&plain, &address);
    assert!(toml.contains(&address), "{toml}");
    std::fs::write(desks.folder.path().join("tls.toml"), toml).unwrap();
    let roots = roots.to_str().unwrap();
    run_in(
        desks.folder.path(),
        &[("SSL_CERT_FILE", roots)],
        &[
            "--config",
            "tls.toml",
            "--desk",
            S::VENDOR,
            "--output",
            "json",
            "--allow-loss",
            "contacts",
            "create",
            "--name",
            "Rosa Exemplo",
            "--phone",
            "+55 11 98765-0001",
            "--channel",
            "whatsapp",
        ],
    )
}

/// What nobody vouches for as this host, today, is told nothing, and the command says that nothing was
/// sent.
async fn check<S: VendorSim>(desks: &Desks, running: &Running<S>) {
    let (known, unknown) = (Authority::new("Known"), Authority::new("Unknown"));
    let roots = known.file(desks, "roots.pem");
    let asked = || running.lab().request_count();

    let refused = [
        ("UnknownIssuer", unknown.vouch_for("localhost", |_| {})),
        ("not valid for", known.vouch_for("desk.example.com", |_| {})),
        (
            "expired",
            known.vouch_for("localhost", |params| {
                params.not_before = date_time_ymd(2020, 1, 1);
                params.not_after = date_time_ymd(2021, 1, 1);
            }),
        ),
    ];
    let before = asked();
    for (why, shown) in refused {
        let front = Front::start(running.address(), shown).await;
        let ran = create(desks, running, &front, &roots).exited(9);
        let error = ran.error();
        assert_eq!(error["kind"], "transport", "{} {why}: {error}", S::VENDOR);
        assert_eq!(
            error["delivery"],
            "not_sent",
            "{} {why}: {error}",
            S::VENDOR
        );
        let message = error["message"].as_str().unwrap();
        assert!(
            message.contains("certificate") && message.contains(why),
            "{message}"
        );
        assert!(
            ran.stderr.lines().next().unwrap().contains(why),
            "{}",
            ran.stderr
        );
        assert_eq!(front.trusted(), 0, "{} {why}", S::VENDOR);
    }
    assert_eq!(asked(), before, "{}", S::VENDOR);

    let front = Front::start(running.address(), known.vouch_for("localhost", |_| {})).await;
    let contact = create(desks, running, &front, &roots).succeeded().json();
    assert!(contact["id"].is_string(), "{contact}");
    assert!(front.trusted() > 0 && asked() > before, "{}", S::VENDOR);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_is_who_can_prove_it() {
    let desks = Desks::start().await;
    check(&desks, &desks.cxpress).await;
    check(&desks, &desks.digisac).await;
    check(&desks, &desks.wisecx).await;
    check(&desks, &desks.chat2desk).await;
}
