-- What Grafana makes on PostgreSQL when it starts, with the rows it writes.
CREATE TABLE migration_log (id SERIAL PRIMARY KEY NOT NULL, migration_id VARCHAR(255) NOT NULL, sql TEXT NOT NULL, success BOOL NOT NULL,
  error TEXT NOT NULL, timestamp TIMESTAMP NOT NULL);
CREATE TABLE org (id SERIAL PRIMARY KEY NOT NULL, version INTEGER NOT NULL, name VARCHAR(190) NOT NULL, created TIMESTAMP NOT NULL,
  updated TIMESTAMP NOT NULL);
CREATE TABLE "user" (id SERIAL PRIMARY KEY NOT NULL, version INTEGER NOT NULL, login VARCHAR(190) NOT NULL, email VARCHAR(190) NOT NULL,
  org_id BIGINT NOT NULL, is_admin BOOL NOT NULL, created TIMESTAMP NOT NULL, last_seen_at TIMESTAMP NULL, is_disabled BOOL NOT NULL DEFAULT false);
CREATE TABLE dashboard (id SERIAL PRIMARY KEY NOT NULL, slug VARCHAR(189) NOT NULL, title VARCHAR(189) NOT NULL, data TEXT NOT NULL,
  org_id BIGINT NOT NULL, is_folder BOOL NOT NULL DEFAULT false, uid VARCHAR(40) NULL, created TIMESTAMP NOT NULL);
CREATE TABLE data_keys (name VARCHAR(100) PRIMARY KEY NOT NULL, active BOOL NOT NULL, encrypted_data BYTEA NOT NULL, created TIMESTAMP NOT NULL);
CREATE TABLE alert_instance (rule_uid VARCHAR(40) NOT NULL, labels_hash VARCHAR(190) NOT NULL, current_state_since BIGINT NOT NULL,
  result DOUBLE PRECISION NULL, PRIMARY KEY (rule_uid, labels_hash));
INSERT INTO migration_log (migration_id, sql, success, error, timestamp) VALUES ('create migration_log table', '', true, '', now());
INSERT INTO org (version, name, created, updated) VALUES (0, 'Main Org.', now(), now());
INSERT INTO "user" (version, login, email, org_id, is_admin, created) VALUES (0, 'admin', 'admin@localhost', 1, true, now());
