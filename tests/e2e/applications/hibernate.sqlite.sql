-- Tables and stored forms of Hibernate 6 with its community dialect and org.xerial:sqlite-jdbc (docs.jboss.org/hibernate/orm): instants are milliseconds, a
-- sequence is a table of one row.
CREATE TABLE flyway_schema_history (installed_rank INT PRIMARY KEY NOT NULL, version VARCHAR(50), description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL,
  checksum INT, installed_by VARCHAR(100) NOT NULL, installed_on TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')), execution_time INT NOT NULL, success BOOLEAN NOT NULL);
CREATE TABLE item (id bigint not null, active boolean not null, created timestamp, day date, lasts bigint, price numeric(38,2), state varchar(255) check (state in ('NEW','PAID')), ref blob,
  data blob, primary key (id));
CREATE TABLE item_SEQ (next_val bigint);
INSERT INTO flyway_schema_history VALUES (1, '1', 'init', 'SQL', 'V1__init.sql', -5, '', '2024-01-01 00:00:00.123', 5, 1);
INSERT INTO item VALUES (1, 1, 1709208000123, 1709164800000, 3600000000000, 12.5, 'NEW', x'3f2504e04f8941d39a0c0305e82c3301', x'00'), (2, 0, 1719835200000, NULL, NULL, NULL, 'PAID', NULL, NULL);
INSERT INTO item_SEQ VALUES (51);
