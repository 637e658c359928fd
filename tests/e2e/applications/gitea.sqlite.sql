-- Tables of the kind that Gitea (XORM) makes in SQLite: flags are INTEGER, times are Unix seconds.
CREATE TABLE `version` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `version` INTEGER NULL);
CREATE TABLE `user` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `lower_name` TEXT NOT NULL, `name` TEXT NOT NULL,
  `email` TEXT NOT NULL, `passwd_hash_algo` TEXT DEFAULT 'argon2' NOT NULL, `type` INTEGER NULL, `created_unix` INTEGER NULL,
  `is_admin` INTEGER NULL, `is_active` INTEGER NULL, `num_repos` INTEGER NULL, `visibility` INTEGER DEFAULT 0 NOT NULL);
CREATE TABLE `repository` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `owner_id` INTEGER NULL, `lower_name` TEXT NOT NULL,
  `name` TEXT NOT NULL, `description` TEXT NULL, `is_private` INTEGER NULL, `topics` TEXT NULL, `size` INTEGER DEFAULT 0 NOT NULL,
  `created_unix` INTEGER NULL);
CREATE TABLE `attachment` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `uuid` TEXT NULL, `name` TEXT NULL, `content` BLOB NULL);
CREATE TABLE `lfs_lock` (`id` INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, `repo_id` INTEGER NOT NULL, `path` TEXT NULL, `created` DATETIME NULL);
CREATE UNIQUE INDEX `UQE_user_name` ON `user` (`name`);
CREATE UNIQUE INDEX `UQE_repository_s` ON `repository` (`owner_id`,`lower_name`);
INSERT INTO version VALUES (1, 280);
INSERT INTO user VALUES (1, 'ann', 'Ann', 'ann@example.org', 'argon2', 0, 1704164645, 1, 1, 2, 0), (3, 'org', 'Org', '', 'pbkdf2', 1, 0, 0, NULL, 0, 2);
INSERT INTO repository VALUES (5, 1, 'tea', 'Tea', '', 0, 'null', 12345, 1704164645), (9, 3, 'pot', 'Pot', NULL, 1, '["go"]', 0, NULL);
INSERT INTO attachment VALUES (1, '6f9619ff-8b86-d011-b42d-00cf4fc964ff', 'a.png', x'0001');
INSERT INTO lfs_lock VALUES (1, 5, 'a/b', '2024-01-02 03:04:05');
