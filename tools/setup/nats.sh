# nats-server, for the tests of brokers that share their streams; they skip themselves by name where it is not there.
setup_nats() {
  have nats-server || [ -x /usr/sbin/nats-server ] && return
  have apt-get || { say "  no nats-server here: the tests of sharing skip themselves"; return; }
  step "Debian's nats-server (about 20 s)" nats_from_debian || say "  going on without nats-server"
}

# why the runlevel: the package starts a server of its own otherwise, which nobody here needs
nats_from_debian() {
  RUNLEVEL=1 apt_get nats-server
  # why: it would begin with the machine, on every address
  if have systemctl; then as_root systemctl disable nats-server || true; fi
}
