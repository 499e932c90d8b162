# Writes the administrator's login and the access list. Other logins in the file stay as they are.
set -eu
umask 077
data=/mosquitto/data
touch "$data/users"
printf 'admin:%s\n' "$(cat /var/run/secrets/mqtt/password)" >/tmp/users
mosquitto_passwd -U /tmp/users
sed '/^admin:/d' "$data/users" >>/tmp/users
cp /tmp/users "$data/users.part"
mv "$data/users.part" "$data/users"
cp /etc/mosquitto/acl "$data/acl.part"
mv "$data/acl.part" "$data/acl"
