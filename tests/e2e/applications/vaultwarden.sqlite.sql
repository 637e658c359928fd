-- Tables of the kind that Vaultwarden (Diesel) makes in SQLite; times say nanoseconds.
CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE users (uuid TEXT NOT NULL PRIMARY KEY, created_at DATETIME NOT NULL, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  password_hash BLOB NOT NULL, salt BLOB NOT NULL, password_iterations INTEGER NOT NULL, akey TEXT NOT NULL, private_key TEXT,
  enabled BOOLEAN NOT NULL DEFAULT 1, equivalent_domains TEXT NOT NULL DEFAULT '[]');
CREATE TABLE folders (uuid TEXT NOT NULL PRIMARY KEY, created_at DATETIME NOT NULL, user_uuid TEXT NOT NULL REFERENCES users (uuid), name TEXT NOT NULL);
CREATE TABLE ciphers (uuid TEXT NOT NULL PRIMARY KEY, created_at DATETIME NOT NULL, user_uuid TEXT REFERENCES users(uuid), atype INTEGER NOT NULL,
  name TEXT NOT NULL, data TEXT NOT NULL, deleted_at DATETIME);
CREATE TABLE folders_ciphers (cipher_uuid TEXT NOT NULL REFERENCES ciphers (uuid), folder_uuid TEXT NOT NULL REFERENCES folders (uuid),
  PRIMARY KEY (cipher_uuid, folder_uuid));
CREATE TABLE twofactor_incomplete (user_uuid TEXT NOT NULL PRIMARY KEY, login_time DATETIME NOT NULL);
CREATE TABLE sends (uuid TEXT NOT NULL PRIMARY KEY, revision_date DATETIME NOT NULL, expiration_date DATETIME);
INSERT INTO twofactor_incomplete VALUES ('u1', '2024-01-02 03:04:05.123456789');
INSERT INTO sends VALUES ('6f9619ff-8b86-d011-b42d-00cf4fc964fd', '2024-01-02 03:04:05.123456789', NULL);
INSERT INTO __diesel_schema_migrations VALUES ('20180114171611', '2024-01-02 03:04:05');
INSERT INTO users VALUES ('6f9619ff-8b86-d011-b42d-00cf4fc964ff', '2024-01-02 03:04:05.123456789', 'ann@example.org', 'Ann', x'0102', x'ff', 600000, '2.a|b|c', NULL, 1, '[]'),
  ('6f9619ff-8b86-d011-b42d-00cf4fc964fe', '2024-01-02 03:04:05', 'bob@example.org', 'Bob', x'', x'00', 600000, '', 'k', 0, '[]');
INSERT INTO folders VALUES ('f1', '2024-01-02 03:04:05.999999999', '6f9619ff-8b86-d011-b42d-00cf4fc964ff', '2.x');
INSERT INTO ciphers VALUES ('c1', '1999-12-31 23:59:59.999999501', '6f9619ff-8b86-d011-b42d-00cf4fc964ff', 1, '2.n', '{"p":1}', NULL),
  ('c2', '2024-01-02 03:04:05.1', NULL, 2, '2.m', '{}', '2024-05-06 07:08:09.000000001');
INSERT INTO folders_ciphers VALUES ('c1', 'f1');
