-- Npgsql.EntityFrameworkCore.PostgreSQL
CREATE TABLE "__EFMigrationsHistory" ("MigrationId" character varying(150) NOT NULL PRIMARY KEY, "ProductVersion" character varying(32) NOT NULL);
CREATE TABLE "Orders" ("Id" uuid NOT NULL PRIMARY KEY, "Number" integer NOT NULL, "Paid" boolean NOT NULL, "Total" numeric NOT NULL, "Placed" timestamp with time zone NOT NULL,
  "Shipped" timestamp with time zone, "Took" interval, "Day" date, "Opens" time without time zone, "State" integer NOT NULL, "Data" bytea, "Score" double precision NOT NULL);
INSERT INTO "__EFMigrationsHistory" VALUES ('20240102000000_InitPostgres', '8.0.0');
