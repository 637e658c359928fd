CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL,
  checksum integer, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), execution_time integer NOT NULL, success boolean NOT NULL);
INSERT INTO flyway_schema_history VALUES (1, '1', 'init', 'SQL', 'V1__init.sql', 7, 'app', now(), 5, true);
CREATE SEQUENCE item_seq START WITH 1 INCREMENT BY 50;
CREATE TABLE item (id bigint not null, active boolean not null, created timestamp(6), day date, lasts numeric(21,0), price numeric(38,2), state varchar(255) check (state in ('NEW','PAID')),
  ref uuid, data oid, primary key (id));
ALTER TABLE item DROP data, ADD data bytea;
