//! A service over loopback that authenticates requests with MIT Kerberos.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use example_windows_authentication::{
    Credentials,
    customer_care::{
        CustomerCareServiceClient, OperationType, UpdateCustomerPinRequest, operations, ports,
    },
    http, with_kerberos,
};
use tempfile::TempDir;
use wsdlgen_runtime::{CallError, NoDetail, Reply};

const REPLY: &str = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>\
    <UpdateCustomerPINResponse xmlns='http://ws.southernco.com/CustSvc-iHub'/></s:Body></s:Envelope>";

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A realm with the user `ada` and the service `HTTP/localhost`.
struct Realm {
    _folder: TempDir,
    _kdc: Running,
    _service: Running,
    kdc: u16,
    port: u16,
    lines: BufReader<ChildStdout>,
}

impl Realm {
    /// Starts the realm, or returns what is not installed.
    fn start() -> Result<Self, &'static str> {
        let python = || Command::new("/usr/bin/python3");
        let has_gssapi = python().args(["-c", "import gssapi"]).stderr(Stdio::null()).status();
        if !has_gssapi.is_ok_and(|status| status.success()) {
            return Err("python3-gssapi");
        }
        let folder = tempfile::tempdir().unwrap();
        let kdc = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        configure(folder.path(), kdc);
        let made = program(folder.path(), "kdb5_util")
            .args(["create", "-s", "-r", "EXAMPLE.TEST", "-P", "master"])
            .output();
        if !made.is_ok_and(|output| output.status.success()) {
            return Err("krb5-kdc");
        }
        let keytab = folder.path().join("keytab");
        // Domain controllers require pre-authentication.
        for query in [
            "addprinc +requires_preauth -pw sesame ada".to_owned(),
            "addprinc -randkey HTTP/localhost".to_owned(),
            format!("ktadd -k {} HTTP/localhost", keytab.display()),
        ] {
            let done = program(folder.path(), "kadmin.local").args(["-q", &query]).output();
            assert!(done.map_err(|_| "krb5-admin-server")?.status.success(), "{query}");
        }
        let started = program(folder.path(), "krb5kdc").arg("-n").stdout(Stdio::null()).spawn();
        let running = Running(started.map_err(|_| "krb5-kdc")?);
        while TcpStream::connect(("127.0.0.1", kdc)).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kerberos/server.py");
        let mut service = python();
        service.arg(script).arg(&keytab).arg(REPLY).stdout(Stdio::piped());
        let mut service = Running(in_realm(&mut service, folder.path()).spawn().unwrap());
        let mut lines = BufReader::new(service.0.stdout.take().unwrap());
        let port = next_line(&mut lines).parse().unwrap();
        Ok(Self { _folder: folder, _kdc: running, _service: service, kdc, port, lines })
    }

    async fn call(
        &self,
        password: &str,
        address: &str,
    ) -> Result<Reply<operations::UpdateCustomerPin>, CallError<NoDetail>> {
        let user = "EXAMPLE.TEST\\ada".to_owned();
        let credentials = Credentials { user, password: password.to_owned() };
        let kdc = format!("tcp://127.0.0.1:{}", self.kdc);
        let transport = with_kerberos(http(), &credentials, kdc).unwrap();
        let address = address.replace("PORT", &self.port.to_string());
        let port = ports::CUSTOMER_CARE_SERVICE_SOAP.at(&address);
        let client = CustomerCareServiceClient::new(port, transport);
        client.update_customer_pin(UpdateCustomerPinRequest::new(OperationType::Lock)).await
    }
}

fn next_line(lines: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    line.trim().to_owned()
}

fn configure(folder: &Path, port: u16) {
    let client = format!(
        "[libdefaults]\n default_realm = EXAMPLE.TEST\n dns_lookup_kdc = false\n rdns = false\n\
         [realms]\n EXAMPLE.TEST = {{\n  kdc = 127.0.0.1:{port}\n }}\n\
         [domain_realm]\n localhost = EXAMPLE.TEST\n"
    );
    let folder_name = folder.display();
    let centre = format!(
        "[kdcdefaults]\n kdc_listen = 127.0.0.1:{port}\n kdc_tcp_listen = 127.0.0.1:{port}\n\
         [realms]\n EXAMPLE.TEST = {{\n  database_name = {folder_name}/principal\n  \
         key_stash_file = {folder_name}/stash\n  supported_enctypes = aes256-cts:normal\n }}\n"
    );
    fs::write(folder.join("krb5.conf"), client).unwrap();
    fs::write(folder.join("kdc.conf"), centre).unwrap();
}

/// Returns a command for a program of MIT Kerberos.
fn program(folder: &Path, name: &str) -> Command {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("env");
    command.arg(format!("PATH={path}:/usr/sbin")).arg(name);
    in_realm(&mut command, folder);
    command
}

fn in_realm<'c>(command: &'c mut Command, folder: &Path) -> &'c mut Command {
    command
        .env("KRB5_CONFIG", folder.join("krb5.conf"))
        .env("KRB5_KDC_PROFILE", folder.join("kdc.conf"))
        .stderr(Stdio::null())
}

#[tokio::test]
async fn authenticates_callers_and_services() {
    let mut realm = match Realm::start() {
        Ok(realm) => realm,
        Err(missing) => {
            eprintln!("SKIPPED authenticates_callers_and_services: {missing} is not installed");
            return;
        }
    };
    realm.call("sesame", "http://localhost:PORT/").await.unwrap();
    assert_eq!(next_line(&mut realm.lines), "accepted: ada@EXAMPLE.TEST");

    for path in ["forged", "silent"] {
        let address = format!("http://localhost:PORT/{path}");
        let error = realm.call("sesame", &address).await.unwrap_err();
        assert!(matches!(error, CallError::Transport(_)), "{path}: {error}");
        assert_eq!(next_line(&mut realm.lines), "accepted: ada@EXAMPLE.TEST");
    }

    // Neither request reaches the service with a ticket.
    for (password, address) in
        [("guess", "http://localhost:PORT/"), ("sesame", "http://127.0.0.1:PORT/")]
    {
        let error = realm.call(password, address).await.unwrap_err();
        assert!(matches!(error, CallError::Transport(_)), "{error}");
    }
    realm.call("sesame", "http://localhost:PORT/").await.unwrap();
    assert_eq!(next_line(&mut realm.lines), "accepted: ada@EXAMPLE.TEST");
}
