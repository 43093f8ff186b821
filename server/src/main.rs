//! `gemeo-server`: serves the built twin, and looks after its store.

use std::{error::Error, path::PathBuf, process::ExitCode, sync::Arc};

use gemeo_server::{
    broker::{Broker, BrokerError},
    config::{self, Config, command_line},
    door::Door,
    egress::EgressError,
    evidence::Evidence,
    inbox::notify::Webhook,
    listen::{self, ListenError, Listener, stop},
    logging,
    metrics::Metrics,
    ops::Ops,
    router,
    share::ShareError,
    store::{KeyRing, StoreError},
    task,
    traces::Traces,
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
    let authority = |fault: &BrokerError| {
        matches!(
            fault,
            BrokerError::Egress(EgressError::Certificates(_))
                | BrokerError::Replay(_)
                | BrokerError::Policy(_)
                | BrokerError::Share(ShareError::Login(_) | ShareError::Egress(_))
        )
    };
    fault.is::<config::Faults>()
        || fault.downcast_ref().is_some_and(certificate)
        || fault.downcast_ref().is_some_and(authority)
        || fault.downcast_ref().is_some_and(|fault| matches!(fault, StoreError::KeyFile { .. }))
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
    let config = match &line.task {
        // What is done to the store needs no twin.
        Some(_) => config::load_for_task(file.as_deref(), variable, &line.settings)?,
        None => config::load(file.as_deref(), variable, &line.settings)?,
    };
    if let Some(task) = line.task {
        println!("{}", task::run(&task, config.store.as_ref(), line.by.as_deref())?);
        return Ok(());
    }
    if line.check_config {
        listen::check_certificate(config.tls.as_ref())?;
        Broker::check(&config)?;
        config.store.as_ref().map_or(Ok(()), |store| KeyRing::read(&store.key).map(drop))?;
        println!("the configuration is good");
        return Ok(());
    }
    logging::start(config.log);
    let evidence = evidence(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(config, evidence.clone()))?;
    // Requests that were cut off hold the evidence too: they go first, then it is closed with its last row.
    drop(runtime);
    drop(evidence);
    Ok(())
}

/// Opens the store; none without one, and no file is made then.
fn evidence(config: &Config) -> Result<Option<Arc<Evidence>>, StoreError> {
    let Some(store) = &config.store else { return Ok(None) };
    let keys = KeyRing::read(&store.key)?;
    Evidence::start(&store.url, &keys, config.retention_days).map(|evidence| Some(Arc::new(evidence)))
}

async fn serve(config: Config, evidence: Option<Arc<Evidence>>) -> Result<(), Box<dyn Error>> {
    let mut metrics = Metrics::default();
    if let Some(spec) = &config.otlp {
        metrics.traces = Traces::start(spec, &config.egress.trust)?;
    }
    let broker = Broker::build(&config, evidence.clone(), &metrics)?;
    let router = router::public(&config, broker.as_ref().map(Broker::api), &metrics);
    let public = Listener::bind(config.listen, router, config.limits, config.tls.as_ref()).await?;
    let url = format!("{}://{}{}", public.scheme(), public.address()?, config.base);
    tracing::info!(url, root = %config.root.display(), version = env!("CARGO_PKG_VERSION"), "serving the twin");
    let ops = ops(&config, &metrics).await?;
    let (stopper, stop) = stop::pair();
    tokio::spawn(stop::on_signal(stopper));
    let mut inboxes = Vec::new();
    if let Some(broker) = broker {
        inboxes = broker.start()?;
        let mut stop = stop.clone();
        tokio::spawn(async move {
            stop.asked().await;
            broker.close();
        });
    }
    let webhook = Webhook::new(&inboxes, evidence, metrics.clone());
    let notify = notify(&config, webhook, &metrics).await?;
    let others: Vec<_> =
        [ops, notify].into_iter().flatten().map(|other| tokio::spawn(other.run(stop.clone()))).collect();
    public.run(stop).await;
    for other in others {
        other.await?;
    }
    // It waits for the collector, which a thread of the runtime must not.
    let traces = metrics.traces.clone();
    tokio::task::spawn_blocking(move || traces.stop()).await?;
    tracing::info!("stopped");
    Ok(())
}

/// Takes the address of whoever runs the server, where it is configured.
async fn ops(config: &Config, metrics: &Metrics) -> Result<Option<Listener<Door>>, ListenError> {
    let Some(address) = config.ops_listen else { return Ok(None) };
    let ops = Ops { root: config.root.clone(), metrics: metrics.clone(), shares: config.nats.is_some() };
    let listener = Listener::bind(address, router::ops(config, ops), config.limits, None).await?;
    let address = listener.address().map_err(|source| ListenError::Address { address, source })?;
    tracing::info!(url = format!("http://{address}"), "metrics and health");
    Ok(Some(listener))
}

/// Takes the address of the webhook, where it is configured.
async fn notify(
    config: &Config,
    webhook: Webhook,
    metrics: &Metrics,
) -> Result<Option<Listener<Door>>, ListenError> {
    let Some(address) = config.notify_listen else { return Ok(None) };
    let router = router::notify(config, webhook, metrics);
    let listener = Listener::bind(address, router, config.limits, config.tls.as_ref()).await?;
    let address = listener.address().map_err(|source| ListenError::Address { address, source })?;
    tracing::info!(url = format!("{}://{address}", listener.scheme()), "notifications");
    Ok(Some(listener))
}
