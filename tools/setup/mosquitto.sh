# Mosquitto, for the tests of message brokers; they skip themselves by name where it is not there.
setup_mosquitto() {
  have mosquitto || [ -x /usr/sbin/mosquitto ] && return
  have apt-get || { say "  no mosquitto here: the tests of message brokers skip themselves"; return; }
  step "Debian's mosquitto (about 20 s)" mosquitto_from_debian || say "  going on without mosquitto"
}

# why the runlevel: the package starts a broker of its own otherwise, which nobody here needs
mosquitto_from_debian() { RUNLEVEL=1 apt_get mosquitto; }
