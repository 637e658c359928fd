-- What Vaultwarden makes on PostgreSQL when it starts.
CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE users (uuid CHAR(36) NOT NULL PRIMARY KEY, created_at TIMESTAMP NOT NULL, email VARCHAR(255) NOT NULL UNIQUE, name TEXT NOT NULL,
  password_hash BYTEA NOT NULL, salt BYTEA NOT NULL, password_iterations INTEGER NOT NULL, akey TEXT NOT NULL, private_key TEXT,
  enabled BOOLEAN NOT NULL DEFAULT true, equivalent_domains TEXT NOT NULL DEFAULT '[]');
CREATE TABLE folders (uuid CHAR(36) NOT NULL PRIMARY KEY, created_at TIMESTAMP NOT NULL, user_uuid CHAR(36) NOT NULL REFERENCES users (uuid), name TEXT NOT NULL);
CREATE TABLE ciphers (uuid CHAR(36) NOT NULL PRIMARY KEY, created_at TIMESTAMP NOT NULL, user_uuid CHAR(36) REFERENCES users(uuid), atype INTEGER NOT NULL,
  name TEXT NOT NULL, data TEXT NOT NULL, deleted_at TIMESTAMP);
CREATE TABLE folders_ciphers (cipher_uuid CHAR(36) NOT NULL REFERENCES ciphers (uuid), folder_uuid CHAR(36) NOT NULL REFERENCES folders (uuid),
  PRIMARY KEY (cipher_uuid, folder_uuid));
CREATE TABLE twofactor_incomplete (user_uuid VARCHAR(40) NOT NULL PRIMARY KEY, login_time TIMESTAMP NOT NULL);
CREATE TABLE sends (uuid CHAR(36) NOT NULL PRIMARY KEY, revision_date TIMESTAMP NOT NULL, expiration_date TIMESTAMP);
INSERT INTO __diesel_schema_migrations VALUES ('20180114171611', now());
