"""The configuration texts of the mail service that the tests run."""

DOVECOT = """
base_dir = {d}/run
state_dir = {d}/run
log_path = {d}/log/dovecot.log
instance_name = shopbell-{p.imap}
auth_verbose = yes
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{d}/tls/srv.pem
ssl_key = <{d}/tls/srv.key
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_username_format = %Lu
auth_failure_delay = 0
auth_cache_size = 0
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_home = {d}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
mail_max_userip_connections = 100
mail_fsync = never
default_client_limit = 400
default_process_limit = 60
maildir_very_dirty_syncs = no
hostname = mail.shop.test
postmaster_address = postmaster@shop.test
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {d}/users/%Lu
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {d}/oauth2.conf.ext
}}
userdb {{
  driver = passwd-file
  args = {d}/users/%Lu
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox Drafts {{
    special_use = \\Drafts
    auto = subscribe
  }}
  mailbox Archive {{
    special_use = \\Archive
    auto = subscribe
  }}
  mailbox Trash {{
    special_use = \\Trash
    auto = subscribe
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = subscribe
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {p.imap}
  }}
  inet_listener imaps {{
    port = {p.imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {p.lmtp}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {p.sasl}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
protocol imap {{
  imap_idle_notify_interval = 10 secs
}}
"""

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {d}/queue
data_directory = {d}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
meta_directory = /etc/postfix
sendmail_path = /usr/sbin/sendmail
maillog_file = {d}/log/postfix.log
maillog_file_prefixes = {d}
myhostname = mail.shop.test
mydomain = shop.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.1/32
# the two domains of the tests go to Dovecot, everything else is refused: nothing can leave the machine
virtual_mailbox_domains = shop.test example.test
virtual_mailbox_maps = static:ok
virtual_transport = lmtp:inet:127.0.0.1:{p.lmtp}
default_transport = error:no outside mail from the test server
relay_transport = error:no outside mail from the test server
lmtp_destination_concurrency_limit = 5
smtpd_tls_cert_file = {d}/tls/srv.pem
smtpd_tls_key_file = {d}/tls/srv.key
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{p.sasl}
smtpd_sasl_security_options = noanonymous
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
alias_maps =
alias_database =
message_size_limit = 4000000
queue_minfree = 0
disable_dns_lookups = yes
smtp_dns_support_level = disabled
"""

MASTER_CF = """
127.0.0.1:{p.smtp} inet n - n - - smtpd
127.0.0.1:{p.submission} inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_tls_auth_only=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o mynetworks=
127.0.0.1:{p.smtps} inet n - n - - smtpd
  -o syslog_name=postfix/smtps
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o mynetworks=
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
showq unix n - n - - showq
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
discard unix - - n - - discard
postlog unix-dgram n - n - 1 postlogd
"""
