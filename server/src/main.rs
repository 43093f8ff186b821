//! `gemeo-server`: serves the built twin.

use std::{error::Error, path::PathBuf, process::ExitCode, sync::Arc};

use gemeo_server::{
    api::Api,
    config::{self, Config, command_line},
    egress::{Client, EgressError, SystemResolver},
    listen::{self, ListenError, Listener, stop},
    logging, router,
};

/// The exit code for a configuration that cannot be used.
const BAD_CONFIGURATION: u8 = 2;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("gemeo-server: {fault}");
            ExitCode::from(if is_of_configuration(fault.as_ref()) { BAD_CONFIGURATION } else { 1 })
        }
    }
}

fn is_of_configuration(fault: &(dyn Error + 'static)) -> bool {
    let certificate = |fault: &ListenError| matches!(fault, ListenError::Certificate { .. });
    let authority = |fault: &EgressError| matches!(fault, EgressError::Certificates(_));
    fault.is::<config::Faults>()
        || fault.downcast_ref().is_some_and(certificate)
        || fault.downcast_ref().is_some_and(authority)
}

fn run() -> Result<(), Box<dyn Error>> {
    let line = command_line::read(std::env::args().skip(1))?;
    if line.help {
        print!("{}", command_line::help());
        return Ok(());
    }
    if line.version {
        println!("gemeo-server {}", env!("CARGO_PKG_VERSION"));
        return Ok(());
    }
    let variable = |name: &str| std::env::var(name).ok();
    let file =
        line.config.or_else(|| variable("GEMEO_CONFIG").filter(|name| !name.is_empty()).map(PathBuf::from));
    let config = config::load(file.as_deref(), variable, &line.settings)?;
    if line.check_config {
        listen::check_certificate(config.tls.as_ref())?;
        api(&config)?;
        println!("the configuration is good");
        return Ok(());
    }
    logging::start(config.log);
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(config))
}

/// What is served below `/api/`; nothing without sources, and then no certificate is read either.
fn api(config: &Config) -> Result<Option<Api>, EgressError> {
    if config.sources.is_empty() {
        return Ok(None);
    }
    let client = Client::new(config.egress.caps, &config.egress.trust, Arc::new(SystemResolver))?;
    Ok(Some(Api::new(client, config.sources.clone())))
}

async fn serve(config: Config) -> Result<(), Box<dyn Error>> {
    let router = router::public(&config, api(&config)?);
    let public = Listener::bind(config.listen, router, config.limits, config.tls.as_ref()).await?;
    let url = format!("{}://{}{}", public.scheme(), public.address()?, config.base);
    tracing::info!(url, root = %config.root.display(), version = env!("CARGO_PKG_VERSION"), "serving the twin");
    let (stopper, stop) = stop::pair();
    tokio::spawn(stop::on_signal(stopper));
    public.run(stop).await;
    tracing::info!("stopped");
    Ok(())
}
