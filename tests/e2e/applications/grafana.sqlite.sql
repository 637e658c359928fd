-- Tables of the kind that Grafana's migrator makes in SQLite.
CREATE TABLE `migration_log` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `migration_id` TEXT NOT NULL, `sql` TEXT NOT NULL,
  `success` INTEGER NOT NULL, `error` TEXT NOT NULL, `timestamp` DATETIME NOT NULL);
CREATE TABLE `org` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `version` INTEGER NOT NULL, `name` TEXT NOT NULL,
  `created` DATETIME NOT NULL, `updated` DATETIME NOT NULL);
CREATE TABLE `user` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `version` INTEGER NOT NULL, `login` TEXT NOT NULL,
  `email` TEXT NOT NULL, `org_id` INTEGER NOT NULL, `is_admin` INTEGER NOT NULL, `created` DATETIME NOT NULL, `last_seen_at` DATETIME NULL,
  `is_disabled` INTEGER NOT NULL DEFAULT 0);
CREATE TABLE `dashboard` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `slug` TEXT NOT NULL, `title` TEXT NOT NULL, `data` TEXT NOT NULL,
  `org_id` INTEGER NOT NULL, `is_folder` INTEGER NOT NULL DEFAULT 0, `uid` TEXT NULL, `created` DATETIME NOT NULL);
CREATE TABLE `data_keys` (`name` TEXT PRIMARY KEY NOT NULL, `active` INTEGER NOT NULL, `encrypted_data` BLOB NOT NULL, `created` DATETIME NOT NULL);
CREATE TABLE `alert_instance` (`rule_uid` TEXT NOT NULL, `labels_hash` TEXT NOT NULL, `current_state_since` INTEGER NOT NULL, `result` REAL NULL,
  PRIMARY KEY (`rule_uid`,`labels_hash`));
INSERT INTO migration_log VALUES (1, 'create migration_log table', 'CREATE ...', 1, '', '2024-01-02 03:04:05');
INSERT INTO org VALUES (1, 0, 'Main Org.', '2024-01-02 03:04:05', '2024-01-02 03:04:05');
INSERT INTO user VALUES (1, 0, 'admin', 'admin@localhost', 1, 1, '2024-01-02 03:04:05', '2014-01-02 03:04:05', 0);
INSERT INTO dashboard VALUES (4, 'home', 'Home', '{"panels":[]}', 1, 0, 'abc', '2024-01-02 03:04:05');
INSERT INTO data_keys VALUES ('2024-01-02/root@secretKey', 1, x'2a00ff', '2024-01-02 03:04:05');
INSERT INTO alert_instance VALUES ('r', 'h', 1704164645, 0.1);
