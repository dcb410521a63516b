-- The eight tables of the books and the load history on Amazon Redshift, provisioned or Serverless.
-- Run this file in psql or in the query editor v2, as a user who may create tables in the schema public. A second run does
-- nothing. Initialize-Contabyx -Target Warehouse creates the same tables.
--
-- Redshift folds names to lower case unless enable_case_sensitive_identifier is on; then the quotes preserve the case.
-- VARCHAR(n) counts bytes of UTF-8. Primary keys are informational: the planner relies on them, but nothing enforces them.
-- The load keeps them unique (Merge, with DELETE and INSERT in one transaction).
-- DISTSTYLE, SORTKEY and encodings are AUTO: Redshift chooses and changes them by itself.

-- The kinds of document that clients have.
CREATE TABLE IF NOT EXISTS "public"."DocumentTypes" (
    "document_type_id" SMALLINT NOT NULL,
    "name" VARCHAR(10) NOT NULL,
    "description" VARCHAR(80) NOT NULL,
    PRIMARY KEY ("document_type_id")
)
DISTSTYLE AUTO SORTKEY AUTO;

-- The kinds of transaction: direction is income or expense.
CREATE TABLE IF NOT EXISTS "public"."TransactionTypes" (
    "transaction_type_id" SMALLINT NOT NULL,
    "direction" VARCHAR(10) NOT NULL,
    "name" VARCHAR(40) NOT NULL,
    PRIMARY KEY ("transaction_type_id")
)
DISTSTYLE AUTO SORTKEY AUTO;

-- The tax on each kind of transaction; rate is a fraction, 0.0010 to 0.1000.
CREATE TABLE IF NOT EXISTS "public"."TaxType" (
    "tax_type_id" SMALLINT NOT NULL,
    "transaction_type_id" SMALLINT NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "rate" DECIMAL(6,4) NOT NULL,
    PRIMARY KEY ("tax_type_id")
)
DISTSTYLE AUTO SORTKEY AUTO;

-- Clients: kind is natural or legal; only legal persons have a trade name.
CREATE TABLE IF NOT EXISTS "public"."Clients" (
    "client_id" INTEGER NOT NULL,
    "kind" VARCHAR(10) NOT NULL,
    "name" VARCHAR(160) NOT NULL,
    "trade_name" VARCHAR(160),
    "created_at" TIMESTAMP NOT NULL,
    PRIMARY KEY ("client_id")
)
DISTSTYLE AUTO SORTKEY AUTO;

-- One document for each client. Numbers are text: a CNPJ can have letters since July 2026.
CREATE TABLE IF NOT EXISTS "public"."Documents" (
    "document_id" INTEGER NOT NULL,
    "client_id" INTEGER NOT NULL,
    "document_type_id" SMALLINT NOT NULL,
    "number" VARCHAR(14) NOT NULL,
    "issued_on" DATE NOT NULL,
    PRIMARY KEY ("document_id")
)
DISTSTYLE AUTO SORTKEY AUTO;

-- Incomes and expenses. Amounts are positive; the type gives the direction.
CREATE TABLE IF NOT EXISTS "public"."Transactions" (
    "transaction_id" BIGINT NOT NULL,
    "client_id" INTEGER NOT NULL,
    "transaction_type_id" SMALLINT NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,
    "occurred_at" TIMESTAMP NOT NULL,
    PRIMARY KEY ("transaction_id")
)
DISTSTYLE AUTO SORTKEY AUTO;

-- The tax on each transaction: amount x rate, rounded half away from zero to cents.
CREATE TABLE IF NOT EXISTS "public"."Tax" (
    "tax_id" BIGINT NOT NULL,
    "transaction_id" BIGINT NOT NULL,
    "tax_type_id" SMALLINT NOT NULL,
    "fee" DECIMAL(18,2) NOT NULL,
    PRIMARY KEY ("tax_id")
)
DISTSTYLE AUTO SORTKEY AUTO;

-- The expense of one client and the income of another that form a transfer.
CREATE TABLE IF NOT EXISTS "public"."Transfers" (
    "transfer_id" BIGINT NOT NULL,
    "expense_transaction_id" BIGINT NOT NULL,
    "income_transaction_id" BIGINT NOT NULL,
    PRIMARY KEY ("transfer_id")
)
DISTSTYLE AUTO SORTKEY AUTO;

-- The load history: one row per table and run, written in the same transaction as the rows that it describes.
CREATE TABLE IF NOT EXISTS "public"."contabyx_load_history" (
    run_id VARCHAR(64) NOT NULL,
    table_name VARCHAR(256) NOT NULL,
    load_mode VARCHAR(16) NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    row_count BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    file_count INTEGER NOT NULL,
    first_key BIGINT,
    last_key BIGINT,
    proof VARCHAR(16) NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    watermark_column VARCHAR(256),
    watermark VARCHAR(256)
);
