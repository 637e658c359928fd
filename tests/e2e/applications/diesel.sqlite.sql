-- Tables and stored forms of Diesel with chrono (docs.rs/diesel, diesel::sqlite).
CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title VARCHAR NOT NULL, published BOOLEAN NOT NULL DEFAULT 0, score DOUBLE, data BLOB, day DATE, at TIME, created_at TIMESTAMP NOT NULL);
INSERT INTO __diesel_schema_migrations VALUES ('20240101000000', '2024-01-01 00:00:00');
INSERT INTO posts VALUES (1, 'a', 1, 0.5, x'00', '2024-02-29', '08:30:00', '2024-02-29 12:00:00.123'), (2, 'b', 0, NULL, NULL, NULL, NULL, '2024-02-29 12:00:00'),
  (3, 'c', 0, NULL, NULL, NULL, '23:59:59.999999', '2024-02-29 12:00:00.123456');
