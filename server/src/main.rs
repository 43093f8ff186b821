//! `gemeo-server`: serves the built twin.

use std::{error::Error, path::PathBuf, process::ExitCode};

use gemeo_server::{
    config::{self, Config, command_line},
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
    fault.is::<config::Faults>() || fault.downcast_ref().is_some_and(certificate)
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
        println!("the configuration is good");
        return Ok(());
    }
    logging::start(config.log);
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(config))
}

async fn serve(config: Config) -> Result<(), Box<dyn Error>> {
    let public =
        Listener::bind(config.listen, router::public(&config), config.limits, config.tls.as_ref()).await?;
    let url = format!("{}://{}{}", public.scheme(), public.address()?, config.base);
    tracing::info!(url, root = %config.root.display(), version = env!("CARGO_PKG_VERSION"), "serving the twin");
    let (stopper, stop) = stop::pair();
    tokio::spawn(stop::on_signal(stopper));
    public.run(stop).await;
    tracing::info!("stopped");
    Ok(())
}
