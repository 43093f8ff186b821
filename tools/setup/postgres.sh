# PostgreSQL, for the tests of the server's store; they skip themselves by name where it is not there.
setup_postgres() {
  have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
  have apt-get || { say "  no PostgreSQL here: the tests of the store on it skip themselves"; return; }
  # why: the package makes and starts a server of its own otherwise, which nobody here needs
  step "Debian's PostgreSQL (about 1 min)" postgres_from_debian || say "  going on without PostgreSQL"
}

postgres_from_debian() {
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root sh -c 'mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf'
  fi
  apt_get postgresql
}
