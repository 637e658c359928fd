-- Tables and stored forms of EF Core (learn.microsoft.com/dotnet/standard/data/sqlite/types): decimals, Guids and times as TEXT.
CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY, "ProductVersion" TEXT NOT NULL);
CREATE TABLE "Orders" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Orders" PRIMARY KEY,
    "Number" INTEGER NOT NULL, "Paid" INTEGER NOT NULL, "Total" TEXT NOT NULL, "Placed" TEXT NOT NULL, "Shipped" TEXT NULL, "Took" TEXT NULL, "Day" TEXT NULL,
    "Opens" TEXT NULL, "State" INTEGER NOT NULL, "Data" BLOB NULL, "Score" REAL NOT NULL
);
INSERT INTO __EFMigrationsHistory VALUES ('20240101000000_Init', '8.0.0');
INSERT INTO Orders VALUES ('3F2504E0-4F89-41D3-9A0C-0305E82C3301', 1, 1, '12.50', '2024-02-29 12:00:00.1234567', '2024-02-29 12:00:00.1234567+02:00', '1.02:03:04.5', '2024-02-29', '08:30:00', 2, x'00', 0.5),
  ('3F2504E0-4F89-41D3-9A0C-0305E82C3302', 2, 0, '-0.01', '2024-02-29 12:00:00', '2024-02-29 12:00:00+00:00', '-00:00:01', NULL, NULL, 0, NULL, 1.0);
