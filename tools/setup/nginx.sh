# nginx and wrk, for the bench of the server: what it is compared with, and what asks both.
setup_nginx() {
  have wrk && [ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] && return
  have apt-get || { say "  no apt-get here: the bench of the server needs nginx with its module for brotli, and wrk"; return; }
  step "Debian's nginx and wrk (about 20 s)" nginx_from_debian || say "  going on without nginx"
}

# why the runlevel: the package starts a server of its own otherwise, which nobody here needs
nginx_from_debian() {
  RUNLEVEL=1 apt_get nginx-light libnginx-mod-http-brotli-static wrk
  # why: it would begin with the machine, on every address
  if have systemctl; then as_root systemctl disable nginx || true; fi
}
