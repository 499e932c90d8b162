# Dumps the database.
set -eu
. /scripts/report.sh
credentials=/var/run/secrets/database
file=/backups/backup-$(date -u +%Y%m%dT%H%M%SZ).dump
PGPASSWORD=$(cat "$credentials/password")
export PGPASSWORD
pg_dump --format=custom --host="$DATABASE_HOST" --username="$(cat "$credentials/username")" \
  --file="$file.part" "$(cat "$credentials/database")"
mv "$file.part" "$file"
expire 'backup-*'
report "$file"
