-- Tables and stored forms of Sequelize 6 (sequelize.org/docs/v6/core-concepts/model-basics).
CREATE TABLE `SequelizeMeta` (`name` VARCHAR(255) NOT NULL UNIQUE PRIMARY KEY);
CREATE TABLE `Users` (`id` INTEGER PRIMARY KEY AUTOINCREMENT, `key` UUID, `active` TINYINT(1) NOT NULL DEFAULT 1, `role` TEXT DEFAULT 'user', `born` DATE, `at` TIME,
  `price` DECIMAL(12,2), `meta` JSON, `score` DOUBLE PRECISION, `createdAt` DATETIME NOT NULL, `updatedAt` DATETIME NOT NULL);
INSERT INTO SequelizeMeta VALUES ('20240101-init.js');
INSERT INTO Users VALUES (1, '3f2504e0-4f89-41d3-9a0c-0305e82c3301', 1, 'admin', '2000-02-29', '08:30:00', 12.5, '{"a":[1,null]}', 0.1,
    '2024-02-29 12:00:00.123 +00:00', '2024-02-29 12:00:00.123 +00:00'),
  (2, NULL, 0, 'user', NULL, NULL, -0.01, 5, NULL, '1969-12-31 23:59:58.500 +00:00', '2024-02-29 12:00:00.000 +00:00');
