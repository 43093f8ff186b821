//! Sources win over each other in order, and every fault names its key.

use super::*;

struct Setup {
    folder: tempfile::TempDir,
}

impl Setup {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("index.html"), "<!doctype html>").expect("write");
        Self { folder }
    }

    /// Loads a file of that text; `{root}` stands for a folder with a page in it.
    fn load(&self, toml: &str, variables: &[(&str, &str)], flags: &[(&str, &str)]) -> Result<Config, String> {
        let root = self.folder.path().display().to_string();
        let file = self.folder.path().join("server.toml");
        std::fs::write(&file, toml.replace("{root}", &root)).expect("write");
        let look_up =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, text)| (*text).to_owned());
        let flags: Vec<_> =
            flags.iter().map(|(name, text)| (Key::named(name).expect("a key"), (*text).to_owned())).collect();
        load(Some(&file), look_up, &flags).map_err(|faults| faults.to_string())
    }

    fn refused(&self, toml: &str) -> String {
        self.load(&format!("root = '{{root}}'\n{toml}"), &[], &[]).expect_err("a fault")
    }
}

#[test]
fn flags_win_over_environment_over_file() {
    let setup = Setup::new();
    let file = "root = '{root}'\nlisten = '127.0.0.1:1'\nmax_connections = 7\ndrain_seconds = 1";
    let environment =
        [("GEMEO_LISTEN", "127.0.0.1:2"), ("GEMEO_DRAIN_SECONDS", "2"), ("GEMEO_TEST_DATA", "x")];
    let config = setup.load(file, &environment, &[("listen", "127.0.0.1:3")]).expect("a configuration");
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.limits.drain.as_secs(), 2);
    assert_eq!(config.limits.connections, 7);
    assert_eq!(config.limits.header, Config::default().limits.header);
}

#[test]
fn lists_are_read_from_file_and_environment() {
    let setup = Setup::new();
    let file = "root = '{root}'\ntrusted_proxies = ['127.0.0.1', '10.0.0.0/8']";
    let config = setup.load(file, &[], &[]).expect("a configuration");
    assert_eq!(config.trusted_proxies.to_string(), "127.0.0.1/32,10.0.0.0/8");
    let config = setup.load(file, &[("GEMEO_TRUSTED_PROXIES", "::1")], &[]).expect("a configuration");
    assert_eq!(config.trusted_proxies.to_string(), "::1/128");
    assert!(setup.refused("trusted_proxies = [1]").contains("trusted_proxies ("));
    let file = "root = '{root}'\ntile_hosts = ['https://tiles.example']";
    let config = setup.load(file, &[], &[]).expect("a configuration");
    assert_eq!(config.tile_hosts.iter().map(|host| host.name()).collect::<Vec<_>>(), ["tiles.example"]);
    let refused = setup.refused("tile_hosts = ['tiles.example']");
    assert!(refused.contains("tile_hosts (") && refused.contains("https://tiles.example"), "{refused}");
}

#[test]
fn every_fault_is_named_at_once() {
    let setup = Setup::new();
    let said = setup.refused("listen = 8080\nlog_format = 'xml'\nlissten = 'x'\n[webhook]\nlisten = 'y'");
    assert!(said.contains("listen (") && said.contains("expected an address and port"), "{said}");
    assert!(said.contains("found `8080`"), "{said}");
    assert!(said.contains("log_format (") && said.contains("expected text or json, found `xml`"), "{said}");
    assert!(said.contains("unknown key `lissten`") && said.contains("unknown key `webhook`"), "{said}");
    assert_eq!(said.lines().count(), 4, "{said}");
}

#[test]
fn a_fault_names_where_the_value_was_set() {
    let setup = Setup::new();
    let said = setup.load("root = '{root}'", &[("GEMEO_BASE", "twin")], &[("log_level", "loud")]);
    let said = said.expect_err("two faults");
    assert!(said.contains("base (GEMEO_BASE): expected a path"), "{said}");
    assert!(said.contains("log_level (--log-level): expected off"), "{said}");
}

#[test]
fn a_file_that_is_no_toml_or_is_absent_says_so() {
    let setup = Setup::new();
    assert!(setup.refused("listen =").contains("not TOML"));
    let absent = load(Some(Path::new("/nowhere/server.toml")), |_| None, &[]).expect_err("a fault");
    assert!(absent.to_string().contains("/nowhere/server.toml: cannot be read"), "{absent}");
}

#[test]
fn certificate_and_key_go_together() {
    let setup = Setup::new();
    assert!(setup.refused("tls_cert = 'a.pem'").contains("tls_cert is set without tls_key"));
    assert!(setup.refused("tls_key = 'a.pem'").contains("tls_key is set without tls_cert"));
    let config =
        setup.load("root = '{root}'\ntls_cert = ''", &[("GEMEO_TLS_KEY", "")], &[]).expect("a configuration");
    assert_eq!(config.tls, None);
}

#[test]
fn a_folder_without_a_twin_is_refused() {
    let setup = Setup::new();
    let said = setup.load("root = '/nowhere'", &[], &[]).expect_err("a fault");
    assert!(
        said.contains("root: expected a folder that holds index.html, found /nowhere (no such folder"),
        "{said}"
    );
    std::fs::remove_file(setup.folder.path().join("index.html")).expect("remove");
    assert!(setup.refused("").contains("it has no index.html"));
}

#[test]
fn sources_are_read_and_their_faults_named() {
    let setup = Setup::new();
    let file = "root = '{root}'\n[sources.air]\nurl = 'https://data.example.org/air.json'\nmedia = 'json'";
    let config = setup.load(file, &[], &[]).expect("a configuration");
    assert!(config.sources.get("air").is_some() && config.sources.get("water").is_none());
    let said = setup.refused("[sources.air]\nurl = 'http://10.1/'\nmedia = 'json'");
    assert!(said.contains("sources.air (") && said.contains("url: expected"), "{said}");
    let said = setup.refused("[sources.air]\nurl = 'http://data.example.org/'\nmedia = 'json'");
    assert!(said.contains("https://"), "{said}");
    let said = setup.refused("[sources.air]\nurl = 'https://data.example.org/'\nmedia = 'html'");
    assert!(said.contains("sources.air ("), "{said}");
    let said = setup.refused("[sources.air]\nurl = 'https://data.example.org/'\nmedia='json'\nuser = 'x'");
    assert!(said.contains("unknown field"), "{said}");
    assert!(setup.refused("sources = 'x'").contains("unknown key `sources`"));
}

#[test]
fn the_switch_for_tests_is_refused_where_others_can_reach_the_server() {
    let setup = Setup::new();
    let said = setup.refused("listen = '0.0.0.0:8080'\negress_loopback_http = true");
    assert!(said.starts_with("egress_loopback_http: ") && said.contains("0.0.0.0:8080"), "{said}");
    let file = "root = '{root}'\negress_loopback_http = true";
    assert!(setup.load(file, &[], &[]).is_ok());
}

#[test]
fn nats_is_checked_with_the_rest() {
    let setup = Setup::new();
    let file = "root = '{root}'\n[nats]\nurl = 'tls://nats.example.org'\ncities = ['porto']";
    let config = setup.load(file, &[], &[]).expect("a configuration");
    assert!(config.nats.is_some_and(|spec| spec.cities.contains("porto")));
    for (table, begins) in [
        ("url = 'nats://nats.example.org'\ncities = ['porto']", "url: expected tls://"),
        ("url = 'tls://nats.example.org'\ncities = ['Porto']", "cities: expected"),
        (
            "url = 'tls://nats.example.org'\ncities = ['porto']\ncredentials_file = '/nowhere'",
            "credentials_file: ",
        ),
        ("url = 'tls://nats.example.org'\nuser = 'x'", "unknown field"),
    ] {
        let said = setup.refused(&format!("[nats]\n{table}"));
        assert!(said.contains("nats (") && said.contains(begins), "{said}");
    }
    assert!(setup.refused("[nats]\nurl = 'tls://nats.example.org'").contains("nothing to share"));
    let said = setup.refused("replay = 'x'\n[nats]\nurl = 'tls://nats.example.org'\ncities = ['porto']");
    assert!(said.starts_with("nats: expected no replay"), "{said}");
}

#[test]
fn traces_are_checked_with_the_rest() {
    let setup = Setup::new();
    let file = "root = '{root}'\n[otlp]\nurl = 'http://127.0.0.1:4318/v1/traces'\nshare = 0.25";
    assert!(setup.load(file, &[], &[]).is_ok_and(|config| config.otlp.is_some()));
    let said = setup.refused("[otlp]\nurl = 'http://otel.example.org/v1/traces'");
    assert!(said.contains("otlp (") && said.contains("url: expected https://"), "{said}");
    assert!(
        setup.refused("[otlp]\nurl = 'https://otel.example.org/'\nheaders = 'x'").contains("unknown field")
    );
}
