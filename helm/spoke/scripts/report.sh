# Says in the termination message where a file is, what it hashes to, and until when it is kept.
report() {
  sum=$(sha256sum "$1" | cut -d ' ' -f 1)
  until=$(date -u -d "@$(($(date +%s) + KEEP_DAYS * 86400))" +%Y-%m-%dT%H:%M:%SZ)
  printf '{"url":"file://%s","sha256":"%s","expires_at":"%s"}' "$1" "$sum" "$until" >/dev/termination-log
}

# Removes what is older than it is kept.
expire() {
  find /backups -name "$1" -mtime "+$KEEP_DAYS" -delete
}
